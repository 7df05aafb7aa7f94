import { addMs, type Instant, instantOf } from '@muster/core/instant';
import { dueSlots, fireAt, type Schedule, slotAfter, slotsAfter } from '@muster/core/schedule/schedule';
import { describe, expect, it } from 'vitest';
import { MINUTE, START } from '../../support/a-mission.ts';
import { aSchedule, HOUR, timeOf } from '../../support/a-schedule.ts';

function scheduled(input: Readonly<Record<string, unknown>> = {}): Schedule & { readonly next: Instant } {
  const settings = aSchedule(input);
  const next = slotAfter(settings, START);
  if (next === undefined) throw new Error('a schedule has a slot');
  return { ...settings, sequence: 7, next, launchCount: 0, before: { status: 'DRAFT', runCount: 0 } };
}

describe('the slots to come', () => {
  it('are those after the instant, in order, as many as asked for', () => {
    expect(slotsAfter(aSchedule(), START, 3).map(timeOf)).toEqual(['09:00', '10:00', '11:00']);
  });

  it('end with the end date, which may be a slot itself', () => {
    const settings = aSchedule({ endDate: '2026-11-21T10:00:00Z' });

    expect(slotsAfter(settings, START, 10).map(timeOf)).toEqual(['09:00', '10:00']);
  });

  it('are no more than the runs it may launch', () => {
    expect(slotsAfter(aSchedule({ maxRuns: 2 }), START, 10)).toHaveLength(2);
  });

  it('of a single instant are that one, until it has come', () => {
    const settings = aSchedule({ at: '2026-11-21T09:30:00Z' });

    expect(slotsAfter(settings, START, 10).map(timeOf)).toEqual(['09:30']);
    expect(slotAfter(settings, instantOf(START + 90 * MINUTE))).toBeUndefined();
  });
});

describe('jitter', () => {
  const jittery = scheduled({ jitter: 'PT30M' });
  const slots = slotsAfter(jittery, START, 200);

  it('moves a slot by up to its length, and by the same every time (K3)', () => {
    const delays = slots.map((slot) => fireAt(jittery, slot) - slot);

    expect(Math.min(...delays)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...delays)).toBeLessThanOrEqual(30 * MINUTE);
    expect(new Set(delays).size).toBeGreaterThan(190);
    expect(slots.map((slot) => fireAt(jittery, slot) - slot)).toEqual(delays);
  });

  it('never reaches the next slot, however long it is (K3)', () => {
    const long = scheduled({ jitter: 'P1D' });
    const delays = slots.map((slot) => fireAt(long, slot) - slot);

    expect(Math.max(...delays)).toBeLessThan(HOUR);
  });

  it('is another one in another schedule', () => {
    const other = { ...jittery, sequence: 8 };

    expect(slots.filter((slot) => fireAt(jittery, slot) === fireAt(other, slot)).length).toBeLessThan(5);
  });

  it('holds back the last slot that is due, and no other', () => {
    const long = scheduled({ jitter: 'PT59M' });
    const between = slots.slice(5, 100).flatMap((slot, place) => {
      const due = dueSlots(long, addMs(slot, 10 * MINUTE));
      const expected = fireAt(long, slot) <= slot + 10 * MINUTE ? slot : slots[place + 4];
      return due?.last === expected ? [] : [slot];
    });

    expect(between).toEqual([]);
  });
});

describe('the slots that are due', () => {
  it('are none before the next one', () => {
    expect(dueSlots(scheduled(), addMs(START, HOUR - 1))).toBeUndefined();
  });

  it('reach from the next to the last that has come, however many lie between', () => {
    const due = dueSlots(scheduled({ cron: '* * * * *' }), addMs(START, 365 * 24 * HOUR));

    expect(due).toEqual({ first: START + MINUTE, last: START + 365 * 24 * HOUR });
  });
});
