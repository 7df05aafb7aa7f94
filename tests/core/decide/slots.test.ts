import { SYSTEM_ACTOR } from '@muster/core/actor';
import { pauseMission, saveDocument } from '@muster/core/decide/mission-commands';
import { passMissionTime } from '@muster/core/decide/mission-due';
import type { DomainError } from '@muster/core/error-table';
import { err } from '@muster/core/result';
import type { CatchUpPolicy, OverlapPolicy } from '@muster/core/schedule/schedule';
import { describe, expect, it } from 'vitest';
import { complete, fail, MINUTE, RITA } from '../../support/a-mission.ts';
import { aScheduledMission, HOUR, slotsTold, timeOf } from '../../support/a-schedule.ts';
import type { MissionUnderTest } from '../../support/mission-under-test.ts';

const INVALID: DomainError = { code: 'INVALID_DOCUMENT', path: ['document'], detail: { problems: [] } };

/** Completes run after run until the mission waits for time alone. */
function workOff(mission: MissionUnderTest): MissionUnderTest {
  while (mission.head.status === 'ACTIVE') {
    complete(mission, ['A']);
    mission.wait(0);
  }
  return mission;
}

describe('a slot that finds the mission free', () => {
  it('launches a run that is named after it (K5)', () => {
    const mission = aScheduledMission().wait(HOUR);

    expect(mission.head.status).toBe('ACTIVE');
    expect(timeOf(mission.run.slot)).toBe('09:00');
    expect(mission.eventsOf('SlotFired')).toMatchObject([
      { runNumber: 1, data: { slot: '2026-11-21T09:00:00.000Z' } },
    ]);
  });

  it('fires not a millisecond before its time', () => {
    const mission = aScheduledMission().wait(HOUR - 1);

    expect(mission.head.status).toBe('RECURRING');
  });

  it('is fired once, however often it is tried (K1)', () => {
    const mission = aScheduledMission().wait(HOUR);

    mission.passMissionTime();
    mission.passMissionTime();

    expect(mission.head.runCount).toBe(1);
  });

  it('waits until its launch has been prepared, and is not lost meanwhile (K5)', () => {
    const mission = aScheduledMission();
    mission.now = mission.head.schedule?.next ?? mission.now;
    mission.must(SYSTEM_ACTOR, passMissionTime);
    const unprepared = mission.head;

    mission.wait(0);

    expect(unprepared).toMatchObject({ status: 'RECURRING', runCount: 0 });
    expect(mission.head).toMatchObject({ status: 'ACTIVE', runCount: 1 });
  });

  it('is launched in the commit that takes it when it is prepared (K5)', () => {
    const mission = aScheduledMission();
    mission.now = mission.head.schedule?.next ?? mission.now;

    mission.passMissionTime();

    expect(mission.head).toMatchObject({ status: 'ACTIVE', runCount: 1 });
  });

  it('does not launch a plan that was saved over meanwhile', () => {
    const mission = aScheduledMission();
    const plan = { ok: true, value: mission.plan } as const;
    mission.now = mission.head.schedule?.next ?? mission.now;
    mission.must(RITA, saveDocument);

    mission.must(SYSTEM_ACTOR, (draft) => passMissionTime(draft, { plan, documentVersion: 1 }));

    expect(mission.head.runCount).toBe(0);
    expect(mission.wait(0).run.documentVersion).toBe(2);
  });

  it('that launches a large plan names the staged run too', () => {
    const tasks = Array.from({ length: 60 }, (_, place) => `T${place}`);
    const mission = aScheduledMission({}, { tasks }).wait(HOUR);
    const { staging } = mission.head;

    mission.settle();

    expect(timeOf(staging?.slot)).toBe('09:00');
    expect(timeOf(mission.run.slot)).toBe('09:00');
    expect(mission.head).toMatchObject({ status: 'ACTIVE', runCount: 1 });
  });

  it('that meets a document with problems is told and left behind (K8)', () => {
    const mission = aScheduledMission();
    mission.now = mission.head.schedule?.next ?? mission.now;

    mission.passMissionTime(err(INVALID));

    expect(mission.eventsOf('SlotSkipped')).toMatchObject([{ data: { reason: 'INVALID_DOCUMENT' } }]);
    expect(mission.head).toMatchObject({ status: 'RECURRING', runCount: 0 });
    expect(mission.wait(HOUR).head.status).toBe('ACTIVE');
  });

  it('that was the only one and meets a document with problems leads back (K8)', () => {
    const mission = aScheduledMission({ at: '2026-11-21T09:00:00Z' });
    mission.now = mission.head.schedule?.next ?? mission.now;

    mission.passMissionTime(err(INVALID));

    expect(mission.head).toMatchObject({ status: 'DRAFT', runCount: 0 });
    expect(mission.head.schedule).toBeUndefined();
  });
});

describe('when a run ends', () => {
  it.each([
    ['well', (mission: MissionUnderTest) => complete(mission, ['A'])],
    [
      'badly',
      (mission: MissionUnderTest) => {
        while (mission.head.status === 'ACTIVE') fail(mission, 'A');
      },
    ],
  ])('%s, a recurring mission is RECURRING again', (_, end) => {
    const mission = aScheduledMission().wait(HOUR);

    end(mission);

    expect(mission.head.status).toBe('RECURRING');
  });

  it('a one-shot ends as its run ends, its schedule is over with the slot', () => {
    const once = { at: '2026-11-21T09:00:00Z' };
    const good = aScheduledMission(once).wait(HOUR);
    const bad = aScheduledMission(once).wait(HOUR);

    complete(good, ['A']);
    while (bad.head.status === 'ACTIVE') fail(bad, 'A');

    expect([good.head.status, bad.head.status]).toEqual(['COMPLETED', 'FAILED']);
    expect(good.head.schedule).toBeUndefined();
  });

  it('after the last slot before the end date, the mission is COMPLETED, however it ended', () => {
    const mission = aScheduledMission({ endDate: '2026-11-21T09:30:00Z' }).wait(HOUR);

    while (mission.head.status === 'ACTIVE') fail(mission, 'A');

    expect(mission.head.status).toBe('COMPLETED');
    expect(mission.run.status).toBe('FAILED');
    expect(mission.head.schedule).toBeUndefined();
  });

  it('after the last of maxRuns, the mission is COMPLETED', () => {
    const mission = aScheduledMission({ maxRuns: 2 });

    workOff(mission.wait(HOUR));
    const between = mission.head.status;
    workOff(mission.wait(HOUR));

    expect(between).toBe('RECURRING');
    expect(mission.head).toMatchObject({ status: 'COMPLETED', runCount: 2 });
    expect(mission.wait(5 * HOUR).head.runCount).toBe(2);
  });

  it('an empty one ends with its launch, and the mission waits for the next slot', () => {
    const mission = aScheduledMission({ maxRuns: 2 }, { tasks: [] });

    const after = [mission.wait(HOUR).head.status, mission.wait(HOUR).head.status];

    expect(after).toEqual(['RECURRING', 'COMPLETED']);
    expect(mission.head.runCount).toBe(2);
  });

  it('and no slot was left while it was away, the mission is COMPLETED without a run', () => {
    const mission = aScheduledMission({ endDate: '2026-11-21T11:30:00Z' }).wait(24 * HOUR);

    expect(mission.head).toMatchObject({ status: 'COMPLETED', runCount: 0 });
    expect(slotsTold(mission, 'SlotSkipped')).toEqual(['09:00-11:00']);
  });
});

/** A run is open since 09:00; slots come at 10:00 and 11:00, then the run ends. */
const OVERLAPS: readonly (readonly [OverlapPolicy, readonly string[], readonly string[]])[] = [
  ['SKIP', ['09:00'], ['10:00', '11:00']],
  ['QUEUE_ONE', ['09:00', '10:00'], ['11:00']],
  ['CANCEL_RUNNING', ['09:00', '10:00', '11:00'], []],
];

describe('a slot that comes while a run is open', () => {
  it.each(OVERLAPS)('%s: fired are %j, skipped are %j (K6)', (overlap, fired, skipped) => {
    const mission = aScheduledMission({ overlap }).wait(HOUR).wait(HOUR).wait(HOUR);

    workOff(mission);

    expect(slotsTold(mission, 'SlotFired')).toEqual(fired);
    expect(slotsTold(mission, 'SlotSkipped')).toEqual(skipped);
    expect(mission.head.runCount).toBe(fired.length);
  });

  it('CANCEL_RUNNING: calls the run off, and says why (K6)', () => {
    const mission = aScheduledMission({ overlap: 'CANCEL_RUNNING' }).wait(HOUR).wait(HOUR);

    expect(mission.formerRuns).toMatchObject([
      { status: 'CANCELLED', reason: expect.stringContaining('10:00') },
    ]);
    expect(timeOf(mission.run.slot)).toBe('10:00');
  });

  it('CANCEL_RUNNING: waits for the last piece of a large run (K6)', () => {
    const tasks = Array.from({ length: 200 }, (_, place) => `T${place}`);
    const mission = aScheduledMission({ overlap: 'CANCEL_RUNNING' }, { tasks }).wait(HOUR).settle();

    mission.wait(HOUR);
    const during = { ...mission.head };
    mission.settle().wait(0).settle();

    expect(during.run).toMatchObject({ status: 'CANCELLED', isCancelling: true });
    expect(mission.head).toMatchObject({ status: 'ACTIVE', runCount: 2 });
  });

  it('CANCEL_RUNNING: takes the place of a launch that is being written out', () => {
    const tasks = Array.from({ length: 60 }, (_, place) => `T${place}`);
    const mission = aScheduledMission({ overlap: 'CANCEL_RUNNING' }, { tasks })
      .wait(HOUR)
      .wait(HOUR)
      .settle();

    expect(slotsTold(mission, 'SlotSkipped')).toEqual(['09:00']);
    expect(timeOf(mission.run.slot)).toBe('10:00');
    expect(mission.head.runCount).toBe(1);
  });

  it('meets a paused run like any other', () => {
    const mission = aScheduledMission().wait(HOUR);
    mission.must(RITA, (draft) => pauseMission(draft, undefined));

    mission.wait(HOUR);

    expect(slotsTold(mission, 'SlotSkipped')).toEqual(['10:00']);
    expect(mission.head.status).toBe('PAUSED');
  });
});

/** Nobody was there from 08:00 on; at 11:00:30 the slot of 11:00 is on time, at 11:30 it is missed as well. */
const CATCH_UPS: readonly (readonly [CatchUpPolicy, number, readonly string[], readonly string[]])[] = [
  ['NONE', 0.5, ['11:00'], ['09:00-10:00']],
  ['LATEST', 0.5, ['11:00'], ['09:00-10:00']],
  ['NONE', 30, [], ['09:00-11:00']],
  ['LATEST', 30, ['11:00'], ['09:00-10:00']],
  ['ALL', 30, ['09:00', '10:00', '11:00'], []],
];

/** The slot on time meets others that wait: so it is under the overlap policy. */
const BOTH: readonly (readonly [OverlapPolicy, readonly string[], readonly string[]])[] = [
  ['SKIP', ['09:00', '10:00'], ['11:00']],
  ['QUEUE_ONE', ['09:00', '10:00'], ['11:00']],
  ['CANCEL_RUNNING', ['11:00', '09:00', '10:00'], []],
];

describe('slots that came while nobody was there', () => {
  describe.each(['SKIP', 'QUEUE_ONE', 'CANCEL_RUNNING'] as const)('under %s', (overlap) => {
    it.each(CATCH_UPS)(
      '%s, %d minutes after the last: fired are %j, skipped are %j (K7)',
      (catchUp, minutes, fired, skipped) => {
        const mission = aScheduledMission({ overlap, catchUp }).wait(3 * HOUR + minutes * MINUTE);

        workOff(mission);

        expect(slotsTold(mission, 'SlotFired')).toEqual(fired);
        expect(slotsTold(mission, 'SlotSkipped')).toEqual(skipped);
      },
    );
  });

  it.each(BOTH)(
    'ALL under %s beside one that is on time: fired are %j, skipped are %j',
    (overlap, fired, skipped) => {
      const mission = aScheduledMission({ overlap, catchUp: 'ALL' }).wait(3 * HOUR + MINUTE);

      workOff(mission);

      expect(slotsTold(mission, 'SlotFired')).toEqual(fired);
      expect(slotsTold(mission, 'SlotSkipped')).toEqual(skipped);
    },
  );

  it('are caught up with to a hundred, the last ones', () => {
    const mission = aScheduledMission({ cron: '* * * * *', catchUp: 'ALL' }, { tasks: [] });

    mission.wait(10 * HOUR + 30_000);
    mission.wait(0);

    const fired = slotsTold(mission, 'SlotFired');
    expect(fired).toHaveLength(100);
    expect(fired[0]).toBe('16:20');
    expect(slotsTold(mission, 'SlotSkipped')).toEqual(['08:01-16:19', '18:00']);
  });

  it('are told in one event, however many they were', () => {
    const mission = aScheduledMission({ cron: '* * * * *' }).wait(365 * 24 * HOUR + 10 * MINUTE + 1);

    expect(mission.eventsOf('SlotSkipped')).toHaveLength(1);
  });

  it('end with the runs that the schedule may launch', () => {
    const mission = aScheduledMission({ catchUp: 'ALL', maxRuns: 2 }).wait(5 * HOUR + 10 * MINUTE);

    workOff(mission);

    expect(slotsTold(mission, 'SlotFired')).toEqual(['09:00', '10:00']);
    expect(mission.head.status).toBe('COMPLETED');
  });

  it('of a single instant launch it, however late', () => {
    const mission = aScheduledMission({ at: '2026-11-21T09:00:00Z' }).wait(90 * 24 * HOUR);

    expect(mission.head).toMatchObject({ status: 'ACTIVE', runCount: 1 });
  });

  it('twice are remembered beside those that wait already, and none of them twice', () => {
    const mission = aScheduledMission({ catchUp: 'ALL' }).wait(3 * HOUR + 10 * MINUTE);
    mission.wait(HOUR - 10 * MINUTE).wait(2 * HOUR + 10 * MINUTE);

    workOff(mission);

    expect(slotsTold(mission, 'SlotFired')).toEqual(['09:00', '10:00', '11:00', '13:00', '14:00']);
    expect(slotsTold(mission, 'SlotSkipped')).toEqual(['12:00']);
  });
});
