import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodeItem } from '@muster/dynamodb/item';
import { commitsOf, recordsOf } from '@muster/functions/stream-records';
import { ROOT } from '@muster/infra/plan/platform';
import type { DynamoDBRecord } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import { aRecord } from '../store-contract/a-record.ts';

const { value } = JSON.parse(readFileSync(join(ROOT, 'tests/golden/commit-v1.json'), 'utf8'));
const COMMIT_TEXT = JSON.stringify(value);

function aStreamed(sort: string, text = COMMIT_TEXT): DynamoDBRecord {
  const NewImage = encodeItem(aRecord({ sort }), text, { isFed: true });
  // As it comes in JSON, without the bytes of values that are long.
  return JSON.parse(JSON.stringify({ dynamodb: { SequenceNumber: sort, NewImage } }));
}

function aLog() {
  const said: object[] = [];
  return { said, error: (fields: object) => said.push(fields) };
}

describe('the records of a batch of the stream', () => {
  it('are those of commits, in order', () => {
    const other: DynamoDBRecord = { dynamodb: { NewImage: { pk: { S: 'a' }, sk: { S: 'b' } } } };

    const records = recordsOf({ Records: [aStreamed('1'), other, aStreamed('2')] }, aLog());

    expect(records.map(({ sort }) => sort)).toEqual(['1', '2']);
  });

  it.each([
    ['that is no JSON', '{"v":'],
    ['of an unknown version', '{"v":99}'],
  ])('hold up no others by one %s: it is told, and left out', (_what, text) => {
    const event = { Records: [aStreamed('1'), aStreamed('2', text), aStreamed('3')] };
    const log = aLog();

    expect(commitsOf(event, log)).toHaveLength(2);
    expect(log.said).toMatchObject([{ position: '2' }]);
  });

  it('hold up no others by an item whose attributes are missing', () => {
    const broken = { dynamodb: { SequenceNumber: '2', NewImage: { fd: { N: '1' } } } };
    const log = aLog();

    const records = recordsOf({ Records: [aStreamed('1'), broken, aStreamed('3')] }, log);

    expect(records.map(({ sort }) => sort)).toEqual(['1', '3']);
    expect(log.said).toMatchObject([{ position: '2' }]);
  });
});
