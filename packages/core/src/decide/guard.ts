/** Refusals that several commands share. */
import { notFound } from '../error-table.ts';
import { type AttemptRef, attemptIdOf, type NodeKind, type NodeRef, nodeIdOf } from '../ids.ts';
import { isRunEnded } from '../lifecycle/run-lifecycle.ts';
import { err, ok, type Result } from '../result.ts';
import type { Lease, NodeOf, TaskNode } from '../run/node.ts';
import { argumentOf, type Subject, subjectOf } from '../subject.ts';
import type { Decision } from './ask.ts';
import { type Draft, isKind } from './draft.ts';

/** The node of the mission's latest run; an earlier run's is refused with ILLEGAL_MOVE, an unknown one NOT_FOUND. */
export function* findNode<Kind extends NodeKind>(
  draft: Draft,
  kind: Kind,
  ref: NodeRef,
  verb: string,
): Decision<Result<NodeOf<Kind>>> {
  const id = nodeIdOf(kind, ref);
  const subject = subjectOf(kind);
  const { run } = draft.head;
  if (!run || ref.runNumber > run.number || ref.runNumber < 1) return err(notFound(subject, id));
  if (ref.runNumber < run.number || isRunEnded(run.status)) return err(runIsOver(id, subject, verb));
  if (ref.index >= run.nodeCount) return err(notFound(subject, id));
  const node = yield* draft.node(ref.index);
  return isKind(node, kind) ? ok(node) : err(notFound(subject, id));
}

/** Nothing about it can be changed any more. */
export function runIsOver(id: string, subject: Subject, verb: string) {
  return {
    code: 'ILLEGAL_MOVE',
    path: argumentOf(subject),
    detail: { subject, id, status: 'in a run that has ended', command: verb, legal: [] },
  } as const;
}

/** The task that the attempt holds; STALE_ATTEMPT when it no longer does, FORBIDDEN to another agent's credential. */
export function* findHeldTask(draft: Draft, ref: AttemptRef): Decision<Result<TaskNode>> {
  const { run } = draft.head;
  const id = attemptIdOf(ref);
  if (!run || ref.runNumber > run.number || ref.runNumber < 1) return err(notFound('attempt', id));
  if (ref.runNumber < run.number || isRunEnded(run.status)) return err(stale(id, 'in a run that has ended'));
  if (ref.index >= run.nodeCount) return err(notFound('attempt', id));
  const task = yield* draft.node(ref.index);
  if (!isKind(task, 'TASK') || ref.generation < 1 || ref.generation > task.generation) {
    return err(notFound('attempt', id));
  }
  if (task.generation === ref.generation && task.lease) {
    const { endsAt } = task.lease;
    // The timer that ends it may be late; nobody works past the hard end because of that.
    if (endsAt !== undefined && endsAt <= draft.now) return err(stale(id, 'past its maxDuration'));
    return checkHolder(draft, task, task.lease);
  }
  const attempt = yield* draft.attempt(ref);
  return err(stale(id, attempt?.status ?? 'over'));
}

/** An agent's own credential answers for that agent only; people may answer for any. */
function checkHolder(draft: Draft, task: TaskNode, lease: Lease): Result<TaskNode> {
  if (draft.actor.kind !== 'AGENT' || draft.actor.name === lease.agent) return ok(task);
  const action = `answer for an attempt of ${lease.agent}`;
  return err({ code: 'FORBIDDEN', path: argumentOf('attempt'), detail: { action } });
}

function stale(attemptId: string, status: string) {
  return { code: 'STALE_ATTEMPT', path: argumentOf('attempt'), detail: { attemptId, status } } as const;
}
