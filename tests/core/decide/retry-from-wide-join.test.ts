import { reopenTask, retryFromTask } from '@muster/core/decide/task-commands';
import { LIMITS } from '@muster/core/limits';
import { describe, expect, it } from 'vitest';
import { aMission, complete, RITA } from '../../support/a-mission.ts';

/** Two tasks before a join are done again: one by itself, when the join was done already, then one with all behind it. */
function joinedAgain(width: number) {
  const before = Array.from({ length: width }, (_, place) => `T${place}`);
  const mission = aMission({ tasks: [...before, { title: 'Join', dependsOn: before }, 'Beside'] });
  complete(mission, before);
  mission.settle();
  complete(mission, ['Join']);
  const [first, second] = [mission.ref('TASK', 'T0'), mission.ref('TASK', 'T1')];
  mission.must(RITA, (draft) => reopenTask(draft, { task: second, reason: 'Once more.' }));
  mission.settle();
  mission.must(RITA, (draft) => retryFromTask(draft, { task: first, reason: 'Wrong figures.' }));
  mission.settle();
  complete(mission, ['T0']);
  return mission.settle();
}

describe('a task that is undone after it had gone on without one before it that was opened again', () => {
  it('does not wait for that one either when it is done anew', () => {
    const mission = joinedAgain(2);

    expect(mission.task('T1').status).toBe('READY');
    expect(mission.task('Join').status).toBe('READY');
  });

  it('waits for it where both stand behind one junction of a wide join', () => {
    const mission = joinedAgain(LIMITS.joinWidthMax + 6);
    const waiting = mission.task('Join').status;
    complete(mission, ['T1']);
    mission.settle();

    expect(waiting).toBe('WAITING');
    expect(mission.task('Join').status).toBe('READY');
  });
});
