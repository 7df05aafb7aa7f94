import { createNotifier } from '@muster/notify/create-notifier';
import { recordedNotifier } from '../support/recorded-notifier.ts';
import { answering, aReceiver } from './a-receiver.ts';
import { describeNotifier } from './notifier-contract.ts';

const SECRET = `whsec_${'A'.repeat(43)}=`;
const STATUS = { DELIVERED: 204, RETRY: 500, GONE: 410, REFUSED: 400 } as const;

describeNotifier('recorded for tests', async () => {
  const notifier = recordedNotifier();
  let isClosed = false;
  return {
    notifier: {
      deliver: (delivery) =>
        isClosed ? Promise.resolve({ kind: 'RETRY', reason: 'Closed.' }) : notifier.deliver(delivery),
    },
    channel: { kind: 'WEBHOOK', url: 'https://ops.example/in', secrets: [SECRET] },
    answer: (kind) =>
      void notifier.answers.push(kind === 'DELIVERED' ? { kind } : { kind, reason: 'As the test wants.' }),
    received: () => notifier.sent.map(({ id, payload }) => ({ id, content: JSON.stringify(payload) })),
    close: async () => {
      isClosed = true;
    },
  };
});

describeNotifier('by webhook', async () => {
  const receiver = await aReceiver();
  let closing: Promise<void> | undefined;
  return {
    notifier: createNotifier({ now: Date.now, allowsPrivate: true }),
    channel: { kind: 'WEBHOOK', url: receiver.url, secrets: [SECRET] },
    answer: (kind) => receiver.answer(answering(STATUS[kind])),
    received: () =>
      receiver.received.map(({ headers, body }) => ({ id: String(headers['webhook-id']), content: body })),
    close: () => {
      closing ??= receiver.close();
      return closing;
    },
  };
});
