/** A report for people: GitHub-flavoured Markdown. Text from agents is escaped, so that it can't break the tables. */

import { formatInstant } from './instant.ts';
import { ASSERTION_STATUSES } from './lifecycle/assertion-lifecycle.ts';
import type { Report } from './report.ts';
import type { ReportDeadline, ReportWork } from './work-report.ts';

export function renderReport(report: Report): string {
  return [
    `# ${text(report.title)}: run ${report.runNumber} ${report.status}`,
    summary(report),
    section(
      'Tasks',
      ['Task', 'Status', 'Attempts', 'Working time', 'Score', 'Agent', 'Outcomes', 'Notes'],
      taskRows(report),
    ),
    section(
      'Checkpoints',
      ['Checkpoint', 'Status', 'Decided by', 'Decided at', 'Waited', 'Feedback'],
      checkpointRows(report),
    ),
    section('Issues found', ['Issue', 'Severity', 'Found at', 'Became', 'Description'], issueRows(report)),
    section('Quality gates', ['Gate', 'Status', 'Mean score', 'Why'], gateRows(report)),
    section(
      'Contract',
      ['Assertion', 'Claim', 'Status', 'Tasks', 'Said by', 'Evidence'],
      assertionRows(report),
    ),
    section(
      'Rounds of validation',
      ['Of', 'Round', 'Outcome', 'Validator', 'Took', 'Passing', 'Failing', 'Waived'],
      roundRows(report),
    ),
    list('Files created', report.filesCreated),
    list('Files edited', report.filesEdited),
  ]
    .filter((part) => part !== '')
    .join('\n\n')
    .concat('\n');
}

/** For people: `1 h 02 min`, `3 min 04 s`, `5.2 s`, `120 ms`. */
export function formatDuration(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  // From here on one decimal would round up to 60.0 s.
  if (ms < 59_950) return `${(ms / 1_000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1_000);
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min ${pad(seconds % 60)} s`;
  return `${Math.floor(seconds / 3_600)} h ${pad(Math.floor((seconds % 3_600) / 60))} min`;
}

function summary(report: Report): string {
  const lines = [
    report.reason === undefined ? '' : `- Reason: ${text(report.reason)}`,
    `- All passed: ${report.hasAllPassed ? 'yes' : 'no'}`,
    `- Wall-clock time: ${formatDuration(report.wallClockMs)}`,
    `- Working time: ${formatDuration(report.workingMs)}`,
    ...workLines(report),
    ...contractLines(report),
    ...timeLines(report),
    report.averageScore === undefined ? '' : `- Average score: ${scoreText(report, report.averageScore)}`,
    `- Usage: ${report.usage.tokens} tokens, $${report.usage.costUsd.toFixed(2)}`,
  ];
  return lines.filter((line) => line !== '').join('\n');
}

/** Counted over the whole contract, also over what nobody has looked at. */
function contractLines({ contract }: Report): readonly string[] {
  if (!contract) return [];
  const { assertions } = contract;
  const counts = ASSERTION_STATUSES.map((status) => ({
    status,
    count: assertions.filter((assertion) => assertion.status === status).length,
  })).filter(({ count }) => count > 0);
  const told = counts.map(({ status, count }) => `${count} ${status}`).join(', ');
  const count = assertions.length === 1 ? '1 assertion' : `${assertions.length} assertions`;
  return [`- Contract: ${count}, ${told}`];
}

function timeLines({ time }: Report): readonly string[] {
  if (!time) return [];
  const { implementingMs, validatingMs, waitingForPeopleMs } = time;
  const total = implementingMs + validatingMs + waitingForPeopleMs;
  if (total === implementingMs) return [];
  const share = (ms: number) => `${Math.round((100 * ms) / total)} %`;
  return [
    `- Time: ${share(implementingMs)} implementing, ${share(validatingMs)} validating, ` +
      `${share(waitingForPeopleMs)} waiting for people`,
  ];
}

function assertionRows({ contract }: Report): readonly (readonly string[])[] {
  return (contract?.assertions ?? []).map((assertion) => [
    assertion.name,
    assertion.title,
    assertion.status,
    assertion.tasks.length === 0 ? 'none' : assertion.tasks.join(', '),
    assertion.decidedBy?.name ?? '',
    assertion.evidence ?? '',
  ]);
}

function roundRows({ contract }: Report): readonly (readonly string[])[] {
  return (contract?.validations ?? []).flatMap(({ name, rounds }) =>
    rounds.map((round) => [
      name,
      String(round.number),
      round.outcome ?? '',
      round.validator ?? '',
      round.tookMs === undefined ? '' : formatDuration(round.tookMs),
      round.passing.join(', '),
      round.failing.join(', '),
      round.waived.join(', '),
    ]),
  );
}

function scoreText({ qualityThreshold }: Report, averageScore: number): string {
  const wanted = qualityThreshold === undefined ? '' : ` (at least ${qualityThreshold} wanted)`;
  return `${averageScore.toFixed(2)}${wanted}`;
}

function taskRows(report: Report): readonly (readonly string[])[] {
  return report.tasks.map((task) => [
    task.title,
    task.reason === undefined ? task.status : `${task.status}: ${task.reason}`,
    String(task.attemptCount),
    formatDuration(task.workingMs),
    task.score === undefined ? '' : String(task.score),
    task.agent ?? '',
    task.outcomes.join('; '),
    taskNotes(task.work).join('; '),
  ]);
}

/** How often work was done again, and whether it was in time: only what there is to tell. */
function workLines({ tasks, deadline }: Report): readonly string[] {
  const sum = (count: (work: ReportWork) => number) =>
    tasks.reduce((total, { work }) => total + (work ? count(work) : 0), 0);
  const again = [
    counted(
      sum(({ retryCount }) => retryCount),
      'retry',
      'retries',
    ),
    counted(
      sum(({ fixRoundCount }) => fixRoundCount),
      'fix round',
      'fix rounds',
    ),
    counted(
      sum(({ escalatedTo }) => Number(escalatedTo !== undefined)),
      'escalation',
      'escalations',
    ),
  ].flat();
  const dated = tasks.filter(({ work }) => work?.deadline);
  const late = dated.filter(({ work }) => work?.deadline?.isBreached).length;
  return [
    ...(again.length > 0 ? [`- Done again: ${again.join(', ')}`] : []),
    ...(deadline ? [`- Deadline: ${deadlineText(deadline)}`] : []),
    ...(dated.length > 0 ? [`- Deadlines of tasks: ${dated.length - late} met, ${late} breached`] : []),
  ];
}

function taskNotes(work: ReportWork | undefined): readonly string[] {
  if (!work) return [];
  const { retryCount, fixRoundCount, escalatedTo, deadline } = work;
  return [
    ...counted(retryCount, 'retry', 'retries'),
    ...counted(fixRoundCount, 'fix round', 'fix rounds'),
    ...(escalatedTo === undefined ? [] : [`escalated to ${escalatedTo}`]),
    ...(deadline ? [`deadline ${deadlineText(deadline)}`] : []),
  ];
}

function counted(count: number, one: string, many: string): readonly string[] {
  return count === 0 ? [] : [`${count} ${count === 1 ? one : many}`];
}

function deadlineText({ at, isBreached }: ReportDeadline): string {
  return `${formatInstant(at)} ${isBreached ? 'breached' : 'met'}`;
}

function issueRows({ issues = [], tasks }: Report): readonly (readonly string[])[] {
  const titles = new Map(tasks.map(({ index, title }) => [index, title]));
  return issues.map(({ title, severity, foundAt, became, description }) => [
    title,
    severity,
    titles.get(foundAt) ?? '',
    became === undefined ? '' : 'a task',
    description,
  ]);
}

function checkpointRows(report: Report): readonly (readonly string[])[] {
  return report.checkpoints.map((checkpoint) => [
    checkpoint.name,
    checkpoint.status,
    checkpoint.decidedBy.map((actor) => actor.name).join(', '),
    checkpoint.decidedAt === undefined ? '' : formatInstant(checkpoint.decidedAt),
    checkpoint.waitedMs === undefined ? '' : formatDuration(checkpoint.waitedMs),
    checkpoint.feedback ?? '',
  ]);
}

function gateRows(report: Report): readonly (readonly string[])[] {
  return report.gates.map((gate) => [
    gate.name,
    gate.status,
    gate.averageScore === undefined ? '' : gate.averageScore.toFixed(2),
    gate.overriddenBy ? `overridden by ${gate.overriddenBy.name}` : gate.reasons.join(' '),
  ]);
}

function section(title: string, header: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return '';
  const line = (cells: readonly string[]) => `| ${cells.map(text).join(' | ')} |`;
  return [`## ${title}`, '', line(header), `|${header.map(() => '---').join('|')}|`, ...rows.map(line)].join(
    '\n',
  );
}

function list(title: string, items: readonly string[]): string {
  return items.length === 0 ? '' : [`## ${title}`, '', ...items.map((item) => `- ${text(item)}`)].join('\n');
}

function text(value: string): string {
  return value
    .replace(/[\\`*_[\]<>|#]/g, (mark) => `\\${mark}`)
    .replace(/\s*[\r\n]+\s*/g, ' ')
    .trim();
}

function pad(value: number): string {
  return String(value).padStart(2, '0');
}
