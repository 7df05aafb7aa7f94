import { readFileSync } from 'node:fs';
import { jsonBytes } from '@muster/core/document/json-bytes';
import type { Event } from '@muster/core/event';
import { NODE_KINDS, nodeIdOf } from '@muster/core/ids';
import {
  type Notification,
  noticeOf,
  notificationOf,
  payloadOf,
  subjectKindOf,
} from '@muster/core/notify/notification';
import { deliveryIdOf } from '@muster/core/notify/notify-ids';
import { describe, expect, it } from 'vitest';
import { MISSION_ID } from '../../support/a-mission.ts';
import { anEvent } from '../../support/an-event.ts';

const RULE = { events: ['TaskStatusChanged'], channels: ['ops'] };
const ID = deliveryIdOf({ missionId: MISSION_ID, sequence: 7, channel: 'ops' });

function told(event: Partial<Event> = {}, rule: object = {}): Notification {
  const mission = { id: MISSION_ID, title: 'Release 3' };
  return notificationOf(anEvent(event), { scope: 'MISSION', rule: { ...RULE, ...rule } }, mission);
}

const CHECKPOINT: Partial<Event> = {
  type: 'CheckpointStatusChanged',
  subject: nodeIdOf('CHECKPOINT', { missionId: MISSION_ID, runNumber: 1, index: 4 }),
  data: { name: 'go live', from: 'PENDING', to: 'OPEN' },
};

describe('the body of a webhook', () => {
  it('is what the golden file says: receivers rely on it', () => {
    const golden = JSON.parse(
      readFileSync(new URL('../../golden/webhook/payload-v1.json', import.meta.url), 'utf8'),
    );
    const notification = told(CHECKPOINT, { severity: 'WARNING', action: 'https://runbook.example/go' });

    expect(JSON.parse(JSON.stringify(payloadOf(ID, notification)))).toEqual(golden);
  });

  it('stays small whatever the event carries, and says when something was cut', () => {
    const long = told({ data: { name: 'A', to: 'FAILED', reason: 'x'.repeat(50_000) } });
    const wide = told({
      data: { name: 'A', to: 'FAILED', reasons: Array.from({ length: 5_000 }, () => 'why not') },
    });

    expect(long.data).toMatchObject({ name: 'A', to: 'FAILED', isCut: true });
    expect(String(long.data.reason)).toHaveLength(500);
    expect(wide.data).toEqual({ name: 'A', to: 'FAILED', isCut: true });
    for (const notification of [long, wide])
      expect(jsonBytes(payloadOf(ID, notification), 20_000)).toBeLessThan(10_000);
  });
});

describe('the kind of a subject', () => {
  it.each(NODE_KINDS)('is known for a node: %s', (kind) => {
    expect(subjectKindOf(nodeIdOf(kind, { missionId: MISSION_ID, runNumber: 1, index: 4 }))).toBe(kind);
  });
});

describe('a notice', () => {
  it('says what has happened in its title', () => {
    expect(noticeOf(told()).title).toBe('Release 3: Task A is FAILED');
    expect(noticeOf(told(CHECKPOINT)).title).toBe('Release 3: Checkpoint go live is OPEN');
    expect(noticeOf(told({ type: 'GateHeld', data: { name: 'quality' } })).title).toBe(
      'Release 3: Gate held: quality',
    );
  });

  it('lists what the event says in plain words, and who did it when', () => {
    const { lines } = noticeOf(
      told({ data: { name: 'A', to: 'FAILED', reason: 'It broke.', averageScore: 2 } }),
    );

    expect(lines).toEqual(['Reason: It broke.', 'Average score: 2', 'By ada, 2026-11-21T08:00:00.000Z']);
  });

  it('makes a link of an action that is an address, and tells any other', () => {
    expect(noticeOf(told({}, { action: 'https://runbook.example/x' }))).toMatchObject({
      link: 'https://runbook.example/x',
    });
    expect(noticeOf(told({}, { action: 'Call the shift lead.' })).lines[0]).toBe('Call the shift lead.');
  });
});
