/** Stored shapes: what any release wrote can be read for ever, and today's release writes what the files say. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { apiKeyCodec } from '@muster/engine/access/api-key-record';
import { UnreadableRecord } from '@muster/engine/codec';
import { CHANNEL, COOLDOWN, DELIVERY, RULES, SENDING_PLACE } from '@muster/engine/notify/notify-records';
import type { JsonObject, StoredRecord } from '@muster/engine/ports/store';
import {
  ADDITION,
  ARTIFACT,
  ARTIFACT_VERSIONS,
  ATTEMPT,
  COMMIT,
  DEAD_LETTER,
  decodeNode,
  decodeRoots,
  decodeSpec,
  HEAD,
  INFO,
  RUN,
} from '@muster/engine/records';
import { CONNECTION, decodeOperation, WATCH } from '@muster/realtime/socket-records';
import { describe, expect, it } from 'vitest';
import { samples } from '../golden/samples.ts';

const FOLDER = join(import.meta.dirname, '../golden');
const NAMES = readdirSync(FOLDER)
  .filter((file) => file.endsWith('.json'))
  .map((file) => file.replace('.json', ''));

const DECODERS: Readonly<Record<string, (stored: JsonObject) => unknown>> = {
  head: HEAD.decode,
  'head-piloted': HEAD.decode,
  'head-scheduled': HEAD.decode,
  info: INFO.decode,
  commit: COMMIT.decode,
  'commit-due': COMMIT.decode,
  'commit-notifying': COMMIT.decode,
  run: RUN.decode,
  'run-notifying': RUN.decode,
  channel: CHANNEL.decode,
  'channel-slack': CHANNEL.decode,
  'channel-email': CHANNEL.decode,
  rules: RULES.decode,
  delivery: DELIVERY.decode,
  'delivery-ended': DELIVERY.decode,
  cooldown: COOLDOWN.decode,
  place: SENDING_PLACE.decode,
  attempt: ATTEMPT.decode,
  artifact: ARTIFACT.decode,
  'artifact-versions': ARTIFACT_VERSIONS.decode,
  addition: ADDITION.decode,
  'dead-letter': DEAD_LETTER.decode,
  roots: decodeRoots,
  'api-key': apiKeyCodec.decode,
  'socket-connection': CONNECTION.decode,
  'socket-running-operation': decodeOperation,
  'socket-ended-operation': decodeOperation,
  'socket-watch': WATCH.decode,
};

function decoderOf(name: string): (stored: JsonObject) => unknown {
  const shape = name.replace(/-v\d+$/, '');
  return DECODERS[shape] ?? (shape.endsWith('-spec') ? decodeSpec : decodeNode);
}

function golden(name: string): StoredRecord {
  return JSON.parse(readFileSync(join(FOLDER, `${name}.json`), 'utf8'));
}

function isNewer(other: string, name: string): boolean {
  const [shape, version] = name.split(/-v(?=\d+$)/);
  const [otherShape, otherVersion] = other.split(/-v(?=\d+$)/);
  return otherShape === shape && Number(otherVersion) > Number(version);
}

describe('the golden files', () => {
  it('are there for every shape that is written today', () => {
    expect(NAMES).toEqual(expect.arrayContaining(Object.keys(samples())));
  });
});

describe.each(NAMES)('the record %s', (name) => {
  it('is read', () => {
    const { v: _, ...fields } = golden(name).value;

    const decoded = decoderOf(name)(golden(name).value);

    expect(decoded).toEqual(name.startsWith('roots') ? fields.roots : expect.objectContaining(fields));
  });

  it('is written alike by today’s release, key and indexes included', () => {
    const sample = samples()[name];

    if (sample) expect(JSON.parse(JSON.stringify(sample))).toEqual(golden(name));
    // The index entries of some shapes have changed: then there is a newer file of them.
    else expect(Object.keys(samples()).some((other) => isNewer(other, name))).toBe(true);
  });

  it('of a version that is not known yet is refused, not guessed at', () => {
    const newer = { ...golden(name).value, v: 99 };

    expect(() => decoderOf(name)(newer)).toThrow(UnreadableRecord);
  });

  it('that lacks its version is refused', () => {
    const { v: _, ...rest } = golden(name).value;

    expect(() => decoderOf(name)(rest)).toThrow(UnreadableRecord);
  });
});

describe('a damaged record', () => {
  it.each(['head-v1', 'task-v1', 'attempt-v1', 'commit-v1'])(
    '%s without a field that is always there is refused',
    (name) => {
      const { value } = golden(name);
      const optional = ['run', 'staging', 'maxConcurrent'];
      const field =
        Object.keys(value).find((key) => key !== 'v' && key !== 'kind' && !optional.includes(key)) ?? '';

      expect(() => decoderOf(name)({ ...value, [field]: undefined })).toThrow(/is missing/);
    },
  );

  it('of a node kind that is not known is refused', () => {
    expect(() => decodeNode({ v: 1, kind: 'PORTAL' })).toThrow(UnreadableRecord);
    expect(() => decodeNode({ v: 1, kind: 'toString' })).toThrow(UnreadableRecord);
    expect(() => decodeNode({ v: 1 })).toThrow(UnreadableRecord);
  });
});
