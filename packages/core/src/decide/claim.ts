/**
 * Taking ready tasks under leases.
 *
 * C1. A task goes to one claimer: it is READY before and IN_PROGRESS, with a new generation, after.
 * C2. Nothing is claimed from a run that is neither ACTIVE nor VALIDATING, is going to fail or stands still, nor past
 *     the mission's `maxConcurrent`. Candidates met then are parked: they leave the claim queue, so that they don't hide
 *     others.
 * C3. No agent holds more tasks of a run at once than its `maxConcurrent` in the team.
 * C4. A task is claimed only while all before it let it: not even between the reopening of one of them and the message
 *     that tells it so.
 */
import { addDuration } from '../duration.ts';
import type { AttemptRef } from '../ids.ts';
import { addMs, type Instant, instantOf } from '../instant.ts';
import type { RunStatus } from '../lifecycle/run-lifecycle.ts';
import { ok, type Result } from '../result.ts';
import { type MissionHead, standsStill } from '../run/mission.ts';
import { currentLane, type Lease, laneText, type SpecOf, type TaskNode } from '../run/node.ts';
import type { Decision } from './ask.ts';
import { type Draft, isKind } from './draft.ts';
import { beginAttempt, moveTask } from './move.ts';
import { notYetRearmed } from './rearm.ts';
import { isHeldBack, mayTake, noteWorker } from './validator.ts';

export interface ClaimCommand {
  readonly agent: string;
  readonly leaseMs: number;
  readonly limit: number;
  /** Node indexes from the claim queue, best first. A hint: each is looked at anew. */
  readonly candidates: readonly number[];
}

export interface ClaimedTask {
  readonly ref: AttemptRef;
  readonly task: TaskNode;
  readonly spec: SpecOf<'TASK'>;
}

export function* claimTasks(draft: Draft, command: ClaimCommand): Decision<Result<readonly ClaimedTask[]>> {
  const claimed: ClaimedTask[] = [];
  if (!draft.head.run) return ok(claimed);
  const nodes = yield* draft.nodes(command.candidates);
  const untold = yield* notYetRearmed(draft);
  const claimable = nodes
    .filter((node) => isKind(node, 'TASK'))
    .filter((task) => canTake(task, command.agent) && !untold.has(task.index));
  yield* draft.specs(claimable.slice(0, command.limit).map((task) => task.index));
  for (const task of claimable) {
    if (claimed.length >= command.limit || draft.room <= 0) break;
    if (freeSlots(draft) <= 0 || isHeldBack(draft.head, task)) parkTask(draft, task);
    else if (hasFullHands(draft.head, command.agent)) break;
    else if (yield* mayTake(draft, task, command.agent)) {
      const { validatedBy = [] } = yield* draft.spec('TASK', task.index);
      if (draft.room <= validatedBy.length) break;
      claimed.push(yield* claimTask(draft, task, command));
    }
  }
  return ok(claimed);
}

function canTake(task: TaskNode, agent: string): boolean {
  if (task.status !== 'READY' || task.isParked || task.retryAt !== undefined) return false;
  const lane = currentLane(task);
  return lane.kind !== 'AGENT' || lane.name === agent;
}

const CLAIMABLE: readonly RunStatus[] = ['ACTIVE', 'VALIDATING'];

/** How many more tasks the mission lets go right now. */
export function freeSlots(draft: Draft): number {
  const { run, maxConcurrent } = draft.head;
  if (!run || !CLAIMABLE.includes(run.status) || run.failing !== undefined || standsStill(run)) return 0;
  return maxConcurrent === undefined ? Number.POSITIVE_INFINITY : maxConcurrent - run.taskCounts.IN_PROGRESS;
}

/** The agent holds as many tasks of the run as its team allows it; others may still take what it has to leave. */
export function hasFullHands({ run }: MissionHead, agent: string): boolean {
  const load = run?.agents?.find(({ name }) => name === agent);
  return load !== undefined && load.running >= load.max;
}

function parkTask(draft: Draft, task: TaskNode): void {
  draft.putNode({ ...task, isParked: true });
  draft.setRun({ parkedCount: draft.run.parkedCount + 1 });
  draft.emitNode('TaskParked', task, {});
}

/**
 * Brings tasks that stand aside back into the claim queue, in each lane as many as the mission can take up: one whose
 * agent is away must not hold back the others. Those that come too many are parked again.
 */
export function* unparkTasks(draft: Draft, parked: readonly number[]): Decision<void> {
  const slots = freeSlots(draft);
  const broughtBack = new Map<string, number>();
  for (const node of yield* draft.nodes(parked)) {
    if (draft.room <= 0) return;
    if (!isKind(node, 'TASK') || !node.isParked || node.status !== 'READY') continue;
    if (isHeldBack(draft.head, node)) continue;
    const count = broughtBack.get(laneText(currentLane(node))) ?? 0;
    if (count >= slots) continue;
    broughtBack.set(laneText(currentLane(node)), count + 1);
    const { isParked: _, ...task } = node;
    draft.putNode(task);
    draft.setRun({ parkedCount: draft.run.parkedCount - 1 });
    draft.emitNode('TaskUnparked', task, { lane: laneText(currentLane(task)) });
  }
}

function* claimTask(draft: Draft, task: TaskNode, command: ClaimCommand): Decision<ClaimedTask> {
  const spec = yield* draft.spec('TASK', task.index);
  if (spec.validatedBy) yield* noteWorker(draft, spec.validatedBy, command.agent);
  const { maxDuration } = spec.definition;
  const endsAt = maxDuration && addDuration(draft.now, maxDuration);
  const lease: Lease = {
    agent: command.agent,
    actor: draft.actor,
    claimedAt: draft.now,
    durationMs: command.leaseMs,
    expiresAt: leaseEnd(draft.now, command.leaseMs, endsAt),
    ...(endsAt === undefined ? {} : { endsAt }),
  };
  const running: TaskNode = {
    ...forAll(task),
    status: 'IN_PROGRESS',
    generation: task.generation + 1,
    lease,
    implementer: command.agent,
    startedAt: task.startedAt ?? draft.now,
  };
  moveTask(draft, task, running, {
    command: 'claim',
    data: { agent: command.agent, generation: running.generation },
  });
  beginAttempt(draft, running);
  return { ref: { ...draft.runRef, index: task.index, generation: running.generation }, task: running, spec };
}

/** It is no longer kept for anybody. */
function forAll(task: TaskNode): TaskNode {
  if (task.keptFor === undefined) return task;
  const { keptFor: _, ...rest } = task;
  return rest;
}

/** The end of a lease taken or renewed at `now`: never past the hard end. */
export function leaseEnd(now: Instant, durationMs: number, endsAt: Instant | undefined): Instant {
  const end = addMs(now, durationMs);
  return endsAt === undefined ? end : instantOf(Math.min(end, endsAt));
}
