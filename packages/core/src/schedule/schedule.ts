/**
 * When a mission is launched by itself. A schedule names instants, its slots; each of them launches one run, at most.
 *
 * K1. A slot is named by the schedule and its instant. It is taken from the schedule in the commit that fires it, skips
 *     it or lets it wait, so that it can't be taken twice.
 * K2. Slots are taken in order, and none is left behind untold.
 * K3. Jitter moves the moment a slot fires, not its name, by an amount that depends on the slot alone and never reaches
 *     the next one.
 */
import { assert } from '../assert.ts';
import { type Instant, instantOf } from '../instant.ts';
import type { MissionStatus } from '../lifecycle/mission-lifecycle.ts';
import { type CronRule, lastOccurrence, nextOccurrence } from './cron.ts';

/** What happens to a slot that comes while a run is open. */
export const OVERLAP_POLICIES = ['SKIP', 'QUEUE_ONE', 'CANCEL_RUNNING'] as const;
export type OverlapPolicy = (typeof OVERLAP_POLICIES)[number];

/** What happens to slots that came while nobody was there to fire them. */
export const CATCH_UP_POLICIES = ['NONE', 'LATEST', 'ALL'] as const;
export type CatchUpPolicy = (typeof CATCH_UP_POLICIES)[number];

export type ScheduleRule =
  | { readonly kind: 'ONCE'; readonly at: Instant }
  | ({ readonly kind: 'CRON' } & CronRule);

/** What a caller decides. */
export interface ScheduleSettings {
  readonly rule: ScheduleRule;
  readonly overlap: OverlapPolicy;
  readonly catchUp: CatchUpPolicy;
  /** No slot after this instant. */
  readonly endDate?: Instant;
  /** Runs that the schedule may launch. */
  readonly maxRuns?: number;
  readonly jitterMs?: number;
}

export interface Schedule extends ScheduleSettings {
  /** Of the event that set it: tells it from other schedules of the mission. Other settings at the same times leave it so. */
  readonly sequence: number;
  /** The next slot; absent when there is none any more. Changed by `withNext` alone. */
  readonly next?: Instant;
  /** When that slot fires, where jitter moves it: kept, so that not every commit has to find it out. */
  readonly fires?: { readonly slot: Instant; readonly at: Instant };
  /** Slots that came but wait for a run to end, oldest first, as stretches without gaps; never empty. */
  readonly waiting?: readonly SlotStretch[];
  /** Runs it has launched. */
  readonly launchCount: number;
  readonly isPaused?: true;
  /** Where the mission stood: it goes back there when the schedule is removed before it launched anything. */
  readonly before: { readonly status: MissionStatus; readonly runCount: number };
}

/** From one slot to another one, both included. */
export interface SlotStretch {
  readonly first: Instant;
  readonly last: Instant;
}

export function hasSameTimes({ rule: a }: ScheduleSettings, { rule: b }: ScheduleSettings): boolean {
  if (a.kind === 'ONCE') return b.kind === 'ONCE' && a.at === b.at;
  return b.kind === 'CRON' && a.cron === b.cron && a.timeZone === b.timeZone;
}

export function isSameSettings(a: ScheduleSettings, b: ScheduleSettings): boolean {
  const keys = ['overlap', 'catchUp', 'endDate', 'maxRuns', 'jitterMs'] as const;
  return hasSameTimes(a, b) && keys.every((key) => a[key] === b[key]);
}

/** The first slot after an instant; undefined when there is none. */
export function slotAfter(settings: ScheduleSettings, after: Instant): Instant | undefined {
  const { rule, endDate } = settings;
  const slot = rule.kind === 'CRON' ? nextOccurrence(rule, after) : rule.at > after ? rule.at : undefined;
  return slot === undefined || (endDate !== undefined && slot > endDate) ? undefined : slot;
}

/** The first slots after an instant, at most `limit`. */
export function slotsAfter(settings: ScheduleSettings, after: Instant, limit: number): readonly Instant[] {
  const slots: Instant[] = [];
  const count = Math.min(limit, settings.maxRuns ?? limit);
  for (let slot = slotAfter(settings, after); slot !== undefined && slots.length < count; ) {
    slots.push(slot);
    slot = slotAfter(settings, slot);
  }
  return slots;
}

/** The schedule with another next slot, or with none. */
export function withNext(schedule: Schedule, next: Instant | undefined): Schedule {
  const { next: _, fires: __, ...rest } = schedule;
  if (next === undefined) return rest;
  if (rest.jitterMs === undefined) return { ...rest, next };
  return { ...rest, next, fires: { slot: next, at: fireAt(rest, next) } };
}

/** The instant at which a slot fires. See K3. */
export function fireAt(schedule: Schedule, slot: Instant): Instant {
  const { rule, jitterMs, fires } = schedule;
  if (jitterMs === undefined) return slot;
  if (fires?.slot === slot) return fires.at;
  const following = rule.kind === 'CRON' ? nextOccurrence(rule, slot) : undefined;
  const span = Math.min(jitterMs, following === undefined ? jitterMs : following - slot - 1);
  return instantOf(slot + (hashOf(`${schedule.sequence}#${slot}`) % (span + 1)));
}

/** The slots that are due: from the next one to the last that fires up to `now`. */
export function dueSlots(schedule: Schedule, now: Instant): SlotStretch | undefined {
  const { next, rule } = schedule;
  if (next === undefined || fireAt(schedule, next) > now) return undefined;
  if (rule.kind === 'ONCE') return { first: next, last: next };
  const last = lastSlotUntil(schedule, now);
  assert(last !== undefined && last >= next, 'K2: a slot that is due is among the past ones');
  // Jitter may hold back the last one, and no more than that (K3).
  if (last === next || fireAt(schedule, last) <= now) return { first: next, last };
  const former = lastSlotUntil(schedule, instantOf(last - 1));
  return { first: next, last: former ?? next };
}

/** The slots whose time has come, fired or not, among those that were not taken yet. */
export function untakenSlots(schedule: Schedule, now: Instant): SlotStretch | undefined {
  const { next } = schedule;
  if (next === undefined || next > now) return undefined;
  return { first: next, last: lastSlotUntil(schedule, now) ?? next };
}

/** A stretch cut before its last `limit` slots: what is kept, and what is not. */
export function cutStretch(
  schedule: Schedule,
  stretch: SlotStretch,
  limit: number,
): { readonly kept: SlotStretch; readonly dropped?: SlotStretch } {
  let { last: first } = stretch;
  for (let count = 1; count < limit && first > stretch.first; count++) {
    first = lastSlotUntil(schedule, instantOf(first - 1)) ?? first;
  }
  const dropped = allButLast(schedule, { first: stretch.first, last: first });
  return { kept: { first, last: stretch.last }, ...(dropped ? { dropped } : {}) };
}

/** Whether it may still launch a run. */
export function hasSlots(schedule: Schedule): boolean {
  return schedule.next !== undefined || schedule.waiting !== undefined;
}

/** The stretch without its last slot; undefined when it was the only one. */
export function allButLast(schedule: Schedule, { first, last }: SlotStretch): SlotStretch | undefined {
  const former = first < last ? lastSlotUntil(schedule, instantOf(last - 1)) : undefined;
  return former === undefined ? undefined : { first, last: former };
}

/** The stretches without their first slot; undefined when it was the only one. */
export function allButFirst(
  schedule: Schedule,
  waiting: readonly SlotStretch[],
): readonly SlotStretch[] | undefined {
  const [head, ...rest] = waiting;
  assert(head, 'a stretch has a slot');
  const second = head.first < head.last ? slotAfter(schedule, head.first) : undefined;
  const left = second === undefined ? rest : [{ first: second, last: head.last }, ...rest];
  return left.length === 0 ? undefined : left;
}

function lastSlotUntil({ rule, endDate }: ScheduleSettings, until: Instant): Instant | undefined {
  const bound = endDate === undefined ? until : instantOf(Math.min(until, endDate));
  if (rule.kind === 'CRON') return lastOccurrence(rule, bound);
  return rule.at <= bound ? rule.at : undefined;
}

/** FNV-1a, 32 bits: spreads slots, keeps no secret. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let place = 0; place < text.length; place++) {
    hash = Math.imul(hash ^ text.charCodeAt(place), 0x01000193) >>> 0;
  }
  return hash;
}
