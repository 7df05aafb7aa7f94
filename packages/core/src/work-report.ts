/** What a report tells of how the work went: tries, deadlines, and what turned up. */
import { attemptIdOf, type MissionId } from './ids.ts';
import type { Instant } from './instant.ts';
import type { Attempt, DiscoveredIssue } from './run/attempt.ts';
import type { Run } from './run/mission.ts';
import type { Node, TaskNode } from './run/node.ts';

/** Of one task. All of it is absent in reports of former releases. */
export interface ReportWork {
  /** Attempts after the first one, fix rounds left out. */
  readonly retryCount: number;
  /** Attempts of the same agent at what did not meet its expectations. */
  readonly fixRoundCount: number;
  /** Who had a round of attempts when the task's own were spent. */
  readonly escalatedTo?: string;
  readonly startedAt?: Instant;
  readonly settledAt?: Instant;
  readonly deadline?: ReportDeadline;
}

/** Met unless it was breached. */
export interface ReportDeadline {
  readonly at: Instant;
  readonly isBreached: boolean;
}

/** Something that an accepted attempt told of. */
export interface ReportIssue extends DiscoveredIssue {
  /** Index and key of the task that it was found at. */
  readonly foundAt: number;
  readonly foundAtKey: string;
  /** Index of the task that it became; absent when it became none. */
  readonly became?: number;
}

export function reportWork(task: TaskNode, attempts: readonly Attempt[], endedAt: Instant): ReportWork {
  const fixRoundCount = attempts.filter((attempt) => attempt.fixRound !== undefined).length;
  const escalatedTo = task.escalatedTo ?? attempts.findLast((attempt) => attempt.isEscalated)?.agent;
  const { startedAt, settledAt } = task;
  const deadline = deadlineOf(task.deadline, settledAt ?? endedAt);
  return {
    retryCount: Math.max(0, attempts.length - fixRoundCount - 1),
    fixRoundCount,
    ...(escalatedTo === undefined ? {} : { escalatedTo }),
    ...(startedAt === undefined ? {} : { startedAt }),
    ...(settledAt === undefined ? {} : { settledAt }),
    ...(deadline ? { deadline } : {}),
  };
}

/** `until`: when it was over. A timer may be late, or have died. */
export function deadlineOf(
  deadline: { readonly at: Instant; readonly breachedAt?: Instant } | undefined,
  until: Instant,
): ReportDeadline | undefined {
  if (!deadline) return undefined;
  const { at, breachedAt } = deadline;
  return { at, isBreached: breachedAt !== undefined || until > at };
}

/** By task, then in the order in which they were told. */
export function reportIssues(facts: {
  readonly missionId: MissionId;
  readonly run: Run;
  readonly nodes: readonly Node[];
  readonly attempts: ReadonlyMap<number, readonly Attempt[]>;
}): readonly ReportIssue[] {
  const { missionId, run, nodes, attempts } = facts;
  const tasks = nodes.filter((node) => node.kind === 'TASK');
  const indexes = new Map(tasks.map((task) => [task.name, task.index]));
  return tasks.flatMap((task) =>
    (attempts.get(task.index) ?? [])
      .filter(({ status }) => status === 'ACCEPTED')
      .flatMap(({ generation, submission }) => {
        const attemptId = attemptIdOf({ missionId, runNumber: run.number, index: task.index, generation });
        return (submission?.issues ?? []).map((issue, position) => {
          const became = indexes.get(foundTaskKey(attemptId, position));
          const found = { ...issue, foundAt: task.index, foundAtKey: task.name };
          return became === undefined ? found : { ...found, became };
        });
      }),
  );
}

/** Key of the task that an issue becomes. Nobody knows the id of a mission when its document is written. */
export function foundTaskKey(attemptId: string, position: number): string {
  return `${attemptId}:${position}`;
}
