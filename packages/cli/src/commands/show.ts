/** `muster show <mission>`: how a mission stands, and what waits for a person. */
import type { TaskLineFragment, TaskStatus } from '@muster/client/generated/operations';
import { EXIT, type ExitCode } from '../cli-failure.ts';
import { loadMission, loadTasks, type MissionOverview } from '../load-board.ts';
import { columns, counted, type Output, plain, type Style } from '../output.ts';
import { printJson, type Session } from '../session.ts';

export async function show(session: Session, missionId: string): Promise<ExitCode> {
  const mission = await loadMission(session.client, missionId);
  const tasks = await loadTasks(session.client, missionId);
  if (session.isJson) {
    printJson(session, { mission, tasks });
    return EXIT.OK;
  }
  const { output } = session;
  const blocks = [
    headLines(output, mission),
    attentionLines(output, mission),
    delayLines(output, mission),
    taskLines(output, tasks),
  ];
  output.print(
    blocks
      .filter((lines) => lines.length > 0)
      .map((lines) => lines.join('\n'))
      .join('\n\n'),
  );
  return EXIT.OK;
}

function headLines(output: Output, { title, id, status, progress, objective, run }: MissionOverview) {
  const lines = [`${output.paint('bold', plain(title))}  ${id}`, `${status}, ${progress} %`];
  if (objective !== '') lines.push(plain(objective));
  if (!run) return [...lines, 'Never launched.'];
  const counts = Object.entries(run.taskCounts)
    .filter(([name, count]) => name !== 'total' && typeof count === 'number' && count > 0)
    .map(([name, count]) => `${count} ${COUNT_NAMES[name] ?? name}`);
  const { tokens, costUsd } = run.usage;
  lines.push(
    `Run ${run.number} is ${run.status}: ${counted(run.taskCounts.total, 'task')}, ${counts.join(', ')}`,
  );
  if (run.reason !== null) lines.push(plain(run.reason));
  lines.push(
    `Used so far: ${tokens.toLocaleString('en')} tokens, $${costUsd.toFixed(2)} in ${counted(run.attemptCount, 'attempt')}`,
  );
  return lines;
}

const COUNT_NAMES: Readonly<Record<string, string>> = { inProgress: 'in progress', review: 'in review' };

/** What waits for a person, with the command that answers it. */
export function attentionLines(output: Output, { run }: MissionOverview): readonly string[] {
  const open = (run?.checkpoints.nodes ?? []).filter(({ status }) => status === 'OPEN');
  const held = (run?.qualityGates.nodes ?? []).filter(({ status }) => status === 'FAILED');
  return [
    ...open.flatMap(({ id, name, message }) => [
      `${output.paint('yellow', '◆')} ${plain(name)} waits for a person${message === '' ? '' : `: ${plain(message)}`}`,
      approveHint(id),
    ]),
    ...held.flatMap(({ id, name, reasons }) => [
      `${output.paint('red', '⬢')} ${plain(name)} holds: ${plain(reasons.join(' '))}`,
      `  npm run muster -- override-gate ${id} --reason "…"`,
    ]),
  ];
}

/** What time alone holds back. */
function delayLines(output: Output, { run }: MissionOverview): readonly string[] {
  const running = (run?.delays.nodes ?? []).filter(({ status }) => status === 'RUNNING');
  return running.flatMap(({ id, name, endsAt }) => [
    `${output.paint('gray', '◷')} ${plain(name)} ends ${endsAt}`,
    `  npm run muster -- skip-delay ${id} --reason "…"`,
  ]);
}

export function approveHint(checkpointId: string): string {
  return `  npm run muster -- approve ${checkpointId}`;
}

function taskLines(output: Output, tasks: readonly TaskLineFragment[]): readonly string[] {
  if (tasks.length === 0) return [];
  const rows = tasks.map(({ id, status, title, implementer, attemptCount, score, reason }) => [
    status,
    id,
    title,
    implementer ?? '',
    attemptCount > 1 ? `${attemptCount} attempts` : '',
    score === null ? '' : `score ${score}`,
    status === 'DONE' ? '' : (reason ?? ''),
  ]);
  return columns(rows)
    .split('\n')
    .map((line, at) => colored(output, line, tasks[at]?.status));
}

const STATUS_STYLES: Readonly<Partial<Record<TaskStatus, Style>>> = {
  DONE: 'green',
  IN_PROGRESS: 'cyan',
  REVIEW: 'yellow',
  BLOCKED: 'red',
  FAILED: 'red',
  WAITING: 'gray',
};

function colored(output: Output, line: string, status: TaskStatus | undefined): string {
  const style = status === undefined ? undefined : STATUS_STYLES[status];
  return style === undefined || status === undefined
    ? line
    : output.paint(style, status) + line.slice(status.length);
}
