/** Every command that a caller can give to a task or an attempt, in every status, through the real decisions. */
import { claimTasks } from '@muster/core/decide/claim';
import { acceptTask, rejectTask } from '@muster/core/decide/review';
import { failTask, heartbeat, submitTask } from '@muster/core/decide/submit';
import {
  blockTask,
  cancelTask,
  reopenTask,
  retryTask,
  skipTask,
  unblockTask,
} from '@muster/core/decide/task-commands';
import type { DomainError } from '@muster/core/error-table';
import { ATTEMPT_STATUSES, type AttemptStatus } from '@muster/core/lifecycle/attempt-lifecycle';
import { TASK_LIFECYCLE, TASK_STATUSES, type TaskStatus } from '@muster/core/lifecycle/task-lifecycle';
import type { Result } from '@muster/core/result';
import { describe, expect, it } from 'vitest';
import { ADA, aMission, aSubmission, claim, complete, fail, MINUTE, RITA } from '../support/a-mission.ts';
import type { MissionUnderTest } from '../support/mission-under-test.ts';
import { expectByTable, pairs } from './a-refusal.ts';

const REASON = 'So it is.';

/** The task T in a status; another one keeps the run open. */
const STANDING: Readonly<Record<TaskStatus, () => MissionUnderTest>> = {
  WAITING: () => mission({ dependsOn: ['Other'] }),
  READY: () => mission({}),
  IN_PROGRESS: () => after({}, (m) => claim(m, ['T'])),
  REVIEW: () => after({ review: 'REQUIRED' }, (m) => complete(m, ['T'])),
  BLOCKED: () => after({}, (m) => must(m, 'block')),
  DONE: () => after({}, (m) => complete(m, ['T'])),
  FAILED: () => after({ maxAttempts: 1 }, (m) => fail(m, 'T')),
  SKIPPED: () => after({}, (m) => must(m, 'skip')),
  CANCELLED: () => after({}, (m) => must(m, 'cancel')),
};

function mission(told: object): MissionUnderTest {
  return aMission({ tasks: [{ title: 'T', onFailure: 'BLOCK', ...told }, 'Other'] });
}

function after(told: object, act: (mission: MissionUnderTest) => unknown): MissionUnderTest {
  const made = mission(told);
  act(made);
  return made.settle();
}

type ByTask = 'accept' | 'reject' | 'block' | 'unblock' | 'retry' | 'skip' | 'cancel' | 'reopen';

const BY_TASK: Readonly<Record<ByTask, (mission: MissionUnderTest) => Result<unknown, DomainError>>> = {
  accept: (m) => m.act(RITA, (draft) => acceptTask(draft, { task: m.ref('TASK', 'T') })),
  reject: (m) => m.act(RITA, (draft) => rejectTask(draft, { task: m.ref('TASK', 'T') })),
  block: (m) =>
    m.act(RITA, (draft) => blockTask(draft, { task: m.ref('TASK', 'T'), cause: 'HUMAN', note: REASON })),
  unblock: (m) => m.act(RITA, (draft) => unblockTask(draft, m.ref('TASK', 'T'))),
  retry: (m) => m.act(RITA, (draft) => retryTask(draft, m.ref('TASK', 'T'))),
  skip: (m) => m.act(RITA, (draft) => skipTask(draft, { task: m.ref('TASK', 'T'), reason: REASON })),
  cancel: (m) => m.act(RITA, (draft) => cancelTask(draft, { task: m.ref('TASK', 'T'), reason: REASON })),
  reopen: (m) => m.act(RITA, (draft) => reopenTask(draft, { task: m.ref('TASK', 'T'), reason: REASON })),
};

function must(m: MissionUnderTest, command: ByTask): void {
  expect(BY_TASK[command](m).ok).toBe(true);
}

describe('a task', () => {
  it.each(TASK_STATUSES)('can be brought to %s by commands', (status) => {
    expect(STANDING[status]().task('T').status).toBe(status);
  });

  it.each(pairs(TASK_STATUSES, Object.keys(BY_TASK) as ByTask[]))(
    'that is $status: $command',
    ({ status, command }) => {
      const standing = STANDING[status]();

      expectByTable(TASK_LIFECYCLE, { status, command }, BY_TASK[command](standing));
    },
  );

  it.each(TASK_STATUSES)('that is %s is claimed exactly when it is READY', (status) => {
    const standing = STANDING[status]();
    const candidates = [standing.task('T').index];
    const command = { agent: ADA.name, leaseMs: MINUTE, limit: 1, candidates };

    const claimed = standing.must(ADA, (draft) => claimTasks(draft, command));

    expect(claimed.map(({ task }) => task.name)).toEqual(status === 'READY' ? ['T'] : []);
  });

  it.each(pairs(TASK_STATUSES, Object.keys(BY_TASK) as ByTask[]))(
    'of a run that has ended is left alone: $status, $command',
    ({ status, command }) => {
      const standing = STANDING[status]();
      const { run } = standing;
      standing.head = { ...standing.head, status: 'CANCELLED', run: { ...run, status: 'CANCELLED' } };

      expect(BY_TASK[command](standing)).toMatchObject({
        ok: false,
        error: { code: 'ILLEGAL_MOVE', detail: { status: 'in a run that has ended', legal: [] } },
      });
    },
  );
});

/** The first attempt at T in a status. */
const ATTEMPTED: Readonly<Record<AttemptStatus, () => MissionUnderTest>> = {
  ACTIVE: STANDING.IN_PROGRESS,
  SUBMITTED: STANDING.REVIEW,
  ACCEPTED: STANDING.DONE,
  REJECTED: () => {
    const reviewed = STANDING.REVIEW();
    must(reviewed, 'reject');
    return reviewed;
  },
  FAILED: STANDING.FAILED,
  EXPIRED: () => STANDING.IN_PROGRESS().wait(MINUTE),
  INTERRUPTED: () => {
    const held = STANDING.IN_PROGRESS();
    must(held, 'block');
    return held;
  },
};

type ByAttempt = 'heartbeat' | 'submit' | 'fail';

const BY_ATTEMPT: Readonly<Record<ByAttempt, (mission: MissionUnderTest) => Result<unknown, DomainError>>> = {
  heartbeat: (m) => m.act(ADA, (draft) => heartbeat(draft, first(m))),
  submit: (m) =>
    m.act(ADA, (draft) => {
      const submission = aSubmission({ evidence: 'Another word.' });
      return submitTask(draft, { attempt: first(m), submission });
    }),
  fail: (m) => m.act(ADA, (draft) => failTask(draft, { attempt: first(m), message: REASON })),
};

function first(m: MissionUnderTest) {
  return { ...m.ref('TASK', 'T'), generation: 1 };
}

describe('an attempt', () => {
  it.each(pairs(ATTEMPT_STATUSES, Object.keys(BY_ATTEMPT) as ByAttempt[]))(
    'that is $status: $command is heard exactly while it is ACTIVE, and STALE_ATTEMPT after',
    ({ status, command }) => {
      const standing = ATTEMPTED[status]();
      const before = JSON.stringify([standing.head, standing.nodes]);

      const result = BY_ATTEMPT[command](standing);

      if (status === 'ACTIVE') expect(result).toMatchObject({ ok: true });
      else {
        expect(result).toMatchObject({ ok: false, error: { code: 'STALE_ATTEMPT', detail: { status } } });
        expect(JSON.stringify([standing.head, standing.nodes])).toBe(before);
      }
    },
  );
});
