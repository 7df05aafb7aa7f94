/** What a receiver makes of a webhook: the payload, once the signature was found good. */
import { Webhook } from 'standardwebhooks';
import type { Received } from './a-receiver.ts';

export interface VerifiedPayload {
  /** All of it. */
  readonly payload: object;
  readonly missionId: string;
  /** Where somebody can decide. */
  readonly approve: string | undefined;
}

/** Throws when the signature is not good, or what was signed is no payload. */
export function verifiedPayload(secret: string, received: Received | undefined): VerifiedPayload {
  if (received === undefined) throw new Error('nothing arrived');
  const headers = Object.fromEntries(
    Object.entries(received.headers).map(([name, value]) => [name, String(value)]),
  );
  const payload = objectOf(new Webhook(secret).verify(received.body, headers));
  const approve = memberOf(payload, 'links', 'approve');
  return {
    payload,
    missionId: String(memberOf(payload, 'data', 'mission', 'id')),
    approve: approve === undefined ? undefined : String(approve),
  };
}

function memberOf(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce((found: unknown, name) => Reflect.get(objectOf(found), name), value);
}

function objectOf(value: unknown): object {
  if (typeof value !== 'object' || value === null) throw new Error('this is no object');
  return value;
}
