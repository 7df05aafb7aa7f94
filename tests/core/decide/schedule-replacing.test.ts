/** K9: another schedule in the place of one. */
import { launch } from '@muster/core/decide/launch';
import { cancelRun } from '@muster/core/decide/mission-commands';
import { missionDueAt } from '@muster/core/decide/mission-due';
import { setMissionStatus } from '@muster/core/decide/pilot';
import {
  pauseSchedule,
  resumeSchedule,
  scheduleMission,
  unscheduleMission,
} from '@muster/core/decide/schedule';
import { fireAt } from '@muster/core/schedule/schedule';
import { describe, expect, it } from 'vitest';
import { complete, MINUTE, RITA } from '../../support/a-mission.ts';
import { aSchedule, aScheduledMission, HOUR, slotsTold, timeOf } from '../../support/a-schedule.ts';
import type { MissionUnderTest } from '../../support/mission-under-test.ts';

function replace(mission: MissionUnderTest, input: Readonly<Record<string, unknown>>): void {
  mission.must(RITA, (draft) => scheduleMission(draft, aSchedule(input, mission.now)));
}

const HALF_PAST = { cron: '30 * * * *', timeZone: 'UTC' };

describe('replacing a schedule', () => {
  it('is one step: the mission waits for the slots of the new one, and never stands without', () => {
    const mission = aScheduledMission();

    replace(mission, HALF_PAST);

    expect(mission.head.status).toBe('RECURRING');
    expect(timeOf(missionDueAt(mission.head))).toBe('08:30');
    expect(mission.eventsOf('ScheduleEnded')).toEqual([]);
    expect(mission.eventsOf('ScheduleSet')).toMatchObject([{}, { data: { isReplaced: true } }]);
  });

  it.each([
    ['cron by a single instant', {}, { at: '2026-11-21T09:30:00Z' }, 'SCHEDULED'],
    ['a single instant by cron', { at: '2026-11-21T09:30:00Z' }, {}, 'RECURRING'],
  ])('of %s changes what the mission is called', (_, first, second, status) => {
    const mission = aScheduledMission(first);

    replace(mission, second);

    expect(mission.head.status).toBe(status);
  });

  it('by an equal one changes nothing, so that asking twice is asking once', () => {
    const mission = aScheduledMission({ maxRuns: 3, jitter: 'PT5M' });
    const { head } = mission;

    replace(mission, { jitter: 'PT5M', maxRuns: 3 });

    expect(mission.head).toEqual(head);
  });

  it('while a run is open leaves the run alone', () => {
    const mission = aScheduledMission().wait(HOUR);

    replace(mission, HALF_PAST);
    complete(mission, ['A']);
    mission.wait(30 * MINUTE);

    expect(mission.eventsOf('RunStatusChanged')).toHaveLength(3);
    expect(slotsTold(mission, 'SlotFired')).toEqual(['09:00', '09:30']);
  });

  it('does not fire a slot again that was fired, nor one that has passed', () => {
    const mission = aScheduledMission().wait(HOUR);
    complete(mission, ['A']);

    replace(mission, { cron: '*/30 * * * *', timeZone: 'UTC' });
    replace(mission, {});
    mission.wait(0);

    expect(slotsTold(mission, 'SlotFired')).toEqual(['09:00']);
    expect(timeOf(mission.head.schedule?.next)).toBe('10:00');
  });

  it('at the same times lets slots go on waiting, and fires one whose jitter is not over yet, once', () => {
    const mission = aScheduledMission({ overlap: 'QUEUE_ONE', jitter: 'PT30M' });
    const { schedule } = mission.head;
    const first = schedule?.next;
    if (!schedule || first === undefined) throw new Error('a schedule has a slot');
    mission.wait(fireAt(schedule, first) - mission.now - 1);

    replace(mission, { overlap: 'QUEUE_ONE', catchUp: 'LATEST', jitter: 'PT30M' });
    mission.wait(MINUTE).settle();
    mission.wait(HOUR + 30 * MINUTE);
    replace(mission, { overlap: 'SKIP' });
    complete(mission, ['A']);
    mission.wait(0);

    expect(slotsTold(mission, 'SlotFired')).toEqual(['09:00', '10:00']);
    expect(mission.head.schedule?.sequence).toBe(schedule.sequence);
  });

  it('at other times leaves behind what waits or has just come, and says so', () => {
    const mission = aScheduledMission({ overlap: 'QUEUE_ONE' }).wait(HOUR).wait(HOUR);
    const waiting = slotsTold(mission, 'SlotQueued');

    replace(mission, HALF_PAST);
    complete(mission, ['A']);
    mission.wait(0);

    expect(waiting).toEqual(['10:00']);
    expect(slotsTold(mission, 'SlotSkipped')).toEqual(['10:00']);
    expect(mission.eventsOf('SlotSkipped')).toMatchObject([{ data: { reason: 'REPLACED' } }]);
    expect(mission.head).toMatchObject({ status: 'RECURRING', runCount: 1 });
  });

  it('goes on counting the runs that were launched', () => {
    const mission = aScheduledMission({ maxRuns: 3 });
    for (let run = 1; run <= 2; run++) {
      mission.wait(HOUR);
      complete(mission, ['A']);
    }

    replace(mission, { maxRuns: 3, ...HALF_PAST });
    mission.wait(30 * MINUTE);
    complete(mission, ['A']);

    expect(mission.head).toMatchObject({ status: 'COMPLETED', runCount: 3 });
  });

  it('must leave a run to launch', () => {
    const mission = aScheduledMission({ maxRuns: 3 }).wait(HOUR);
    complete(mission, ['A']);

    const refused = mission.refused(RITA, (draft) =>
      scheduleMission(draft, aSchedule({ maxRuns: 1 }, mission.now)),
    );

    expect(refused).toMatchObject({
      code: 'INVALID_SCHEDULE',
      path: ['schedule', 'maxRuns'],
      detail: { problems: [{ code: 'OUT_OF_RANGE', value: 1 }] },
    });
  });

  it('gives slots to one that has launched its last run, while that is open', () => {
    const mission = aScheduledMission({ maxRuns: 1 }).wait(HOUR);

    replace(mission, { maxRuns: 2 });
    complete(mission, ['A']);
    const between = mission.head.status;
    mission.wait(HOUR);

    expect(between).toBe('RECURRING');
    expect(mission.head).toMatchObject({ status: 'ACTIVE', runCount: 2 });
  });

  it('keeps the pause', () => {
    const mission = aScheduledMission();
    mission.must(RITA, (draft) => pauseSchedule(draft, undefined));

    replace(mission, HALF_PAST);
    mission.wait(HOUR);
    const { runCount } = mission.head;
    mission.must(RITA, resumeSchedule);
    mission.wait(30 * MINUTE);

    expect(runCount).toBe(0);
    expect(slotsTold(mission, 'SlotFired')).toEqual(['09:30']);
  });

  it('leads back, once removed, to where the mission was before the first one', () => {
    const mission = aScheduledMission();
    replace(mission, HALF_PAST);

    mission.must(RITA, unscheduleMission);

    expect(mission.head.status).toBe('DRAFT');
  });
});

describe('jitter', () => {
  it('is found out when a slot becomes the next, and kept: the same as found out anew', () => {
    const mission = aScheduledMission({ jitter: 'PT30M' }).wait(HOUR);
    const { schedule } = mission.head;
    if (!schedule?.fires) throw new Error('jitter moves a slot');

    const { fires, ...without } = schedule;

    expect(fires.slot).toBe(schedule.next);
    expect(fires.at).toBe(fireAt(without, fires.slot));
  });
});

describe('a recurring mission under a pilot', () => {
  const PILOTED = { tasks: ['A'], pilot: 'rita' } as const;

  function steer(mission: MissionUnderTest, status: 'COMPLETED' | 'VALIDATING' | 'PLANNING'): void {
    mission.must(RITA, (draft) => setMissionStatus(draft, { status, reason: 'So it is.' }));
    mission.settle();
  }

  it('is launched by its slots, ended by its pilot, and waits for the next one then', () => {
    const mission = aScheduledMission({}, PILOTED).wait(HOUR);

    complete(mission, ['A']);
    const worked = mission.head.status;
    steer(mission, 'VALIDATING');
    steer(mission, 'COMPLETED');
    const ended = mission.head.status;
    mission.wait(HOUR);

    expect([worked, ended]).toEqual(['ACTIVE', 'RECURRING']);
    expect(mission.head).toMatchObject({ status: 'ACTIVE', runCount: 2 });
    expect(slotsTold(mission, 'SlotFired')).toEqual(['09:00', '10:00']);
  });

  it('that its pilot has left open makes the next slot meet an open run', () => {
    const mission = aScheduledMission({}, PILOTED).wait(HOUR);
    complete(mission, ['A']);

    mission.wait(HOUR);

    expect(mission.head.runCount).toBe(1);
    expect(slotsTold(mission, 'SlotSkipped')).toEqual(['10:00']);
  });

  it('taken back to be planned keeps its schedule: the next slot launches it', () => {
    const mission = aScheduledMission({}, PILOTED).wait(HOUR);

    steer(mission, 'PLANNING');
    const planned = mission.head.status;
    mission.wait(HOUR);

    expect(planned).toBe('PLANNING');
    expect(mission.head).toMatchObject({ status: 'ACTIVE', runCount: 2 });
  });

  it('taken back to be planned can have its schedule removed, and stays there', () => {
    const mission = aScheduledMission({}, PILOTED).wait(HOUR);
    steer(mission, 'PLANNING');

    mission.must(RITA, unscheduleMission);
    mission.wait(HOUR);

    expect(mission.head).toMatchObject({ status: 'PLANNING', runCount: 1 });
  });

  it('taken back to be planned stays there when no slot is left', () => {
    const mission = aScheduledMission({ endDate: '2026-11-21T10:30:00Z' }, PILOTED).wait(HOUR);
    steer(mission, 'PLANNING');
    mission.must(RITA, (draft) => pauseSchedule(draft, undefined));
    mission.wait(5 * HOUR);

    mission.must(RITA, resumeSchedule);

    expect(mission.head.status).toBe('PLANNING');
    expect(mission.head.schedule).toBeUndefined();
  });

  it('has its run called off, and is RECURRING again', () => {
    const mission = aScheduledMission({}, PILOTED).wait(HOUR);

    mission.must(RITA, (draft) => cancelRun(draft, 'Not this one.'));

    expect(mission.head.status).toBe('RECURRING');
    mission.settle().must(RITA, (draft) => launch(draft, mission.plan));
  });
});
