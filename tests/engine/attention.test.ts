import { parseMissionId } from '@muster/core/ids';
import { LIMITS } from '@muster/core/limits';
import { buryMessage } from '@muster/engine/dead-letters';
import { describe, expect, it } from 'vitest';
import { claim, complete, headOf, launchMission, nodeRef } from '../support/a-launched-mission.ts';
import { MINUTE, WORKSPACE_ID } from '../support/a-mission.ts';
import {
  ADA_IN_TESTS,
  anEngine,
  answerOf,
  type EngineUnderTest,
  RITA_IN_TESTS,
  STRANGER,
} from '../support/an-engine.ts';

async function needed(under: EngineUnderTest, missionId: Parameters<typeof headOf>[1]) {
  const found = await under.engine.attention(RITA_IN_TESTS, missionId);
  if (!found) throw new Error(`there is no mission ${missionId}`);
  return found;
}

async function kindsOf(
  under: EngineUnderTest,
  missionId: Parameters<typeof headOf>[1],
): Promise<readonly string[]> {
  const { items } = await needed(under, missionId);
  return items.map(({ kind, node }) => (node ? `${kind} ${node.name}` : kind));
}

describe('the attention that a mission needs', () => {
  it('is none while it goes its way, and none once it has ended well', async () => {
    const under = anEngine();
    const missionId = await launchMission(under, { tasks: ['A'] });
    const open = await needed(under, missionId);
    await complete(under, await claim(under));

    expect(open).toEqual({ items: [], count: 0 });
    expect(await needed(under, missionId)).toEqual({ items: [], count: 0 });
  });

  it('is told most urgent first: dead letters, failures that hold the run, people, what is stuck', async () => {
    const under = anEngine();
    const missionId = await launchMission(under, {
      tasks: [
        { title: 'Again' },
        { title: 'Held', maxAttempts: 1, onFailure: 'BLOCK' },
        { title: 'Let go', maxAttempts: 1, onFailure: 'CONTINUE' },
        { title: 'Reviewed', review: 'REQUIRED' },
      ],
      checkpoints: [{ name: 'Go', afterTasks: [], blocksTasks: [] }],
    });
    const claims = await claim(under);
    for (const { ref } of claims.slice(0, 3))
      answerOf(await under.engine.failTask(ADA_IN_TESTS, { attempt: ref, message: 'It broke.' }));
    await complete(under, claims.slice(3));
    const message = { id: `${missionId}#1#1#0`, workspaceId: WORKSPACE_ID, missionId };
    await buryMessage(
      under.context,
      { ...message, message: { type: 'UNPARK', runNumber: 1 } },
      new Error('x'),
    );

    expect(await kindsOf(under, missionId)).toEqual([
      'DEAD_LETTER',
      'FAILED Held',
      'CHECKPOINT Go',
      'REVIEW Reviewed',
      'RETRYING Again',
    ]);
    expect((await headOf(under, missionId)).run?.askingCount).toBe(2);
  });

  it('tells an agent that went silent from an attempt that failed', async () => {
    const under = anEngine();
    const missionId = await launchMission(under, { tasks: ['Silent', 'Broken'] });
    const [silent, broken] = await claim(under, { leaseMs: MINUTE });
    if (!silent || !broken) throw new Error('both are claimed');
    answerOf(await under.engine.failTask(ADA_IN_TESTS, { attempt: broken.ref, message: 'It broke.' }));
    await under.wait(MINUTE);

    const ready = await kindsOf(under, missionId);
    await claim(under);

    expect(ready).toEqual(['LEASE_LOST Silent', 'RETRYING Broken']);
    expect(await kindsOf(under, missionId)).toEqual(['LEASE_LOST Silent', 'RETRYING Broken']);
  });

  it('is that of the mission as a whole when it is paused, or has failed', async () => {
    const under = anEngine();
    const missionId = await launchMission(under, { tasks: [{ title: 'A', maxAttempts: 1 }] });
    answerOf(await under.engine.pauseMission(RITA_IN_TESTS, { missionId }));
    const paused = await kindsOf(under, missionId);
    answerOf(await under.engine.resumeMission(RITA_IN_TESTS, { missionId }));
    const [first] = await claim(under);
    if (first)
      answerOf(await under.engine.failTask(ADA_IN_TESTS, { attempt: first.ref, message: 'It broke.' }));

    expect(paused).toEqual(['PAUSED']);
    expect(await kindsOf(under, missionId)).toEqual(['FAILED']);
  });

  it('counts all there is and lists the most urgent, longest waiting first, of runs larger than a page', async () => {
    const under = anEngine();
    const tasks = Array.from({ length: 600 }, (_, place) => `T${place}`);
    const missionId = await launchMission(under, { tasks });
    await under.wait(LIMITS.unclaimedMsMin);
    answerOf(
      await under.engine.blockTask(RITA_IN_TESTS, {
        task: nodeRef(missionId, 577),
        cause: 'HUMAN',
        note: 'Why?',
      }),
    );

    const { items, count } = await needed(under, missionId);

    expect(count).toBe(600);
    expect(items).toHaveLength(LIMITS.attentionItemsMax);
    expect(items.slice(0, 2).map(({ kind, node }) => [kind, node?.name])).toEqual([
      ['QUESTION', 'T577'],
      ['UNCLAIMED', 'T0'],
    ]);
  });

  it('of another workspace, or of none, is not there', async () => {
    const under = anEngine();
    const missionId = await launchMission(under);
    const unknown = parseMissionId('mis_01JD6Z3Q0000000000000000ZZ');

    expect(await under.engine.attention(STRANGER, missionId)).toBeUndefined();
    expect(unknown && (await under.engine.attention(RITA_IN_TESTS, unknown))).toBeUndefined();
  });
});
