import { retryTask } from '@muster/core/decide/task-commands';
import { LIMITS } from '@muster/core/limits';
import { describe, expect, it } from 'vitest';
import { aMission, approve, complete, fail, launchAgain, RITA, reject } from '../../support/a-mission.ts';
import type { MissionUnderTest } from '../../support/mission-under-test.ts';

/** A gate after Draft, beside a checkpoint by which Draft can be sent back. */
function aGatedMission(gate: Readonly<Record<string, unknown>>): MissionUnderTest {
  return aMission({
    tasks: ['Draft', 'Publish', 'Other'],
    checkpoints: [{ name: 'Look', afterTasks: ['Draft'], blocksTasks: [] }],
    qualityGates: [{ name: 'Quality', afterTasks: ['Draft'], blocksTasks: ['Publish'], ...gate }],
  });
}

const heldReasons = (mission: MissionUnderTest) =>
  mission.eventsOf('GateHeld').map((event) => event.data.reasons);

function redo(mission: MissionUnderTest, selfScore: number): void {
  reject(mission, 'Look', ['Draft']);
  complete(mission, ['Draft'], { selfScore });
}

describe('a gate that holds', () => {
  it('says why, once for each distinct result', () => {
    const mission = aGatedMission({ minScore: 4 });
    complete(mission, ['Draft'], { selfScore: 2 });

    redo(mission, 2);
    redo(mission, 3);
    redo(mission, 2);

    expect(heldReasons(mission)).toEqual([
      ['The mean score is 2.00; at least 4 is needed.'],
      ['The mean score is 3.00; at least 4 is needed.'],
    ]);
  });

  it('passes once its tasks were done better, and has no reasons left', () => {
    const mission = aGatedMission({ minScore: 4 });
    complete(mission, ['Draft'], { selfScore: 2 });

    redo(mission, 4);

    expect(mission.find('GATE', 'Quality')).toMatchObject({ status: 'PASSED', reasons: [], averageScore: 4 });
    expect(mission.task('Publish').status).toBe('READY');
  });

  it('forgets the mean of a former evaluation when nothing has a score any more', () => {
    const mission = aGatedMission({ minScore: 4 });
    complete(mission, ['Draft'], { selfScore: 2 });
    reject(mission, 'Look', ['Draft']);

    complete(mission, ['Draft']);

    expect(mission.find('GATE', 'Quality')).toMatchObject({
      reasons: ['No task has a score; at least 4 is needed.'],
    });
    expect(mission.find('GATE', 'Quality')).not.toHaveProperty('averageScore');
  });

  it('holds afresh in every run, and says so there too', () => {
    const mission = aGatedMission({ minScore: 4 });
    for (let run = 1; run <= 2; run++) {
      complete(mission, ['Draft'], { selfScore: 2 });
      reject(mission, 'Look');
      if (run === 1) launchAgain(mission);
    }

    expect(heldReasons(mission)).toHaveLength(2);
  });

  it('holds the end of the run when it blocks nothing', () => {
    const mission = aMission({
      tasks: ['A'],
      qualityGates: [{ name: 'Quality', afterTasks: ['A'], blocksTasks: [], minScore: 3 }],
    });

    complete(mission, ['A']);

    expect(mission.run.status).toBe('ACTIVE');
    expect(mission.find('GATE', 'Quality').status).toBe('FAILED');
  });

  it('over many tasks that have not passed names some, and counts the rest', () => {
    const titles = Array.from({ length: 200 }, (_, place) => `T${place}`);
    const mission = aMission({
      tasks: titles.map((title) => ({ title, maxAttempts: 1, onFailure: 'CONTINUE' })),
      qualityGates: [{ name: 'Quality', afterTasks: titles, blocksTasks: [], requireAllPassed: true }],
    }).checkingAtTheEnd();
    for (const title of titles) fail(mission, title);
    mission.settle();

    const { reasons } = mission.find('GATE', 'Quality');

    expect(reasons).toHaveLength(21);
    expect(reasons.at(-1)).toBe('180 more of its tasks are not DONE either.');
    expect(JSON.stringify(reasons).length).toBeLessThan(LIMITS.recordBytesMax / 10);
  });
});

describe('a condition that can not be evaluated', () => {
  it.each([
    ['because of what it finds', 'scores[7] > 1.0'],
    ['because nobody can read it any more', 'avgScore >='],
    ['because it gives no truth value', 'run.number'],
  ])('%s holds its gate with a reason, and nothing else', (_, condition) => {
    const mission = aGatedMission({ condition: 'true' });
    const { index } = mission.find('GATE', 'Quality');
    const spec = mission.specs[index];
    if (spec?.kind === 'GATE')
      mission.specs[index] = { ...spec, definition: { ...spec.definition, condition } };

    complete(mission, ['Draft', 'Other']);
    approve(mission, 'Look');

    expect(mission.find('GATE', 'Quality')).toMatchObject({
      status: 'FAILED',
      reasons: [expect.stringMatching(/^The condition could not be evaluated: ./)],
    });
    expect(mission.namesIn('DONE')).toEqual(['Draft', 'Other']);
    expect(mission.run.status).toBe('ACTIVE');
  });
});

describe('a mean score', () => {
  it('that equals minScore passes, however its weights round', () => {
    const weights = [0.1, 0.2, 0.3];
    const titles = weights.map((_, place) => `T${place}`);
    const mission = aMission({
      tasks: titles.map((title, place) => ({ title, weight: weights[place] })),
      qualityGates: [{ name: 'Quality', afterTasks: titles, blocksTasks: [], minScore: 3.3 }],
    });

    complete(mission, titles, { selfScore: 3.3 });

    expect(mission.find('GATE', 'Quality').status).toBe('PASSED');
  });
});

describe('a gate behind a task that was tolerated when it failed', () => {
  it('is evaluated anew when that task is retried', () => {
    const mission = aMission({
      tasks: [{ title: 'A', maxAttempts: 1, onFailure: 'CONTINUE' }, 'B'],
      qualityGates: [{ name: 'Quality', afterTasks: ['A'], blocksTasks: ['B'], requireAllPassed: true }],
    });
    fail(mission, 'A');
    const failed = mission.find('GATE', 'Quality').status;

    mission.must(RITA, (draft) => retryTask(draft, mission.ref('TASK', 'A')));
    complete(mission, ['A']);

    expect([failed, mission.find('GATE', 'Quality').status]).toEqual(['FAILED', 'PASSED']);
  });
});
