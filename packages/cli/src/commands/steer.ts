/**
 * `muster plan`, `pause`, `resume`, `retry-failed`, `cancel-run`, and what is said to one task, gate or delay: all that `show`,
 * `attention` and `approvals` advise.
 */
import { randomUUID } from 'node:crypto';
import {
  AcceptTaskDocument,
  CancelRunDocument,
  CancelTaskDocument,
  CreateMissionDocument,
  OverrideGateDocument,
  PauseMissionDocument,
  PlanMissionDocument,
  RejectTaskDocument,
  ReopenTaskDocument,
  ResumeMissionDocument,
  RetryFailedDocument,
  RetryTaskDocument,
  SkipDelayDocument,
  SkipTaskDocument,
  UnblockTaskDocument,
} from '@muster/client/generated/operations';
import { EXIT, type ExitCode } from '../cli-failure.ts';
import { plain } from '../output.ts';
import { readMission } from '../read-document.ts';
import { printJson, type Session, successOf } from '../session.ts';
import { type LaunchOptions, titleFrom } from './launch.ts';

export interface Reasoned {
  readonly reason: string;
}

export interface Reviewed {
  readonly feedback?: string;
  readonly score?: number;
}

/** A mission of a document that has problems can be planned, too: `saveDocument` mends it, `completePlanning` refuses it. */
export async function plan(
  session: Session,
  path: string,
  options: Omit<LaunchOptions, 'watch'>,
): Promise<ExitCode> {
  const { document } = await readMission(path, options);
  const { title = titleFrom(path), objective } = options;
  const { createMission } = await session.client.request(CreateMissionDocument, {
    input: { title, objective, document, idempotencyKey: randomUUID() },
  });
  const { mission: draft } = successOf(createMission);
  const { planMission } = await session.client.request(PlanMissionDocument, {
    input: { missionId: draft.id, idempotencyKey: randomUUID() },
  });
  const { mission, sequence } = successOf(planMission);
  if (session.isJson) printJson(session, { mission, sequence });
  else {
    const { output } = session;
    output.print(
      `${output.paint('green', '✓')} ${output.paint('bold', plain(mission.title))} is being planned  ${mission.id}`,
    );
    output.print(`  Launch it: npm run muster -- complete-planning ${mission.id}`);
  }
  return EXIT.OK;
}

export async function pause(
  session: Session,
  missionId: string,
  { reason }: Partial<Reasoned>,
): Promise<ExitCode> {
  const input = { missionId, reason };
  const { pauseMission } = await session.client.request(PauseMissionDocument, { input });
  return missionMoved(session, successOf(pauseMission));
}

export async function resume(session: Session, missionId: string): Promise<ExitCode> {
  const { resumeMission } = await session.client.request(ResumeMissionDocument, { input: { missionId } });
  return missionMoved(session, successOf(resumeMission));
}

export async function retryFailed(session: Session, missionId: string): Promise<ExitCode> {
  const { retryFailed } = await session.client.request(RetryFailedDocument, { input: { missionId } });
  return missionMoved(session, successOf(retryFailed));
}

export async function cancelRun(
  session: Session,
  missionId: string,
  { reason }: Reasoned,
): Promise<ExitCode> {
  const { cancelRun } = await session.client.request(CancelRunDocument, { input: { missionId, reason } });
  return missionMoved(session, successOf(cancelRun));
}

export async function acceptTask(session: Session, taskId: string, review: Reviewed): Promise<ExitCode> {
  const input = { taskId, ...review };
  const { acceptTask } = await session.client.request(AcceptTaskDocument, { input });
  return taskMoved(session, successOf(acceptTask));
}

export async function rejectTask(session: Session, taskId: string, review: Reviewed): Promise<ExitCode> {
  const input = { taskId, ...review };
  const { rejectTask } = await session.client.request(RejectTaskDocument, { input });
  return taskMoved(session, successOf(rejectTask));
}

export async function retryTask(session: Session, taskId: string): Promise<ExitCode> {
  const { retryTask } = await session.client.request(RetryTaskDocument, { input: { taskId } });
  return taskMoved(session, successOf(retryTask));
}

export async function unblockTask(session: Session, taskId: string): Promise<ExitCode> {
  const { unblockTask } = await session.client.request(UnblockTaskDocument, { input: { taskId } });
  return taskMoved(session, successOf(unblockTask));
}

export async function skipTask(session: Session, taskId: string, { reason }: Reasoned): Promise<ExitCode> {
  const { skipTask } = await session.client.request(SkipTaskDocument, { input: { taskId, reason } });
  return taskMoved(session, successOf(skipTask));
}

export async function reopenTask(session: Session, taskId: string, { reason }: Reasoned): Promise<ExitCode> {
  const { reopenTask } = await session.client.request(ReopenTaskDocument, { input: { taskId, reason } });
  return taskMoved(session, successOf(reopenTask));
}

export async function cancelTask(session: Session, taskId: string, { reason }: Reasoned): Promise<ExitCode> {
  const { cancelTask } = await session.client.request(CancelTaskDocument, { input: { taskId, reason } });
  return taskMoved(session, successOf(cancelTask));
}

export async function overrideGate(session: Session, id: string, { reason }: Reasoned): Promise<ExitCode> {
  const input = { qualityGateId: id, reason };
  const { overrideGate } = await session.client.request(OverrideGateDocument, { input });
  const { qualityGate, sequence } = successOf(overrideGate);
  return moved(session, { qualityGate, sequence }, `${plain(qualityGate.name)} is ${qualityGate.status}`);
}

export async function skipDelay(session: Session, delayId: string, { reason }: Reasoned): Promise<ExitCode> {
  const { skipDelay } = await session.client.request(SkipDelayDocument, { input: { delayId, reason } });
  const { delay, sequence } = successOf(skipDelay);
  return moved(session, { delay, sequence }, `${plain(delay.name)} is ${delay.status}`);
}

interface Movable {
  readonly title: string;
  readonly status: string;
}

function missionMoved(
  session: Session,
  { mission, sequence }: { readonly mission: Movable; readonly sequence: number },
): ExitCode {
  return moved(session, { mission, sequence }, `${plain(mission.title)} is ${mission.status}`);
}

function taskMoved(
  session: Session,
  { task, sequence }: { readonly task: Movable; readonly sequence: number },
): ExitCode {
  return moved(session, { task, sequence }, `${plain(task.title)} is ${task.status}`);
}

function moved(session: Session, value: object, text: string): ExitCode {
  if (session.isJson) printJson(session, value);
  else session.output.print(`${session.output.paint('green', '✓')} ${text}`);
  return EXIT.OK;
}
