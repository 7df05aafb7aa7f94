/** `muster attention`, `muster approvals`, `muster dead-letters`, `muster redrive`: what needs somebody. */
import { randomUUID } from 'node:crypto';
import {
  ApprovalsDocument,
  type DeadLetterLineFragment,
  DeadLettersDocument,
  MissionAttentionDocument,
  MissionDeadLettersDocument,
  RedriveDeadLetterDocument,
} from '@muster/client/generated/operations';
import { CliFailure, EXIT, type ExitCode } from '../cli-failure.ts';
import { columns, plain } from '../output.ts';
import { printJson, type Session, successOf } from '../session.ts';

export async function attention(session: Session, missionId: string): Promise<ExitCode> {
  const { mission } = await session.client.request(MissionAttentionDocument, { id: missionId });
  if (!mission) throw new CliFailure('NOT_FOUND', `There is no mission ${missionId}.`);
  const { items, count } = mission.attention;
  if (session.isJson) printJson(session, mission.attention);
  else if (count === 0)
    session.output.print(`${plain(mission.title)} is ${mission.status}; nothing needs anybody.`);
  else {
    const rows = items.map(({ kind, since, subject, advice }) => [
      kind,
      since ?? '',
      ...named(subject),
      advice,
    ]);
    session.output.print(columns([['WHY', 'SINCE', 'ID', 'WHAT', 'WHAT TO DO'], ...rows]));
    if (count > items.length) session.output.note(`… and ${count - items.length} more`);
  }
  return EXIT.OK;
}

export async function approvals(session: Session, { first }: { readonly first: number }): Promise<ExitCode> {
  const { approvals: page } = await session.client.request(ApprovalsDocument, { first });
  const rows = page.nodes.map(({ kind, since, subject, mission }) => [
    kind,
    since,
    ...named(subject),
    plain(mission.title),
  ]);
  const header = ['WHY', 'SINCE', 'ID', 'WHAT', 'MISSION'];
  return list(session, page, { header, rows, none: 'Nothing waits for a person.' });
}

export async function deadLetters(
  session: Session,
  missionId: string | undefined,
  { first }: { readonly first: number },
): Promise<ExitCode> {
  const page = await deadLettersOf(session, missionId, first);
  const rows = page.nodes.map(({ id, status, diedAt, reason, mission }) => [
    id,
    status,
    diedAt,
    plain(mission.title),
    plain(reason),
  ]);
  const header = ['DEAD LETTER', 'STATUS', 'DIED', 'MISSION', 'WHY'];
  return list(session, page, { header, rows, none: 'There are no dead letters.' });
}

export async function redrive(session: Session, deadLetterId: string): Promise<ExitCode> {
  const input = { deadLetterId, idempotencyKey: randomUUID() };
  const { redriveDeadLetter } = await session.client.request(RedriveDeadLetterDocument, { input });
  const { deadLetter, sequence } = successOf(redriveDeadLetter);
  if (session.isJson) printJson(session, { deadLetter, sequence });
  else session.output.print(`${session.output.paint('green', '✓')} ${deadLetter.id} is tried again`);
  return EXIT.OK;
}

interface PageOf<Node> {
  readonly nodes: readonly Node[];
  readonly pageInfo: { readonly hasNextPage: boolean };
}

async function deadLettersOf(
  { client }: Session,
  missionId: string | undefined,
  first: number,
): Promise<PageOf<DeadLetterLineFragment>> {
  if (missionId === undefined) return (await client.request(DeadLettersDocument, { first })).deadLetters;
  const { mission } = await client.request(MissionDeadLettersDocument, { id: missionId, first });
  if (!mission) throw new CliFailure('NOT_FOUND', `There is no mission ${missionId}.`);
  return mission.deadLetters;
}

function list(
  session: Session,
  page: PageOf<unknown>,
  told: {
    readonly header: readonly string[];
    readonly rows: readonly (readonly string[])[];
    readonly none: string;
  },
): ExitCode {
  const { output } = session;
  if (session.isJson) printJson(session, page);
  else if (told.rows.length === 0) output.print(told.none);
  else {
    output.print(columns([told.header, ...told.rows]));
    if (page.pageInfo.hasNextPage) output.note('… and more');
  }
  return EXIT.OK;
}

/** Id and name; what has no name says what it is. */
function named(subject: {
  readonly __typename: string;
  readonly id: string;
  readonly title?: string;
  readonly name?: string;
  readonly reason?: string;
}): readonly [string, string] {
  return [subject.id, plain(subject.title ?? subject.name ?? subject.reason ?? subject.__typename)];
}
