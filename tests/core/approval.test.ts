import { approvalChangeOf } from '@muster/core/approval';
import type { EventBody } from '@muster/core/event';
import { describe, expect, it } from 'vitest';

function anEvent(type: EventBody['type'], data: EventBody['data']): EventBody {
  return { sequence: 1, type, subject: 'x', data };
}

describe('an event', () => {
  it.each([
    ['CheckpointStatusChanged', { from: 'PENDING', to: 'OPEN' }, 'CHECKPOINT', true],
    ['CheckpointStatusChanged', { from: 'OPEN', to: 'EXPIRED' }, 'CHECKPOINT', false],
    ['GateStatusChanged', { from: 'PENDING', to: 'FAILED' }, 'GATE', true],
    ['GateStatusChanged', { from: 'FAILED', to: 'OVERRIDDEN' }, 'GATE', false],
    ['TaskStatusChanged', { from: 'IN_PROGRESS', to: 'REVIEW' }, 'REVIEW', true],
    ['TaskStatusChanged', { from: 'REVIEW', to: 'DONE' }, 'REVIEW', false],
    [
      'TaskStatusChanged',
      { from: 'IN_PROGRESS', to: 'BLOCKED', cause: 'AUTHORISATION' },
      'AUTHORISATION',
      true,
    ],
    ['TaskStatusChanged', { from: 'BLOCKED', to: 'READY', cause: 'HUMAN' }, 'QUESTION', false],
  ] as const)('%s with %j tells that a %s waits: %s', (type, data, kind, isWaiting) => {
    expect(approvalChangeOf(anEvent(type, data))).toEqual({ kind, isWaiting });
  });

  it.each([
    ['TaskStatusChanged', { from: 'WAITING', to: 'READY' }],
    ['TaskStatusChanged', { from: 'READY', to: 'BLOCKED', cause: 'PEER_TASK' }],
    ['CheckpointStatusChanged', { from: 'REJECTED', to: 'PENDING' }],
    ['RunStatusChanged', { from: 'ACTIVE', to: 'FAILED' }],
  ] as const)('%s with %j says nothing about people', (type, data) => {
    expect(approvalChangeOf(anEvent(type, data))).toBeUndefined();
  });
});
