/** `muster contract <mission>`: what is to be true, what is, and what came of each round of finding out. */
import type {
  AssertionLineFragment,
  AssertionStatus,
  ValidationLineFragment,
} from '@muster/client/generated/operations';
import { EXIT, type ExitCode } from '../cli-failure.ts';
import { coverageLines } from '../coverage-lines.ts';
import { type ContractOverview, loadContract } from '../load-contract.ts';
import { columns, type Output, plain, type Style } from '../output.ts';
import { printJson, type Session } from '../session.ts';

export async function contract(session: Session, missionId: string): Promise<ExitCode> {
  const { client, output, isJson } = session;
  const found = await loadContract(client, missionId);
  if (isJson) {
    const { mission, run, assertions } = found;
    printJson(session, { coverage: mission.coverage, assertions, validations: run?.validations.nodes ?? [] });
    return EXIT.OK;
  }
  output.print(
    [headLines(output, found), assertionLines(output, found.assertions), roundLines(output, found)]
      .filter((lines) => lines.length > 0)
      .map((lines) => lines.join('\n'))
      .join('\n\n'),
  );
  return EXIT.OK;
}

function headLines(output: Output, { mission, run }: ContractOverview): readonly string[] {
  const covered = mission.coverage ? coverageLines(output, mission.coverage) : [];
  return [
    `${output.paint('bold', plain(mission.title))}  ${mission.id}`,
    ...(covered.length > 0 ? covered : ['Its document has no contract.']),
    ...(run ? [] : ['Never launched.']),
  ];
}

const STATUS_STYLES: Readonly<Record<AssertionStatus, Style>> = {
  PENDING: 'gray',
  PASSING: 'green',
  FAILING: 'red',
  BLOCKED: 'yellow',
  WAIVED: 'cyan',
};

function assertionLines(output: Output, assertions: readonly AssertionLineFragment[]): readonly string[] {
  if (assertions.length === 0) return [];
  const rows = assertions.map(({ name, status, title, history, evidence }) => {
    const last = history.findLast((change) => change.status === status && status !== 'PENDING');
    const said = last ? `${last.actor.name}${last.round > 0 ? `, round ${last.round}` : ''}` : '';
    return [status, name, title, said, last ? (evidence ?? '') : ''];
  });
  return columns(rows)
    .split('\n')
    .map((line, at) => {
      const status = assertions[at]?.status ?? 'PENDING';
      return output.paint(STATUS_STYLES[status], status) + line.slice(status.length);
    });
}

function roundLines(output: Output, { mission, run }: ContractOverview): readonly string[] {
  return (run?.validations.nodes ?? []).flatMap((validation) => [
    `${plain(validation.name)}: ${validation.status}, ${validation.roundsUsed} of ${validation.roundsMax} rounds used`,
    ...validation.rounds.map(({ number, outcome, task }) => {
      const who = task.implementer === null ? '' : `  ${plain(task.implementer)}`;
      return `  round ${number}  ${outcome ?? 'under way'}${who}`;
    }),
    ...questionLines(output, validation, mission.id),
  ]);
}

/** With the commands that answer it. */
function questionLines(
  output: Output,
  { question }: ValidationLineFragment,
  missionId: string,
): readonly string[] {
  if (!question) return [];
  const commands =
    question.need === 'BLOCKED'
      ? [`report-assertion ${missionId} <assertion> PASSING --evidence <text>`]
      : question.need === 'ROUNDS'
        ? [`grant-round ${missionId} --reason <text>`]
        : [];
  return [
    `${output.paint('yellow', '◆')} waits for a person: ${plain(question.reason)}`,
    ...[...commands, `waive-assertion ${missionId} <assertion> --reason <text>`].map(
      (command) => `  npm run muster -- ${command}`,
    ),
  ];
}
