/** `muster launch <file>`: creates a mission out of a document and begins its first run. */

import { randomUUID } from 'node:crypto';
import { basename, extname } from 'node:path';
import { CreateMissionDocument, MissionCoverageDocument } from '@muster/client/generated/operations';
import { EXIT, type ExitCode } from '../cli-failure.ts';
import { coverageLines } from '../coverage-lines.ts';
import { plain } from '../output.ts';
import { readMission } from '../read-document.ts';
import { printJson, type Session, successOf } from '../session.ts';
import { type DocumentOptions, invalidDocument } from './validate.ts';
import { watch } from './watch.ts';

export interface LaunchOptions extends DocumentOptions {
  readonly title?: string;
  readonly objective?: string;
  readonly watch?: boolean;
}

export async function launch(session: Session, path: string, options: LaunchOptions): Promise<ExitCode> {
  const file = await readMission(path, options);
  const { createMission } = await session.client.request(CreateMissionDocument, {
    input: {
      title: options.title ?? titleFrom(path),
      objective: options.objective,
      document: file.document,
      launch: true,
      idempotencyKey: randomUUID(),
    },
  });
  if (createMission.__typename === 'InvalidDocumentError')
    throw invalidDocument(file, createMission.problems);
  const { mission, sequence } = successOf(createMission);
  if (session.isJson && !options.watch) printJson(session, { mission, sequence });
  if (!session.isJson) {
    const { output } = session;
    output.print(
      `${output.paint('green', '✓')} Launched ${output.paint('bold', plain(mission.title))}  ${mission.id}`,
    );
    await warnOfGaps(session, mission.id);
    if (!options.watch) output.print(`  Watch it: npm run muster -- watch ${mission.id}`);
  }
  return options.watch ? watch(session, mission.id) : EXIT.OK;
}

/** Under the policy WARN a mission is launched while nobody is to make some of its contract true. */
async function warnOfGaps({ client, output }: Session, id: string): Promise<void> {
  const { mission } = await client.request(MissionCoverageDocument, { id });
  const coverage = mission?.coverage;
  if (!coverage || coverage.isSufficient) return;
  for (const line of coverageLines(output, coverage)) output.print(`  ${line}`);
}

/** `release-notes.json` becomes `Release notes`. */
export function titleFrom(path: string): string {
  const words = basename(path, extname(path))
    .replace(/[-_.\s]+/g, ' ')
    .trim();
  return words === '' ? 'Mission' : words.replace(/^./u, (letter) => letter.toUpperCase());
}
