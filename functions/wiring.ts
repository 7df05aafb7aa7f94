/**
 * The one place where adapters meet ports. Everything is made when it is first asked for, and kept for as long as the
 * process lives. A bundle holds only what its function asks for: what is marked as pure is left out when it is not used.
 */
import { setTimeout as sleepFor } from 'node:timers/promises';
import { engineContext } from '@muster/api/engine-context';
import { createClient } from '@muster/dynamodb/client';
import { openDynamoStore } from '@muster/dynamodb/dynamo-store';
import { createDispatcher } from '@muster/engine/dispatching';
import { ENVIRONMENT } from '@muster/infra/environment';
import { createManagementApi } from '@muster/realtime/management-api';
import { createClient as createQueueClient } from '@muster/sqs/client';
import { openPostpone, type Postpone } from '@muster/sqs/postpone';
import { openSqsQueues } from '@muster/sqs/sqs-queues';
import { log } from './observing.ts';

const queueClientOf = /* @__PURE__ */ once(() => createQueueClient(endpointOf('sqsEndpoint')));

/** What the engine gets where nothing is committed that asks for more. */
export const readingOf = /* @__PURE__ */ once(() => {
  const store = openDynamoStore({
    client: createClient(endpointOf('dynamodbEndpoint')),
    tableName: told('table'),
    now: Date.now,
    random: Math.random,
    sleep,
  });
  return engineContext({ store, log, keepsOutbox: true });
});

/** What the engine gets where commits are made: what they ask for is sent at once. */
export const committingOf = /* @__PURE__ */ once(() => {
  const reading = readingOf();
  const { now, random } = reading;
  const queues = openSqsQueues({
    client: queueClientOf(),
    urls: { advance: told('advanceQueue'), timers: told('timersQueue') },
    now,
    random,
    sleep,
  });
  const dispatcher = createDispatcher({ queues, now, log });
  return { context: { ...reading, onCommitted: dispatcher.onCommitted }, queues, dispatcher };
});

/** How what failed in a batch of a queue comes again before its invisibility ends. */
export function postponeOf(queue: 'advanceQueue' | 'timersQueue'): Postpone {
  return openPostpone({ client: queueClientOf(), url: told(queue), random: Math.random, log });
}

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

function endpointOf(name: 'dynamodbEndpoint' | 'sqsEndpoint'): { readonly endpoint?: string } {
  const endpoint = process.env[ENVIRONMENT[name]];
  return endpoint === undefined ? {} : { endpoint };
}

function told(name: keyof typeof ENVIRONMENT): string {
  const value = process.env[ENVIRONMENT[name]];
  if (value === undefined || value === '') {
    throw new Error(`The function is not told its ${ENVIRONMENT[name]}.`);
  }
  return value;
}

async function sleep(ms: number): Promise<void> {
  await sleepFor(ms);
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
