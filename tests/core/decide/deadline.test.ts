import { pauseMission, resumeMission, retryFailed } from '@muster/core/decide/mission-commands';
import { missionDueAt } from '@muster/core/decide/mission-due';
import { describe, expect, it } from 'vitest';
import { aMission, claim, complete, fail, MINUTE, RITA, START, submit } from '../../support/a-mission.ts';
import type { MissionUnderTest } from '../../support/mission-under-test.ts';

const IN_TEN_MINUTES = { deadline: 'PT10M', tasks: ['A'] } as const;

function told(mission: MissionUnderTest): readonly string[] {
  return mission.events.map(({ type }) => type).filter((type) => type.startsWith('Deadline'));
}

describe('a deadline of a mission', () => {
  it('is warned of at 80 % of the time, not a millisecond before (X1)', () => {
    const mission = aMission(IN_TEN_MINUTES);

    const early = told(mission.wait(8 * MINUTE - 1));

    expect(early).toEqual([]);
    expect(told(mission.wait(1))).toEqual(['DeadlineWarned']);
    expect(mission.run.deadline?.warnedAt).toBe(mission.now);
  });

  it('is breached once, however often time passes (X1)', () => {
    const mission = aMission(IN_TEN_MINUTES);

    mission
      .wait(8 * MINUTE)
      .wait(2 * MINUTE)
      .wait(MINUTE);
    mission.passMissionTime();

    expect(told(mission)).toEqual(['DeadlineWarned', 'DeadlineBreached']);
    expect(missionDueAt(mission.head)).toBeUndefined();
  });

  it('that is noticed only after it has passed is breached without a warning (X1)', () => {
    const mission = aMission(IN_TEN_MINUTES);

    expect(told(mission.wait(11 * MINUTE))).toEqual(['DeadlineBreached']);
  });

  it('may be an instant, whatever its offset', () => {
    const mission = aMission({ deadline: '2026-11-21T09:10:00+01:00', tasks: ['A'] });

    expect(mission.run.deadline?.at).toBe(START + 10 * MINUTE);
  });

  it('says which run, until when, and what follows', () => {
    const mission = aMission(IN_TEN_MINUTES).wait(8 * MINUTE);

    expect(mission.eventsOf('DeadlineWarned')).toMatchObject([
      { runNumber: 1, data: { deadline: '2026-11-21T08:10:00.000Z', onBreach: 'NOTIFY' } },
    ]);
  });

  it('is not told of a run that has ended (X2)', () => {
    const mission = aMission(IN_TEN_MINUTES);
    complete(mission, ['A']);

    expect(told(mission.wait(11 * MINUTE))).toEqual([]);
  });

  it('leaves the run alone unless it is to fail', () => {
    const mission = aMission(IN_TEN_MINUTES).wait(11 * MINUTE);

    complete(mission, ['A']);

    expect(mission.head.status).toBe('COMPLETED');
  });
});

describe('a breach that fails the run', () => {
  const STRICT = { ...IN_TEN_MINUTES, onBreach: 'FAIL' } as const;

  it('ends it at once when nobody is at work', () => {
    const mission = aMission(STRICT).wait(10 * MINUTE);

    expect(mission.head.status).toBe('FAILED');
    expect(mission.run.reason).toContain('2026-11-21T08:10:00.000Z');
  });

  it('lets a running attempt end first', () => {
    const mission = aMission(STRICT);
    claim(mission, ['A'], { leaseMs: 20 * MINUTE });

    const during = mission.wait(10 * MINUTE).head.status;
    submit(mission, 'A');

    expect(during).toBe('ACTIVE');
    expect(mission.head.status).toBe('FAILED');
  });

  it('waits until a paused run goes on', () => {
    const mission = aMission(STRICT);
    mission.must(RITA, (draft) => pauseMission(draft, undefined));

    const paused = mission.wait(10 * MINUTE).head.status;
    mission.must(RITA, resumeMission);

    expect(paused).toBe('PAUSED');
    expect(mission.head.status).toBe('FAILED');
  });

  it('does not fail it a second time after a retry', () => {
    const mission = aMission(STRICT).wait(10 * MINUTE);
    mission.must(RITA, retryFailed);
    mission.settle();

    complete(mission.wait(MINUTE), ['A']);

    expect(mission.head.status).toBe('COMPLETED');
  });

  it('is no reason any more to fail a run that was retried: what fails it then can be mended', () => {
    const mission = aMission({ ...STRICT, tasks: [{ title: 'A', maxAttempts: 1 }, 'B'] });
    claim(mission, ['B'], { leaseMs: 60 * MINUTE });
    mission.wait(10 * MINUTE);
    submit(mission, 'B');
    mission.must(RITA, retryFailed);
    mission.settle();
    fail(mission, 'A');
    const failed = mission.head.status;

    mission.must(RITA, retryFailed);
    complete(mission.settle(), ['A']);

    expect(failed).toBe('FAILED');
    expect(mission.head.status).toBe('COMPLETED');
  });
});
