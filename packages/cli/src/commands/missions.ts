/** `muster missions`: what the workspace has, newest first. */
import { type MissionStatusFilter, MissionsDocument } from '@muster/client/generated/operations';
import { EXIT, type ExitCode } from '../cli-failure.ts';
import { columns } from '../output.ts';
import { printJson, type Session } from '../session.ts';

/** The statuses of missions, and OPEN and IN_FLIGHT for several of them. */
export const STATUS_FILTERS = [
  'OPEN',
  'IN_FLIGHT',
  'DRAFT',
  'PLANNING',
  'SCHEDULED',
  'RECURRING',
  'ACTIVE',
  'PAUSED',
  'VALIDATING',
  'COMPLETED',
  'FAILED',
  'CANCELLED',
] as const satisfies readonly MissionStatusFilter[];

export interface MissionsOptions {
  readonly status?: readonly MissionStatusFilter[];
  /** 1–100. */
  readonly first: number;
}

export async function missions(session: Session, options: MissionsOptions): Promise<ExitCode> {
  const { missions: page } = await session.client.request(MissionsDocument, {
    first: options.first,
    status: options.status,
  });
  if (session.isJson) {
    printJson(session, page);
    return EXIT.OK;
  }
  if (page.nodes.length === 0) {
    session.output.print(options.status ? 'There are no such missions.' : NO_MISSIONS);
    return EXIT.OK;
  }
  const rows = page.nodes.map(({ id, status, progress, runCount, run, title }) => [
    id,
    status,
    `${progress} %`.padStart(5),
    run ? `${run.taskCounts.done}/${run.taskCounts.total}` : '',
    String(runCount),
    title,
  ]);
  session.output.print(columns([['MISSION', 'STATUS', 'DONE', 'TASKS', 'RUNS', 'TITLE'], ...rows]));
  if (page.pageInfo.hasNextPage)
    session.output.note(`… and more: --first ${Math.min(100, options.first * 2)}`);
  return EXIT.OK;
}

const NO_MISSIONS =
  'There are no missions. Launch one: npm run muster -- launch examples/missions/hello.json';
