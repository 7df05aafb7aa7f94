/** Tasks, attempts, elements and dead letters in each status they can be in. */
import type { AttemptStatus } from '@muster/core/lifecycle/attempt-lifecycle';
import type { CheckpointStatus } from '@muster/core/lifecycle/checkpoint-lifecycle';
import type { DeadLetterStatus } from '@muster/core/lifecycle/dead-letter-lifecycle';
import type { DelayStatus } from '@muster/core/lifecycle/delay-lifecycle';
import type { GateStatus } from '@muster/core/lifecycle/gate-lifecycle';
import type { MissionStatus } from '@muster/core/lifecycle/mission-lifecycle';
import type { RunStatus } from '@muster/core/lifecycle/run-lifecycle';
import type { TaskStatus } from '@muster/core/lifecycle/task-lifecycle';
import { buryMessage } from '@muster/engine/dead-letters';
import { MINUTE, WORKSPACE_ID } from '../support/a-mission.ts';
import { answerOf, BOB_IN_TESTS, RITA_IN_TESTS } from '../support/an-engine.ts';
import { ELEMENT_CALLS, TASK_CALLS } from './calls.ts';
import { aMissionAt, aNode, aStandaloneTask, launched, type Standing, work } from './standing.ts';

type Bring = (standing: Standing) => Promise<unknown>;

/** It stands where it should; anything else is a mistake of the way there. */
async function standingAt(standing: Standing, index: number, status: string): Promise<Standing> {
  const [node] = await standing.under.engine.nodes(RITA_IN_TESTS, [aNode(standing, index)]);
  if (node?.status !== status) throw new Error(`it is ${node?.status}, not ${status}`);
  return standing;
}

/** Its reviewers score, so that it can be in REVIEW and every verb of a review means something. */
const TASK = {
  title: 'T',
  maxAttempts: 1,
  onFailure: 'BLOCK',
  expectations: [{ type: 'llm_review', criteria: 'Is it good?' }],
};

const TASK_BRINGS: Readonly<Record<Exclude<TaskStatus, 'WAITING'>, readonly Bring[]>> = {
  READY: [],
  IN_PROGRESS: [(s) => work(s, 'HOLD')],
  REVIEW: [(s) => work(s, 'SUBMIT')],
  BLOCKED: [(s) => call(s, 'blockTask')],
  DONE: [(s) => work(s, 'SUBMIT'), (s) => call(s, 'acceptTask')],
  FAILED: [(s) => work(s, 'FAIL')],
  SKIPPED: [(s) => call(s, 'skipTask')],
  CANCELLED: [(s) => call(s, 'cancelTask')],
};

async function call(standing: Standing, verb: string): Promise<void> {
  const answer = await TASK_CALLS[verb]?.(standing);
  if (!answer?.ok) throw new Error(`${verb} was refused: ${JSON.stringify(answer)}`);
  await standing.under.settle();
}

async function bring(standing: Standing, brings: readonly Bring[]): Promise<Standing> {
  for (const one of brings) await one(standing);
  await standing.under.settle();
  return standing;
}

/** Another task keeps the run open. */
export async function aTaskAt(status: TaskStatus): Promise<Standing> {
  const dependsOn = status === 'WAITING' ? ['Other'] : [];
  const other = { title: 'Other', assignTo: 'bob' };
  const standing = await launched({ tasks: [{ ...TASK, dependsOn }, other] });
  return standingAt(await bring(standing, status === 'WAITING' ? [] : TASK_BRINGS[status]), 0, status);
}

/** Undefined: it waits for nothing, ever. */
export async function aStandaloneTaskAt(status: TaskStatus): Promise<Standing | undefined> {
  if (status === 'WAITING') return undefined;
  return standingAt(await bring(await aStandaloneTask(TASK), TASK_BRINGS[status]), 0, status);
}

export async function anAttemptAt(status: AttemptStatus): Promise<Standing> {
  const brings: Readonly<Record<AttemptStatus, readonly Bring[]>> = {
    ACTIVE: TASK_BRINGS.IN_PROGRESS,
    SUBMITTED: TASK_BRINGS.REVIEW,
    ACCEPTED: TASK_BRINGS.DONE,
    REJECTED: [...TASK_BRINGS.REVIEW, (s) => call(s, 'rejectTask')],
    FAILED: TASK_BRINGS.FAILED,
    EXPIRED: [...TASK_BRINGS.IN_PROGRESS, (s) => s.under.wait(MINUTE)],
    INTERRUPTED: [...TASK_BRINGS.IN_PROGRESS, (s) => call(s, 'blockTask')],
  };
  const standing = await bring(await aTaskAt('READY'), brings[status]);
  const [attempt] = await standing.under.engine.attempts(RITA_IN_TESTS, [
    { ...aNode(standing), generation: 1 },
  ]);
  if (attempt?.status !== status) throw new Error(`it is ${attempt?.status}, not ${status}`);
  return standing;
}

/** A skips what stands behind it when it fails; Held keeps the run open. */
const BEFORE = [
  { title: 'A', maxAttempts: 1, onFailure: 'SKIP_DEPENDENTS' },
  { title: 'Held', assignTo: 'bob' },
];
const BEHIND = { name: 'X', afterTasks: ['A'], blocksTasks: [] };

async function behindA(status: string, told: object, brings: readonly Bring[]): Promise<Standing> {
  return standingAt(await bring(await launched({ tasks: BEFORE, ...told }), brings), 2, status);
}

const doA: Bring = (s) => work(s, 'SUBMIT');
const failA: Bring = (s) => work(s, 'FAIL');
const on =
  (verb: string): Bring =>
  async (s) => {
    const answer = await ELEMENT_CALLS[verb]?.(s);
    if (!answer?.ok) throw new Error(`${verb} was refused: ${JSON.stringify(answer)}`);
    await s.under.settle();
  };

export function aCheckpointAt(status: CheckpointStatus): Promise<Standing> {
  const expires = { expiresAfter: 'PT30S', onExpiry: 'APPROVE' };
  const checkpoints = [{ ...BEHIND, ...(status === 'EXPIRED' ? expires : {}) }];
  const brings: Readonly<Record<CheckpointStatus, readonly Bring[]>> = {
    PENDING: [],
    OPEN: [doA],
    APPROVED: [doA, on('approveCheckpoint')],
    REJECTED: [
      (s) => work(s, 'SUBMIT'),
      // Held is at work, so that the run that is failing has not failed yet.
      (s) => s.under.engine.claimTasks(BOB_IN_TESTS, { agent: 'bob', limit: 1, leaseMs: 10 * MINUTE }),
      on('rejectCheckpoint'),
    ],
    EXPIRED: [doA, (s) => s.under.wait(MINUTE / 2)],
    SKIPPED: [failA],
  };
  return behindA(status, { checkpoints }, brings[status]);
}

export function aGateAt(status: GateStatus): Promise<Standing> {
  const minScore = status === 'PASSED' ? {} : { minScore: 3 };
  const brings: Readonly<Record<GateStatus, readonly Bring[]>> = {
    PENDING: [],
    PASSED: [doA],
    FAILED: [doA],
    OVERRIDDEN: [doA, on('overrideGate')],
    SKIPPED: [failA],
  };
  return behindA(
    status,
    { qualityGates: [{ ...BEHIND, ...minScore, requireAllPassed: true }] },
    brings[status],
  );
}

export function aDelayAt(status: DelayStatus): Promise<Standing> {
  const brings: Readonly<Record<DelayStatus, readonly Bring[]>> = {
    PENDING: [],
    RUNNING: [doA],
    ELAPSED: [doA, (s) => s.under.wait(MINUTE / 2)],
    SKIPPED: [failA],
  };
  return behindA(status, { delays: [{ ...BEHIND, duration: 'PT30S' }] }, brings[status]);
}

/** Of a message that means nothing any more. */
export async function aDeadLetterAt(status: DeadLetterStatus): Promise<Standing> {
  const standing = await launched({ tasks: ['T'].map((title) => ({ title })) });
  const { under, missionId } = standing;
  const message = { type: 'UNPARK', runNumber: 1 } as const;
  const queued = { id: `${missionId}#4#5#0`, workspaceId: WORKSPACE_ID, missionId, message };
  await buryMessage(under.context, queued, new Error('a fault'));
  await under.settle();
  if (status === 'REDRIVEN') answerOf(await redrive(standing));
  await under.settle();
  return standing;
}

export function redrive({ under, missionId }: Standing) {
  const deadLetter = { missionId, name: 'm-4-5-0' };
  return under.engine.redriveDeadLetter(RITA_IN_TESTS, { deadLetter });
}

/** A mission whose run stands there, of the governance in which the command means something. */
export async function aRunAt(status: RunStatus, isPiloted: boolean): Promise<Standing> {
  const ofRun: MissionStatus = status;
  const governance = isPiloted ? 'PILOT' : 'AUTOMATIC';
  const standing = await aMissionAt(ofRun, { governance, scheduled: 'NONE' });
  if (!standing) throw new Error(`no mission is ${status}`);
  return standing;
}
