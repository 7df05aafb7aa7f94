/**
 * What happens to the slots of a schedule when their time has come.
 *
 * K5. A slot that comes on time and finds the mission free launches a run in the commit that takes it, or waits for
 *     that: nothing lies between, so that a crash loses none and repeats none.
 * K6. While a run is open, or others wait, the overlap policy decides: the slot is skipped; waits, unless one does; or
 *     calls the run off and is the next.
 * K7. A slot that came while nobody was there is missed; the catch-up policy decides which of the missed ones wait. They
 *     run one after the other, whatever the overlap policy. A single instant is never missed, only late.
 * K8. A slot that can't be launched, because its document has problems by now, is told and left behind.
 */
import { assert } from '../assert.ts';
import { runIdOf } from '../ids.ts';
import { formatInstant, type Instant } from '../instant.ts';
import { hasOpenRun, type MissionStatus } from '../lifecycle/mission-lifecycle.ts';
import { isRunEnded } from '../lifecycle/run-lifecycle.ts';
import { LIMITS } from '../limits.ts';
import type { Result } from '../result.ts';
import type { MissionHead } from '../run/mission.ts';
import type { Plan } from '../run/plan.ts';
import {
  allButFirst,
  allButLast,
  cutStretch,
  dueSlots,
  fireAt,
  hasSlots,
  type Schedule,
  type SlotStretch,
  slotAfter,
  untakenSlots,
  withNext,
} from '../schedule/schedule.ts';
import type { Decision } from './ask.ts';
import type { Draft } from './draft.ts';
import { endSchedule, moveMission } from './end-run.ts';
import { launch } from './launch.ts';
import { cancelRun } from './mission-commands.ts';

/** The plan of the latest document as it was a moment ago. */
export interface PreparedLaunch {
  readonly plan: Result<Plan>;
  readonly documentVersion: number;
}

/** Whether a run could be launched now. */
export function isFree(head: MissionHead): boolean {
  return !hasOpenRun(head.status) && !head.staging && !head.run?.isCancelling;
}

/** When the schedule is next to be looked at. */
export function slotDueAt(head: MissionHead): Instant | undefined {
  const { schedule } = head;
  if (!schedule || schedule.isPaused) return undefined;
  const { next, waiting } = schedule;
  // What waits has come already: it is due as soon as the mission is free.
  if (waiting && isFree(head)) return waiting[0]?.first;
  return next === undefined ? undefined : fireAt(schedule, next);
}

/** Takes the slots that are due from the schedule. */
export function* takeSlots(draft: Draft): Decision<void> {
  const { schedule } = draft.head;
  const due = schedule && !schedule.isPaused ? dueSlots(schedule, draft.now) : undefined;
  if (!schedule || !due) return;
  draft.setSchedule(withNext(schedule, slotAfter(schedule, due.last)));

  const isOnTime = draft.now - fireAt(schedule, due.last) <= LIMITS.slotLatenessMsMax;
  const isMet = schedule.rule.kind === 'ONCE' || isOnTime;
  const missed = isMet ? allButLast(schedule, due) : due;
  if (missed) catchUp(draft, missed, isMet);
  if (isMet) yield* meet(draft, due.last);
  endWhenNoSlotLeft(draft);
}

/** See K7. */
function catchUp(draft: Draft, missed: SlotStretch, isLaterMet: boolean): void {
  const schedule = scheduleOf(draft);
  const isLeftOut = schedule.catchUp === 'NONE' || (schedule.catchUp === 'LATEST' && isLaterMet);
  if (isLeftOut) skip(draft, missed, 'MISSED');
  else queueLast(draft, missed, schedule.catchUp === 'ALL' ? LIMITS.catchUpSlotsMax : 1);
}

function queueLast(draft: Draft, missed: SlotStretch, limit: number): void {
  const schedule = scheduleOf(draft);
  const { kept, dropped } = cutStretch(schedule, missed, limit);
  if (dropped) skip(draft, dropped, 'MISSED');
  const waiting = [...(schedule.waiting ?? []), kept];
  const bounded = waiting.slice(-LIMITS.waitingStretchesMax);
  for (const stretch of waiting.slice(0, -bounded.length)) skip(draft, stretch, 'MISSED');
  setWaiting(draft, bounded);
  draft.emit('SlotQueued', draft.head.id, toldOf(kept));
}

/** See K5 and K6. */
function* meet(draft: Draft, slot: Instant): Decision<void> {
  const { overlap, waiting = [] } = scheduleOf(draft);
  const stretch = { first: slot, last: slot };
  const isMissionFree = isFree(draft.head);
  if (isMissionFree && waiting.length === 0) {
    setWaiting(draft, [stretch]);
    return;
  }
  if (overlap === 'SKIP' || (overlap === 'QUEUE_ONE' && waiting.length > 0)) {
    skip(draft, stretch, 'OVERLAP');
    return;
  }
  setWaiting(draft, [stretch, ...waiting]);
  draft.emit('SlotQueued', draft.head.id, toldOf(stretch));
  if (overlap === 'CANCEL_RUNNING' && !isMissionFree) yield* callOff(draft, slot);
}

function* callOff(draft: Draft, slot: Instant): Decision<void> {
  const { staging } = draft.head;
  if (hasOpenRun(draft.head.status)) {
    const cancelled = yield* cancelRun(draft, `The slot of ${formatInstant(slot)} has come.`);
    assert(cancelled.ok, 'an open run can be called off');
  } else if (staging) {
    draft.clearStaging();
    if (staging.slot !== undefined) skip(draft, { first: staging.slot, last: staging.slot }, 'OVERLAP');
  }
}

/** Launches the first slot that waits. Nothing happens when the plan is not that of the latest document. */
export function* launchSlot(draft: Draft, prepared: PreparedLaunch | undefined): Decision<void> {
  const { schedule, documentVersion } = draft.head;
  const slot = schedule?.isPaused ? undefined : schedule?.waiting?.[0]?.first;
  if (!schedule || slot === undefined || prepared?.documentVersion !== documentVersion) return;
  const { plan } = prepared;
  setWaiting(draft, allButFirst(schedule, schedule.waiting ?? []));
  if (!plan.ok) {
    skip(draft, { first: slot, last: slot }, plan.error.code);
    endWhenNoSlotLeft(draft);
    return;
  }
  const runNumber = draft.head.runCount + 1;
  const subject = runIdOf({ missionId: draft.head.id, runNumber });
  draft.emitOfRun(runNumber, { type: 'SlotFired', subject, data: { slot: formatInstant(slot) } });
  countLaunch(draft);
  const launched = yield* launch(draft, plan.value, slot);
  assert(launched.ok, 'K5: a mission that is free can be launched');
}

/** Counted before the launch: the run may end with it, when there is nothing to do. */
function countLaunch(draft: Draft): void {
  const schedule = scheduleOf(draft);
  if (schedule.rule.kind === 'ONCE') {
    endSchedule(draft, 'FIRED');
    return;
  }
  const launchCount = schedule.launchCount + 1;
  const { waiting: _, ...last } = withNext(schedule, undefined);
  const isLast = launchCount >= (schedule.maxRuns ?? Number.POSITIVE_INFINITY);
  draft.setSchedule({ ...(isLast ? last : schedule), launchCount });
}

/** A schedule that has nothing left to wait for ends; with an open run it does when that ends. */
export function endWhenNoSlotLeft(draft: Draft): void {
  const { schedule } = draft.head;
  if (!schedule || hasSlots(schedule) || hasOpenRun(draft.head.status) || draft.head.staging) return;
  endSchedule(draft, 'NO_SLOT_LEFT');
  if (!waitsForSlot(draft)) return;
  moveMission(draft, schedule.rule.kind === 'CRON' ? 'COMPLETED' : statusBefore(draft, schedule));
}

/** It stands where its schedule has put it. A pilot may have taken it back to where it is planned. */
export function waitsForSlot({ head }: Draft): boolean {
  return head.status === 'SCHEDULED' || head.status === 'RECURRING';
}

/** Slots that came, of a schedule whose times are others from now on: told, and left behind (K2). */
export function leaveSlots(draft: Draft): void {
  const schedule = scheduleOf(draft);
  const untaken = schedule.isPaused ? undefined : untakenSlots(schedule, draft.now);
  for (const stretch of [...(schedule.waiting ?? []), ...(untaken ? [untaken] : [])])
    skip(draft, stretch, 'REPLACED');
}

/** Where the mission stands without its schedule. */
export function statusBefore(draft: Draft, { before }: Schedule): MissionStatus {
  const { run, runCount } = draft.head;
  if (!run || runCount === before.runCount) return before.status;
  assert(isRunEnded(run.status), 'a mission that waits for a slot has no open run');
  return run.status;
}

function scheduleOf(draft: Draft): Schedule {
  const { schedule } = draft.head;
  assert(schedule, 'slots belong to a schedule');
  return schedule;
}

function setWaiting(draft: Draft, waiting: readonly SlotStretch[] | undefined): void {
  const { waiting: _, ...rest } = scheduleOf(draft);
  draft.setSchedule(waiting === undefined ? rest : { ...rest, waiting });
}

function skip(draft: Draft, stretch: SlotStretch, reason: string): void {
  draft.emit('SlotSkipped', draft.head.id, { ...toldOf(stretch), reason });
}

function toldOf({ first, last }: SlotStretch): Readonly<Record<string, unknown>> {
  return { first: formatInstant(first), last: formatInstant(last) };
}
