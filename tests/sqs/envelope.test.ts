/** What lies in queues while a release is replaced by the next: what any release sent can be read for ever. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { standaloneIdOf } from '@muster/core/ids';
import { instantOf } from '@muster/core/instant';
import { deliveryIdOf } from '@muster/core/notify/notify-ids';
import { UnreadableRecord } from '@muster/engine/codec';
import type { DueHint, QueuedDelivery, QueuedMessage } from '@muster/engine/ports/queue';
import { addressOf, decodeEnvelope, encodeDelivery, encodeHint, encodeMessage } from '@muster/sqs/envelope';
import { describe, expect, it } from 'vitest';
import { MISSION_ID, WORKSPACE_ID } from '../support/a-mission.ts';

const MESSAGE: QueuedMessage = {
  id: `${MISSION_ID}#12#40#0`,
  workspaceId: WORKSPACE_ID,
  missionId: MISSION_ID,
  message: { type: 'RELEASE', runNumber: 2, from: 7, cursor: 90 },
};
const DUE = 1_795_248_000_000;
const HINT: DueHint = {
  due: instantOf(DUE),
  entries: [`00${DUE}#ws_tests#${MISSION_ID}#2#7`, `00${DUE}#ws_tests#${MISSION_ID}`],
};
const DELIVERY: QueuedDelivery = {
  workspaceId: WORKSPACE_ID,
  id: deliveryIdOf({ missionId: MISSION_ID, sequence: 12, channel: 'release-mail' }),
};

function golden(name: string): string {
  const text = readFileSync(join(import.meta.dirname, 'golden', `${name}.json`), 'utf8');
  return JSON.stringify(JSON.parse(text));
}

function changed(body: string, change: object): string {
  return JSON.stringify({ ...JSON.parse(body), ...change });
}

describe('an envelope', () => {
  it('is written as the golden files say', () => {
    expect(encodeMessage(MESSAGE)).toBe(golden('message-v1'));
    expect(encodeHint(HINT)).toBe(golden('hint-v1'));
    expect(encodeDelivery(DELIVERY)).toBe(golden('delivery-v1'));
  });

  it('is read from the golden files', () => {
    expect(decodeEnvelope(golden('message-v1'))).toEqual({ kind: 'MESSAGE', message: MESSAGE });
    expect(decodeEnvelope(golden('hint-v1'))).toEqual({ kind: 'HINT', hint: HINT });
    expect(decodeEnvelope(golden('delivery-v1'))).toEqual({ kind: 'DELIVERY', delivery: DELIVERY });
  });

  it('carries what concerns a standalone task as well', () => {
    const missionId = standaloneIdOf('01JD6Z3Q0000000000000000ST');
    const message = { ...MESSAGE, missionId, message: { type: 'UNPARK', runNumber: 1 } as const };

    expect(decodeEnvelope(encodeMessage(message))).toEqual({ kind: 'MESSAGE', message });
    expect(addressOf(encodeMessage(message))).toMatchObject({ missionId });
  });

  it.each([
    ['of a version that is not known yet', changed(golden('message-v1'), { v: 2 })],
    ['of a kind that is not known', changed(golden('message-v1'), { kind: 'PARCEL' })],
    ['with a message of a type that is not known', changed(golden('message-v1'), { message: { type: 'X' } })],
    [
      'with a message that lacks a field',
      changed(golden('message-v1'), { message: { type: 'SKIP', runNumber: 1, from: 2 } }),
    ],
    ['without a workspace', changed(golden('message-v1'), { workspaceId: 'nobody' })],
    ['without an instant', changed(golden('hint-v1'), { due: '12' })],
    ['with a delivery that is none', changed(golden('delivery-v1'), { id: 'dlv_1' })],
    ['with entries that are no texts', changed(golden('hint-v1'), { entries: [1] })],
    ['with entries that lead nowhere', changed(golden('hint-v1'), { entries: ['001795248000000#ws_tests'] })],
    ['that is no JSON', 'hello'],
    ['that is no object', 'null'],
  ])('%s is refused, not guessed at', (_what, body) => {
    expect(() => decodeEnvelope(body)).toThrow(UnreadableRecord);
  });

  it('tells whose it is whatever its version (V1)', () => {
    const newer = changed(golden('message-v1'), { v: 7, message: { type: 'NEW' } });

    const { message: _, ...address } = MESSAGE;
    expect(addressOf(newer)).toEqual({ ...address, message: { type: 'NEW' } });
  });

  it.each([
    ['that is no JSON', 'hello'],
    ['of a mission that can not be', changed(golden('message-v1'), { missionId: 'mis_1' })],
    ['of a hint', golden('hint-v1')],
  ])('%s is nobody’s', (_what, body) => {
    expect(addressOf(body)).toBeUndefined();
  });
});
