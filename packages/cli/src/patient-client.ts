/**
 * A client for whoever works for long: while no server answers, or none that reaches its store, it asks again. Only for
 * requests that may come twice.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@muster/client/connect';
import { TransportError } from '@muster/client/transport-error';
import type { Session } from './session.ts';

const WAIT_MS_MIN = 250;
const WAIT_MS_MAX = 10_000;

export function patientClient({ client, output, signal }: Session): Client {
  return {
    ...client,
    request: async (operation, variables, options) => {
      for (let waitMs = WAIT_MS_MIN; ; waitMs = Math.min(2 * waitMs, WAIT_MS_MAX)) {
        try {
          return await client.request(operation, variables, options);
        } catch (error) {
          if (signal.aborted || !isOutage(error)) throw error;
          if (waitMs === WAIT_MS_MIN) output.note(`Waiting for ${client.url} to answer again.`);
        }
        // Ctrl-C ends the wait, and the next try is the last.
        await sleep(waitMs, undefined, { signal }).catch(() => undefined);
      }
    },
  };
}

export function isOutage(error: unknown): boolean {
  if (!(error instanceof TransportError)) return false;
  return error.failure === 'UNREACHABLE' || error.failure === 'TIMEOUT' || error.code === 'UNAVAILABLE';
}
