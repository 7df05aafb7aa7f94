/** Of the stored shapes, those that notifications need. */
import type { Actor } from '@muster/core/actor';
import type { NotificationRule } from '@muster/core/document/document';
import type { Duration } from '@muster/core/duration';
import { addMs } from '@muster/core/instant';
import type { Channel } from '@muster/core/notify/channel';
import { type Delivery, failed } from '@muster/core/notify/delivery';
import { cooldownKey, sendingPartition, sendingSort } from '@muster/engine/keys';
import {
  COOLDOWN,
  channelRecord,
  deliveryRecord,
  rulesRecord,
  SENDING_PLACE,
} from '@muster/engine/notify/notify-records';
import type { StoredRecord } from '@muster/engine/ports/store';
import { commitRecord, formerRunRecord } from '@muster/engine/records';
import { ADA, MISSION_ID, START, WORKSPACE_ID } from '../support/a-mission.ts';
import { RUN } from './stored-run.ts';

const RITA: Actor = { kind: 'USER', name: 'rita' };
const LATER = addMs(START, 90_000);
const DELIVERY: Delivery = {
  missionId: MISSION_ID,
  sequence: 42,
  channel: 'ops',
  status: 'PENDING',
  notification: {
    scope: 'MISSION',
    type: 'CheckpointStatusChanged',
    sequence: 42,
    occurredAt: START,
    actor: ADA,
    runNumber: 2,
    subject: 'chk_01JD6Z3Q0000000000000000MS_2_1',
    data: { name: 'review', to: 'OPEN' },
    mission: { id: MISSION_ID, title: 'A mission' },
    severity: 'WARNING',
    action: 'APPROVE',
    asks: { openedAt: START, expiresAt: LATER },
  },
  createdAt: START,
  nextTryAt: LATER,
  tryingSince: START,
  triesBegun: 2,
  tries: [{ at: START, durationMs: 120, outcome: 'RETRY', status: 500, reason: 'Status 500.' }],
  redeliveredAt: START,
  redeliveredBy: RITA,
};
const FAILURE = { code: 'TRIES_SPENT', reason: 'Status 500.' } as const;
const CHANNEL: Channel = {
  name: 'ops',
  status: 'DISABLED',
  target: { kind: 'WEBHOOK', url: 'https://ops.example/in', secrets: [`whsec_${'A'.repeat(43)}=`] },
  actsFor: 'otto',
  createdAt: START,
  createdBy: RITA,
  updatedAt: LATER,
  disabled: { at: LATER, by: RITA, reason: 'Holidays.' },
};
const RULE: NotificationRule = {
  events: ['TaskStatusChanged:FAILED'],
  condition: 'data.name == "A"',
  channels: ['ops'],
  severity: 'CRITICAL',
  cooldown: 'PT10M' as Duration,
  action: 'https://runbook.example/x',
  inherit: true,
};
const PLACE = { workspaceId: WORKSPACE_ID, missionId: MISSION_ID, runNumber: 2 };

export function notifySamples(): Readonly<Record<string, StoredRecord>> {
  return {
    'run-notifying-v1': formerRunRecord(PLACE, { ...RUN, notifies: ['MISSION', 'TASKS', 'ELEMENTS'] }),
    'commit-notifying-v1': commitRecord(
      {
        ...PLACE,
        sequence: 42,
        at: START,
        actor: ADA,
        events: [
          { sequence: 42, type: 'TaskStatusChanged', subject: 'tsk_x', runNumber: 2, data: { to: 'DONE' } },
        ],
        messages: [],
        notifies: { documentVersion: 3, parts: ['MISSION'] },
      },
      7,
    ),
    'channel-v1': channelRecord(WORKSPACE_ID, CHANNEL, 3),
    'channel-slack-v1': channelRecord(
      WORKSPACE_ID,
      { ...CHANNEL, target: { kind: 'SLACK', url: 'https://hooks.slack.com/services/T/B/x' } },
      3,
    ),
    'channel-email-v1': channelRecord(
      WORKSPACE_ID,
      { ...CHANNEL, target: { kind: 'EMAIL', to: ['ops@example.org'] } },
      3,
    ),
    'rules-v1': rulesRecord(WORKSPACE_ID, { rules: [RULE], changedAt: START, changedBy: RITA }, 3),
    'delivery-v1': deliveryRecord(WORKSPACE_ID, DELIVERY, 3),
    'delivery-ended-v1': deliveryRecord(WORKSPACE_ID, failed(DELIVERY, FAILURE, LATER), 4),
    'place-v1': {
      partition: sendingPartition(WORKSPACE_ID, 'ops'),
      sort: sendingSort(3),
      revision: 3,
      value: SENDING_PLACE.encode({ heldUntil: START }),
      vanishesAt: LATER,
    },
    'cooldown-v1': {
      ...cooldownKey(WORKSPACE_ID, MISSION_ID, { rule: '0123456789abcdef', subjectKind: 'TASK' }),
      revision: 3,
      value: COOLDOWN.encode({ at: START, sequence: 42 }),
      vanishesAt: LATER,
    },
  };
}
