import { SYSTEM_ACTOR } from '@muster/core/actor';
import { passTime } from '@muster/core/decide/due';
import { skipDelay } from '@muster/core/decide/element-commands';
import { pauseMission, resumeMission } from '@muster/core/decide/mission-commands';
import { heartbeat } from '@muster/core/decide/submit';
import { formatInstant, instantOf } from '@muster/core/instant';
import { describe, expect, it } from 'vitest';
import {
  ADA,
  aMission,
  claim,
  complete,
  fail,
  MINUTE,
  RITA,
  SECOND,
  START,
} from '../../support/a-mission.ts';
import type { MissionUnderTest } from '../../support/mission-under-test.ts';

function aDelayedMission(): MissionUnderTest {
  const mission = aMission({
    tasks: ['A', 'B'],
    delays: [{ name: 'Rest', afterTasks: ['A'], blocksTasks: ['B'], duration: 'PT1M' }],
  });
  complete(mission, ['A']);
  return mission;
}

describe('a delay', () => {
  it('elapses on time, not a millisecond before (T1)', () => {
    const mission = aDelayedMission();

    mission.wait(MINUTE - 1);
    const early = mission.find('DELAY', 'Rest').status;
    mission.wait(1);

    expect(early).toBe('RUNNING');
    expect(mission.find('DELAY', 'Rest').status).toBe('ELAPSED');
    expect(mission.namesIn('READY')).toEqual(['B']);
  });

  it('whose timer comes again changes nothing (T1)', () => {
    const mission = aDelayedMission();
    mission.wait(MINUTE);
    const { sequence } = mission.head;
    const { index } = mission.find('DELAY', 'Rest');

    mission.must(SYSTEM_ACTOR, (draft) => passTime(draft, { runNumber: 1, indexes: [index, index] }));

    expect(mission.head.sequence).toBe(sequence);
  });

  it('that ends while the run is paused is put aside, and settles when the run goes on (T2)', () => {
    const mission = aDelayedMission();
    mission.must(RITA, (draft) => pauseMission(draft, undefined));

    mission.wait(MINUTE);
    const aside = { ...mission.find('DELAY', 'Rest'), next: mission.namesIn('READY') };
    mission.must(RITA, resumeMission);
    mission.settle();

    expect(aside).toMatchObject({ status: 'RUNNING', isParked: true, next: [] });
    expect(mission.find('DELAY', 'Rest').status).toBe('ELAPSED');
    expect(mission.namesIn('READY')).toEqual(['B']);
  });

  it('all come back after a pause, however many were put aside', () => {
    const names = Array.from({ length: 120 }, (_, at) => `D${at}`);
    const mission = aMission({
      tasks: ['A'],
      delays: names.map((name) => ({ name, afterTasks: [], blocksTasks: [], duration: 'PT1M' })),
    });
    mission.must(RITA, (draft) => pauseMission(draft, undefined));
    mission.wait(MINUTE);

    mission.must(RITA, resumeMission);
    mission.settle();

    expect(mission.parkedIndexes()).toEqual([]);
    expect(mission.run.openNodeCount).toBe(1);
  });

  it('can be skipped by a person, who is recorded', () => {
    const mission = aDelayedMission();

    mission.must(RITA, (draft) =>
      skipDelay(draft, { node: mission.ref('DELAY', 'Rest'), reason: 'No time.' }),
    );

    expect(mission.find('DELAY', 'Rest')).toMatchObject({ status: 'SKIPPED', skip: { actor: RITA } });
    expect(mission.namesIn('READY')).toEqual(['B']);
  });

  it('can not be skipped once it has elapsed', () => {
    const mission = aDelayedMission();
    mission.wait(MINUTE);
    const command = { node: mission.ref('DELAY', 'Rest'), reason: 'x' };

    const error = mission.refused(RITA, (draft) => skipDelay(draft, command));

    expect(error).toMatchObject({ code: 'ILLEGAL_MOVE', detail: { status: 'ELAPSED', legal: [] } });
  });

  it('of a calendar month lasts as long as that month', () => {
    const mission = aMission({
      tasks: [],
      delays: [{ name: 'Month', afterTasks: [], blocksTasks: [], duration: 'P1M' }],
    });

    expect(mission.find('DELAY', 'Month').endsAt).toBe(mission.now + 30 * 24 * 60 * MINUTE);
  });
});

describe('a lease without a heartbeat', () => {
  it('expires: the attempt is EXPIRED and the task READY again while attempts remain', () => {
    const mission = aMission({ tasks: ['A'] });
    claim(mission, ['A'], { leaseMs: MINUTE });

    mission.wait(MINUTE);

    expect(mission.attempt('A', 1)).toMatchObject({ status: 'EXPIRED', failure: { reason: 'LEASE_LOST' } });
    expect(mission.task('A')).toMatchObject({ status: 'READY', attemptsSpent: 1 });
  });

  it('fails the task when it was the last attempt', () => {
    const mission = aMission({ tasks: [{ title: 'A', maxAttempts: 1 }] });
    claim(mission, ['A'], { leaseMs: MINUTE });

    mission.wait(MINUTE);

    expect(mission.task('A').status).toBe('FAILED');
    expect(mission.run.status).toBe('FAILED');
  });

  it('still expires while the run is paused (T2)', () => {
    const mission = aMission({ tasks: ['A'] });
    claim(mission, ['A'], { leaseMs: MINUTE });
    mission.must(RITA, (draft) => pauseMission(draft, undefined));

    mission.wait(MINUTE);

    expect(mission.task('A').status).toBe('READY');
  });

  it('that reached maxDuration ends as TIMEOUT, whatever heartbeats there were', () => {
    const mission = aMission({ tasks: [{ title: 'A', maxDuration: 'PT90S' }] });
    claim(mission, ['A'], { leaseMs: MINUTE });

    mission.wait(50 * SECOND);
    mission.must(ADA, (draft) => heartbeat(draft, mission.attemptRef('A')));
    mission.wait(40 * SECOND);

    expect(mission.attempt('A', 1)).toMatchObject({ status: 'EXPIRED', failure: { reason: 'TIMEOUT' } });
  });

  it('is told apart from one that was renewed since the timer was set (T1)', () => {
    const mission = aMission({ tasks: ['A'] });
    claim(mission, ['A'], { leaseMs: MINUTE });
    mission.wait(50 * SECOND);
    mission.must(ADA, (draft) => heartbeat(draft, mission.attemptRef('A')));

    mission.wait(10 * SECOND);

    expect(mission.task('A').status).toBe('IN_PROGRESS');
  });
});

describe('many leases that run out at once', () => {
  it('are handled in as many commits as it takes', () => {
    const titles = Array.from({ length: 100 }, (_, at) => `T${at}`);
    const mission = aMission({ tasks: titles });
    claim(mission, titles, { leaseMs: MINUTE });

    mission.wait(MINUTE);

    expect(mission.namesIn('READY')).toHaveLength(100);
  });
});

describe('a retry that comes due', () => {
  it('can be claimed again from then on', () => {
    const mission = aMission({ tasks: [{ title: 'A', retryBackoff: 'PT10S' }] });
    fail(mission, 'A');

    mission.wait(10 * SECOND - 1);
    const early = claim(mission, ['A']);
    mission.wait(1);

    expect(early).toEqual([]);
    expect(claim(mission, ['A'])).toEqual(['A']);
  });
});

describe('time in an earlier run', () => {
  it('means nothing', () => {
    const mission = aDelayedMission();

    const lookedAt = mission.must(SYSTEM_ACTOR, (draft) =>
      passTime(draft, { runNumber: 9, indexes: [0, 1] }),
    );

    expect(lookedAt).toBe(2);
  });
});

const SOON = formatInstant(instantOf(START + 5 * MINUTE));

describe('a done task', () => {
  it('is never dispatched again by a late timer: not by that of its lease, its retry or its deadline (T1)', () => {
    const mission = aMission({
      tasks: [{ title: 'A', maxAttempts: 3, retryBackoff: 'PT1M', deadline: SOON }],
    });
    fail(mission, 'A');
    mission.wait(MINUTE);
    complete(mission, ['A']);
    const { sequence } = mission.head;
    const { index } = mission.task('A');

    for (const laterMs of [SECOND, MINUTE, 10 * MINUTE]) {
      mission.wait(laterMs);
      mission.must(SYSTEM_ACTOR, (draft) => passTime(draft, { runNumber: 1, indexes: [index] }));
    }

    expect(mission.task('A')).toMatchObject({ status: 'DONE', generation: 2 });
    expect(mission.head.sequence).toBe(sequence);
    expect(claim(mission, ['A'])).toEqual([]);
  });
});
