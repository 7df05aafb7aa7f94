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
    for (const message of late) mission.deliver(message);
    mission.settle();
    complete(mission, ['Beside']);

    expect(mission.task('End').status).toBe('SKIPPED');
    expect(mission.run.status).toBe('COMPLETED');
  });
});
