/** Every command that a caller can give to a checkpoint, a gate or a delay, in every status, through the real decisions. */
import { approveCheckpoint, rejectCheckpoint } from '@muster/core/decide/checkpoint';
import { overrideGate, skipDelay } from '@muster/core/decide/element-commands';
import type { DomainError } from '@muster/core/error-table';
import {
  CHECKPOINT_LIFECYCLE,
  CHECKPOINT_STATUSES,
  type CheckpointStatus,
} from '@muster/core/lifecycle/checkpoint-lifecycle';
import { DELAY_LIFECYCLE, DELAY_STATUSES, type DelayStatus } from '@muster/core/lifecycle/delay-lifecycle';
import { GATE_LIFECYCLE, GATE_STATUSES, type GateStatus } from '@muster/core/lifecycle/gate-lifecycle';
import { legalVerbs } from '@muster/core/lifecycle/lifecycle';
import { MILESTONE_LIFECYCLE, MILESTONE_STATUSES } from '@muster/core/lifecycle/milestone-lifecycle';
import type { Result } from '@muster/core/result';
import { describe, expect, it } from 'vitest';
import { aMission, approve, claim, complete, fail, MINUTE, RITA, reject } from '../support/a-mission.ts';
import type { MissionUnderTest } from '../support/mission-under-test.ts';
import { expectByTable, pairs } from './a-refusal.ts';

/** A skips what stands behind it when it fails; Held keeps the run open while it runs. */
function mission(told: object): MissionUnderTest {
  const tasks = [{ title: 'A', maxAttempts: 1, onFailure: 'SKIP_DEPENDENTS' }, 'Held'];
  const made = aMission({ tasks, ...told });
  claim(made, ['Held']);
  return made;
}

function after(told: object, ...acts: readonly ((mission: MissionUnderTest) => unknown)[]): MissionUnderTest {
  const made = mission(told);
  for (const act of acts) act(made);
  return made.settle();
}

const doA = (m: MissionUnderTest) => complete(m, ['A']);
const behind = { name: 'X', afterTasks: ['A'] };
const asking = { checkpoints: [behind] };
const expiring = { checkpoints: [{ ...behind, expiresAfter: 'PT30S', onExpiry: 'APPROVE' }] };
const CHECKPOINTS: Readonly<Record<CheckpointStatus, () => MissionUnderTest>> = {
  PENDING: () => mission(asking),
  OPEN: () => after(asking, (m) => complete(m, ['A'])),
  APPROVED: () => after(asking, doA, (m) => approve(m, 'X')),
  REJECTED: () => after(asking, doA, (m) => reject(m, 'X')),
  EXPIRED: () => after(expiring, doA, (m) => m.wait(MINUTE / 2)),
  SKIPPED: () => after(asking, (m) => fail(m, 'A')),
};

const CHECKPOINT_COMMANDS = {
  approve: (m: MissionUnderTest) =>
    m.act(RITA, (draft) => approveCheckpoint(draft, { checkpoint: m.ref('CHECKPOINT', 'X') })),
  reject: (m: MissionUnderTest) =>
    m.act(RITA, (draft) => rejectCheckpoint(draft, { checkpoint: m.ref('CHECKPOINT', 'X'), reopen: [] })),
} as const;

describe('a checkpoint', () => {
  it.each(pairs(CHECKPOINT_STATUSES, ['approve', 'reject']))(
    'that is $status: $command',
    ({ status, command }) => {
      const standing = CHECKPOINTS[status]();
      expect(standing.find('CHECKPOINT', 'X').status).toBe(status);

      expectByTable(CHECKPOINT_LIFECYCLE, { status, command }, CHECKPOINT_COMMANDS[command](standing));
    },
  );
});

const gate = { qualityGates: [{ ...behind, minScore: 3 }] };
const GATES: Readonly<Record<GateStatus, () => MissionUnderTest>> = {
  PENDING: () => mission(gate),
  PASSED: () => after(gate, (m) => complete(m, ['A'], { selfScore: 4 })),
  FAILED: () => after(gate, (m) => complete(m, ['A'], { selfScore: 2 })),
  OVERRIDDEN: () => after(gate, doA, (m) => override(m)),
  SKIPPED: () => after(gate, (m) => fail(m, 'A')),
};

function override(m: MissionUnderTest): Result<unknown, DomainError> {
  return m.act(RITA, (draft) => overrideGate(draft, { node: m.ref('GATE', 'X'), reason: 'Good enough.' }));
}

describe('a quality gate', () => {
  it.each(GATE_STATUSES)('that is %s: override', (status) => {
    const standing = GATES[status]();
    expect(standing.find('GATE', 'X').status).toBe(status);

    expectByTable(GATE_LIFECYCLE, { status, command: 'override' }, override(standing));
  });
});

const delay = { delays: [{ ...behind, duration: 'PT30S' }] };
const DELAYS: Readonly<Record<DelayStatus, () => MissionUnderTest>> = {
  PENDING: () => mission(delay),
  RUNNING: () => after(delay, (m) => complete(m, ['A'])),
  ELAPSED: () => after(delay, doA, (m) => m.wait(MINUTE / 2)),
  SKIPPED: () => after(delay, (m) => fail(m, 'A')),
};

describe('a delay', () => {
  it.each(DELAY_STATUSES)('that is %s: skip', (status) => {
    const standing = DELAYS[status]();
    expect(standing.find('DELAY', 'X').status).toBe(status);
    const node = standing.ref('DELAY', 'X');

    const result = standing.act(RITA, (draft) => skipDelay(draft, { node, reason: 'No time.' }));

    expectByTable(DELAY_LIFECYCLE, { status, command: 'skip' }, result);
  });
});

describe('a milestone', () => {
  it.each(MILESTONE_STATUSES)('that is %s takes no command of a caller', (status) => {
    expect(legalVerbs(MILESTONE_LIFECYCLE, status)).toEqual([]);
  });
});
