/**
 * Where adapters meet ports; queue-wiring.ts does it for the queues. Everything is made when it is first asked for, and
 * kept for as long as the process lives. A bundle holds only what its function asks for: what is marked as pure is left
 * out when it is not used.
 */
import { engineContext } from '@muster/api/engine-context';
import { createClient } from '@muster/dynamodb/client';
import { openDynamoStore } from '@muster/dynamodb/dynamo-store';
import { createDispatcher } from '@muster/engine/dispatching';
import type { Queues } from '@muster/engine/ports/queue';
import { tracedStore } from '@muster/engine/tracing';
import { createManagementApi } from '@muster/realtime/management-api';
import { log } from './observing.ts';
import { allowsPrivateTargets, endpointOf, once, sleep, told } from './surroundings.ts';
import { trace } from './tracing.ts';

/** What the engine gets where nothing is committed that asks for more. */
export const readingOf = /* @__PURE__ */ once(() => {
  const store = openDynamoStore({
    client: createClient(endpointOf('dynamodbEndpoint')),
    tableName: told('table'),
    now: Date.now,
    random: Math.random,
    sleep,
  });
  return engineContext({ store: trace ? tracedStore(store, trace) : store, log, keepsOutbox: true });
});

/** What the engine gets where commits are made: what they ask for is sent at once. */
export const committingOf = /* @__PURE__ */ once(() => {
  const reading = readingOf();
  const { now, random } = reading;
  const queues = whenSending(async () => (await import('./queue-wiring.ts')).queuesOf({ now, random }));
  const dispatcher = createDispatcher({ queues, now, log });
  const notifying = { deliveriesDue: dispatcher.onDeliveriesDue, rulesChanged: () => {} };
  const targets = { allowsPrivate: allowsPrivateTargets() };
  const context = { ...reading, onCommitted: dispatcher.onCommitted, notifying, targets };
  return { context, queues, dispatcher };
});

/** How frames reach sockets. */
export const pushOf = /* @__PURE__ */ once(() =>
  createManagementApi({ endpoint: told('socketsEndpoint'), log }),
);

/** An answer lets the process be put to sleep: not before what was committed has been sent. */
export async function settled<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } finally {
    await committingOf().dispatcher.settled();
  }
}

/** Most requests send nothing: their functions start without the code for it. */
function whenSending(open: () => Promise<Queues>): Queues {
  const opened = once(open);
  return {
    sendMessages: async (messages) => (await opened()).sendMessages(messages),
    sendHints: async (hints) => (await opened()).sendHints(hints),
    sendDeliveries: async (...asked) => (await opened()).sendDeliveries(...asked),
  };
}
