import { decodeStreamRecord } from '@muster/dynamodb/stream';
import type { StoredRecord } from '@muster/engine/ports/store';
import type { DynamoDBStreamEvent } from 'aws-lambda';

/** The records of commits in a batch of the table's stream, in order. Throws at one that can't be read. */
export function recordsOf({ Records }: DynamoDBStreamEvent): readonly StoredRecord[] {
  return Records.flatMap((record) => decodeStreamRecord(record)?.record ?? []);
}
