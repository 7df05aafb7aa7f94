import { buildReport } from '@muster/core/build-report';
import { cancelMission } from '@muster/core/decide/mission-commands';
import type { Report } from '@muster/core/report';
import type { Attempt } from '@muster/core/run/attempt';
import { describe, expect, it } from 'vitest';
import {
  ADA,
  aMission,
  approve,
  claim,
  complete,
  fail,
  MINUTE,
  RITA,
  reject,
  SECOND,
  submit,
} from '../support/a-mission.ts';
import type { MissionUnderTest } from '../support/mission-under-test.ts';

function reportOf(mission: MissionUnderTest): Report {
  const attempts = new Map<number, readonly Attempt[]>();
  for (const attempt of mission.attempts.values()) {
    attempts.set(attempt.taskIndex, [...(attempts.get(attempt.taskIndex) ?? []), attempt]);
  }
  return buildReport({ head: mission.head, run: mission.run, nodes: mission.nodes, attempts });
}

describe('the report of a run', () => {
  it('tells wall-clock time from launch to end, and working time from claim to end of each attempt', () => {
    const mission = aMission({ tasks: ['A'] });
    mission.wait(10 * SECOND);
    claim(mission, ['A']);
    mission.wait(5 * SECOND);
    fail(mission, 'A');
    mission.wait(MINUTE);
    claim(mission, ['A']);
    mission.wait(7 * SECOND);
    submit(mission, 'A');

    expect(reportOf(mission)).toMatchObject({ wallClockMs: 82 * SECOND, workingMs: 12 * SECOND });
  });

  it('tells of each task: status, attempts, agent, score, outcomes', () => {
    const mission = aMission({ tasks: ['A', { title: 'B', maxAttempts: 1, onFailure: 'CONTINUE' }] });

    complete(mission, ['A'], { selfScore: 4, outcomes: ['A page'] });
    fail(mission, 'B');

    expect(reportOf(mission).tasks).toMatchObject([
      { key: 'A', status: 'DONE', attemptCount: 1, agent: ADA.name, score: 4, outcomes: ['A page'] },
      { key: 'B', status: 'FAILED', attemptCount: 1, reason: 'It broke.', outcomes: [] },
    ]);
  });

  it('names each file once, sorted', () => {
    const mission = aMission({ tasks: ['A', 'B'] });

    complete(mission, ['A'], { filesCreated: ['z.ts', 'a.ts'], filesEdited: ['e.ts'] });
    complete(mission, ['B'], { filesCreated: ['a.ts'] });

    expect(reportOf(mission)).toMatchObject({ filesCreated: ['a.ts', 'z.ts'], filesEdited: ['e.ts'] });
  });

  it('tells who decided a checkpoint and how long it waited', () => {
    const mission = aMission({ tasks: [], checkpoints: [{ name: 'C', afterTasks: [], blocksTasks: [] }] });
    mission.wait(MINUTE);

    approve(mission, 'C');

    expect(reportOf(mission).checkpoints).toEqual([
      { name: 'C', status: 'APPROVED', decidedBy: [RITA], waitedMs: MINUTE },
    ]);
  });

  it('tells why a checkpoint was rejected', () => {
    const mission = aMission({ tasks: [], checkpoints: [{ name: 'C', afterTasks: [], blocksTasks: [] }] });

    reject(mission, 'C');

    expect(reportOf(mission)).toMatchObject({
      status: 'FAILED',
      hasAllPassed: false,
      checkpoints: [{ status: 'REJECTED', decidedBy: [RITA], feedback: 'Not yet.' }],
    });
  });

  it.each([
    { all: 'every task is DONE', break: () => undefined, hasAllPassed: true },
    { all: 'a task failed', break: (mission: MissionUnderTest) => fail(mission, 'B'), hasAllPassed: false },
  ])('has all passed: $hasAllPassed when $all', ({ break: breakIt, hasAllPassed }) => {
    const mission = aMission({ tasks: ['A', { title: 'B', maxAttempts: 1, onFailure: 'CONTINUE' }] });

    complete(mission, ['A']);
    breakIt(mission);
    if (mission.run.endedAt === undefined) complete(mission, ['B']);

    expect(reportOf(mission)).toMatchObject({ status: 'COMPLETED', hasAllPassed });
  });

  it('is written for a cancelled run too, with the reason', () => {
    const mission = aMission({ tasks: ['A'] });
    mission.must(RITA, (draft) => cancelMission(draft, 'No money.'));

    expect(reportOf(mission)).toMatchObject({
      status: 'CANCELLED',
      reason: 'No money.',
      hasAllPassed: false,
      tasks: [{ status: 'CANCELLED' }],
    });
  });
});
