/** `muster validate <file>`: every problem of a document at its place in the file, or the plan it makes, and its coverage. */
import {
  type ProblemLineFragment,
  ValidateMissionDocument,
  type ValidateMissionQuery,
} from '@muster/client/generated/operations';
import { CliFailure, EXIT, type ExitCode } from '../cli-failure.ts';
import { coverageLines } from '../coverage-lines.ts';
import { counted } from '../output.ts';
import { type DocumentFile, readMission } from '../read-document.ts';
import { printJson, type Session } from '../session.ts';

type Plan = NonNullable<ValidateMissionQuery['validateMission']['plan']>;

export interface DocumentOptions {
  /** File of a contract in Markdown. */
  readonly contract?: string;
}

export async function validate(
  session: Session,
  path: string,
  options: DocumentOptions = {},
): Promise<ExitCode> {
  const { problems, plan, coverage } = await checked(session, await readMission(path, options));
  const { output, isJson } = session;
  const contract = coverageLines(output, coverage);
  if (isJson) printJson(session, { problems, plan, coverage });
  else
    output.print(
      [`${output.paint('green', '✓')} ${path} is valid`, ...planLines(plan), ...contract].join('\n'),
    );
  return EXIT.OK;
}

/** Throws unless a mission of the document could be launched. Nothing is stored. */
export async function checked(
  { client, output }: Session,
  file: DocumentFile,
): Promise<ValidateMissionQuery['validateMission']> {
  const { validateMission } = await client.request(ValidateMissionDocument, { document: file.document });
  const { problems, coverage } = validateMission;
  if (problems.length > 0) throw invalidDocument(file, problems);
  if (!coverage.isSufficient && coverage.policy.unclaimed === 'BLOCK') {
    throw new CliFailure('CONTRACT_NOT_COVERED', `${file.path} does not cover its contract:`, {
      remedy: coverageLines(output, coverage).join('\n'),
      detail: { path: file.path, coverage },
    });
  }
  return validateMission;
}

/** All problems at once, in the order of the file, each with its line and column there. */
export function invalidDocument(file: DocumentFile, problems: readonly ProblemLineFragment[]): CliFailure {
  const placed = problems
    .map((problem) => ({ ...problem, file: file.path, ...file.placeOf(problem.path, problem.value) }))
    .sort((a, b) => a.line - b.line || a.column - b.column);
  const lines = placed.map(
    ({ file: at, line, column, code, message }) => `  ${at}:${line}:${column}  ${message}  [${code}]`,
  );
  const count = counted(problems.length, 'problem');
  return new CliFailure('INVALID_DOCUMENT', `${file.path} has ${count}:`, {
    remedy: lines.join('\n'),
    detail: { path: file.path, problems: placed },
  });
}

function planLines(plan: Plan | null): readonly string[] {
  if (!plan) return [];
  const taskCount = plan.levels.reduce((count, level) => count + level.tasks.length, 0);
  return [
    `  ${counted(taskCount, 'task')} in ${counted(plan.levels.length, 'level')}, up to ${plan.width} at the same time`,
    `  critical path ${hours(plan.criticalPathHours)}: ${plan.criticalPath.join(' → ')}`,
    `  estimate ${hours(plan.estimatedHours)} of work, ${plan.estimatedTokens.toLocaleString('en')} tokens, $${plan.estimatedCostUsd.toFixed(2)}`,
  ];
}

function hours(value: number): string {
  return `${value.toFixed(1)} h`;
}
