/**
 * What turned up during work that is accepted now. A BLOCKING issue becomes a task: it holds what follows the task that it
 * was found at and has not begun, and the end of the run. The others are told.
 */
import { type DomainError, invalidArgument } from '../error-table.ts';
import { attemptIdOf, isStandalone, taskIdOf } from '../ids.ts';
import { LIMITS } from '../limits.ts';
import type { DiscoveredIssue } from '../run/attempt.ts';
import type { TaskNode } from '../run/node.ts';
import { foundTaskKey } from '../work-report.ts';
import { addFoundTask } from './add-found-task.ts';
import type { Decision } from './ask.ts';
import type { Draft } from './draft.ts';

/** To be called before the successors of the task are told. */
export function* tellIssues(
  draft: Draft,
  task: TaskNode,
  issues: readonly DiscoveredIssue[],
): Decision<void> {
  for (const [position, { severity, title }] of issues.entries()) {
    const issue = issues[position];
    const added =
      severity === 'BLOCKING' && issue ? yield* addTask(draft, task, { position, issue }) : undefined;
    const taskId = added && taskIdOf({ ...draft.runRef, index: added.index });
    draft.emitNode('IssueDiscovered', task, { severity, title, taskId });
  }
}

/** Undefined when the run can't take another task, or its commit, or is that of a standalone task: then it is left to who reads the event. */
function* addTask(
  draft: Draft,
  task: TaskNode,
  found: { readonly position: number; readonly issue: DiscoveredIssue },
): Decision<TaskNode | undefined> {
  if (isStandalone(draft.head.id)) return undefined;
  const { position, issue } = found;
  const attemptId = attemptIdOf({ ...draft.runRef, index: task.index, generation: task.generation });
  const { definition } = yield* draft.spec('TASK', task.index);
  const input = {
    key: foundTaskKey(attemptId, position),
    title: issue.title,
    description: issue.description,
    priority: 1,
    context: [`Found while doing "${task.title}".`],
    ...(definition.specialty === undefined ? {} : { specialty: definition.specialty }),
  };
  for (const holdsNobody of [false, true]) {
    const added = yield* addFoundTask(draft, { input, origin: task.index, holdsNobody });
    if (added.ok && added.value !== 'TOO_LARGE') return added.value;
  }
  return undefined;
}

export function checkIssues(issues: readonly DiscoveredIssue[]): DomainError | undefined {
  const max = LIMITS.issuesPerAttemptMax;
  if (issues.length > max) {
    const detail = { limit: 'issuesPerAttemptMax', max, actual: issues.length } as const;
    return { code: 'LIMIT_EXCEEDED', path: ['submission', 'issues'], detail };
  }
  for (const [place, { title, description }] of issues.entries()) {
    if (title.trim() === '' || title.length > LIMITS.titleLengthMax) {
      const reason = `The title of an issue has 1 to ${LIMITS.titleLengthMax} characters and is not blank.`;
      return invalidArgument(['submission', 'issues', place, 'title'], reason);
    }
    if (description.length > LIMITS.textLengthMax) {
      const reason = `The description of an issue has at most ${LIMITS.textLengthMax} characters.`;
      return invalidArgument(['submission', 'issues', place, 'description'], reason);
    }
  }
  return undefined;
}
