/**
 * Frames to the client. One that is larger than the gateway takes becomes a pointer: the same frame, with an error
 * that says what was to be told instead of telling it.
 */

import { type DomainError, errorText } from '@muster/core/error-table';
import type { MissionId } from '@muster/core/ids';
import { LIMITS } from '@muster/core/limits';
import type { Told } from '@muster/engine/resuming';
import type { FormattedExecutionResult, GraphQLFormattedError } from 'graphql';
import { type ConnectionAckMessage, MessageType, stringifyMessage } from 'graphql-ws';

/** Clients ping this often, so that the gateway does not take the socket for idle, at 10 minutes. Each is billed. */
export const KEEP_ALIVE_MS = 420_000;

export function ackFrame(): string {
  const message: ConnectionAckMessage = {
    type: MessageType.ConnectionAck,
    payload: { keepAliveMs: KEEP_ALIVE_MS },
  };
  return stringifyMessage(message);
}

export function pongFrame(payload: Readonly<Record<string, unknown>> | undefined): string {
  return stringifyMessage({ type: MessageType.Pong, ...(payload ? { payload: { ...payload } } : {}) });
}

/** Why the socket is closed after this: the gateway has no close codes of ours. */
export function reasonFrame(code: number, reason: string): string {
  return stringifyMessage({ type: MessageType.Ping, payload: { code, reason } });
}

/** Undefined when it is larger than the gateway takes. */
export function nextFrame(id: string, payload: FormattedExecutionResult): string | undefined {
  const frame = stringifyMessage({ id, type: MessageType.Next, payload });
  return Buffer.byteLength(frame) <= LIMITS.socketMessageBytesMax ? frame : undefined;
}

/** Where to fetch what was too large: by the id of the answer, or by what it was to tell. */
export function pointerFrame(
  id: string,
  payload: FormattedExecutionResult,
  at: { readonly told: Told; readonly answerId: string },
): string {
  const actual = Buffer.byteLength(JSON.stringify(payload));
  const { message, extensions } = tooLarge(actual, at.told.at(-1));
  const errors = [{ message, extensions: { ...extensions, answerId: at.answerId } }];
  return stringifyMessage({ id, type: MessageType.Next, payload: { data: null, errors } });
}

/** Of what was so large that it is not kept either. The subscription goes on. */
export function unkeptFrame(id: string, error: DomainError, told: Told): string {
  const extensions = { code: error.code, path: error.path, ...error.detail, ...placeOf(told.at(-1)) };
  const message = `${errorText(error)} Ask for fewer fields.`;
  const payload = { data: null, errors: [{ message, extensions }] };
  return stringifyMessage({ id, type: MessageType.Next, payload });
}

export function errorFrame(id: string, payload: readonly GraphQLFormattedError[]): string {
  const frame = stringifyMessage({ id, type: MessageType.Error, payload });
  const actual = Buffer.byteLength(frame);
  if (actual <= LIMITS.socketMessageBytesMax) return frame;
  return stringifyMessage({ id, type: MessageType.Error, payload: [tooLarge(actual, undefined)] });
}

export function completeFrame(id: string): string {
  return stringifyMessage({ id, type: MessageType.Complete });
}

function tooLarge(
  actual: number,
  told: readonly [missionId: MissionId, sequence: number] | undefined,
): GraphQLFormattedError {
  const detail = { limit: 'socketMessageBytesMax', max: LIMITS.socketMessageBytesMax, actual } as const;
  const message = `${errorText({ code: 'LIMIT_EXCEEDED', path: [], detail })} Ask for it over HTTP.`;
  return { message, extensions: { code: 'LIMIT_EXCEEDED', path: [], ...detail, ...placeOf(told) } };
}

function placeOf(told: readonly [missionId: MissionId, sequence: number] | undefined) {
  return told ? { missionId: told[0], sequence: told[1] } : {};
}
