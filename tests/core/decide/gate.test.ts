import { overrideGate } from '@muster/core/decide/element-commands';
import { retryTask } from '@muster/core/decide/task-commands';
import { describe, expect, it } from 'vitest';
import { aMission, complete, fail, launchAgain, RITA } from '../../support/a-mission.ts';
import type { MissionUnderTest } from '../../support/mission-under-test.ts';

/** Tasks with the scores they will get, then a gate, then Publish. A score of 0 stands for none. */
function aGatedMission(
  gate: object,
  scores: readonly number[],
  weights: readonly number[] = [],
): MissionUnderTest {
  const titles = scores.map((_, at) => `T${at}`);
  const mission = aMission({
    tasks: [...titles.map((title, at) => ({ title, weight: weights[at] ?? 1 })), 'Publish'],
    qualityGates: [{ name: 'Quality', afterTasks: titles, blocksTasks: ['Publish'], ...gate }],
  });
  for (const [at, title] of titles.entries()) {
    const score = scores[at] ?? 0;
    complete(mission, [title], score === 0 ? {} : { selfScore: score });
  }
  return mission;
}

describe('a quality gate', () => {
  it.each([
    {
      rule: 'passes when the mean reaches minScore exactly',
      gate: { minScore: 3 },
      scores: [2, 4],
      passes: true,
    },
    { rule: 'fails below minScore', gate: { minScore: 3.5 }, scores: [2, 4], passes: false },
    { rule: 'fails when no task has a score', gate: { minScore: 1 }, scores: [0, 0], passes: false },
    {
      rule: 'leaves tasks without a score out of the mean',
      gate: { minScore: 4 },
      scores: [4, 0],
      passes: true,
    },
    { rule: 'weighs the scores', gate: { minScore: 4 }, scores: [5, 1], weights: [9, 1], passes: true },
    { rule: 'passes on a true condition', gate: { condition: 'avgScore > 2.0' }, scores: [3], passes: true },
    { rule: 'fails on a false condition', gate: { condition: 'avgScore > 3.0' }, scores: [3], passes: false },
    {
      rule: 'knows tasks, scores, run and budget in its condition',
      gate: {
        condition:
          'tasks.all(t, t.status == "DONE") && scores.size() == 2 && run.number == 1 && budget.tokens == 0',
      },
      scores: [3, 4],
      passes: true,
    },
    {
      rule: 'asks for everything it names',
      gate: { minScore: 1, condition: 'false' },
      scores: [5],
      passes: false,
    },
  ])('$rule', ({ gate, scores, weights, passes }) => {
    const mission = aGatedMission(gate, scores, weights);

    expect(mission.find('GATE', 'Quality').status).toBe(passes ? 'PASSED' : 'FAILED');
    expect(mission.task('Publish').status).toBe(passes ? 'READY' : 'WAITING');
  });

  it('says why it holds, one sentence for each reason', () => {
    const mission = aGatedMission({ minScore: 4, condition: 'scores.size() > 5' }, [3]);

    expect(mission.find('GATE', 'Quality').reasons).toEqual([
      'The mean score is 3.00; at least 4 is needed.',
      'The condition is false: scores.size() > 5',
    ]);
  });

  it('that asks for all passed names those that did not', () => {
    const mission = aMission({
      tasks: [{ title: 'A', maxAttempts: 1, onFailure: 'CONTINUE' }],
      qualityGates: [{ name: 'Quality', afterTasks: ['A'], blocksTasks: [], requireAllPassed: true }],
    });

    fail(mission, 'A');

    expect(mission.find('GATE', 'Quality').reasons).toEqual(['The task "A" is FAILED; all have to be DONE.']);
  });

  it('whose condition trips over the facts holds, and says so', () => {
    const mission = aGatedMission({ condition: 'scores[7] > 1.0' }, [3]);

    expect(mission.find('GATE', 'Quality').reasons).toEqual([
      expect.stringMatching(/^The condition could not be evaluated: /),
    ]);
  });

  it('is evaluated anew when its task was retried', () => {
    const mission = aMission({
      tasks: [{ title: 'A', maxAttempts: 1, onFailure: 'CONTINUE' }, 'Publish'],
      qualityGates: [
        { name: 'Quality', afterTasks: ['A'], blocksTasks: ['Publish'], requireAllPassed: true },
      ],
    });
    fail(mission, 'A');

    mission.must(RITA, (draft) => retryTask(draft, mission.ref('TASK', 'A')));
    const meanwhile = mission.find('GATE', 'Quality').status;
    complete(mission, ['A']);

    expect(meanwhile).toBe('PENDING');
    expect(mission.find('GATE', 'Quality').status).toBe('PASSED');
    expect(mission.task('Publish').status).toBe('READY');
  });

  it('starts afresh in every run', () => {
    const mission = aMission({
      tasks: ['A'],
      qualityGates: [{ name: 'Quality', afterTasks: ['A'], blocksTasks: [], minScore: 3 }],
    });
    complete(mission, ['A'], { selfScore: 5 });

    launchAgain(mission);

    expect(mission.find('GATE', 'Quality').status).toBe('PENDING');
  });
});

describe('overriding a gate', () => {
  it('lets what it blocks go on, and keeps who said so and why', () => {
    const mission = aGatedMission({ minScore: 5 }, [3]);

    mission.must(RITA, (draft) =>
      overrideGate(draft, { node: mission.ref('GATE', 'Quality'), reason: 'Good enough.' }),
    );

    expect(mission.find('GATE', 'Quality')).toMatchObject({
      status: 'OVERRIDDEN',
      override: { actor: RITA, feedback: 'Good enough.' },
    });
    expect(mission.task('Publish').status).toBe('READY');
  });

  it('is refused for a gate that does not hold', () => {
    const mission = aGatedMission({ minScore: 1 }, [3]);
    const command = { node: mission.ref('GATE', 'Quality'), reason: 'x' };

    const error = mission.refused(RITA, (draft) => overrideGate(draft, command));

    expect(error).toMatchObject({
      code: 'ILLEGAL_MOVE',
      detail: { subject: 'quality gate', status: 'PASSED' },
    });
  });

  it('is refused for a node of another kind, which behaves as if it were not there', () => {
    const mission = aGatedMission({ minScore: 5 }, [3]);
    const command = { node: mission.ref('TASK', 'Publish'), reason: 'x' };

    const error = mission.refused(RITA, (draft) => overrideGate(draft, command));

    expect(error).toMatchObject({ code: 'NOT_FOUND', detail: { subject: 'quality gate' } });
  });
});
