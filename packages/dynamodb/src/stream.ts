/**
 * The table's stream as the feed: which of its records tell of a commit, and what they say.
 *
 * Records come at least once. Those of one partition come in the order they were written, unless DynamoDB has split a
 * partition that is very busy: consumers look at sequences.
 */
import type { FeedEntry, StoredRecord } from '@muster/engine/ports/store';
import { decodeItem, FEED_MARK, type ReadItem } from './item.ts';

/** A record of the stream, as the API answers it and as a function is handed it. */
export interface StreamRecord {
  readonly dynamodb?:
    | {
        readonly SequenceNumber?: string | undefined;
        readonly NewImage?: ReadItem | undefined;
      }
    | undefined;
}

/** For the event source: functions are called for records of the feed only, and only those are paid for. */
export const FEED_FILTER_PATTERN: string = JSON.stringify({
  dynamodb: { NewImage: { [FEED_MARK]: { N: ['1'] } } },
});

/** Undefined when the record belongs to no commit's feed. Its position is that within its shard. */
export function decodeStreamRecord({ dynamodb }: StreamRecord): FeedEntry | undefined {
  const image = dynamodb?.NewImage;
  if (image === undefined || image[FEED_MARK]?.N !== '1') return undefined;
  const record: StoredRecord = decodeItem(image);
  return { position: dynamodb?.SequenceNumber ?? '', record };
}
