/**
 * Hands a batch of a stream's records to a function until it is handled or given up, as Lambda does.
 *
 * D1. A batch that fails is halved until the record that fails is alone: what stands before it is not lost, and what
 *     stands after it goes on.
 * D2. A function may say from which record on it failed: what comes before that is handled.
 * D3. A record that has failed `retryCountMax` times more than once is given up, and told to `onGivenUp`.
 */
import type { DynamoDBRecord } from 'aws-lambda';
import { invoke, type LambdaFunction } from '../gateway/lambda-function.ts';
import { backOff } from './poller.ts';

export interface StreamDelivery {
  readonly function: LambdaFunction;
  readonly retryCountMax: number;
  readonly signal: AbortSignal;
  readonly onInvoked: () => void;
  readonly onError: (error: unknown) => void;
  readonly onGivenUp: (records: readonly DynamoDBRecord[]) => Promise<void>;
}

/** Resolves when every record was handled or given up, or when `signal` aborts. */
export async function deliver(delivery: StreamDelivery, records: readonly DynamoDBRecord[]): Promise<void> {
  let rest = records;
  for (let failureCount = 0; rest.length > 0 && !delivery.signal.aborted; ) {
    const failedFrom = await attempt(delivery, rest);
    if (failedFrom === undefined) return;
    if (failedFrom > 0) {
      rest = rest.slice(failedFrom);
      failureCount = 0;
      continue;
    }
    if (rest.length > 1) {
      const middle = Math.ceil(rest.length / 2);
      await deliver(delivery, rest.slice(0, middle));
      return deliver(delivery, rest.slice(middle));
    }
    failureCount += 1;
    if (failureCount > delivery.retryCountMax) return delivery.onGivenUp(rest);
    await backOff(failureCount, delivery.signal);
  }
}

/** The place of the first record that failed; undefined when none did. */
async function attempt(
  { function: called, onInvoked, onError }: StreamDelivery,
  records: readonly DynamoDBRecord[],
): Promise<number | undefined> {
  onInvoked();
  try {
    const { batchItemFailures = [] } = ((await invoke(called, { Records: records })) ?? {}) as {
      readonly batchItemFailures?: readonly { readonly itemIdentifier: string }[];
    };
    const places = batchItemFailures.map(({ itemIdentifier }) =>
      records.findIndex(({ dynamodb }) => dynamodb?.SequenceNumber === itemIdentifier),
    );
    return places.length === 0 ? undefined : Math.max(0, Math.min(...places));
  } catch (error) {
    onError(error);
    return 0;
  }
}
