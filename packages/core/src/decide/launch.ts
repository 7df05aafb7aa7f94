/**
 * Starting a run.
 *
 * L1. All or nothing: until the commit that makes the run ACTIVE, nothing of it can be seen, and a refused or
 *     interrupted launch uses no run number.
 * L2. A plan that fits into one commit goes with it. A larger one is announced (`staging`), written out in pieces that
 *     nobody can see, and then made ACTIVE; a crash in between is finished by the STAGE message.
 */
import { runIdOf } from '../ids.ts';
import type { Instant } from '../instant.ts';
import { TASK_STATUSES } from '../lifecycle/task-lifecycle.ts';
import { LIMITS } from '../limits.ts';
import { ok, type Result } from '../result.ts';
import type { Run, TaskCounts } from '../run/mission.ts';
import type { Node } from '../run/node.ts';
import type { Plan } from '../run/plan.ts';
import type { Decision } from './ask.ts';
import { checkMission } from './check-mission.ts';
import { startDeadline } from './deadline.ts';
import type { Draft } from './draft.ts';
import { endRunWhenSettled, moveMission } from './end-run.ts';
import { releaseRoots } from './release.ts';
import { withClockStarted } from './task-deadline.ts';

/** Whether the run is ACTIVE now, or its plan has to be written out first. */
export type LaunchOutcome = 'LAUNCHED' | 'STAGED';

/** `slot`: the one of the schedule that asks for the run. */
export function* launch(draft: Draft, plan: Plan, slot?: Instant): Decision<Result<LaunchOutcome>> {
  const { head } = draft;
  const legal = checkMission(head, 'launch');
  if (!legal.ok) return legal;
  if (fitsIntoOneCommit(draft, plan)) {
    const opened = openPlan(plan, draft.now);
    for (const node of opened.nodes) draft.putNode(node);
    for (const spec of opened.specs) draft.putSpec(spec);
    draft.putRoots(plan.roots, { isStored: false });
    yield* activate(draft, plan, {
      documentVersion: head.documentVersion,
      ...(slot === undefined ? {} : { slot }),
    });
    return ok('LAUNCHED');
  }
  const runNumber = head.runCount + 1;
  const { documentVersion } = head;
  draft.setHead({
    staging: {
      runNumber,
      documentVersion,
      actor: draft.actor,
      sequence: draft.sequence + 1,
      ...(slot === undefined ? {} : { slot }),
    },
  });
  draft.emit('RunStaged', runIdOf({ missionId: head.id, runNumber }), {
    documentVersion: head.documentVersion,
  });
  draft.send({ type: 'STAGE', runNumber });
  return ok('STAGED');
}

/** A launch that closes planning, and stands for nothing else: a mission that isn't being planned is left alone. */
export function* completePlanning(draft: Draft, plan: Plan): Decision<Result<LaunchOutcome>> {
  const legal = checkMission(draft.head, 'completePlanning');
  return legal.ok ? yield* launch(draft, plan) : legal;
}

/**
 * Makes a plan that was written out for the staging of that sequence ACTIVE. Nothing happens when it was launched or
 * cancelled meanwhile, even if the mission is being launched anew.
 */
export function* activateStaged(draft: Draft, plan: Plan, sequence: number): Decision<Result<void>> {
  const { staging } = draft.head;
  if (staging?.sequence !== sequence) return ok(undefined);
  draft.clearStaging();
  draft.putRoots(plan.roots, { isStored: true });
  yield* activate(draft, plan, staging);
  return ok(undefined);
}

/** The plan as it stands at the start: the first milestone is open, the time of deadlines runs. */
export function openPlan(plan: Plan, now: Instant): Plan {
  const first = plan.ranges.find((range) => range.kind === 'MILESTONE' && range.count > 0)?.from;
  const opened = plan.nodes.map((node) => (node.index === first ? unlocked(node) : node));
  return { ...plan, nodes: opened.map((node) => withClockStarted(node, now)) };
}

function unlocked(node: Node): Node {
  return node.kind === 'MILESTONE' ? { ...node, status: 'ACTIVE' } : node;
}

/** Releasing the roots needs room too: what it can't do goes on through a message. */
function fitsIntoOneCommit(draft: Draft, plan: Plan): boolean {
  return (
    plan.nodes.length + plan.specs.length + 1 <= draft.room && plan.nodes.length <= LIMITS.launchNodesMax
  );
}

type Origin = Pick<Run, 'documentVersion' | 'slot'>;

function* activate(draft: Draft, plan: Plan, from: Origin): Decision<void> {
  const { documentVersion } = from;
  const run = newRun(draft, plan, from);
  draft.startRun(run);
  draft.emit('RunStatusChanged', runIdOf(draft.runRef), { to: 'ACTIVE', documentVersion });
  moveMission(draft, 'ACTIVE');
  yield* releaseRoots(draft);
  endRunWhenSettled(draft);
}

/** Assertions hold nothing up by themselves, and a milestone's validation holds up what the milestone does. */
function openCountOf({ nodes, contract }: Plan): number {
  const finalCount = contract?.finalValidation === undefined ? 0 : 1;
  return nodes.length - (contract?.nodeCount ?? 0) + finalCount;
}

function finalValidationOf({ contract }: Plan): Pick<Run, 'finalValidation'> {
  const index = contract?.finalValidation;
  return index === undefined ? {} : { finalValidation: { index } };
}

function newRun(draft: Draft, plan: Plan, { documentVersion, slot }: Origin): Run {
  const taskCounts = Object.fromEntries(TASK_STATUSES.map((status) => [status, 0])) as Record<string, number>;
  return {
    number: draft.head.runCount + 1,
    status: 'ACTIVE',
    documentVersion,
    startedAt: draft.now,
    launchedBy: draft.actor,
    nodeCount: plan.nodes.length,
    ranges: plan.ranges,
    openNodeCount: openCountOf(plan),
    taskCounts: { ...taskCounts, WAITING: plan.taskCount } as TaskCounts,
    weight: { total: plan.weightTotal, settled: 0, cancelled: 0 },
    score: { weighted: 0, weight: 0 },
    attemptCount: 0,
    usage: { tokens: 0, costUsd: 0 },
    parkedCount: 0,
    ...(slot === undefined ? {} : { slot }),
    ...(plan.deadline ? { deadline: startDeadline(plan.deadline, draft.now) } : {}),
    ...(plan.qualityThreshold === undefined ? {} : { qualityThreshold: plan.qualityThreshold }),
    ...(plan.notifies ? { notifies: plan.notifies } : {}),
    ...finalValidationOf(plan),
    ...(plan.agentLimits ? { agents: plan.agentLimits.map((limit) => ({ ...limit, running: 0 })) } : {}),
  };
}
