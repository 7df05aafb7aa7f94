/** Every mutation that a lifecycle names, as a call to the engine with whatever it needs to be allowed. */
import type { DomainError } from '@muster/core/error-table';
import { PILOTED_STATUSES, type PilotedStatus } from '@muster/core/lifecycle/pilot-lifecycle';
import type { Result } from '@muster/core/result';
import { aSubmission, MINUTE } from '../support/a-mission.ts';
import { ADA_IN_TESTS, RITA_IN_TESTS } from '../support/an-engine.ts';
import { aNode, ONE_TASK, type Standing } from './standing.ts';

export type Called = Result<unknown, DomainError>;
/** `keyed`: with an idempotency key or without one. */
export type Call = (standing: Standing, keyed?: { readonly idempotencyKey: string }) => Promise<Called>;

const reason = 'So it is.';

/** By the mutation; on the mission. */
export const MISSION_CALLS: Readonly<Record<string, Call>> = {
  planMission: ({ under, missionId }, keyed) =>
    under.engine.planMission(RITA_IN_TESTS, { missionId, ...keyed }),
  saveDocument: ({ under, missionId }, keyed) =>
    under.engine.saveDocument(RITA_IN_TESTS, { missionId, document: ONE_TASK, ...keyed }),
  launchMission: ({ under, missionId }, keyed) =>
    under.engine.launchMission(RITA_IN_TESTS, { missionId, ...keyed }),
  completePlanning: ({ under, missionId }, keyed) =>
    under.engine.completePlanning(RITA_IN_TESTS, { missionId, ...keyed }),
  scheduleMission: ({ under, missionId }, keyed) => {
    const schedule = { at: '2027-01-01T00:00:00Z' };
    return under.engine.scheduleMission(RITA_IN_TESTS, { missionId, schedule, ...keyed });
  },
  unscheduleMission: ({ under, missionId }, keyed) =>
    under.engine.unscheduleMission(RITA_IN_TESTS, { missionId, ...keyed }),
  pauseSchedule: ({ under, missionId }, keyed) =>
    under.engine.pauseSchedule(RITA_IN_TESTS, { missionId, ...keyed }),
  resumeSchedule: ({ under, missionId }, keyed) =>
    under.engine.resumeSchedule(RITA_IN_TESTS, { missionId, ...keyed }),
  pauseMission: ({ under, missionId }, keyed) =>
    under.engine.pauseMission(RITA_IN_TESTS, { missionId, ...keyed }),
  resumeMission: ({ under, missionId }, keyed) =>
    under.engine.resumeMission(RITA_IN_TESTS, { missionId, ...keyed }),
  cancelMission: ({ under, missionId }, keyed) =>
    under.engine.cancelMission(RITA_IN_TESTS, { missionId, reason, ...keyed }),
  cancelRun: ({ under, missionId }, keyed) =>
    under.engine.cancelRun(RITA_IN_TESTS, { missionId, reason, ...keyed }),
  retryFailed: ({ under, missionId }, keyed) =>
    under.engine.retryFailed(RITA_IN_TESTS, { missionId, ...keyed }),
  addTasks: ({ under, missionId }, keyed) =>
    under.engine.addTasks(RITA_IN_TESTS, { missionId, tasks: [{ title: 'New' }], ...keyed }),
  addElements: ({ under, missionId }, keyed) => {
    const delays = [{ name: 'New', afterTasks: [], blocksTasks: [], duration: 'PT1M' }];
    return under.engine.addElements(RITA_IN_TESTS, { missionId, delays, ...keyed });
  },
  addDependency: ({ under, missionId }, keyed) => {
    const [dependsOn, task] = [aNode({ missionId }, 0), aNode({ missionId }, 1)];
    return under.engine.addDependency(RITA_IN_TESTS, { task, dependsOn, ...keyed });
  },
  setMissionProgress: ({ under, missionId }, keyed) =>
    under.engine.setMissionProgress(RITA_IN_TESTS, { missionId, progress: 50, ...keyed }),
  ...Object.fromEntries(PILOTED_STATUSES.map((status) => [`setMissionStatus(${status})`, toStatus(status)])),
};

function toStatus(status: PilotedStatus): Call {
  return ({ under, missionId }, keyed) =>
    under.engine.setMissionStatus(RITA_IN_TESTS, { missionId, status, reason, ...keyed });
}

function firstAttempt(standing: Standing) {
  return { ...aNode(standing), generation: 1 };
}

/** On the first attempt at the node 0. */
export const ATTEMPT_CALLS: Readonly<Record<string, Call>> = {
  heartbeat: (standing) => standing.under.engine.heartbeat(ADA_IN_TESTS, { attempt: firstAttempt(standing) }),
  // Of a batch the answer is kept under its key, whatever is in it.
  async completeTask(standing) {
    const submission = aSubmission({ evidence: 'Another word.' });
    const tasks = [{ attempt: firstAttempt(standing), submission }];
    const answers = await standing.under.engine.completeTasks(ADA_IN_TESTS, { tasks });
    const [first] = answers.ok ? answers.value : [answers];
    if (!first) throw new Error('one submission has one answer');
    return first;
  },
  failTask: (standing, keyed) => {
    const input = { attempt: firstAttempt(standing), message: reason, ...keyed };
    return standing.under.engine.failTask(ADA_IN_TESTS, input);
  },
};

/** On the node 0, a task. */
export const TASK_CALLS: Readonly<Record<string, Call>> = {
  ...ATTEMPT_CALLS,
  async claimTasks(standing) {
    const input = { agent: ADA_IN_TESTS.actor.name, limit: 1, leaseMs: MINUTE };
    const claimed = await standing.under.engine.claimTasks(ADA_IN_TESTS, input);
    return claimed;
  },
  reviewTask: (standing, keyed) =>
    standing.under.engine.reviewTask(RITA_IN_TESTS, {
      task: aNode(standing),
      scores: [{ position: 0, score: 4 }],
      ...keyed,
    }),
  acceptTask: (standing, keyed) =>
    standing.under.engine.acceptTask(RITA_IN_TESTS, { task: aNode(standing), ...keyed }),
  rejectTask: (standing, keyed) =>
    standing.under.engine.rejectTask(RITA_IN_TESTS, { task: aNode(standing), ...keyed }),
  blockTask: (standing, keyed) =>
    standing.under.engine.blockTask(RITA_IN_TESTS, {
      task: aNode(standing),
      cause: 'HUMAN',
      note: reason,
      ...keyed,
    }),
  unblockTask: (standing, keyed) =>
    standing.under.engine.unblockTask(RITA_IN_TESTS, { task: aNode(standing), ...keyed }),
  retryTask: (standing, keyed) =>
    standing.under.engine.retryTask(RITA_IN_TESTS, { task: aNode(standing), ...keyed }),
  retryFromTask: (standing, keyed) =>
    standing.under.engine.retryFromTask(RITA_IN_TESTS, { task: aNode(standing), reason, ...keyed }),
  reopenTask: (standing, keyed) =>
    standing.under.engine.reopenTask(RITA_IN_TESTS, { task: aNode(standing), reason, ...keyed }),
  skipTask: (standing, keyed) =>
    standing.under.engine.skipTask(RITA_IN_TESTS, { task: aNode(standing), reason, ...keyed }),
  cancelTask: (standing, keyed) =>
    standing.under.engine.cancelTask(RITA_IN_TESTS, { task: aNode(standing), reason, ...keyed }),
};

/** On the node 2: the element behind the tasks A and Held. */
export const ELEMENT_CALLS: Readonly<Record<string, Call>> = {
  approveCheckpoint: (standing, keyed) =>
    standing.under.engine.approveCheckpoint(RITA_IN_TESTS, { node: aNode(standing, 2), ...keyed }),
  rejectCheckpoint: (standing, keyed) =>
    standing.under.engine.rejectCheckpoint(RITA_IN_TESTS, {
      node: aNode(standing, 2),
      reopen: [],
      ...keyed,
    }),
  overrideGate: (standing, keyed) =>
    standing.under.engine.overrideGate(RITA_IN_TESTS, { node: aNode(standing, 2), reason, ...keyed }),
  skipDelay: (standing, keyed) =>
    standing.under.engine.skipDelay(RITA_IN_TESTS, { node: aNode(standing, 2), reason, ...keyed }),
};

/** On the assertion that is node 3, or the validation that is node 5. */
export const CONTRACT_CALLS: Readonly<Record<string, Call>> = {
  reportAssertion: (standing, keyed) =>
    standing.under.engine.reportAssertion(RITA_IN_TESTS, {
      node: aNode(standing, 3),
      status: 'PASSING',
      evidence: 'Another look.',
      ...keyed,
    }),
  waiveAssertion: (standing, keyed) =>
    standing.under.engine.waiveAssertion(RITA_IN_TESTS, { node: aNode(standing, 3), reason, ...keyed }),
  grantRound: (standing, keyed) =>
    standing.under.engine.grantRound(RITA_IN_TESTS, { node: aNode(standing, 5), reason, ...keyed }),
  failValidation: (standing, keyed) =>
    standing.under.engine.failValidation(RITA_IN_TESTS, { node: aNode(standing, 5), reason, ...keyed }),
};

/** Of a claim, how many tasks it gave; undefined of what is no claim. */
export function claimedCount(result: Called | undefined): number | undefined {
  return result?.ok && Array.isArray(result.value) ? result.value.length : undefined;
}
