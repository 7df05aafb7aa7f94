import { buildReport } from '@muster/core/build-report';
import { cancelMission } from '@muster/core/decide/mission-commands';
import { submitTask } from '@muster/core/decide/submit';
import type { Report } from '@muster/core/report';
import type { Attempt } from '@muster/core/run/attempt';
import { describe, expect, it } from 'vitest';
import {
  ADA,
  aMission,
  approve,
  aSubmission,
  BOB,
  claim,
  complete,
  fail,
  MINUTE,
  RITA,
  reject,
  SECOND,
  START,
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

    expect(reportOf(mission).checkpoints).toMatchObject([
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

describe('how the work went', () => {
  it('is told of each task: retries, fix rounds, who it was handed to, when it began and ended', () => {
    const expectations = [{ type: 'test', command: 'npm test' }];
    const mission = aMission({
      tasks: [{ title: 'A', maxAttempts: 2, expectations, retryBackoff: 'PT1S', escalateTo: 'bob' }, 'B'],
    });
    const [met, unmet] = [true, false].map((hasPassed) => ({
      expectationResults: [{ position: 0, hasPassed }],
    }));
    claim(mission, ['A']);
    for (let round = 1; round <= 3; round++) submit(mission, 'A', unmet);
    mission.wait(MINUTE);
    fail(mission, 'A');
    mission.wait(MINUTE);
    claim(mission, ['A'], { actor: BOB });
    const attempt = mission.attemptRef('A');
    mission.must(BOB, (draft) => submitTask(draft, { attempt, submission: aSubmission(met) }));
    complete(mission, ['B']);

    const [a, b] = reportOf(mission).tasks;

    expect(a?.attemptCount).toBe(5);
    expect(a?.work).toEqual({
      retryCount: 2,
      fixRoundCount: 2,
      escalatedTo: 'bob',
      startedAt: START,
      settledAt: START + 2 * MINUTE,
    });
    expect(b?.work).toMatchObject({ retryCount: 0, fixRoundCount: 0 });
  });

  it('says of each deadline whether it was met, the run’s and the tasks’', () => {
    const mission = aMission({
      deadline: 'PT2M',
      tasks: [
        { title: 'A', deadline: '2026-11-21T08:01:00Z' },
        { title: 'B', deadline: '2026-11-21T08:01:00Z' },
        'C',
      ],
    });
    complete(mission, ['A']);
    mission.wait(MINUTE + SECOND);
    complete(mission, ['B']);
    mission.wait(MINUTE);
    complete(mission, ['C']);

    const { tasks, deadline } = reportOf(mission);

    expect(tasks.map(({ work }) => work?.deadline?.isBreached)).toEqual([false, true, undefined]);
    expect(deadline).toEqual({ at: START + 2 * MINUTE, isBreached: true });
  });

  it('tells what turned up in accepted work, and the task that it became', () => {
    const mission = aMission({ tasks: ['A', { title: 'B', dependsOn: ['A'] }] });
    const issues = [
      { severity: 'SUGGESTION', title: 'Paint it.', description: '' },
      { severity: 'BLOCKING', title: 'It leaks.', description: 'Under the sink.' },
    ] as const;
    complete(mission, ['A'], { issues });

    const report = reportOf(mission);

    expect(report.issues).toMatchObject([
      { severity: 'SUGGESTION', title: 'Paint it.', foundAtKey: 'A' },
      { severity: 'BLOCKING', title: 'It leaks.', foundAt: 0, became: 2 },
    ]);
    expect(report.issues?.[0]).not.toHaveProperty('became');
    expect(report.tasks[2]?.title).toBe('It leaks.');
  });

  it('says of a checkpoint who decided what and when, and whether it was escalated before', () => {
    const mission = aMission({
      tasks: ['A'],
      checkpoints: [{ name: 'Go', afterTasks: ['A'], blocksTasks: [], expiresAfter: 'PT1M' }],
    });
    complete(mission, ['A']);
    mission.wait(MINUTE);
    mission.wait(MINUTE);
    approve(mission, 'Go');

    expect(reportOf(mission).checkpoints).toMatchObject([
      {
        openedAt: START,
        escalatedAt: START + MINUTE,
        decidedAt: START + 2 * MINUTE,
        verdicts: [{ actor: RITA, at: START + 2 * MINUTE }],
      },
    ]);
  });
});
