/**
 * The truth table of `onFailure`: how each policy settles a failed task towards a task that waits for it and for another
 * one, by where that other one stands.
 */
import { cancelTask, skipTask } from '@muster/core/decide/task-commands';
import { describe, expect, it } from 'vitest';
import { aMission, claim, complete, fail, RITA } from '../support/a-mission.ts';
import type { MissionUnderTest } from '../support/mission-under-test.ts';

const POLICIES = ['FAIL_RUN', 'BLOCK', 'SKIP_DEPENDENTS', 'CONTINUE'] as const;
const OTHERS = ['WAITING', 'READY', 'IN_PROGRESS', 'DONE', 'SKIPPED', 'CANCELLED', 'FAILED'] as const;
type Other = (typeof OTHERS)[number];

/** Both the failed task and the other one are in front of Next; Held runs on, so that the run stays open. */
function missionWith(onFailure: (typeof POLICIES)[number], other: Other): MissionUnderTest {
  const mission = aMission({
    tasks: [
      { title: 'Failing', maxAttempts: 1, onFailure },
      { title: 'Other', maxAttempts: 1, onFailure: 'BLOCK', dependsOn: other === 'WAITING' ? ['Held'] : [] },
      { title: 'Next', dependsOn: ['Failing', 'Other'] },
      'Held',
    ],
  });
  claim(mission, ['Held']);
  BRING[other](mission);
  mission.settle();
  fail(mission, 'Failing');
  return mission.settle();
}

const reason = 'So it is.';
const BRING: Readonly<Record<Other, (mission: MissionUnderTest) => void>> = {
  WAITING: () => {},
  READY: () => {},
  IN_PROGRESS: (m) => void claim(m, ['Other']),
  DONE: (m) => complete(m, ['Other']),
  SKIPPED: (m) => void m.must(RITA, (draft) => skipTask(draft, { task: m.ref('TASK', 'Other'), reason })),
  CANCELLED: (m) => void m.must(RITA, (draft) => cancelTask(draft, { task: m.ref('TASK', 'Other'), reason })),
  FAILED: (m) => fail(m, 'Other'),
};

/** Next, by policy and by whether the other one has settled well. */
const NEXT = {
  FAIL_RUN: { well: 'WAITING', open: 'WAITING' },
  BLOCK: { well: 'WAITING', open: 'WAITING' },
  SKIP_DEPENDENTS: { well: 'SKIPPED', open: 'SKIPPED' },
  CONTINUE: { well: 'READY', open: 'WAITING' },
} as const;
const WELL: readonly Other[] = ['DONE', 'SKIPPED', 'CANCELLED'];

const ROWS = POLICIES.flatMap((policy) =>
  OTHERS.map((other) => ({ policy, other, next: NEXT[policy][WELL.includes(other) ? 'well' : 'open'] })),
);

describe('a task that failed', () => {
  it.each(ROWS)(
    'with $policy, the other one $other: what waits for both is $next',
    ({ policy, other, next }) => {
      const mission = missionWith(policy, other);

      expect(mission.task('Other').status).toBe(other);
      expect(mission.task('Next').status).toBe(next);
    },
  );

  it.each(POLICIES)('with %s: the run goes on, unless the policy is FAIL_RUN', (policy) => {
    const mission = missionWith(policy, 'READY');

    const claimed = claim(mission, ['Other']);
    complete(mission, []);

    expect(claimed).toEqual(policy === 'FAIL_RUN' ? [] : ['Other']);
    expect(mission.run.failing === undefined).toBe(policy !== 'FAIL_RUN');
  });

  it.each([
    { policy: 'FAIL_RUN', ends: 'FAILED' },
    { policy: 'BLOCK', ends: 'ACTIVE' },
    { policy: 'SKIP_DEPENDENTS', ends: 'COMPLETED' },
    { policy: 'CONTINUE', ends: 'COMPLETED' },
  ] as const)('with $policy, all else settled: the run is $ends', ({ policy, ends }) => {
    const mission = aMission({ tasks: [{ title: 'Failing', maxAttempts: 1, onFailure: policy }, 'Held'] });
    complete(mission, ['Held']);
    mission.settle();

    fail(mission, 'Failing');
    mission.settle();

    expect(mission.run.status).toBe(ends);
  });
});
