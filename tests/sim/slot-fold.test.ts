/** What watches the slots in the simulation, put to the test. */
import type { EventBody } from '@muster/core/event';
import { expect, it } from 'vitest';
import { Verdict } from './invariant.ts';
import { SlotFold } from './slot-fold.ts';

const MINUTES = ['09:00', '09:01', '09:02'].map((time) => `2026-11-21T${time}:00.000Z`);
const [FIRST = '', SECOND = '', THIRD = ''] = MINUTES;

/** What is broken after a schedule of every minute was set and told these events. */
function brokenBy(...events: readonly Pick<EventBody, 'type' | 'data'>[]): string | undefined {
  const verdict = new Verdict();
  const fold = new SlotFold(verdict);
  const set = { type: 'ScheduleSet', data: { cron: '* * * * *', next: FIRST } } as const;
  for (const [place, event] of [set, ...events].entries())
    fold.add({ ...event, sequence: place + 1, subject: 'mis_x', runNumber: place });
  return verdict.broken?.invariant;
}

const fired = (slot: string) => ({ type: 'SlotFired', data: { slot } }) as const;
const told = (type: 'SlotQueued' | 'SlotSkipped', first: string, last = first) => ({
  type,
  data: { first, last },
});

it('slots that are fired, skipped, or queued and then fired, in order, are fine', () => {
  expect(
    brokenBy(fired(FIRST), told('SlotQueued', SECOND, THIRD), fired(SECOND), fired(THIRD)),
  ).toBeUndefined();
  expect(brokenBy(told('SlotSkipped', FIRST, SECOND), fired(THIRD))).toBeUndefined();
});

it('a slot that is fired twice is noticed', () => {
  expect(brokenBy(fired(FIRST), fired(FIRST))).toBe('ONE_RUN_A_SLOT');
});

it('a slot that was skipped and is fired after all is noticed', () => {
  expect(brokenBy(told('SlotSkipped', FIRST), fired(FIRST))).toBe('ONE_RUN_A_SLOT');
});

it('a slot that nobody tells of is noticed', () => {
  expect(brokenBy(fired(FIRST), fired(THIRD))).toBe('NO_SLOT_IS_LOST');
});

it('a slot that waits is fired once also where its schedule is replaced at the same times', () => {
  const replaced = {
    type: 'ScheduleSet',
    data: { cron: '* * * * *', next: SECOND, isReplaced: true },
  } as const;

  expect(brokenBy(told('SlotQueued', FIRST), replaced, fired(FIRST), fired(SECOND))).toBeUndefined();
  expect(brokenBy(told('SlotQueued', FIRST), fired(FIRST), replaced, fired(FIRST))).toBe('ONE_RUN_A_SLOT');
});
