/** The same conversations with every server. What may differ stands in PROTOCOL.md, and each difference in a test. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { describeOnDynamo } from '../dynamodb/a-dynamo-table.ts';
import { aMemoryStore, behindTheGateway, onOneMachine } from './support/socket-endpoints.ts';
import { describeTranscripts } from './transcripts/describe-transcripts.ts';

describeTranscripts('on one machine', onOneMachine);
describeTranscripts('behind the gateway, in memory', () => behindTheGateway(aMemoryStore()));
describeOnDynamo('behind the gateway, on DynamoDB', (dynamo) => {
  describeTranscripts('too', async () => behindTheGateway(await dynamo().openStore({ now: Date.now })));
});

describe('every difference in PROTOCOL.md', () => {
  const protocol = readFileSync(join(import.meta.dirname, '../../packages/realtime/PROTOCOL.md'), 'utf8');
  const listed = [...protocol.matchAll(/^\| (D\d+) \|/gm)].map(([, name]) => name);
  const tests = globSync('{realtime,aws-local}/**/*.ts', { cwd: join(import.meta.dirname, '..') });
  const text = tests.map((path) => readFileSync(join(import.meta.dirname, '..', path), 'utf8')).join('\n');
  const named = new Set(
    [...text.matchAll(/(?:differs(?:<\w+>)?\('|\bit\('|\[')(D\d+)\b/g)].map(([, name]) => name),
  );

  it('is one that a test shows, and every one that a test shows is listed', () => {
    expect([...named].sort()).toEqual([...listed].sort());
  });
});
