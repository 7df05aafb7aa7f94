/**
 * Which failures of a request are worth another try, and how the tries are spread.
 *
 * T1. What the service refused for the moment (throttled, in conflict with another transaction, out of order itself), or
 *     never answered, is tried again: at most `TRIES_MAX` times within `TRIES_WITHIN_MS`, with full jitter.
 * T2. Who runs out of tries, and who meets any other failure outside this process, rejects with StoreUnavailable.
 * T3. What says that the request itself is wrong is a mistake of ours and thrown as it is.
 */
import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { StoreUnavailable } from '@muster/engine/ports/store';

export interface Waiting {
  readonly now: () => number;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  readonly sleep: (ms: number) => Promise<void>;
}

/** With a fifth of all tries failing, one request in two million fails for good. */
const TRIES_MAX = 9;
const TRIES_WITHIN_MS = 10_000;
const DELAY_MS_FIRST = 25;
const DELAY_MS_MAX = 1_000;

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html, 2026-11-21. */
const WORTH_ANOTHER_TRY: ReadonlySet<string> = new Set([
  'InternalServerError',
  'LimitExceededException',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'ServiceUnavailable',
  'ServiceUnavailableException',
  'ThrottlingException',
  'TransactionConflictException',
  'TransactionInProgressException',
]);
/** Codes of the reasons in a cancelled transaction that are worth another try. */
const PASSING_REASONS: ReadonlySet<string> = new Set([
  'TransactionConflict',
  'ThrottlingError',
  'ProvisionedThroughputExceeded',
  'InternalServerError',
]);
const OUR_MISTAKES: ReadonlySet<string> = new Set([
  'ValidationException',
  'IdempotentParameterMismatchException',
  'SerializationException',
]);

export interface Try {
  /** A former try got no answer: what it asked for may have been done. */
  readonly isPerhapsDone: boolean;
}

/** See T1–T3. `expected` tells failures that the caller deals with: they are thrown as they are, at once. */
export async function withTries<T>(
  waiting: Waiting,
  attempt: (on: Try) => Promise<T>,
  expected: (error: unknown) => boolean = () => false,
): Promise<T> {
  const startedAt = waiting.now();
  let isPerhapsDone = false;
  for (let tryCount = 1; ; tryCount++) {
    try {
      return await attempt({ isPerhapsDone });
    } catch (error) {
      const isFinal = error instanceof StoreUnavailable;
      if (isFinal || expected(error) || isOurMistake(error)) throw error;
      const isLast = tryCount >= TRIES_MAX || waiting.now() - startedAt >= TRIES_WITHIN_MS;
      if (isLast || !isWorthAnotherTry(error)) throw unavailable(error);
      isPerhapsDone ||= !isAnswered(error);
      await waiting.sleep(waiting.random() * delayMsMax(tryCount));
    }
  }
}

export function delayMsMax(tryCount: number): number {
  return Math.min(DELAY_MS_MAX, DELAY_MS_FIRST * 2 ** (tryCount - 1));
}

function isWorthAnotherTry(error: unknown): boolean {
  if (error instanceof TransactionCanceledException)
    return reasonCodes(error).some((code) => PASSING_REASONS.has(code));
  if (!isAnswered(error)) return true;
  return error instanceof Error && WORTH_ANOTHER_TRY.has(error.name);
}

/** A time-out or a broken connection has no status; a server error may come from in front of the service. */
function isAnswered(error: unknown): boolean {
  const status = statusOf(error);
  return status > 0 && status < 500;
}

function isOurMistake(error: unknown): boolean {
  if (error instanceof TransactionCanceledException) return reasonCodes(error).includes('ValidationError');
  return error instanceof Error && OUR_MISTAKES.has(error.name);
}

/** One for each item of the transaction. */
export function reasonCodes(error: TransactionCanceledException): readonly string[] {
  return (error.CancellationReasons ?? []).map(({ Code }) => Code ?? 'None');
}

function statusOf(error: unknown): number {
  if (!(error instanceof Error && '$metadata' in error)) return 0;
  const { $metadata } = error;
  if (typeof $metadata !== 'object' || $metadata === null || !('httpStatusCode' in $metadata)) return 0;
  return Number($metadata.httpStatusCode ?? 0);
}

function unavailable(error: unknown): StoreUnavailable {
  const name = error instanceof Error ? error.name : 'unknown';
  return new StoreUnavailable(`DynamoDB could not answer: ${name}`, { cause: error });
}
