import type { Draft } from '@muster/core/decide/draft';
import { launch } from '@muster/core/decide/launch';
import {
  cancelMission,
  cancelRun,
  pauseMission,
  planMission,
  retryFailed,
} from '@muster/core/decide/mission-commands';
import { missionDueAt } from '@muster/core/decide/mission-due';
import {
  pauseSchedule,
  resumeSchedule,
  scheduleMission,
  unscheduleMission,
} from '@muster/core/decide/schedule';
import { hasOpenRun, MISSION_LIFECYCLE, MISSION_STATUSES } from '@muster/core/lifecycle/mission-lifecycle';
import { describe, expect, it } from 'vitest';
import { aDraftMission, complete, fail, launchAgain, MINUTE, RITA, START } from '../../support/a-mission.ts';
import { aSchedule, aScheduledMission, HOUR, slotsTold, timeOf } from '../../support/a-schedule.ts';
import type { MissionUnderTest } from '../../support/mission-under-test.ts';

const ONCE = { at: '2026-11-21T09:30:00Z' };

describe('scheduling', () => {
  it.each([
    ['by cron makes it RECURRING', {}, 'RECURRING', '09:00'],
    ['for a single instant makes it SCHEDULED', ONCE, 'SCHEDULED', '09:30'],
  ])('a mission %s', (_, input, status, next) => {
    const mission = aScheduledMission(input);

    expect(mission.head.status).toBe(status);
    expect(timeOf(missionDueAt(mission.head))).toBe(next);
    expect(mission.eventsOf('ScheduleSet')).toHaveLength(1);
  });

  it.each(MISSION_STATUSES)(
    'of a mission without one is possible or refused in %s as the lifecycle says',
    (status) => {
      const mission = aDraftMission({ tasks: ['A'], status });

      const result = mission.act(RITA, (draft) => scheduleMission(draft, aSchedule()));

      const isLegal = MISSION_LIFECYCLE.moves.schedule.includes(status) && !hasOpenRun(status);
      expect(result.ok).toBe(isLegal);
      if (!result.ok) expect(result.error.code).toBe('ILLEGAL_MOVE');
    },
  );

  it('is refused when the instant has passed since it was looked at', () => {
    const mission = aDraftMission({ tasks: ['A'] });
    const settings = aSchedule(ONCE);
    mission.now = START;
    mission.wait(2 * HOUR);

    expect(mission.refused(RITA, (draft) => scheduleMission(draft, settings))).toMatchObject({
      code: 'INVALID_SCHEDULE',
      path: ['schedule', 'at'],
      detail: { problems: [{ code: 'INSTANT_PAST' }] },
    });
  });
});

describe('removing a schedule', () => {
  it.each(['DRAFT', 'PLANNING', 'COMPLETED', 'FAILED', 'CANCELLED'] as const)(
    'leads back to %s, where the mission was',
    (status) => {
      const mission = aDraftMission({ tasks: ['A'], status });
      mission.must(RITA, (draft) => scheduleMission(draft, aSchedule()));

      mission.must(RITA, unscheduleMission);

      expect(mission.head).toMatchObject({ status });
      expect(mission.head.schedule).toBeUndefined();
      expect(missionDueAt(mission.head)).toBeUndefined();
    },
  );

  it('leads to what the latest run ended as, when there was one since', () => {
    const mission = aScheduledMission();
    mission.wait(HOUR).settle();
    fail(mission, 'A');
    while (mission.head.status === 'ACTIVE') fail(mission, 'A');

    mission.must(RITA, unscheduleMission);

    expect(mission.head.status).toBe('FAILED');
    mission.must(RITA, retryFailed);
    expect(mission.head.status).toBe('ACTIVE');
  });

  it('can be followed by another one, whose slots are its own', () => {
    const mission = aScheduledMission();
    const former = mission.head.schedule?.sequence;
    mission.must(RITA, unscheduleMission);

    mission.must(RITA, (draft) => scheduleMission(draft, aSchedule()));

    expect(mission.head.schedule?.sequence).not.toBe(former);
  });

  it.each([
    ['COMPLETED', (mission: MissionUnderTest) => complete(mission, ['A'])],
    ['FAILED', (mission: MissionUnderTest) => fail(mission, 'A')],
    [
      'CANCELLED',
      (mission: MissionUnderTest) => mission.must(RITA, (draft) => cancelRun(draft, 'Not this one.')),
    ],
  ] as const)('while a run is open lets it go on, and the mission ends %s as it does', (status, end) => {
    const mission = aScheduledMission({}, { tasks: [{ title: 'A', maxAttempts: 1 }] }).wait(HOUR);

    mission.must(RITA, unscheduleMission);
    const between = mission.head.status;
    end(mission);
    mission.settle().wait(5 * HOUR);

    expect(between).toBe('ACTIVE');
    expect(mission.head).toMatchObject({ status, runCount: 1, run: { status } });
    expect(mission.eventsOf('ScheduleEnded')).toMatchObject([{ data: { reason: 'UNSCHEDULED' } }]);
  });
});

describe('cancelling', () => {
  it.each([
    ['waits for its slot', 0],
    ['has an open run', HOUR],
  ])('a mission that %s ends the schedule too', (_, ms) => {
    const mission = aScheduledMission().wait(ms);

    mission.must(RITA, (draft) => cancelMission(draft, 'No longer needed.'));
    mission.settle().wait(5 * HOUR);

    expect(mission.head.status).toBe('CANCELLED');
    expect(mission.head.schedule).toBeUndefined();
    expect(mission.eventsOf('ScheduleEnded')).toMatchObject([{ data: { reason: 'CANCELLED' } }]);
    expect(slotsTold(mission, 'SlotFired')).toHaveLength(ms / HOUR);
  });

  it('a run of a recurring mission lets the mission go on, run after run', () => {
    const mission = aScheduledMission();

    for (let run = 1; run <= 7; run++) {
      mission.wait(HOUR).settle();
      mission.must(RITA, (draft) => cancelRun(draft, 'Not this one.'));
      mission.settle();
    }

    expect(mission.head).toMatchObject({ status: 'RECURRING', runCount: 7, run: { status: 'CANCELLED' } });
  });

  it('the run of a mission without a schedule ends the mission CANCELLED', () => {
    const mission = aDraftMission({ tasks: ['A'] });
    launchAgain(mission);

    mission.must(RITA, (draft) => cancelRun(draft, 'Not this one.'));

    expect(mission.head.status).toBe('CANCELLED');
  });

  it('the run of a one-shot that its slot launched ends the mission CANCELLED', () => {
    const mission = aScheduledMission(ONCE).wait(2 * HOUR);

    mission.must(RITA, (draft) => cancelRun(draft, 'Not this one.'));

    expect(mission.head.status).toBe('CANCELLED');
  });
});

describe('launching by hand', () => {
  it('leaves the schedule of a recurring mission alone', () => {
    const mission = aScheduledMission({ maxRuns: 1 });
    const { schedule } = mission.head;

    launchAgain(mission);
    complete(mission, ['A']);

    expect(mission.head).toMatchObject({ status: 'RECURRING', schedule });
    expect(mission.run.slot).toBeUndefined();
  });

  it('leaves a single slot alone', () => {
    const mission = aScheduledMission(ONCE);
    launchAgain(mission);
    complete(mission, ['A']);
    const between = mission.head.status;

    mission.wait(2 * HOUR);

    expect(between).toBe('SCHEDULED');
    expect(mission.head).toMatchObject({ status: 'ACTIVE', runCount: 2 });
  });
});

describe('a paused schedule', () => {
  it('fires nothing, and does not catch up with what came meanwhile (K4)', () => {
    const mission = aScheduledMission({ catchUp: 'ALL' });
    mission.must(RITA, (draft) => pauseSchedule(draft, 'holidays'));

    mission.wait(5 * HOUR + MINUTE);
    mission.must(RITA, resumeSchedule);
    const resumed = mission.head;
    mission.wait(HOUR);

    expect(resumed).toMatchObject({ status: 'RECURRING', runCount: 0 });
    expect(slotsTold(mission, 'SlotFired')).toEqual(['14:00']);
  });

  it('keeps a single slot, which fires when it goes on (K4)', () => {
    const mission = aScheduledMission(ONCE);
    mission.must(RITA, (draft) => pauseSchedule(draft, undefined));
    mission.wait(5 * HOUR);
    const paused = mission.head.status;

    mission.must(RITA, resumeSchedule);
    mission.wait(0);

    expect(paused).toBe('SCHEDULED');
    expect(mission.head.status).toBe('ACTIVE');
  });

  it('leaves the open run alone, and is still paused after it', () => {
    const mission = aScheduledMission().wait(HOUR);
    mission.must(RITA, (draft) => pauseSchedule(draft, undefined));

    complete(mission, ['A']);
    mission.wait(3 * HOUR);

    expect(mission.head).toMatchObject({ status: 'RECURRING', runCount: 1, schedule: { isPaused: true } });
  });

  it('whose end has passed meanwhile ends the mission when it is resumed', () => {
    const mission = aScheduledMission({ endDate: '2026-11-21T10:30:00Z' });
    mission.must(RITA, (draft) => pauseSchedule(draft, undefined));
    mission.wait(5 * HOUR);

    mission.must(RITA, resumeSchedule);

    expect(mission.head.status).toBe('COMPLETED');
  });

  it('can be paused and resumed only where that means something, and says so', () => {
    const mission = aScheduledMission();
    const resuming = mission.refused(RITA, resumeSchedule);
    mission.must(RITA, (draft) => pauseSchedule(draft, undefined));
    const pausing = mission.refused(RITA, (draft) => pauseSchedule(draft, undefined));
    const without = aDraftMission({ tasks: ['A'] });
    without.must(RITA, planMission);
    without.must(RITA, (draft) => launch(draft, without.plan));

    expect(resuming.detail).toMatchObject({ status: 'on a schedule that is not paused' });
    expect(resuming.detail).toMatchObject({ legal: expect.not.arrayContaining(['resumeSchedule']) });
    expect(pausing.detail).toMatchObject({ status: 'on a schedule that is paused' });
    expect(without.refused(RITA, (draft) => pauseSchedule(draft, undefined)).detail).toMatchObject({
      status: 'ACTIVE without a schedule',
      legal: expect.not.arrayContaining(['pauseSchedule']),
    });
  });
});

describe('each command on a schedule', () => {
  const COMMANDS = {
    unschedule: unscheduleMission,
    pauseSchedule: (draft: Draft) => pauseSchedule(draft, undefined),
    resumeSchedule,
  } as const;
  const NAMES = Object.keys(COMMANDS) as readonly (keyof typeof COMMANDS)[];

  /** What a mission that stands there accepts. */
  function acceptedBy(make: () => MissionUnderTest): readonly string[] {
    return NAMES.filter((name) => make().act(RITA, COMMANDS[name]).ok);
  }

  it.each(MISSION_STATUSES.filter((status) => status !== 'SCHEDULED' && status !== 'RECURRING'))(
    'is refused in %s without a schedule',
    (status) => {
      expect(acceptedBy(() => aDraftMission({ tasks: ['A'], status }))).toEqual([]);
    },
  );

  it.each<readonly [string, () => MissionUnderTest, readonly string[], readonly string[]]>([
    [
      'SCHEDULED',
      () => aScheduledMission(ONCE),
      ['unschedule', 'pauseSchedule'],
      ['unschedule', 'resumeSchedule'],
    ],
    [
      'RECURRING',
      () => aScheduledMission(),
      ['unschedule', 'pauseSchedule'],
      ['unschedule', 'resumeSchedule'],
    ],
    [
      'ACTIVE',
      () => aScheduledMission().wait(HOUR),
      ['unschedule', 'pauseSchedule'],
      ['unschedule', 'resumeSchedule'],
    ],
    [
      'PAUSED',
      () => paused(aScheduledMission().wait(HOUR)),
      ['unschedule', 'pauseSchedule'],
      ['unschedule', 'resumeSchedule'],
    ],
  ])('on a mission that is %s with one, going on and paused', (status, make, goingOn, whilePaused) => {
    const makePaused = () => {
      const mission = make();
      mission.must(RITA, COMMANDS.pauseSchedule);
      return mission;
    };

    expect(make().head.status).toBe(status);
    expect(acceptedBy(make)).toEqual(goingOn);
    expect(acceptedBy(makePaused)).toEqual(whilePaused);
  });

  it('cancels a paused mission with its schedule', () => {
    const mission = paused(aScheduledMission().wait(HOUR));

    mission.must(RITA, (draft) => cancelMission(draft, 'No longer needed.'));

    expect(mission.head).toMatchObject({ status: 'CANCELLED', run: { status: 'CANCELLED' } });
    expect(mission.head.schedule).toBeUndefined();
  });
});

function paused(mission: MissionUnderTest): MissionUnderTest {
  mission.must(RITA, (draft) => pauseMission(draft, undefined));
  return mission;
}
