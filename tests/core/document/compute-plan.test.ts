import { computePlan } from '@muster/core/document/compute-plan';
import { describe, expect, it } from 'vitest';
import { aChain, aDocument } from '../../support/a-document.ts';

describe('the computed plan', () => {
  it('lists tasks by the earliest wave they can run in, elements counting as none', () => {
    const plan = computePlan(
      aDocument({
        tasks: ['A', 'B', { title: 'C', dependsOn: ['A'] }, 'D'],
        checkpoints: [{ name: 'ok', afterTasks: ['C'], blocksTasks: ['D'] }],
      }),
    );

    expect(plan.levels).toEqual([['A', 'B'], ['C'], ['D']]);
    expect(plan.width).toBe(2);
    expect(plan.edgeCount).toBe(3);
  });

  it('lets a milestone hold the next one back', () => {
    const plan = computePlan(
      aDocument({
        tasks: [
          { title: 'A', milestone: 'one' },
          { title: 'B', milestone: 'one', dependsOn: ['A'] },
          { title: 'C', milestone: 'two' },
        ],
        milestones: [{ name: 'one' }, { name: 'two' }],
      }),
    );

    expect(plan.levels).toEqual([['A'], ['B'], ['C']]);
  });

  it('finds the longest path by estimated minutes, and sums hours, money and tokens', () => {
    const plan = computePlan(
      aDocument({
        tasks: [
          { title: 'A', estimate: { minutes: 30, tokens: 1_000, costUsd: 0.5 } },
          { title: 'B', dependsOn: ['A'], estimate: { minutes: 90, costUsd: 1 } },
          { title: 'C', dependsOn: ['A'], estimate: { minutes: 60, tokens: 500 } },
          { title: 'D', dependsOn: ['B', 'C'] },
        ],
      }),
    );

    expect(plan.criticalPath).toEqual(['A', 'B', 'D']);
    expect(plan.criticalPathHours).toBe(2);
    expect(plan.estimatedHours).toBe(3);
    expect(plan.estimatedCostUsd).toBe(1.5);
    expect(plan.estimatedTokens).toBe(1_500);
  });

  it('takes the path of most tasks where nothing is estimated', () => {
    const plan = computePlan(aDocument({ tasks: ['Z', ...(aChain(3).tasks ?? [])] }));

    expect(plan.criticalPath).toEqual(['T0', 'T1', 'T2']);
    expect(plan.criticalPathHours).toBe(0);
  });

  it('has no levels without tasks', () => {
    const plan = computePlan(aDocument({ tasks: [] }));

    expect(plan).toMatchObject({ levels: [], width: 0, criticalPath: [], edgeCount: 0 });
  });
});
