import type { Message } from '@muster/core/message';
import { UnreadableRecord } from '@muster/engine/codec';
import { handleMessage } from '@muster/engine/messages';
import { NotHandled } from '@muster/engine/not-handled';
import type { Store } from '@muster/engine/ports/store';
import { describe, expect, it } from 'vitest';
import { claim, headOf, launchMission, TOO_WIDE_TO_REPORT_ALONG } from '../support/a-launched-mission.ts';
import { aSubmission, MISSION_ID, SECOND, WORKSPACE_ID } from '../support/a-mission.ts';
import {
  ADA_IN_TESTS,
  anEngine,
  answerOf,
  type EngineUnderTest,
  RITA_IN_TESTS,
} from '../support/an-engine.ts';

const UNPARK: Message = { type: 'UNPARK', runNumber: 1 };

describe('handleMessage', () => {
  it('refuses what a newer release has left to be done, rather than pass it over', async () => {
    const under = anEngine();
    const missionId = await launchMission(under);
    const message: Message = JSON.parse('{ "type": "NEW", "runNumber": 1 }');

    const handling = handleMessage(under.context, { workspaceId: WORKSPACE_ID, missionId, message });

    await expect(handling).rejects.toThrow(UnreadableRecord);
  });

  it('says what stood in the way, and can be asked again', async () => {
    const under = anEngine();
    const missing = { workspaceId: WORKSPACE_ID, missionId: MISSION_ID, message: UNPARK };

    const handling = handleMessage(under.context, missing);

    await expect(handling).rejects.toThrow(NotHandled);
    await expect(handling).rejects.toMatchObject({ domain: { code: 'NOT_FOUND' } });
  });

  it('changes nothing where nothing is left to be done', async () => {
    const under = anEngine();
    const missionId = await launchMission(under);
    const before = await headOf(under, missionId);

    await handleMessage(under.context, { workspaceId: WORKSPACE_ID, missionId, message: UNPARK });
    await handleMessage(under.context, {
      workspaceId: WORKSPACE_ID,
      missionId,
      message: { type: 'RELEASE', runNumber: 7, from: 0, cursor: 0 },
    });

    expect(await headOf(under, missionId)).toEqual(before);
  });
});

describe('a message that is to bring back what stands aside, where an index lags (X3)', () => {
  it('comes again until the tasks are shown', async () => {
    const under = anEngine();
    const lagging = behind(under);
    const missionId = await launchMission(under, { tasks: ['A', 'B'], maxConcurrent: 1 });
    const [first] = await claim(under, { limit: 1 });
    await claim(under, { limit: 1 });
    const tasks = first ? [{ attempt: first.ref, submission: aSubmission() }] : [];
    answerOf(await under.engine.completeTasks(ADA_IN_TESTS, { tasks }));
    const message = { workspaceId: WORKSPACE_ID, missionId, message: UNPARK };

    await expect(handleMessage(lagging.context, message)).rejects.toThrow(NotHandled);
    lagging.catchUp();
    await handleMessage(lagging.context, message);

    expect(await claim(under, { limit: 1 })).toHaveLength(1);
  });

  it('comes again until the delays are shown', async () => {
    const under = anEngine();
    const lagging = behind(under);
    const delays = [{ name: 'D', afterTasks: [], blocksTasks: [], duration: 'PT1S' }];
    const missionId = await launchMission(under, { tasks: [], delays });
    answerOf(await under.engine.pauseMission(RITA_IN_TESTS, { missionId }));
    await under.wait(SECOND);
    answerOf(await under.engine.resumeMission(RITA_IN_TESTS, { missionId }));
    const message = { workspaceId: WORKSPACE_ID, missionId, message: UNPARK };

    await expect(handleMessage(lagging.context, message)).rejects.toThrow(NotHandled);
    lagging.catchUp();
    await handleMessage(lagging.context, message);

    expect((await headOf(under, missionId)).status).toBe('COMPLETED');
  });

  it('is done with when all that is counted is shown', async () => {
    const under = anEngine();
    const missionId = await launchMission(under, { tasks: ['A', 'B'], maxConcurrent: 1 });
    await claim(under, { limit: 1 });
    await claim(under, { limit: 1 });
    const context = { ...under.context, keepsOutbox: true };

    await handleMessage(context, { workspaceId: WORKSPACE_ID, missionId, message: UNPARK });

    expect((await headOf(under, missionId)).run?.parkedCount).toBe(1);
  });
});

/** The context of a function whose index does not show yet what stands aside. */
function behind({ context, store }: EngineUnderTest) {
  let isBehind = true;
  const list: Store['list'] = async (index, range) =>
    isBehind && range.partition.endsWith('#PARKED') ? { items: [] } : store.list(index, range);
  return {
    context: { ...context, keepsOutbox: true, store: { ...store, list } },
    catchUp: () => {
      isBehind = false;
    },
  };
}

describe('a message that asks for a report', () => {
  it('tells of it once, however often it comes, and again when the run has ended anew', async () => {
    const under = anEngine();
    const tasks = [{ title: 'A', maxAttempts: 1, priority: 1 }, ...TOO_WIDE_TO_REPORT_ALONG.tasks];
    const missionId = await launchMission(under, { tasks });
    const failOnce = async () => {
      const [attempt] = await claim(under, { limit: 1 });
      if (!attempt) throw new Error('nothing can be claimed');
      await under.engine.failTask(ADA_IN_TESTS, { attempt: attempt.ref, message: 'It broke.' });
      await under.settle();
    };
    const told = async () => {
      const page = { missionId, after: 0, first: 100, types: ['ReportWritten'] as const };
      return answerOf(await under.engine.listEvents(RITA_IN_TESTS, page)).items.length;
    };
    const report = {
      workspaceId: WORKSPACE_ID,
      missionId,
      message: { type: 'REPORT', runNumber: 1 } as const,
    };

    await failOnce();
    await handleMessage(under.context, report);
    const afterOnce = await told();
    await under.engine.retryFailed(RITA_IN_TESTS, { missionId });
    await under.settle();
    await failOnce();
    await handleMessage(under.context, report);

    expect([afterOnce, await told()]).toEqual([1, 2]);
  });
});
