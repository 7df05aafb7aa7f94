/**
 * The one place where adapters meet ports. Everything is made when it is first asked for, and kept for as long as the
 * process lives. A bundle holds only what its function asks for: what is marked as pure is left out when it is not used.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { engineContext } from '@muster/api/engine-context';
import { createClient } from '@muster/dynamodb/client';
import { openDynamoStore } from '@muster/dynamodb/dynamo-store';
import { ENVIRONMENT } from '@muster/infra/environment';
import { log } from './observing.ts';

/** What the engine gets here. */
export const contextOf = /* @__PURE__ */ once(() => {
  const endpoint = process.env[ENVIRONMENT.dynamodbEndpoint];
  const store = openDynamoStore({
    client: createClient(endpoint === undefined ? {} : { endpoint }),
    tableName: told('table'),
    now: Date.now,
    random: Math.random,
    sleep: async (ms) => {
      await sleep(ms);
    },
  });
  return engineContext({ store, log, keepsOutbox: true });
});

function told(name: keyof typeof ENVIRONMENT): string {
  const value = process.env[ENVIRONMENT[name]];
  if (value === undefined || value === '')
    throw new Error(`The function is not told its ${ENVIRONMENT[name]}.`);
  return value;
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
