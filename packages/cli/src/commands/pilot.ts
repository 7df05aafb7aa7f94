/** `muster move` and `muster progress`: what the pilot of a mission does by hand. */
import {
  type PilotedStatus,
  SetMissionProgressDocument,
  SetMissionStatusDocument,
} from '@muster/client/generated/operations';
import { EXIT, type ExitCode } from '../cli-failure.ts';
import { plain } from '../output.ts';
import { printJson, type Session, successOf } from '../session.ts';

export const PILOTED_STATUSES = [
  'DRAFT',
  'PLANNING',
  'ACTIVE',
  'VALIDATING',
  'COMPLETED',
] as const satisfies readonly PilotedStatus[];

export interface MoveOptions {
  readonly status: PilotedStatus;
  /** Needed for a step back. */
  readonly reason?: string;
}

export async function move(session: Session, missionId: string, options: MoveOptions): Promise<ExitCode> {
  const input = { missionId, ...options };
  const { setMissionStatus } = await session.client.request(SetMissionStatusDocument, { input });
  const moved = successOf(setMissionStatus);
  return answer(session, moved, `${plain(moved.mission.title)} is ${moved.mission.status}`);
}

export async function progress(session: Session, missionId: string, percent: number): Promise<ExitCode> {
  const input = { missionId, progress: percent };
  const { setMissionProgress } = await session.client.request(SetMissionProgressDocument, { input });
  const set = successOf(setMissionProgress);
  return answer(session, set, `${plain(set.mission.title)} is at ${set.mission.progress} %`);
}

function answer(session: Session, value: unknown, text: string): ExitCode {
  if (session.isJson) printJson(session, value);
  else session.output.print(`${session.output.paint('green', '✓')} ${text}`);
  return EXIT.OK;
}
