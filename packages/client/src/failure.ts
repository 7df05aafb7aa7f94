/** Payload unions are values: a success, or one of the errors that have `code`, `message` and `path`. */
import type { ErrorCode } from './generated/operations.ts';

export interface FailureFields {
  readonly code: ErrorCode;
  readonly message: string;
  readonly path: readonly string[];
}

export function isFailure<Payload extends object>(
  payload: Payload,
): payload is Extract<Payload, FailureFields> {
  return 'code' in payload && 'message' in payload && 'path' in payload;
}

export function isSuccess<Payload extends object>(
  payload: Payload,
): payload is Exclude<Payload, FailureFields> {
  return !isFailure(payload);
}
