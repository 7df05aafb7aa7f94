/**
 * One agent of the demo, a process of its own that knows nothing but the public API: it claims a task, holds its lease
 * with heartbeats while it works, answers for it, and takes the next one in the same round trip. Between tasks it
 * reviews what others have submitted. With the role of a validator it only validates contracts.
 *
 * Environment: MUSTER_URL, MUSTER_KEY, AGENT_NAME, AGENT_SPECIALTIES (comma-separated), AGENT_ROLE (perhaps). SIGTERM ends
 * it.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { connect } from '@muster/client/connect';
import { isFailure } from '@muster/client/failure';
import {
  AcceptTaskDocument,
  type ClaimLineFragment,
  ClaimTasksDocument,
  CompleteAndClaimDocument,
  FailTaskDocument,
  HeartbeatDocument,
  type SubmissionInput,
  TaskForReviewDocument,
  TasksReadyDocument,
  WorkspaceEventsDocument,
} from '@muster/client/generated/operations';
import { type Deliverable, deliverableOf } from './deliverables.ts';
import { reportFindings } from './validating.ts';

const LEASE_MS = 5_000;
const HEARTBEAT_MS = 400;
const REVIEW_MS = 500;
const USD_PER_TOKEN = 0.000_003;

const name = process.env.AGENT_NAME ?? 'agent';
const specialties = (process.env.AGENT_SPECIALTIES ?? '').split(',').filter((text) => text !== '');
const isValidator = process.env.AGENT_ROLE === 'validator';
const client = connect({ url: process.env.MUSTER_URL ?? '', key: process.env.MUSTER_KEY ?? '' });
const ending = new AbortController();
process.once('SIGTERM', () => ending.abort());

const reviews: string[] = [];
let wake = () => {};

await Promise.all([watchReady(), ...(isValidator ? [] : [watchReviews()]), live()]);
await client.close();

/** Work as long as there is some; else wait to be woken. */
async function live(): Promise<void> {
  let claims: readonly ClaimLineFragment[] = [];
  while (!ending.signal.aborted) {
    const woken = new Promise<void>((resolve) => {
      wake = resolve;
    });
    await reviewAll();
    const [claim] = claims.length > 0 ? claims : await claimOne();
    claims = claim ? await workOn(claim) : [];
    if (!claim && reviews.length === 0) await woken;
  }
}

async function claimOne(): Promise<readonly ClaimLineFragment[]> {
  const input = { agent: name, specialties, limit: 1, leaseMs: LEASE_MS };
  const { claimTasks } = await client.request(ClaimTasksDocument, { input });
  if (isFailure(claimTasks)) throw new Error(claimTasks.message);
  return claimTasks.claims;
}

/** Answers with the next claims. */
async function workOn(claim: ClaimLineFragment): Promise<readonly ClaimLineFragment[]> {
  const { attemptId, task, attempt } = claim;
  const deliverable = deliverableOf(task.key, task.purpose?.kind);
  await holdLease(attemptId, deliverable.workMs);
  if (deliverable.stumbles !== undefined && attempt.number === 1) {
    const input = { attemptId, message: deliverable.stumbles };
    const { failTask } = await client.request(FailTaskDocument, { input });
    if (isFailure(failTask)) throw new Error(failTask.message);
    return [];
  }
  if (task.purpose?.kind === 'VALIDATION') await reportFindings(client, attemptId, task);
  const submission = submissionOf(deliverable, resultsOf(task));
  const { completeAndClaim } = await client.request(CompleteAndClaimDocument, {
    input: {
      complete: [{ attemptId, submission }],
      claim: { agent: name, specialties, limit: 1, leaseMs: LEASE_MS },
      idempotencyKey: attemptId,
    },
  });
  if (isFailure(completeAndClaim)) throw new Error(completeAndClaim.message);
  for (const result of completeAndClaim.results) {
    if (isFailure(result)) throw new Error(`${task.title}: ${result.message}`);
  }
  return completeAndClaim.claims;
}

/** Works, as far as anybody can tell, and says so often enough to keep the task. */
async function holdLease(attemptId: string, workMs: number): Promise<void> {
  for (let left = workMs; left > 0; left -= HEARTBEAT_MS) {
    await sleep(Math.min(left, HEARTBEAT_MS));
    const { heartbeat } = await client.request(HeartbeatDocument, { input: { attemptId } });
    if (isFailure(heartbeat)) throw new Error(heartbeat.message);
  }
}

/** A demo tests nothing: whatever a worker could test has passed. */
function resultsOf({ definition }: ClaimLineFragment['task']): SubmissionInput['expectationResults'] {
  return definition.expectations.flatMap(({ type }, position) =>
    type === 'LLM_REVIEW' ? [] : [{ position, hasPassed: true }],
  );
}

function submissionOf(
  deliverable: Deliverable,
  results: SubmissionInput['expectationResults'],
): SubmissionInput {
  const { summary, outcomes, artifact, selfScore, tokens } = deliverable;
  return {
    evidence: summary,
    summary,
    outcomes,
    artifacts: artifact ? [{ ...artifact, mediaType: 'text/plain' }] : [],
    usage: { tokens, costUsd: Number((tokens * USD_PER_TOKEN).toFixed(4)), model: 'demo-model' },
    expectationResults: results,
    selfScore,
  };
}

async function reviewAll(): Promise<void> {
  for (let taskId = reviews.shift(); taskId !== undefined; taskId = reviews.shift()) {
    const { node } = await client.request(TaskForReviewDocument, { id: taskId });
    if (node?.__typename !== 'Task' || node.status !== 'REVIEW' || node.implementer === name) continue;
    await sleep(REVIEW_MS);
    const input = { taskId, score: 4.5, feedback: 'Does what was asked, and reads well.' };
    const { acceptTask } = await client.request(AcceptTaskDocument, { input });
    if (isFailure(acceptTask) && acceptTask.code !== 'ILLEGAL_MOVE') throw new Error(acceptTask.message);
  }
}

async function watchReady(): Promise<void> {
  const ready = client.subscribe(TasksReadyDocument, { agent: name, specialties }, { signal: ending.signal });
  for await (const _ of ready) wake();
  wake();
}

async function watchReviews(): Promise<void> {
  const events = client.subscribe(
    WorkspaceEventsDocument,
    { types: ['TASK_STATUS_CHANGED'] },
    { signal: ending.signal },
  );
  for await (const { workspaceEvents } of events) {
    const { data, subject } = workspaceEvents;
    if (typeof data !== 'object' || data === null || !('to' in data) || data.to !== 'REVIEW') continue;
    reviews.push(subject);
    wake();
  }
}
