/**
 * Nothing but the queues and the sweep drives these missions: no feed is followed. Half of what is sent at once gets
 * lost, handlers die after their work and before they have said so, batches come twice. A seed decides what.
 */
import type { MissionId } from '@muster/core/ids';
import { sweep } from '@muster/engine/sweeping';
import { describe, expect, it } from 'vitest';
import { describeOnDynamo } from '../dynamodb/a-dynamo-table.ts';
import { claim, complete, headOf, launchMission } from '../support/a-launched-mission.ts';
import { MINUTE, SECOND } from '../support/a-mission.ts';
import { numbersFrom } from '../support/numbers.ts';
import { eventOf, invoke, moveCount, type QueuesUnderTest, queuesUnderTest } from './queues-under-test.ts';

function aTask(title: string, dependsOn: readonly string[] = []) {
  return { title, dependsOn, maxAttempts: 100 };
}

/** Ten, then a hundred behind each of two joins, with a delay in between. */
const DOCUMENT = {
  tasks: [
    ...named('A', 10).map((title) => aTask(title)),
    aTask('Join', named('A', 10)),
    ...named('B', 100).map((title) => aTask(title, ['Join'])),
    aTask('End', named('B', 100)),
  ],
  delays: [{ name: 'Rest', afterTasks: ['Join'], blocksTasks: ['B0'], duration: 'PT40S' }],
};

function named(prefix: string, count: number): readonly string[] {
  return Array.from({ length: count }, (_, at) => `${prefix}${at}`);
}

/** One round of a queue under faults. */
async function pollBadly(
  under: QueuesUnderTest,
  queue: 'advance' | 'timers',
  random: () => number,
): Promise<void> {
  const received = await under.sqs.receive(under.urls[queue]);
  if (received.length === 0) return;
  const event = eventOf(received);
  const answer = await invoke(under, queue, event);
  if (random() < 0.3) await invoke(under, queue, event);
  if (random() < 0.3) return;
  const failed = new Set(answer.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
  for (const message of received) {
    if (!failed.has(message.MessageId ?? '')) await under.sqs.delete(under.urls[queue], message);
  }
}

async function work(under: QueuesUnderTest, random: () => number): Promise<void> {
  if (random() < 0.5) under.throttles.set('SendMessageBatch', 6);
  const claims = await claim(under, { limit: 20, leaseMs: MINUTE });
  // Some agents are never heard of again: only a timer gives their tasks back.
  const kept = claims.filter(() => random() < 0.8);
  await complete({ ...under, settle: async () => {} }, kept);
  await under.dispatcher.settled();
  under.throttles.clear();
}

async function untilOver(
  under: QueuesUnderTest,
  missionIds: readonly MissionId[],
  random: () => number,
): Promise<void> {
  for (let seconds = 0; seconds < 3_600; seconds += 10) {
    if (seconds % 60 === 0) await sweep(under.context, under.queues);
    await work(under, random);
    await pollBadly(under, 'advance', random);
    await pollBadly(under, 'timers', random);
    await under.dispatcher.settled();
    under.pass(10 * SECOND);
    const heads = await Promise.all(missionIds.map((missionId) => headOf(under, missionId)));
    if (heads.every(({ status }) => status !== 'ACTIVE')) return;
  }
}

/** Two missions, from their launch to their end. */
async function survive(under: QueuesUnderTest, seed: number): Promise<void> {
  const random = numbersFrom(seed);
  const missionIds: MissionId[] = [];
  for (let count = 0; count < 2; count++) missionIds.push(await launchMission(under, DOCUMENT));

  await untilOver(under, missionIds, random);

  for (const missionId of missionIds) {
    expect((await headOf(under, missionId)).run).toMatchObject({
      status: 'COMPLETED',
      taskCounts: { DONE: 112 },
    });
    expect(await moveCount(under, missionId, ({ to }) => to === 'DONE')).toBe(112);
  }
}

describe('missions that queues alone drive', () => {
  it.each([1, 2, 3])(
    'all end, each task done once, whatever gets lost or repeated (seed %i)',
    async (seed) => {
      const under = await queuesUnderTest();

      await survive(under, seed).finally(under.stop);
    },
  );
});

describeOnDynamo('missions that queues drive on DynamoDB', (dynamo) => {
  it('all end too, each task done once', async () => {
    let now = () => 0;
    const store = await dynamo().openStore({ now: () => now() });
    const under = await queuesUnderTest((clock) => {
      now = clock;
      return store;
    });

    await survive(under, 1).finally(under.stop);
  });
});
