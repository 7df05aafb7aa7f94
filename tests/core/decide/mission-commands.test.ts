import {
  cancelMission,
  cancelRun,
  pauseMission,
  planMission,
  resumeMission,
  retryFailed,
  saveDocument,
} from '@muster/core/decide/mission-commands';
import { MISSION_STATUSES } from '@muster/core/lifecycle/mission-lifecycle';
import { describe, expect, it } from 'vitest';
import {
  aDraftMission,
  aMission,
  claim,
  complete,
  fail,
  launchAgain,
  MINUTE,
  RITA,
} from '../../support/a-mission.ts';

describe('planning', () => {
  it('moves a DRAFT to PLANNING, and nothing else', () => {
    const mission = aDraftMission({});

    mission.must(RITA, planMission);
    const error = mission.refused(RITA, planMission);

    expect(mission.head.status).toBe('PLANNING');
    expect(error).toMatchObject({
      detail: {
        command: 'planMission',
        legal: ['saveDocument', 'launchMission', 'completePlanning', 'scheduleMission', 'cancelMission'],
      },
    });
  });
});

describe('saving a document', () => {
  it('counts versions up and tells of them', () => {
    const mission = aDraftMission({});

    const versions = [mission.must(RITA, saveDocument), mission.must(RITA, saveDocument)];

    expect(versions).toEqual([2, 3]);
    expect(mission.eventsOf('DocumentSaved').map((event) => event.data)).toEqual([
      { version: 2 },
      { version: 3 },
    ]);
  });

  it('is refused while a run is open', () => {
    expect(aMission({ tasks: ['A'] }).refused(RITA, saveDocument).code).toBe('ILLEGAL_MOVE');
  });
});

describe('pausing', () => {
  it('stops claims and keeps the reason; resuming lets them go on', () => {
    const mission = aMission({ tasks: ['A'] });

    mission.must(RITA, (draft) => pauseMission(draft, 'Lunch.'));
    const paused = { ...mission.run, mission: mission.head.status, claimed: claim(mission, ['A']) };
    mission.must(RITA, resumeMission);
    mission.settle();

    expect(paused).toMatchObject({ status: 'PAUSED', reason: 'Lunch.', mission: 'PAUSED', claimed: [] });
    expect(mission.head.status).toBe('ACTIVE');
    expect(claim(mission, ['A'])).toEqual(['A']);
  });
});

describe('the reason of a run', () => {
  it('stands for as long as the status that it was given for', () => {
    const mission = aMission({ tasks: ['A'] });

    mission.must(RITA, (draft) => pauseMission(draft, 'Lunch.'));
    mission.must(RITA, resumeMission);
    const resumed = mission.run.reason;
    mission.must(RITA, (draft) => pauseMission(draft, 'Lunch.'));
    mission.must(RITA, resumeMission);
    mission.must(RITA, (draft) => pauseMission(draft, undefined));
    const pausedForNone = mission.run.reason;
    mission.must(RITA, resumeMission);
    complete(mission, ['A']);

    expect([resumed, pausedForNone]).toEqual([undefined, undefined]);
    expect(mission.run).toMatchObject({ status: 'COMPLETED' });
    expect(mission.run.reason).toBeUndefined();
  });
});

describe('cancelling a mission', () => {
  it('cancels its open tasks, interrupts their attempts and closes what is pending', () => {
    const mission = aMission({
      tasks: ['Done', 'Running', { title: 'In review', review: 'REQUIRED' }, 'Ready'],
      checkpoints: [{ name: 'C', afterTasks: ['Ready'], blocksTasks: [] }],
      qualityGates: [{ name: 'G', afterTasks: ['Ready'], blocksTasks: [], minScore: 1 }],
      delays: [{ name: 'D', afterTasks: [], blocksTasks: [], duration: 'PT1M' }],
    });
    complete(mission, ['Done', 'In review']);
    claim(mission, ['Running']);

    mission.must(RITA, (draft) => cancelMission(draft, 'No money.'));

    expect(mission.head).toMatchObject({
      status: 'CANCELLED',
      run: { status: 'CANCELLED', reason: 'No money.' },
    });
    expect(mission.namesIn('CANCELLED')).toEqual(['Running', 'In review', 'Ready']);
    expect(mission.namesIn('DONE')).toEqual(['Done']);
    expect(mission.attempt('Running').status).toBe('INTERRUPTED');
    expect(mission.attempt('In review').status).toBe('INTERRUPTED');
    expect(mission.nodes.slice(4).map((node) => node.status)).toEqual(['SKIPPED', 'SKIPPED', 'SKIPPED']);
  });

  it('works on a paused mission, and on its seventh run alike', () => {
    const mission = aMission({ tasks: ['A'] });
    for (let run = 2; run <= 7; run++) {
      complete(mission, ['A']);
      launchAgain(mission);
    }
    mission.must(RITA, (draft) => pauseMission(draft, undefined));

    mission.must(RITA, (draft) => cancelMission(draft, 'Enough.'));

    expect(mission.head).toMatchObject({ status: 'CANCELLED', run: { number: 7, status: 'CANCELLED' } });
  });

  it('asks for the report once, after the last piece', () => {
    const titles = Array.from({ length: 300 }, (_, at) => `T${at}`);
    const mission = aMission({ tasks: titles }).checkingAtTheEnd();

    mission.must(RITA, (draft) => cancelMission(draft, 'No money.'));
    const first = mission.messages.map((message) => message.type);
    const all: string[] = [];
    for (let message = mission.messages.shift(); message; message = mission.messages.shift()) {
      all.push(message.type);
      mission.deliver(message);
    }

    expect(first).toEqual(['CANCEL_TASKS']);
    expect(all.filter((type) => type === 'REPORT')).toHaveLength(1);
    expect(mission.namesIn('CANCELLED')).toHaveLength(300);
  });

  it('of one that was never launched just ends it', () => {
    const mission = aDraftMission({});

    mission.must(RITA, (draft) => cancelMission(draft, 'No money.'));

    expect(mission.head.status).toBe('CANCELLED');
    expect(mission.messages).toEqual([]);
  });

  it.each(['COMPLETED', 'FAILED', 'CANCELLED'] as const)('is refused for a mission that is %s', (status) => {
    const mission = aDraftMission({ status });

    expect(mission.refused(RITA, (draft) => cancelMission(draft, 'x')).code).toBe('ILLEGAL_MOVE');
  });

  it('leaves nothing that time could still move', () => {
    const mission = aMission({
      tasks: ['A'],
      delays: [{ name: 'D', afterTasks: [], blocksTasks: [], duration: 'PT1M' }],
    });
    claim(mission, ['A'], { leaseMs: MINUTE });
    mission.must(RITA, (draft) => cancelMission(draft, 'x'));
    const { sequence } = mission.head;

    mission.wait(10 * MINUTE);

    expect(mission.head.sequence).toBe(sequence);
  });
});

describe('cancelling a run', () => {
  const withoutRun = MISSION_STATUSES.filter(
    (status) => !['ACTIVE', 'PAUSED', 'VALIDATING'].includes(status),
  );

  it('ends a one-shot mission as CANCELLED', () => {
    const mission = aMission({ tasks: ['A'] });

    mission.must(RITA, (draft) => cancelRun(draft, 'Wrong plan.'));

    expect(mission.head).toMatchObject({ status: 'CANCELLED', run: { status: 'CANCELLED' } });
  });

  it.each(withoutRun)('is refused in %s: there is no open run', (status) => {
    const mission = aDraftMission({ status });

    expect(mission.refused(RITA, (draft) => cancelRun(draft, 'x')).code).toBe('ILLEGAL_MOVE');
  });
});

describe('retrying a failed mission', () => {
  it('goes on with the same run: what failed starts over, what is done is kept', () => {
    const mission = aMission({
      tasks: ['Done', { title: 'Broken', maxAttempts: 1 }, { title: 'Next', dependsOn: ['Broken'] }],
    });
    complete(mission, ['Done']);
    fail(mission, 'Broken');

    mission.must(RITA, retryFailed);
    mission.settle();

    expect(mission.head).toMatchObject({ status: 'ACTIVE', runCount: 1 });
    expect(mission.run.failing).toBeUndefined();
    expect(mission.run.endedAt).toBeUndefined();
    expect(mission.namesIn('DONE')).toEqual(['Done']);
    expect(mission.namesIn('READY')).toEqual(['Broken']);
    complete(mission, ['Broken', 'Next']);
    expect(mission.run.status).toBe('COMPLETED');
  });

  it('lets the run fail again, and be retried again', () => {
    const mission = aMission({ tasks: [{ title: 'A', maxAttempts: 1 }] });

    for (let time = 1; time <= 3; time++) {
      fail(mission, 'A');
      expect(mission.run.status).toBe('FAILED');
      mission.must(RITA, retryFailed);
    }

    expect(mission.task('A')).toMatchObject({ status: 'READY', generation: 3 });
  });

  it('resets what failed in pieces when it is much, also while paused meanwhile', () => {
    const titles = Array.from({ length: 150 }, (_, at) => `T${at}`);
    const tasks = titles.map((title) => ({ title, maxAttempts: 1, onFailure: 'CONTINUE' }));
    const mission = aMission({ tasks: [...tasks, { title: 'Last', maxAttempts: 1 }] }).checkingAtTheEnd();
    for (const title of titles) fail(mission, title);
    fail(mission, 'Last');

    mission.must(RITA, retryFailed);
    mission.must(RITA, (draft) => pauseMission(draft, undefined));
    mission.settle();

    expect(mission.namesIn('FAILED')).toEqual([]);
    expect(mission.run.openNodeCount).toBe(151);
  });
});
