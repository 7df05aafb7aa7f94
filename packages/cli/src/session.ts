/** What every command gets. */
import type { Client } from '@muster/client/connect';
import { type FailureFields, isFailure, isSuccess } from '@muster/client/failure';
import { CliFailure } from './cli-failure.ts';
import type { Output } from './output.ts';

export interface Session {
  readonly client: Client;
  readonly output: Output;
  /** Print JSON for programs instead of text for people. */
  readonly isJson: boolean;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
}

export function printJson({ output }: Session, value: unknown): void {
  output.print(JSON.stringify(value, undefined, 2));
}

/** The success of a payload. Throws REFUSED or NOT_FOUND, with what the server said, for any other. */
export function successOf<Payload extends object>(payload: Payload): Exclude<Payload, FailureFields> {
  if (isSuccess(payload)) return payload;
  throw isFailure(payload) ? refusalOf(payload) : new Error('A payload is a success or a failure.');
}

function refusalOf({ code, message, path }: FailureFields): CliFailure {
  return new CliFailure(code === 'NOT_FOUND' ? 'NOT_FOUND' : 'REFUSED', message, { detail: { code, path } });
}
