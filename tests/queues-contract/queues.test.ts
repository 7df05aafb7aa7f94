import type { DueHint, QueuedMessage } from '@muster/engine/ports/queue';
import { decodeEnvelope, type Envelope } from '@muster/sqs/envelope';
import { type QueuesUnderTest, queuesUnderTest } from '../sqs/queues-under-test.ts';
import { START } from '../support/a-mission.ts';
import { RecordedQueues } from '../support/recorded-queues.ts';
import { describeQueues } from './describe-queues.ts';

describeQueues('recorded, as tests of the engine have them', async () => {
  const queues = new RecordedQueues();
  const known = new Set<string>();
  let now: number = START;
  return {
    queues,
    pass: (ms) => {
      now += ms;
    },
    async messages() {
      const fresh = queues.messages.splice(0).filter(({ id }, place, all) => {
        const isFirst = all.findIndex((one) => one.id === id) === place && !known.has(id);
        return isFirst;
      });
      for (const { id } of fresh) known.add(id);
      return fresh;
    },
    async hints() {
      const due = queues.hints.filter((hint) => hint.due <= now);
      for (const hint of due) queues.hints.splice(queues.hints.indexOf(hint), 1);
      return due;
    },
    goOut: () => {
      queues.refusals = 99;
    },
    stop: async () => {},
  };
});

describeQueues('of SQS, through its client', async () => {
  const under = await queuesUnderTest();
  return {
    queues: under.queues,
    pass: under.pass,
    messages: () => receiveAll(under, 'advance', messageOf),
    hints: () => receiveAll(under, 'timers', hintOf),
    goOut: () => void under.throttles.set('SendMessageBatch', 99),
    stop: under.stop,
  };
});

async function receiveAll<T>(
  under: QueuesUnderTest,
  queue: 'advance' | 'timers',
  read: (envelope: Envelope) => T | undefined,
): Promise<readonly T[]> {
  const all: T[] = [];
  for (;;) {
    const received = await under.sqs.receive(under.urls[queue]);
    if (received.length === 0) return all;
    for (const message of received) {
      const content = read(decodeEnvelope(message.Body ?? ''));
      if (content !== undefined) all.push(content);
      await under.sqs.delete(under.urls[queue], message);
    }
  }
}

function messageOf(envelope: Envelope): QueuedMessage | undefined {
  return envelope.kind === 'MESSAGE' ? envelope.message : undefined;
}

function hintOf(envelope: Envelope): DueHint | undefined {
  return envelope.kind === 'HINT' ? envelope.hint : undefined;
}
