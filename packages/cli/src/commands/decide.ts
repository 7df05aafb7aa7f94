/** `muster approve`, `muster reject`, `muster cancel`: what a person says to a running mission. */
import {
  ApproveCheckpointDocument,
  CancelMissionDocument,
  RejectCheckpointDocument,
} from '@muster/client/generated/operations';
import { EXIT, type ExitCode } from '../cli-failure.ts';
import { plain } from '../output.ts';
import { printJson, type Session, successOf } from '../session.ts';

export interface RejectOptions {
  readonly feedback: string;
  /** Ids of tasks to be done again; with none, the rejection fails the run. */
  readonly reopen?: readonly string[];
}

export async function approve(
  session: Session,
  checkpointId: string,
  { feedback }: { readonly feedback?: string },
): Promise<ExitCode> {
  const input = { checkpointId, feedback };
  const { approveCheckpoint } = await session.client.request(ApproveCheckpointDocument, { input });
  const { checkpoint, sequence } = successOf(approveCheckpoint);
  const { approvals, quorum, name, status } = checkpoint;
  const told =
    status === 'OPEN'
      ? `${plain(name)}: ${approvals.length} of ${quorum} approvals`
      : `${plain(name)} is ${status}`;
  return answer(session, { checkpoint, sequence }, told);
}

export async function reject(
  session: Session,
  checkpointId: string,
  { feedback, reopen }: RejectOptions,
): Promise<ExitCode> {
  const input = { checkpointId, feedback, reopenTaskIds: reopen };
  const { rejectCheckpoint } = await session.client.request(RejectCheckpointDocument, { input });
  const { checkpoint, sequence } = successOf(rejectCheckpoint);
  return answer(session, { checkpoint, sequence }, `${plain(checkpoint.name)} is ${checkpoint.status}`);
}

export async function cancel(
  session: Session,
  missionId: string,
  { reason }: { readonly reason: string },
): Promise<ExitCode> {
  const { cancelMission } = await session.client.request(CancelMissionDocument, {
    input: { missionId, reason },
  });
  const { mission, sequence } = successOf(cancelMission);
  return answer(session, { mission, sequence }, `${plain(mission.title)} is ${mission.status}`);
}

function answer(session: Session, value: unknown, text: string): ExitCode {
  if (session.isJson) printJson(session, value);
  else session.output.print(`${session.output.paint('green', '✓')} ${text}`);
  return EXIT.OK;
}
