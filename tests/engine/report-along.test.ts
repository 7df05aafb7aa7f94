import type { MissionId } from '@muster/core/ids';
import { LIMITS } from '@muster/core/limits';
import type { Submission } from '@muster/core/run/attempt';
import type { Claim, CompleteTask } from '@muster/engine/engine';
import { handleMessage } from '@muster/engine/messages';
import { COMMIT } from '@muster/engine/records';
import { describe, expect, it } from 'vitest';
import { RUN_CONTRACT } from '../support/a-contract.ts';
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
import { aSubmission, MINUTE, WORKSPACE_ID } from '../support/a-mission.ts';
import {
  ADA_IN_TESTS,
  anEngine,
  answerOf,
  type EngineUnderTest,
  pendingMessages,
  RITA_IN_TESTS,
} from '../support/an-engine.ts';

const DIAMOND: LaunchInput = {
  tasks: [
    'Start',
    { title: 'Left', dependsOn: ['Start'] },
    { title: 'Right', dependsOn: ['Start'] },
    { title: 'End', dependsOn: ['Left', 'Right'] },
  ],
};

function submissionsOf(claims: readonly Claim[], told: Partial<Submission> = {}): readonly CompleteTask[] {
  return claims.map(({ ref }) => ({ attempt: ref, submission: aSubmission(told) }));
}

/** Types of all events, in order. */
async function told(under: EngineUnderTest, missionId: MissionId): Promise<readonly string[]> {
  const events = answerOf(await under.engine.listEvents(RITA_IN_TESTS, { missionId, after: 0, first: 100 }));
  return events.items.map(({ node }) => node.type);
}

/** Whether the message that asks for a report finds one that says all it would say itself. */
async function isReported(under: EngineUnderTest, missionId: MissionId): Promise<boolean> {
  const before = await headOf(under, missionId);
  const message = { type: 'REPORT', runNumber: before.runCount } as const;
  await handleMessage(under.context, { workspaceId: WORKSPACE_ID, missionId, message });
  return (await headOf(under, missionId)).sequence === before.sequence;
}

describe('the report of a small run', () => {
  it('is stored with the end of the run, in one commit without a message (W1)', async () => {
    const under = anEngine();
    const missionId = await launchMission(under, DIAMOND);
    await workAll(under);

    const report = await under.engine.report(RITA_IN_TESTS, { missionId, runNumber: 1 });
    const last = under.published.map(({ value }) => COMMIT.decode(value)).at(-1);

    expect(report).toMatchObject({ status: 'COMPLETED', hasAllPassed: true });
    expect(report?.tasks.map(({ attemptCount }) => attemptCount)).toEqual([1, 1, 1, 1]);
    expect(last?.events.map(({ type }) => type).slice(-3)).toEqual([
      'RunStatusChanged',
      'MissionStatusChanged',
      'ReportWritten',
    ]);
    expect(last?.messages).toEqual([]);
  });

  it('is not there when the commit that ends the run is not made (W1)', async () => {
    const under = anEngine();
    const missionId = await launchMission(under);
    const claims = await claim(under);
    under.conflicts.left = LIMITS.commitConflictRetriesMax;
    const refused = await under.engine.completeTasks(ADA_IN_TESTS, { tasks: submissionsOf(claims) });
    const none = await under.engine.report(RITA_IN_TESTS, { missionId, runNumber: 1 });

    await complete(under, claims);

    expect(answerOf(refused).every(({ ok }) => !ok)).toBe(true);
    expect(none).toBeUndefined();
    expect((await under.engine.report(RITA_IN_TESTS, { missionId, runNumber: 1 }))?.status).toBe('COMPLETED');
  });

  it('says what a message that asks for it would make it say: nothing is written for one that comes late', async () => {
    const under = anEngine();
    const again = { title: 'Again', dependsOn: ['End'], maxAttempts: 2 };
    const missionId = await launchMission(under, { ...DIAMOND, tasks: [...(DIAMOND.tasks ?? []), again] });
    const issues = [{ severity: 'NON_BLOCKING', title: 'Slow', description: 'It takes long.' }] as const;
    for (const _ of ['Start', 'Left and right', 'End']) await complete(under, await claim(under), { issues });
    const [failing] = await claim(under);
    if (!failing) throw new Error('nothing can be claimed');
    answerOf(await under.engine.failTask(ADA_IN_TESTS, { attempt: failing.ref, message: 'It broke.' }));
    await under.wait(MINUTE);
    await workAll(under);

    expect((await headOf(under, missionId)).status).toBe('COMPLETED');
    expect(await isReported(under, missionId)).toBe(true);
  });

  it('tells of the contract what a message would make it tell', async () => {
    const under = anEngine();
    const missionId = await launchMission(under, RUN_CONTRACT);
    await workAll(under);
    answerOf(await under.engine.cancelMission(RITA_IN_TESTS, { missionId, reason: 'No.' }));

    const report = await under.engine.report(RITA_IN_TESTS, { missionId, runNumber: 1 });

    expect(report?.contract?.assertions.map(({ tasks }) => tasks)).toEqual([['A']]);
    expect(await isReported(under, missionId)).toBe(true);
  });

  it('is part of what the command that ended the run is answered, the first time and again', async () => {
    const under = anEngine();
    const missionId = await launchMission(under);
    const last = { task: nodeRef(missionId, 0), reason: 'No.', idempotencyKey: 'once' };

    const first = answerOf(await under.engine.skipTask(RITA_IN_TESTS, last));
    const again = answerOf(await under.engine.skipTask(RITA_IN_TESTS, last));

    expect(first.sequence).toBe(first.mission.sequence);
    expect(again.sequence).toBe(first.sequence);
  });

  it('is written anew when the run has ended anew', async () => {
    const under = anEngine();
    const missionId = await launchMission(under, { tasks: [{ title: 'A', maxAttempts: 1 }] });
    const [failing] = await claim(under);
    if (!failing) throw new Error('nothing can be claimed');
    answerOf(await under.engine.failTask(ADA_IN_TESTS, { attempt: failing.ref, message: 'It broke.' }));
    answerOf(await under.engine.retryFailed(RITA_IN_TESTS, { missionId }));
    await under.settle();
    await workAll(under);

    const report = await under.engine.report(RITA_IN_TESTS, { missionId, runNumber: 1 });

    expect(report?.status).toBe('COMPLETED');
    expect((await told(under, missionId)).filter((type) => type === 'ReportWritten')).toHaveLength(2);
  });
});

describe('the report of another run', () => {
  it('is left to a message where the run has many nodes (W2)', async () => {
    const under = anEngine();
    const missionId = await launchMission(under, TOO_WIDE_TO_REPORT_ALONG);
    answerOf(await under.engine.cancelMission(RITA_IN_TESTS, { missionId, reason: 'No.' }));

    expect(pendingMessages(under)).toEqual([{ type: 'REPORT', runNumber: 1 }]);
    expect(await told(under, missionId)).not.toContain('ReportWritten');
    expect(await isReported(under, missionId)).toBe(false);
  });

  it('is left to a message where it had many attempts (W2)', async () => {
    const under = anEngine();
    const missionId = await launchMission(under, { tasks: [{ title: 'A', maxAttempts: 100 }] });
    for (let past = 0; past < LIMITS.reportAlongAttemptsMax; past++) {
      const [failing] = await claim(under);
      if (!failing) throw new Error('nothing can be claimed');
      answerOf(await under.engine.failTask(ADA_IN_TESTS, { attempt: failing.ref, message: 'It broke.' }));
      await under.wait(60 * MINUTE);
    }
    const claims = await claim(under);
    answerOf(await under.engine.completeTasks(ADA_IN_TESTS, { tasks: submissionsOf(claims) }));

    expect(pendingMessages(under)).toEqual([{ type: 'REPORT', runNumber: 1 }]);
    expect(await isReported(under, missionId)).toBe(false);
  });

  it('is left to a message where it takes more than one record (W2)', async () => {
    const under = anEngine();
    const missionId = await launchMission(under);
    const outcomes = Array.from({ length: 10 }, (_, at) => `${at}${'x'.repeat(15_000)}`);
    const claims = await claim(under);
    answerOf(await under.engine.completeTasks(ADA_IN_TESTS, { tasks: submissionsOf(claims, { outcomes }) }));

    expect(pendingMessages(under)).toEqual([{ type: 'REPORT', runNumber: 1 }]);
    expect(await isReported(under, missionId)).toBe(false);
  });
});
