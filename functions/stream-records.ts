import { decodeStreamRecord } from '@muster/dynamodb/stream';
import type { Logger } from '@muster/engine/context';
import type { StoredRecord } from '@muster/engine/ports/store';
import { COMMIT, type CommitRecord } from '@muster/engine/records';
import type { DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';

type Log = Pick<Logger, 'error'>;

/** The records of commits in a batch of the table's stream, in order. One that can't be read holds up no other: see the log. */
export function recordsOf({ Records }: DynamoDBStreamEvent, log: Log): readonly StoredRecord[] {
  return Records.flatMap((record) => read(record, (readable) => decodeStreamRecord(readable)?.record, log));
}

/** As `recordsOf`, and what they say. */
export function commitsOf(event: DynamoDBStreamEvent, log: Log): readonly CommitRecord[] {
  const decode = (record: DynamoDBRecord) => {
    const stored = decodeStreamRecord(record)?.record;
    return stored && COMMIT.decode(stored.value);
  };
  return event.Records.flatMap((record) => read(record, decode, log));
}

/** Reading depends on nothing but the record: one that fails would fail for as long as the stream keeps it. */
function read<Value>(
  record: DynamoDBRecord,
  decode: (record: DynamoDBRecord) => Value | undefined,
  log: Log,
) {
  try {
    return decode(record) ?? [];
  } catch (error) {
    const { Keys: keys, SequenceNumber: position } = record.dynamodb ?? {};
    log.error({ err: error, keys, position }, 'a record of the stream can not be read; it is left out');
    return [];
  }
}
