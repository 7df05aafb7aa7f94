import { retryFailed } from '@muster/core/decide/mission-commands';
import { skipTask } from '@muster/core/decide/task-commands';
import { describe, expect, it } from 'vitest';
import { aMission, complete, fail, RITA } from '../../support/a-mission.ts';

const TASKS = [{ title: 'A', weight: 3 }, 'B'];

describe('the qualityThreshold of a run (E5)', () => {
  it.each([
    {
      threshold: 4,
      scores: [5, 1],
      run: 'COMPLETED',
      because: 'the weighted mean of 4 is equal, which passes',
    },
    { threshold: 4.01, scores: [5, 1], run: 'FAILED', because: 'the weighted mean of 4 is below' },
    { threshold: 5, scores: [undefined, undefined], run: 'COMPLETED', because: 'no scores pass' },
    { threshold: 4, scores: [undefined, 4], run: 'COMPLETED', because: 'only scored tasks count' },
    { threshold: 3.3, scores: [3.3, 3.3], run: 'COMPLETED', because: 'rounding errors fail nobody' },
  ])('$threshold with the scores $scores: $run, $because', ({ threshold, scores, run }) => {
    const mission = aMission({ tasks: TASKS, qualityThreshold: threshold });

    for (const [place, name] of ['A', 'B'].entries()) {
      const selfScore = scores[place];
      complete(mission, [name], selfScore === undefined ? {} : { selfScore });
    }

    expect(mission.run.status).toBe(run);
  });

  it('tells why it was missed', () => {
    const mission = aMission({ tasks: ['A'], qualityThreshold: 3 });

    complete(mission, ['A'], { selfScore: 2.5 });

    expect(mission.run.reason).toBe('The average score is 2.50; at least 3 is needed.');
    expect(mission.head.status).toBe('FAILED');
  });

  it('is looked at only at the end', () => {
    const mission = aMission({ tasks: ['A', 'B'], qualityThreshold: 3 });

    complete(mission, ['A'], { selfScore: 1 });

    expect(mission.run.status).toBe('ACTIVE');
  });

  it('when missed has those that scored lower done again by retryFailed, and only those', () => {
    const mission = aMission({
      tasks: ['A', 'B', { title: 'C', dependsOn: ['A'] }],
      qualityThreshold: 3,
    });
    complete(mission, ['A'], { selfScore: 1 });
    complete(mission, ['B', 'C'], { selfScore: 3 });

    mission.must(RITA, retryFailed);
    const ready = mission.namesIn('READY');
    complete(mission, ['A'], { selfScore: 3 });

    expect(ready).toEqual(['A']);
    expect(mission.run.status).toBe('COMPLETED');
  });

  it('leaves low scores alone when it was a task that had failed', () => {
    const mission = aMission({
      tasks: ['A', { title: 'B', maxAttempts: 1 }],
      qualityThreshold: 3,
    });
    complete(mission, ['A'], { selfScore: 1 });
    fail(mission, 'B');

    mission.must(RITA, retryFailed);

    expect(mission.namesIn('READY')).toEqual(['B']);
  });

  it('counts skipped tasks for nothing', () => {
    const mission = aMission({ tasks: ['A', 'B'], qualityThreshold: 3 });
    complete(mission, ['A'], { selfScore: 3 });

    mission.must(RITA, (draft) => skipTask(draft, { task: mission.ref('TASK', 'B'), reason: 'No need.' }));

    expect(mission.run.status).toBe('COMPLETED');
  });
});
