import type { MissionId } from '@muster/core/ids';
import { QueueUnavailable } from '@muster/engine/ports/queue';
import { sweep } from '@muster/engine/sweeping';
import { describe, expect, it } from 'vitest';
import { claim, launchMission, TOO_WIDE_TO_REPORT_ALONG } from '../support/a-launched-mission.ts';
import { MINUTE, SECOND } from '../support/a-mission.ts';
import { answerOf, RITA_IN_TESTS } from '../support/an-engine.ts';
import { anEngineWithQueues, type EngineWithQueues } from '../support/an-engine-with-queues.ts';

async function launchDelay(under: EngineWithQueues, duration: string): Promise<MissionId> {
  const delays = [{ name: 'D', afterTasks: [], blocksTasks: [], duration }];
  const missionId = await launchMission(under, { tasks: [], delays });
  await under.dispatcher.settled();
  return missionId;
}

/** Sweeps each minute; answers after how many milliseconds each hint was sent. */
async function sweepFor(under: EngineWithQueues, minutes: number): Promise<readonly number[]> {
  const startedAt = under.clock.now;
  const sentAfter: number[] = [];
  for (let count = 0; count < minutes; count++) {
    const before = under.queues.hints.length;
    await sweep(under.context, under.queues);
    const sent = under.queues.hints.length - before;
    sentAfter.push(...Array.from({ length: sent }, () => under.clock.now - startedAt));
    under.pass(MINUTE);
  }
  return sentAfter;
}

describe('the sweep', () => {
  it('sends what comes due once, as soon as a queue can wait with it (W1)', async () => {
    const under = anEngineWithQueues();
    await launchDelay(under, 'PT1H');
    const due = under.clock.now + 60 * MINUTE;

    const sentAfter = await sweepFor(under, 60);

    expect(sentAfter).toEqual([46 * MINUTE]);
    expect(under.queues.hints).toMatchObject([{ due, entries: [expect.any(String)] }]);
  });

  it('sends nothing of what a commit has sent already', async () => {
    const under = anEngineWithQueues();
    await sweep(under.context, under.queues);
    await launchDelay(under, 'PT14M');
    const sentByCommit = under.queues.hints.length;
    under.queues.clear();

    const sentAfter = await sweepFor(under, 14);

    expect(sentByCommit).toBe(1);
    expect(sentAfter).toEqual([]);
  });

  it('sends what is overdue again each minute until it is handled (W2)', async () => {
    const under = anEngineWithQueues();
    await launchDelay(under, 'PT1M');
    under.queues.clear();
    under.pass(MINUTE + 5 * SECOND);

    const sentAfter = await sweepFor(under, 3);

    expect(sentAfter).toEqual([0, MINUTE, 2 * MINUTE]);
  });

  it('finds the end of a lease whose renewal was sent by nobody, when its process died right then', async () => {
    const under = anEngineWithQueues();
    await launchMission(under);
    const [claimed] = await claim(under, { leaseMs: MINUTE });
    if (!claimed) throw new Error('there was to be a task');
    under.pass(MINUTE / 2);
    answerOf(await under.engine.heartbeat(RITA_IN_TESTS, { attempt: claimed.ref }));
    await under.dispatcher.settled();
    under.queues.clear();
    const endsAt = under.clock.now + MINUTE;

    under.pass(2 * MINUTE + 5 * SECOND);
    await sweep(under.context, under.queues);

    expect(under.queues.hints).toMatchObject([{ due: endsAt }]);
  });

  it('writes nothing in a minute without anything, and notes how far it looked four times an hour (W4)', async () => {
    const under = anEngineWithQueues();
    let commitCount = 0;
    const { store } = under.context;
    const commit: typeof store.commit = (asked) => {
      commitCount += 1;
      return store.commit(asked);
    };
    const context = { ...under.context, store: { ...store, commit } };

    for (let minute = 0; minute < 60; minute++) {
      await sweep(context, under.queues);
      under.pass(MINUTE);
    }

    expect(commitCount).toBeLessThanOrEqual(5);
  });

  it('leaves alone what is only just due: it is on its way', async () => {
    const under = anEngineWithQueues();
    await launchDelay(under, 'PT1M');
    under.queues.clear();
    under.pass(MINUTE + 4 * SECOND);

    await sweep(under.context, under.queues);

    expect(under.queues.hints).toEqual([]);
  });

  it('that could not send goes on from where it was (W3)', async () => {
    const under = anEngineWithQueues();
    await launchDelay(under, 'PT16M');
    await sweep(under.context, under.queues);
    under.pass(2 * MINUTE);
    under.queues.refusals = 1;

    await expect(sweep(under.context, under.queues)).rejects.toThrow(QueueUnavailable);
    await sweep(under.context, under.queues);

    expect(under.queues.hints).toHaveLength(1);
  });

  it('finds all that came due while nobody swept (W2)', async () => {
    const under = anEngineWithQueues();
    await sweep(under.context, under.queues);
    await launchDelay(under, 'PT1H');
    under.pass(90 * MINUTE);

    await sweep(under.context, under.queues);

    expect(under.queues.hints).toHaveLength(1);
  });

  it('sends more than a page, in hints of a hundred at most', async () => {
    const under = anEngineWithQueues();
    await launchMission(under, { tasks: Array.from({ length: 250 }, (_, at) => `T${at}`) });
    for (let count = 0; count < 3; count++) await claim(under, { leaseMs: MINUTE });
    await under.dispatcher.settled();
    under.queues.clear();
    under.pass(2 * MINUTE);

    await sweep(under.context, under.queues);

    const counts = under.queues.hints.map(({ entries }) => entries.length);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(250);
    expect(Math.max(...counts)).toBeLessThanOrEqual(100);
  });

  it('sends again the messages of commits that no feed has carried', async () => {
    const under = anEngineWithQueues();
    const missionId = await launchMission(under, TOO_WIDE_TO_REPORT_ALONG);
    answerOf(await under.engine.cancelMission(RITA_IN_TESTS, { missionId, reason: 'No.' }));
    await under.dispatcher.settled();
    const sent = under.queues.messages.map(({ id }) => id);
    under.queues.clear();
    under.pass(3 * MINUTE);

    await sweep(under.context, under.queues);

    expect(sent.length).toBeGreaterThan(0);
    expect(under.queues.messages.map(({ id }) => id)).toEqual(sent);
  });
});
