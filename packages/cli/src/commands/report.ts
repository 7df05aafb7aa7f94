/** `muster report <mission>`: what a finished run tells, as Markdown. */
import type { Client } from '@muster/client/connect';
import {
  MissionReportDocument,
  MissionRunsDocument,
  type MissionRunsQuery,
  type ReportLineFragment,
} from '@muster/client/generated/operations';
import { CliFailure, EXIT, type ExitCode } from '../cli-failure.ts';
import { loadMission } from '../load-board.ts';
import { plain } from '../output.ts';
import { printJson, type Session } from '../session.ts';

const RUN_PAGES_MAX = 100;

export async function report(
  session: Session,
  missionId: string,
  options: { readonly run?: number },
): Promise<ExitCode> {
  const { client, output } = session;
  const mission = await loadMission(client, missionId);
  const found =
    options.run === undefined
      ? await latestReport(client, missionId)
      : await reportOfRun(client, missionId, options.run);
  if (!found) {
    const run = options.run === undefined ? '' : ` of run ${options.run}`;
    throw new CliFailure('NOT_FOUND', `"${mission.title}" has no report${run}.`, {
      remedy: 'A report is written when a run ends. `npm run muster -- watch <mission>` waits for that.',
    });
  }
  if (session.isJson) printJson(session, found);
  else output.print(found.markdown.trimEnd().split('\n').map(plain).join('\n'));
  return EXIT.OK;
}

async function latestReport(client: Client, id: string): Promise<ReportLineFragment | null | undefined> {
  const { mission } = await client.request(MissionReportDocument, { id });
  return mission?.run?.report;
}

async function reportOfRun(
  client: Client,
  id: string,
  runNumber: number,
): Promise<ReportLineFragment | null | undefined> {
  let after: string | null = null;
  for (let page = 0; page < RUN_PAGES_MAX; page++) {
    const { mission }: MissionRunsQuery = await client.request(MissionRunsDocument, { id, after });
    const run = mission?.runs.nodes.find(({ number }) => number === runNumber);
    if (run || !mission?.runs.pageInfo.hasNextPage) return run?.report;
    after = mission.runs.pageInfo.endCursor;
  }
  return undefined;
}
