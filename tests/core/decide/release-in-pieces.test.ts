/** Trees of junctions, with limits so small that a handful of tasks makes one, and that one commit can't tell all of it. */
import { retryTask } from '@muster/core/decide/task-commands';
import { LIMITS } from '@muster/core/limits';
import { describe, expect, it, vi } from 'vitest';
import { aMission, complete, fail, RITA } from '../../support/a-mission.ts';
import type { MissionUnderTest } from '../../support/mission-under-test.ts';

vi.mock('@muster/core/limits', async (original) => {
  const { LIMITS: limits } = await original<typeof import('@muster/core/limits')>();
  return { LIMITS: { ...limits, commitRecordsMax: limits.commitRecordsReserved + 6, joinWidthMax: 2 } };
});

/** As many as fill the commit that retries A, up to the first junction behind it. */
const FOLLOWERS = ['F0', 'F1', 'F2', 'F3'];

/** Junctions before End: one of A and B, one of C and D, and one of E and the first, which is told of A by that one only. */
function aFailureBeforeTwoJunctions(): MissionUnderTest {
  const breaking = { title: 'A', maxAttempts: 1, onFailure: 'SKIP_DEPENDENTS' };
  const mission = aMission({
    tasks: [
      breaking,
      ...['B', 'C', 'D', 'E'],
      ...FOLLOWERS.map((title) => ({ title, dependsOn: ['A'] })),
      { title: 'End', dependsOn: ['A', 'B', 'C', 'D', 'E'] },
      'Beside',
    ],
  });
  complete(mission, ['B', 'C', 'D']);
  fail(mission, 'A');
  return mission.settle();
}

/** Answers the message that the junction behind the first one has yet to get. */
function retryWithoutTellingTheSecond(mission: MissionUnderTest): MissionUnderTest['messages'] {
  mission.must(RITA, (draft) => retryTask(draft, mission.ref('TASK', 'A')));
  const late = mission.messages.splice(0);
  const [first] = mission.nodes.filter(({ kind }) => kind === 'JUNCTION');
  expect(late).toMatchObject([{ type: 'REARM', from: first?.index, cursor: 0 }]);
  return late;
}

describe('a junction that has yet to hear that the failure in front of another one is undone', () => {
  it('settles, and what it skips comes back when it hears of it (A2)', () => {
    const mission = aFailureBeforeTwoJunctions();
    const late = retryWithoutTellingTheSecond(mission);

    complete(mission, ['E']);
    for (const message of late) mission.deliver(message);
    mission.settle();
    const { status } = mission.task('End');
    complete(mission, ['A', ...FOLLOWERS, 'Beside']);
    mission.settle();
    complete(mission, ['End']);

    expect(LIMITS.joinWidthMax).toBe(2);
    expect(status).toBe('WAITING');
    expect(mission.run.status).toBe('COMPLETED');
  });

  it('lets it go on at once where the task is done by then', () => {
    const mission = aFailureBeforeTwoJunctions();
    const late = retryWithoutTellingTheSecond(mission);

    complete(mission, ['E', 'A']);
    for (const message of late) mission.deliver(message);
    mission.settle();

    expect(mission.task('End').status).toBe('READY');
  });

  it('leaves it skipped where the task has failed again by then', () => {
    const mission = aFailureBeforeTwoJunctions();
    const late = retryWithoutTellingTheSecond(mission);

    complete(mission, ['E']);
    fail(mission, 'A');
    mission.settle();
    for (const message of late) mission.deliver(message);
    mission.settle();
    complete(mission, ['Beside']);

    expect(mission.task('End').status).toBe('SKIPPED');
    expect(mission.run.status).toBe('COMPLETED');
  });

  it('skips what the failure had not reached: the task may have failed again by then, and nobody else would', () => {
    const { mission, late } = aRetriedFailureThatNeverReachedTheEnd();

    complete(mission, ['E']);
    const { reason } = mission.task('End');
    fail(mission, 'A');
    mission.settle();
    for (const message of late) mission.deliver(message);
    mission.settle();

    expect(reason).toBe('What stands before it failed and its dependents are skipped.');
    expect(mission.task('End').status).toBe('SKIPPED');
  });
});

/**
 * A has failed and was retried. The last junction was told of the failure, but its SKIP was late and its REARM (`late`) still
 * is. Behind X and A stands what only the retry of A has to tell, so that both commits are full at the right place.
 */
function aRetriedFailureThatNeverReachedTheEnd() {
  const breaking = { maxAttempts: 1, onFailure: 'SKIP_DEPENDENTS' };
  const mission = aMission({
    tasks: [
      ...['A', 'X'].map((title) => ({ title, ...breaking })),
      ...['G0', 'G1'].map((title) => ({ title, dependsOn: ['A', 'X'] })),
      ...['B', 'C', 'D', 'E'],
      ...['F0', 'F1'].map((title) => ({ title, dependsOn: ['A'] })),
      { title: 'End', dependsOn: ['A', 'B', 'C', 'D', 'E'] },
      'Beside',
    ],
  });
  const [first, , last] = mission.nodes.filter(({ kind }) => kind === 'JUNCTION');
  complete(mission, ['B', 'C', 'D']);
  fail(mission, 'X');
  mission.settle();

  fail(mission, 'A');
  expect(mission.messages.splice(0)).toMatchObject([{ type: 'SKIP', from: last?.index }]);
  mission.must(RITA, (draft) => retryTask(draft, mission.ref('TASK', 'X')));
  mission.settle();
  mission.must(RITA, (draft) => retryTask(draft, mission.ref('TASK', 'A')));
  const late = mission.messages.splice(0);
  expect(late).toMatchObject([{ type: 'REARM', from: first?.index, cursor: 0 }]);
  expect(mission.task('End').status).toBe('WAITING');
  return { mission, late };
}
