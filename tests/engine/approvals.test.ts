import { askingOf } from '@muster/core/approval';
import { describe, expect, it } from 'vitest';
import { claim, complete, launchMission, nodeRef, workAll } from '../support/a-launched-mission.ts';
import { MINUTE } from '../support/a-mission.ts';
import {
  ADA_IN_TESTS,
  anEngine,
  answerOf,
  type EngineUnderTest,
  RITA_IN_TESTS,
  STRANGER,
} from '../support/an-engine.ts';

async function approvals(under: EngineUnderTest, page: { first?: number; after?: string } = {}) {
  const listed = await under.engine.listApprovals(RITA_IN_TESTS, { first: 20, ...page });
  return {
    told: listed.items.map(({ node }) => `${node.kind} ${node.node.name}`),
    cursor: listed.items.at(-1)?.cursor,
    hasNext: listed.hasNext,
  };
}

/** One of each that waits for a person, a minute apart. */
async function everythingAsked(under: EngineUnderTest) {
  const missionId = await launchMission(under, {
    tasks: [
      { title: 'Draft', review: 'REQUIRED' },
      { title: 'Buy', sideEffects: true },
      { title: 'Ask' },
      { title: 'Wait' },
      { title: 'Scored' },
    ],
    checkpoints: [{ name: 'Look' }],
    qualityGates: [{ name: 'Good', afterTasks: ['Scored'], blocksTasks: [], minScore: 4 }],
  });
  const [draft, buy, ask, wait, scored] = await claim(under);
  if (!draft || !buy || !ask || !wait || !scored) throw new Error('five can be claimed');
  await under.wait(MINUTE / 3);
  await complete(under, [scored]);
  await under.wait(MINUTE / 3);
  await complete(under, [draft]);
  answerOf(await under.engine.failTask(ADA_IN_TESTS, { attempt: buy.ref, message: 'It broke.' }));
  await under.wait(MINUTE / 6);
  const blocked = { cause: 'HUMAN', note: 'Which colour?' } as const;
  answerOf(await under.engine.blockTask(ADA_IN_TESTS, { task: nodeRef(missionId, 2), ...blocked }));
  const peer = { cause: 'PEER_TASK', note: 'After the other one.' } as const;
  answerOf(await under.engine.blockTask(ADA_IN_TESTS, { task: nodeRef(missionId, 3), ...peer }));
  await under.settle();
  return missionId;
}

describe('what waits for a person', () => {
  it('is listed, longest waiting first: checkpoints, gates that hold, reviews, side effects, questions', async () => {
    const under = anEngine();

    await everythingAsked(under);

    expect((await approvals(under)).told).toEqual([
      'CHECKPOINT Look',
      'GATE Good',
      'REVIEW Draft',
      'AUTHORISATION Buy',
      'QUESTION Ask',
    ]);
  });

  it('is paged, each once', async () => {
    const under = anEngine();
    await everythingAsked(under);

    const first = await approvals(under, { first: 2 });
    const rest = await approvals(under, { first: 3, ...(first.cursor ? { after: first.cursor } : {}) });

    expect([first.hasNext, rest.hasNext]).toEqual([true, false]);
    expect([...first.told, ...rest.told]).toHaveLength(5);
    expect(new Set([...first.told, ...rest.told])).toHaveLength(5);
  });

  it('is paged by place also when many have waited since one moment', async () => {
    const under = anEngine();
    const checkpoints = Array.from({ length: 25 }, (_, place) => ({ name: `C${place}` }));
    await launchMission(under, { tasks: ['A'], checkpoints });

    const seen: string[] = [];
    for (let after: string | undefined, more = true; more; ) {
      const page = await approvals(under, { first: 4, ...(after ? { after } : {}) });
      seen.push(...page.told);
      after = page.cursor;
      more = page.hasNext;
    }

    expect(new Set(seen)).toHaveLength(25);
    expect(seen).toHaveLength(25);
  });

  it('is not listed any more once it was decided', async () => {
    const under = anEngine();
    const missionId = await everythingAsked(under);
    const gate = nodeRef(missionId, 6);

    answerOf(await under.engine.approveCheckpoint(RITA_IN_TESTS, { node: nodeRef(missionId, 5) }));
    answerOf(await under.engine.overrideGate(RITA_IN_TESTS, { node: gate, reason: 'Good enough.' }));
    answerOf(await under.engine.acceptTask(RITA_IN_TESTS, { task: nodeRef(missionId, 0) }));
    answerOf(await under.engine.unblockTask(RITA_IN_TESTS, { task: nodeRef(missionId, 1) }));
    answerOf(
      await under.engine.skipTask(RITA_IN_TESTS, { task: nodeRef(missionId, 2), reason: 'Never mind.' }),
    );

    expect((await approvals(under)).told).toEqual([]);
  });

  it('is not listed while nobody can decide it, because its run has ended', async () => {
    const under = anEngine();
    const missionId = await everythingAsked(under);

    answerOf(await under.engine.cancelMission(RITA_IN_TESTS, { missionId, reason: 'Enough.' }));
    await under.settle();

    expect((await approvals(under)).told).toEqual([]);
  });

  it('can be asked for by kind', async () => {
    const under = anEngine();
    await everythingAsked(under);

    const listed = await under.engine.listApprovals(RITA_IN_TESTS, { first: 9, kinds: ['REVIEW', 'GATE'] });

    expect(listed.items.map(({ node }) => node.kind)).toEqual(['GATE', 'REVIEW']);
  });

  it('is nobody else’s business than the workspace’s', async () => {
    const under = anEngine();
    await everythingAsked(under);

    const listed = await under.engine.listApprovals(STRANGER, { first: 20 });

    expect(listed).toEqual({ items: [], hasNext: false });
  });

  it('says of itself since when', async () => {
    const under = anEngine();
    const missionId = await launchMission(under, { tasks: [{ title: 'Draft', review: 'REQUIRED' }] });
    await under.wait(MINUTE);
    await workAll(under);

    const [draft] = await under.engine.nodes(RITA_IN_TESTS, [nodeRef(missionId, 0)]);

    expect(draft && askingOf(draft)).toEqual({ kind: 'REVIEW', since: under.clock.now });
  });
});
