import { cancelTask, skipTask } from '@muster/core/decide/task-commands';
import { averageScoreOf, progressOf } from '@muster/core/progress';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aMission, complete, fail, RITA } from '../support/a-mission.ts';

describe('progressOf', () => {
  it('is 0 without a run, and of a run in which nothing counts', () => {
    expect(progressOf(undefined)).toBe(0);
    expect(progressOf(aMission({ tasks: [] }).run)).toBe(0);
  });

  it('is settled weight ÷ total weight, rounded down', () => {
    const mission = aMission({ tasks: [{ title: 'A', weight: 2 }, 'B'] });

    complete(mission, ['A']);

    expect(progressOf(mission.run)).toBe(66);
  });

  it('counts skipped and failed tasks, and leaves cancelled ones out of both', () => {
    const mission = aMission({
      tasks: ['A', 'B', { title: 'C', maxAttempts: 1, onFailure: 'BLOCK' }, 'D', 'E'],
    });
    mission.must(RITA, (draft) => skipTask(draft, { task: mission.ref('TASK', 'A'), reason: 'x' }));
    mission.must(RITA, (draft) => cancelTask(draft, { task: mission.ref('TASK', 'B'), reason: 'x' }));

    fail(mission, 'C');

    expect(progressOf(mission.run)).toBe(50);
  });

  it('is 100 exactly when all is settled, whatever fractions the weights are', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0.01, max: 10, noNaN: true }), { minLength: 1, maxLength: 8 }),
        (weights) => {
          const mission = aMission({ tasks: weights.map((weight, at) => ({ title: `T${at}`, weight })) });
          const titles = weights.map((_, at) => `T${at}`);

          complete(mission, titles.slice(1));
          const before = progressOf(mission.run);
          complete(mission, titles.slice(0, 1));

          expect(before).toBeLessThan(100);
          expect(progressOf(mission.run)).toBe(100);
        },
      ),
      { numRuns: 100 },
    );
  });
});

describe('averageScoreOf', () => {
  it('is the weighted mean of the scored tasks', () => {
    const mission = aMission({ tasks: [{ title: 'A', weight: 3 }, 'B', 'C'] });

    complete(mission, ['A'], { selfScore: 5 });
    complete(mission, ['B'], { selfScore: 1 });
    complete(mission, ['C']);

    expect(averageScoreOf(mission.run)).toBe(4);
  });

  it('is undefined when none is scored', () => {
    expect(averageScoreOf(aMission({ tasks: ['A'] }).run)).toBeUndefined();
  });
});
