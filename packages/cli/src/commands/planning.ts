/** `muster complete-planning`: the way of a mission from its plan to its run, past its contract. */
import { randomUUID } from 'node:crypto';
import { CompletePlanningDocument } from '@muster/client/generated/operations';
import { CliFailure, EXIT, type ExitCode } from '../cli-failure.ts';
import { coverageLines } from '../coverage-lines.ts';
import { plain } from '../output.ts';
import { printJson, type Session, successOf } from '../session.ts';

export async function completePlanning(session: Session, missionId: string): Promise<ExitCode> {
  const { client, output, isJson } = session;
  const { completePlanning: answer } = await client.request(CompletePlanningDocument, {
    input: { missionId, idempotencyKey: randomUUID() },
  });
  if (answer.__typename === 'ContractNotCoveredError') {
    throw new CliFailure('CONTRACT_NOT_COVERED', answer.message, {
      remedy: coverageLines(output, answer.coverage).join('\n'),
      detail: { coverage: answer.coverage },
    });
  }
  const { mission, coverage, sequence } = successOf(answer);
  if (isJson) printJson(session, { mission, coverage, sequence });
  else {
    const told = `${output.paint('green', '✓')} ${plain(mission.title)} is ${mission.status}`;
    output.print([told, ...coverageLines(output, coverage)].join('\n'));
  }
  return EXIT.OK;
}
