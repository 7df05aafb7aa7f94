import { type MissionId, nodeIdOf } from '@muster/core/ids';
import { describe, expect, it } from 'vitest';
import { claim, complete, headOf, launchMission, nodeRef } from '../support/a-launched-mission.ts';
import { aSubmission } from '../support/a-mission.ts';
import {
  ADA_IN_TESTS,
  anEngine,
  answerOf,
  BOB_IN_TESTS,
  type EngineUnderTest,
  errorOf,
  RITA_IN_TESTS,
  STRANGER,
} from '../support/an-engine.ts';

const CONTRACT = {
  tasks: [
    { title: 'T', milestone: 'one', fulfills: ['VAL-T-001'] },
    { title: 'U', milestone: 'two' },
  ],
  milestones: [{ name: 'one' }, { name: 'two' }],
  contract: [{ id: 'VAL-T-001', title: 'It works.', milestone: 'one' }],
  team: [{ name: 'ada' }, { name: 'bob', role: 'validator' }],
};

/** Nodes: the tasks 0 and 1, the milestones 2 and 3, the assertion 4, its validation 5; rounds from 6 on. */
const [ASSERTION, VALIDATION] = [4, 5];

async function worked(under: EngineUnderTest): Promise<MissionId> {
  const missionId = await launchMission(under, CONTRACT);
  await complete(under, await claim(under));
  return missionId;
}

async function statusesOf(under: EngineUnderTest, missionId: MissionId, indexes: readonly number[]) {
  const refs = indexes.map((index) => nodeRef(missionId, index));
  return (await under.engine.nodes(RITA_IN_TESTS, refs)).map((node) => node?.status);
}

async function validate(
  under: EngineUnderTest,
  missionId: MissionId,
  status: 'PASSING' | 'FAILING' | 'BLOCKED',
): Promise<void> {
  const [round] = await claim(under, { principal: BOB_IN_TESTS });
  if (!round) throw new Error('there is nothing to validate');
  const told = { node: nodeRef(missionId, ASSERTION), status, evidence: 'Seen.', attempt: round.ref };
  answerOf(await under.engine.reportAssertion(BOB_IN_TESTS, told));
  const tasks = [{ attempt: round.ref, submission: aSubmission() }];
  answerOf(await under.engine.completeTasks(BOB_IN_TESTS, { tasks })).map(answerOf);
  await under.settle();
}

describe('validating a milestone', () => {
  it('goes from its tasks over a round to the next milestone', async () => {
    const under = anEngine();
    const missionId = await worked(under);
    expect(await statusesOf(under, missionId, [2, 3, VALIDATION])).toEqual([
      'VALIDATING',
      'LOCKED',
      'RUNNING',
    ]);

    await validate(under, missionId, 'PASSING');

    expect(await statusesOf(under, missionId, [2, 3, ASSERTION, VALIDATION])).toEqual([
      'DONE',
      'ACTIVE',
      'PASSING',
      'PASSED',
    ]);
  });

  it('mends what fails, and asks again', async () => {
    const under = anEngine();
    const missionId = await worked(under);
    await validate(under, missionId, 'FAILING');

    const [mending] = await claim(under);
    expect(mending?.task).toMatchObject({
      title: 'Mend VAL-T-001: It works.',
      purpose: { kind: 'REMEDIATION', origin: 0 },
    });
    if (mending) await complete(under, [mending]);
    await validate(under, missionId, 'PASSING');

    expect(await statusesOf(under, missionId, [2, ASSERTION])).toEqual(['DONE', 'PASSING']);
  });

  it('is offered to nobody who worked at it', async () => {
    const under = anEngine();
    await worked(under);

    expect(await claim(under, { principal: ADA_IN_TESTS })).toEqual([]);
  });

  it('stands behind all other work when anybody may take it', async () => {
    const under = anEngine();
    const missionId = await launchMission(under, { ...CONTRACT, team: [] });
    await complete(under, await claim(under));
    await launchMission(under, { tasks: [{ title: 'Idle', priority: 5 }] });

    const claims = await claim(under, { principal: BOB_IN_TESTS });

    expect(claims.map(({ task }) => task.purpose?.kind)).toEqual([undefined, 'VALIDATION']);
    expect(claims[1]?.ref.missionId).toBe(missionId);
  });

  it('is of nobody in another workspace', async () => {
    const under = anEngine();
    const missionId = await worked(under);
    const node = nodeRef(missionId, ASSERTION);

    const refused = errorOf(await under.engine.waiveAssertion(STRANGER, { node, reason: 'Mine.' }));

    const id = nodeIdOf('ASSERTION', node);
    expect(refused).toMatchObject({ code: 'NOT_FOUND', detail: { subject: 'assertion', id } });
  });
});

describe('what people are asked', () => {
  it('is listed until they have answered', async () => {
    const under = anEngine();
    const missionId = await worked(under);
    await validate(under, missionId, 'BLOCKED');
    const asked = () => under.engine.listApprovals(RITA_IN_TESTS, { first: 10 });
    expect((await asked()).items.map(({ node }) => node.kind)).toEqual(['ASSERTION']);

    answerOf(
      await under.engine.waiveAssertion(RITA_IN_TESTS, {
        node: nodeRef(missionId, ASSERTION),
        reason: 'No.',
      }),
    );
    await under.settle();

    expect((await asked()).items).toEqual([]);
    expect(await statusesOf(under, missionId, [2])).toEqual(['DONE']);
  });

  it('is whether to go on when the rounds are used up', async () => {
    const under = anEngine();
    const missionId = await launchMission(under, { ...CONTRACT, contractPolicy: { maxRounds: 1 } });
    await complete(under, await claim(under));
    await validate(under, missionId, 'FAILING');
    const { items } = await under.engine.listApprovals(RITA_IN_TESTS, { first: 10 });
    expect(items.map(({ node }) => node.kind)).toEqual(['VALIDATION']);
    expect((await headOf(under, missionId)).status).toBe('PAUSED');

    const node = nodeRef(missionId, VALIDATION);
    const granted = { node, reason: 'Once more.', idempotencyKey: 'grant' };
    const first = answerOf(await under.engine.grantRound(RITA_IN_TESTS, granted));
    const second = answerOf(await under.engine.grantRound(RITA_IN_TESTS, granted));
    await under.settle();

    expect(second.sequence).toBe(first.sequence);
    expect((await headOf(under, missionId)).status).toBe('ACTIVE');
  });

  it('is nothing that an agent decides', async () => {
    const under = anEngine();
    const missionId = await worked(under);
    const node = nodeRef(missionId, ASSERTION);

    for (const principal of [ADA_IN_TESTS, { ...RITA_IN_TESTS, role: 'VIEWER' as const }]) {
      const refused = errorOf(await under.engine.waiveAssertion(principal, { node, reason: 'I say so.' }));
      expect(refused.code).toBe('FORBIDDEN');
    }
  });
});

describe('a mission without a contract', () => {
  it('has nothing that says what validates it', async () => {
    const under = anEngine();
    const { contract: _, tasks: __, ...rest } = CONTRACT;
    const missionId = await launchMission(under, { ...rest, tasks: [{ title: 'T', milestone: 'one' }] });
    const { run } = await headOf(under, missionId);
    const refs = Array.from({ length: run?.nodeCount ?? 0 }, (_, index) => nodeRef(missionId, index));

    const nodes = await under.engine.nodes(RITA_IN_TESTS, refs);
    const specs = await under.engine.specs(RITA_IN_TESTS, refs);

    expect(nodes.map((node) => node?.kind)).toEqual(['TASK', 'MILESTONE', 'MILESTONE']);
    expect(specs.some((spec) => spec && 'validatedBy' in spec)).toBe(false);
    expect(run).not.toHaveProperty('finalValidation');
  });
});
