import { QueueUnavailable } from '@muster/engine/ports/queue';
import type { StoredRecord } from '@muster/engine/ports/store';
import { relay } from '@muster/engine/relaying';
import { describe, expect, it } from 'vitest';
import { claim, launchMission, TOO_WIDE_TO_REPORT_ALONG } from '../support/a-launched-mission.ts';
import { MINUTE } from '../support/a-mission.ts';
import { answerOf, RITA_IN_TESTS } from '../support/an-engine.ts';
import { anEngineWithQueues, type EngineWithQueues, UNREADABLE } from '../support/an-engine-with-queues.ts';

/** The commits of a mission that was launched and called off, one with a message among them. */
async function commitsOfACancelledMission(under: EngineWithQueues): Promise<readonly StoredRecord[]> {
  const missionId = await launchMission(under, TOO_WIDE_TO_REPORT_ALONG);
  answerOf(await under.engine.cancelMission(RITA_IN_TESTS, { missionId, reason: 'No.' }));
  await under.dispatcher.settled();
  return [...under.pending];
}

describe('the relay', () => {
  it('sends what the committer has sent, under the same ids (Y1)', async () => {
    const under = anEngineWithQueues();
    const commits = await commitsOfACancelledMission(under);
    const sent = [...under.queues.messages];
    under.queues.clear();

    await relay({ queues: under.queues, log: under.context.log }, commits);

    expect(sent.length).toBeGreaterThan(0);
    expect(under.queues.messages).toEqual(sent);
  });

  it('fails when the queues are out of reach, and sends all of it the next time (Y1)', async () => {
    const under = anEngineWithQueues();
    const commits = await commitsOfACancelledMission(under);
    const outside = { queues: under.queues, log: under.context.log };
    under.queues.clear();
    under.queues.refusals = 1;

    await expect(relay(outside, commits)).rejects.toThrow(QueueUnavailable);
    await relay(outside, commits);

    expect(under.queues.messages.length).toBeGreaterThan(0);
  });

  it('sends the hints that the committer has sent, those of one instant together (Y3)', async () => {
    const under = anEngineWithQueues();
    await launchMission(under, { tasks: ['A', 'B', 'C'] });
    await claim(under, { leaseMs: MINUTE });
    await under.dispatcher.settled();
    const sent = [...under.queues.hints];
    under.queues.clear();

    await relay({ queues: under.queues, log: under.context.log }, under.pending);

    expect(sent.map(({ entries }) => entries.length)).toEqual([3]);
    expect(under.queues.hints).toEqual(sent);
  });

  it('sends no hint of what a queue can not wait for: that is the sweep’s', async () => {
    const under = anEngineWithQueues();
    const far = { name: 'D', afterTasks: [], blocksTasks: [], duration: 'PT15M1S' };
    await launchMission(under, { tasks: ['A'], delays: [far] });
    await under.dispatcher.settled();
    under.queues.clear();

    await relay({ queues: under.queues, log: under.context.log }, under.pending);

    expect(under.queues.hints).toEqual([]);
  });

  it('leaves out a commit that can not be read, and no other (Y2)', async () => {
    const under = anEngineWithQueues();
    const commits = await commitsOfACancelledMission(under);
    const sent = [...under.queues.messages];
    under.queues.clear();
    const damaged = commits.map((commit) => ({ ...commit, value: UNREADABLE }));

    await relay({ queues: under.queues, log: under.context.log }, [...damaged, ...commits]);

    expect(under.queues.messages).toEqual(sent);
  });
});
