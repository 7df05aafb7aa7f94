import { claimTasks } from '@muster/core/decide/claim';
import { pauseMission, resumeMission } from '@muster/core/decide/mission-commands';
import { submitTask } from '@muster/core/decide/submit';
import { describe, expect, it } from 'vitest';
import {
  ADA,
  aDraftMission,
  aMission,
  aSubmission,
  BOB,
  claim,
  complete,
  MINUTE,
  RITA,
  SECOND,
  submit,
} from '../../support/a-mission.ts';
import type { MissionUnderTest } from '../../support/mission-under-test.ts';

describe('the maxConcurrent of an agent (C3)', () => {
  const TEAM = [{ name: 'ada', maxConcurrent: 2 }, { name: 'bob' }];

  it('is how many tasks of the run it holds at once; others take the rest', () => {
    const mission = aMission({ tasks: ['A', 'B', 'C', 'D'], team: TEAM });

    const byAda = claim(mission, ['A', 'B', 'C']);
    const again = claim(mission, ['C']);
    const byBob = claim(mission, ['C', 'D'], { actor: BOB });

    expect({ byAda, again, byBob }).toEqual({ byAda: ['A', 'B'], again: [], byBob: ['C', 'D'] });
    expect(mission.run.parkedCount).toBe(0);
  });

  it.each([
    { how: 'is done', lose: (mission: MissionUnderTest) => submit(mission, 'A') },
    { how: 'goes to review', lose: (mission: MissionUnderTest) => submit(mission, 'Reviewed') },
    { how: 'ran out of time', lose: (mission: MissionUnderTest) => void mission.wait(MINUTE) },
  ])('has room again once a task $how', ({ lose }) => {
    const tasks = ['A', { title: 'Reviewed', review: 'REQUIRED' }, 'C'];
    const mission = aMission({ tasks, team: TEAM });
    claim(mission, ['A', 'Reviewed']);

    lose(mission);

    expect(claim(mission, ['C'])).toEqual(['C']);
  });
});

describe('claiming', () => {
  it('gives a task to one claimer, with a new generation (C1)', () => {
    const mission = aMission({ tasks: ['A'] });

    const first = claim(mission, ['A'], { actor: ADA });
    const second = claim(mission, ['A'], { actor: BOB });

    expect([first, second]).toEqual([['A'], []]);
    expect(mission.task('A')).toMatchObject({ generation: 1, implementer: 'ada', lease: { agent: 'ada' } });
  });

  it('takes at most the limit, in the order of the candidates', () => {
    const mission = aMission({ tasks: ['A', 'B', 'C'] });
    const command = { agent: 'ada', leaseMs: MINUTE, limit: 2, candidates: [2, 0, 1] };

    const claimed = mission.must(ADA, (draft) => claimTasks(draft, command));

    expect(claimed.map(({ task }) => task.name)).toEqual(['C', 'A']);
  });

  it('leaves alone what is assigned to somebody else', () => {
    const mission = aMission({ tasks: [{ title: 'A', assignTo: 'bob' }], team: [{ name: 'bob' }] });

    expect(claim(mission, ['A'], { actor: ADA })).toEqual([]);
    expect(claim(mission, ['A'], { actor: BOB })).toEqual(['A']);
  });

  it('leaves alone what is not READY, and what is no task', () => {
    const mission = aMission({
      tasks: ['A', { title: 'B', dependsOn: ['A'] }],
      checkpoints: [{ name: 'C', afterTasks: ['B'], blocksTasks: [] }],
    });
    const command = { agent: 'ada', leaseMs: MINUTE, limit: 10, candidates: [1, 2] };

    expect(mission.must(ADA, (draft) => claimTasks(draft, command))).toEqual([]);
  });

  it('of a mission without a run finds nothing', () => {
    const command = { agent: 'ada', leaseMs: MINUTE, limit: 10, candidates: [0] };

    expect(aDraftMission({}).must(ADA, (draft) => claimTasks(draft, command))).toEqual([]);
  });

  it('leases the task for as long as was asked, and never past maxDuration', () => {
    const mission = aMission({ tasks: ['A', { title: 'B', maxDuration: 'PT30S' }] });

    claim(mission, ['A', 'B'], { leaseMs: MINUTE });

    expect(mission.task('A').lease?.expiresAt).toBe(mission.now + MINUTE);
    expect(mission.task('B').lease?.expiresAt).toBe(mission.now + 30 * SECOND);
  });

  it('tells of the task and of its attempt', () => {
    const mission = aMission({ tasks: ['A'] });
    const { length } = mission.events;

    claim(mission, ['A']);

    expect(mission.events.slice(length).map(({ type, data }) => ({ type, to: data.to }))).toEqual([
      { type: 'TaskStatusChanged', to: 'IN_PROGRESS' },
      { type: 'AttemptStatusChanged', to: 'ACTIVE' },
    ]);
  });
});

describe('a mission at its maxConcurrent', () => {
  it('parks further candidates, so that they do not hide what can be claimed (C2)', () => {
    const mission = aMission({ tasks: ['A', 'B', 'C'], maxConcurrent: 1 });

    const claimed = claim(mission, ['A', 'B', 'C']);

    expect(claimed).toEqual(['A']);
    expect(mission.parkedIndexes()).toEqual([1, 2]);
    expect(mission.eventsOf('TaskParked')).toHaveLength(2);
  });

  it('brings one back per attempt that ends', () => {
    const mission = aMission({ tasks: ['A', 'B', 'C'], maxConcurrent: 1 });
    claim(mission, ['A', 'B', 'C']);

    submit(mission, 'A');
    mission.settle();

    expect(mission.parkedIndexes()).toEqual([2]);
    expect(claim(mission, ['B', 'C'])).toEqual(['B']);
  });
});

describe('a paused mission', () => {
  it('parks what somebody tries to claim, and brings all of it back on resume', () => {
    const titles = Array.from({ length: 250 }, (_, at) => `T${at}`);
    const mission = aMission({ tasks: titles });
    mission.must(RITA, (draft) => pauseMission(draft, 'Lunch.'));

    for (let at = 0; at < 250; at += 50) claim(mission, titles.slice(at, at + 50));
    const parkedCount = mission.parkedIndexes().length;
    mission.must(RITA, resumeMission);
    mission.settle();

    expect(parkedCount).toBe(250);
    expect(mission.parkedIndexes()).toEqual([]);
    expect(claim(mission, titles.slice(200, 210))).toHaveLength(10);
  });

  it('lets a running attempt finish, and releases what it was waited for', () => {
    const mission = aMission({ tasks: ['A', { title: 'B', dependsOn: ['A'] }] });
    claim(mission, ['A']);
    mission.must(RITA, (draft) => pauseMission(draft, undefined));
    const attempt = mission.attemptRef('A');

    mission.must(ADA, (draft) => submitTask(draft, { attempt, submission: aSubmission() }));

    expect(mission.task('A').status).toBe('DONE');
    expect(mission.namesIn('READY')).toEqual(['B']);
    expect(claim(mission, ['B'])).toEqual([]);
  });

  it('ends only after it was resumed (E2)', () => {
    const mission = aMission({ tasks: ['A'] });
    claim(mission, ['A']);
    mission.must(RITA, (draft) => pauseMission(draft, undefined));

    complete(mission, ['A']);
    const whilePaused = mission.run.status;
    mission.must(RITA, resumeMission);

    expect(whilePaused).toBe('PAUSED');
    expect(mission.run.status).toBe('COMPLETED');
  });
});
