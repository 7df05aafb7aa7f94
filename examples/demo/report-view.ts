/** The report of a run for a terminal of any width; where nobody looks, its Markdown. */

import { columns, cut, durationText, type Output } from '@muster/cli/output';
import type { ReportDetailQuery } from '@muster/client/generated/operations';

export type Report = NonNullable<NonNullable<NonNullable<ReportDetailQuery['mission']>['run']>['report']>;

const TITLE_WIDTH_MAX = 34;

export function reportText(output: Output, report: Report): string {
  if (!output.isTerminal) return report.markdown.trimEnd();
  const { paint } = output;
  const blocks = [
    [paint('bold', report.title), ...summaryLines(output, report)],
    taskRows(output, report),
    decisionRows(output, report),
    contractRows(output, report),
  ];
  return blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.map((line) => `  ${line}`).join('\n'))
    .join('\n\n');
}

function summaryLines({ paint }: Output, report: Report): readonly string[] {
  const { status, averageScore, wallClockMs, workingMs, usage } = report;
  const score = averageScore === null ? '' : `, mean score ${averageScore.toFixed(2)}`;
  return [
    `${paint(status === 'COMPLETED' ? 'green' : 'red', status)}${score}`,
    paint(
      'gray',
      `${durationText(wallClockMs)} on the clock, ${durationText(workingMs)} of work, ` +
        `${usage.tokens.toLocaleString('en')} tokens, $${usage.costUsd.toFixed(2)}`,
    ),
  ];
}

function taskRows({ paint, width }: Output, report: Report): readonly string[] {
  const titleWidth = Math.min(TITLE_WIDTH_MAX, Math.max(16, width - 46));
  const rows = report.tasks.map((task) => [
    task.status === 'DONE' ? '✓' : '✗',
    cut(task.title, titleWidth),
    task.agent ?? '',
    durationText(task.workingMs).padStart(6),
    task.score === null ? '' : task.score.toFixed(1),
    task.attemptCount > 1 ? `${task.attemptCount} attempts` : '',
  ]);
  return columns(rows)
    .split('\n')
    .map((row) => paint(row.startsWith('✓') ? 'green' : 'red', row.slice(0, 1)) + row.slice(1));
}

function contractRows({ paint, width }: Output, { contract }: Report): readonly string[] {
  return (contract?.assertions ?? []).map(({ name, title, status, round, decidedBy }) => {
    const who = decidedBy === null ? '' : ` by ${decidedBy.name} in round ${round ?? 0}`;
    const told = `${name} ${status}${who}`;
    return `${paint(status === 'PASSING' ? 'green' : 'yellow', '§')} ${told}: ${cut(title, Math.max(12, width - told.length - 8))}`;
  });
}

function decisionRows({ paint }: Output, report: Report): readonly string[] {
  const gates = report.qualityGates.map(({ name, status, averageScore }) => {
    const score = averageScore === null ? '' : `, mean score ${averageScore.toFixed(2)}`;
    return `${paint('green', '⬢')} ${name}: ${status}${score}`;
  });
  const checkpoints = report.checkpoints.map(({ name, status, decidedBy, waitedMs }) => {
    const who = decidedBy.map((actor) => actor.name).join(', ');
    return `${paint('green', '◆')} ${name}: ${status} by ${who} after ${durationText(waitedMs ?? 0)}`;
  });
  return [...gates, ...checkpoints];
}
