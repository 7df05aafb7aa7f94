/** Does to a mission, at random, everything that people, agents, time and late messages can do to it. */
import { approveCheckpoint, rejectCheckpoint } from '@muster/core/decide/checkpoint';
import { type ClaimedTask, claimTasks } from '@muster/core/decide/claim';
import { overrideGate, skipDelay } from '@muster/core/decide/element-commands';
import { pauseMission, resumeMission, retryFailed } from '@muster/core/decide/mission-commands';
import { acceptTask, rejectTask } from '@muster/core/decide/review';
import { failTask, heartbeat, submitTask } from '@muster/core/decide/submit';
import {
  blockTask,
  cancelTask,
  retryFromTask,
  retryTask,
  skipTask,
  unblockTask,
} from '@muster/core/decide/task-commands';
import { type Document, ON_EXPIRY } from '@muster/core/document/document';
import { type Duration, parseDuration } from '@muster/core/duration';
import type { Node, NodeSpec } from '@muster/core/run/node';
import { expect } from 'vitest';
import { ADA, aSubmission, MINUTE, RITA } from '../../support/a-mission.ts';
import type { MissionUnderTest } from '../../support/mission-under-test.ts';

/** The document with failure policies, few attempts and reviews spread over its tasks. */
export function withPolicies(document: Document, numbers: () => number): Document {
  const policies = ['FAIL_RUN', 'BLOCK', 'SKIP_DEPENDENTS', 'CONTINUE', 'CONTINUE'] as const;
  const tasks = document.tasks.map((task) => ({
    ...task,
    onFailure: policies[Math.floor(numbers() * policies.length)] ?? 'FAIL_RUN',
    maxAttempts: 1 + Math.floor(numbers() * 2),
    review: numbers() < 0.2 ? ('REQUIRED' as const) : ('NONE' as const),
  }));
  const checkpoints = document.checkpoints.map((checkpoint) => ({
    ...checkpoint,
    ...(numbers() < 0.5 ? { expiresAfter: A_MINUTE } : {}),
    onExpiry: ON_EXPIRY[Math.floor(numbers() * ON_EXPIRY.length)] ?? 'REJECT',
  }));
  return { ...document, tasks, checkpoints };
}

const A_MINUTE = durationOf('PT1M');

function durationOf(text: string): Duration {
  const duration = parseDuration(text);
  if (duration === undefined) throw new Error(`${text} is no duration`);
  return duration;
}

/** One random act. Whether it is refused or not is the mission's affair. */
export function actAtRandom(mission: MissionUnderTest, numbers: () => number): void {
  const node = mission.nodes[Math.floor(numbers() * mission.nodes.length)];
  const act = numbers();
  if (act < 0.08) mission.wait(Math.round(MINUTE * numbers() * 2));
  else if (act < 0.12) moveMission(mission, numbers());
  else if (act < 0.32) deliverOne(mission, numbers);
  else if (node?.kind === 'TASK') actOnTask(mission, node.index, numbers);
  else if (node) actOnElement(mission, node, numbers());
}

function moveMission(mission: MissionUnderTest, choice: number): void {
  if (mission.run.status === 'PAUSED') mission.act(RITA, resumeMission);
  else if (mission.run.status === 'FAILED') mission.act(RITA, retryFailed);
  else if (choice < 0.5) mission.act(RITA, (draft) => pauseMission(draft, 'Lunch.'));
}

/** Any pending message, and sometimes it stays and will come again. */
export function deliverOne(mission: MissionUnderTest, numbers: () => number): void {
  const at = Math.floor(numbers() * mission.messages.length);
  const message = mission.messages[at];
  if (!message) return;
  if (numbers() < 0.7) mission.messages = mission.messages.filter((_, position) => position !== at);
  mission.deliver(message);
}

function actOnTask(mission: MissionUnderTest, index: number, numbers: () => number): void {
  const node = mission.nodes[index];
  if (node?.kind !== 'TASK') return;
  const task = { missionId: mission.head.id, runNumber: mission.run.number, index };
  const attempt = { ...task, generation: node.generation };
  const choice = numbers();
  if (choice < 0.35 || node.status === 'READY') claimOne(mission, index);
  if (choice < 0.5) mission.act(ADA, (draft) => submitTask(draft, { attempt, submission: aSubmission() }));
  else if (choice < 0.7) mission.act(ADA, (draft) => failTask(draft, { attempt, message: 'It broke.' }));
  else if (choice < 0.73) mission.act(ADA, (draft) => heartbeat(draft, attempt));
  else if (choice < 0.78) mission.act(RITA, (draft) => skipTask(draft, { task, reason: 'No need.' }));
  else if (choice < 0.81) mission.act(RITA, (draft) => cancelTask(draft, { task, reason: 'No need.' }));
  else if (choice < 0.86) mission.act(RITA, (draft) => retryTask(draft, task));
  else if (choice < 0.88) mission.act(RITA, (draft) => retryFromTask(draft, { task, reason: 'Once more.' }));
  else if (choice < 0.91) {
    mission.act(ADA, (draft) => blockTask(draft, { task, cause: 'HUMAN', note: 'A question.' }));
  } else if (choice < 0.95) mission.act(RITA, (draft) => unblockTask(draft, task));
  else if (choice < 0.98) mission.act(RITA, (draft) => acceptTask(draft, { task }));
  else mission.act(RITA, (draft) => rejectTask(draft, { task }));
}

export function claimOne(mission: MissionUnderTest, index: number): readonly ClaimedTask[] {
  const command = { agent: ADA.name, leaseMs: MINUTE, limit: 1, candidates: [index] };
  const claimed = mission.must(ADA, (draft) => claimTasks(draft, command));
  for (const { task } of claimed) if (task.generation === 1) expectPredecessorsSettled(mission, task.index);
  return claimed;
}

/** Work first begins when nothing in front of it is open. What has begun is left alone by what is undone later (A2). */
export function expectPredecessorsSettled(mission: MissionUnderTest, index: number): void {
  for (const spec of mission.specs) {
    if (!spec.successors.includes(index)) continue;
    // A junction stands for those before it: they count, whatever it was told.
    if (spec.kind === 'JUNCTION') expectPredecessorsSettled(mission, spec.index);
    const node = mission.nodes[spec.index];
    expect(node && letsGoOn(node, spec), `${node?.kind} ${node?.name} ${node?.status} comes before`).toBe(
      true,
    );
  }
}

function letsGoOn(node: Node, spec: NodeSpec): boolean {
  switch (node.status) {
    case 'FAILED':
      return spec.kind === 'TASK' && spec.definition.onFailure === 'CONTINUE';
    case 'EXPIRED':
      return !isParked(node) && spec.kind === 'CHECKPOINT' && spec.definition.onExpiry === 'APPROVE';
    case 'SKIPPED':
      return !(node.kind === 'TASK' && node.isSkippedByFailure);
    default:
      return GOOD_ENDS.includes(node.status);
  }
}

function isParked(node: Node): boolean {
  return node.kind === 'CHECKPOINT' && node.isParked === true;
}

const GOOD_ENDS: readonly string[] = ['DONE', 'CANCELLED', 'APPROVED', 'PASSED', 'OVERRIDDEN', 'ELAPSED'];

function actOnElement(mission: MissionUnderTest, element: Node, choice: number): void {
  const node = { missionId: mission.head.id, runNumber: mission.run.number, index: element.index };
  if (element.kind === 'CHECKPOINT') {
    if (choice < 0.3) mission.act(RITA, (draft) => approveCheckpoint(draft, { checkpoint: node }));
    else if (choice < 0.9) {
      const after = afterOf(mission, element.index);
      const reopen = after.filter((_, position) => position % 2 === 0).map((index) => ({ ...node, index }));
      mission.act(RITA, (draft) => rejectCheckpoint(draft, { checkpoint: node, reopen }));
    }
  } else if (element.kind === 'GATE' && choice < 0.3) {
    mission.act(RITA, (draft) => overrideGate(draft, { node, reason: 'Good enough.' }));
  } else if (element.kind === 'DELAY' && choice < 0.3) {
    mission.act(RITA, (draft) => skipDelay(draft, { node, reason: 'No time.' }));
  }
}

function afterOf(mission: MissionUnderTest, index: number): readonly number[] {
  const spec = mission.specs[index];
  return spec?.kind === 'CHECKPOINT' ? spec.after : [];
}

/** Somebody sensible takes over: whatever holds the run is resolved. Answers when the run completed or got stuck. */
export function resolveEverything(mission: MissionUnderTest): void {
  const roundsMax = 20 * mission.nodes.length + 50;
  for (let round = 0; round < roundsMax && mission.run.status !== 'COMPLETED'; round++) {
    mission.settle();
    if (mission.run.status === 'PAUSED') mission.must(RITA, resumeMission);
    else if (mission.run.status === 'FAILED') mission.must(RITA, retryFailed);
    else if (!mission.nodes.some((node) => resolve(mission, node))) mission.wait(MINUTE);
  }
}

/** Answers whether there was something to do about the node. */
export function resolve(mission: MissionUnderTest, node: Node): boolean {
  const ref = { missionId: mission.head.id, runNumber: mission.run.number, index: node.index };
  switch (`${node.kind} ${node.status}`) {
    case 'TASK READY':
      return claimOne(mission, node.index).length > 0;
    case 'TASK IN_PROGRESS': {
      const attempt = { ...ref, generation: node.kind === 'TASK' ? node.generation : 0 };
      mission.must(ADA, (draft) => submitTask(draft, { attempt, submission: aSubmission() }));
      return true;
    }
    case 'TASK REVIEW':
      mission.must(RITA, (draft) => acceptTask(draft, { task: ref }));
      return true;
    case 'TASK BLOCKED':
      mission.must(RITA, (draft) => unblockTask(draft, ref));
      return true;
    case 'TASK FAILED':
      return mission.run.failing === undefined && mission.act(RITA, (draft) => retryTask(draft, ref)).ok;
    case 'CHECKPOINT OPEN':
      mission.must(RITA, (draft) => approveCheckpoint(draft, { checkpoint: ref }));
      return true;
    case 'GATE FAILED':
      mission.must(RITA, (draft) => overrideGate(draft, { node: ref, reason: 'Good enough.' }));
      return true;
    default:
      return false;
  }
}
