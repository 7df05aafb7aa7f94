/** Reports that take several records. */
import type { MissionId } from '@muster/core/ids';
import { missionPartition, reportParts } from '@muster/engine/keys';
import { describe, expect, it } from 'vitest';
import {
  claim,
  complete,
  headOf,
  type LaunchInput,
  launchMission,
  nodeRef,
  TOO_WIDE_TO_REPORT_ALONG,
  workAll,
} from '../support/a-launched-mission.ts';
import { aSubmission, WORKSPACE_ID } from '../support/a-mission.ts';
import {
  ADA_IN_TESTS,
  anEngine,
  answerOf,
  type EngineUnderTest,
  RITA_IN_TESTS,
} from '../support/an-engine.ts';

/** Too much for one record. */
const LONG = { outcomes: ['word '.repeat(30_000)] };
const FAILING = { title: 'Fails', dependsOn: ['Tells'], maxAttempts: 1 };

async function partCount(under: EngineUnderTest, missionId: MissionId): Promise<number> {
  const partition = missionPartition(WORKSPACE_ID, missionId);
  const { items } = await under.store.query({ partition, ...reportParts(1), limit: 100 });
  return items.length;
}

/** Ends FAILED with a long report, then COMPLETED: the task that told so much is done again, and tells little. */
async function reportTwice(under: EngineUnderTest, more: LaunchInput['tasks'] = []) {
  const missionId = await launchMission(under, { tasks: ['Tells', FAILING, ...more] });
  const claims = await claim(under);
  await complete(
    under,
    claims.filter(({ task }) => task.title !== 'Tells'),
  );
  await complete(
    under,
    claims.filter(({ task }) => task.title === 'Tells'),
    LONG,
  );
  const [failing] = await claim(under);
  if (!failing) throw new Error('nothing can be claimed');
  answerOf(await under.engine.failTask(ADA_IN_TESTS, { attempt: failing.ref, message: 'It broke.' }));
  await under.settle();
  const before = await partCount(under, missionId);
  answerOf(await under.engine.retryFailed(RITA_IN_TESTS, { missionId }));
  answerOf(
    await under.engine.reopenTask(RITA_IN_TESTS, { task: nodeRef(missionId, 0), reason: 'Tell less.' }),
  );
  await under.settle();
  await workAll(under);
  return { missionId, before };
}

describe.each([
  ['a small run', []],
  ['a large run', TOO_WIDE_TO_REPORT_ALONG.tasks],
] as const)('the report of %s that has become shorter', (_, more) => {
  it('is read without what the former one has left over, which is gone (R1)', async () => {
    const under = anEngine();

    const { missionId, before } = await reportTwice(under, more);
    const report = await under.engine.report(RITA_IN_TESTS, { missionId, runNumber: 1 });

    expect(before).toBeGreaterThan(1);
    expect((await headOf(under, missionId)).status).toBe('COMPLETED');
    expect(report).toMatchObject({ status: 'COMPLETED' });
    expect(report?.tasks[0]?.outcomes).toEqual(aSubmission().outcomes);
    expect(await partCount(under, missionId)).toBe(1);
  });
});
