/** Doing something to many nodes within one commit: as many as there is room for, the rest is for a message. */
import type { Node } from '../run/node.ts';
import type { Decision } from './ask.ts';
import type { Draft } from './draft.ts';

/**
 * Visits the nodes of `indexes` from number `cursor` on, each as it stands when its turn comes. Answers the number to go
 * on from when the commit is full; undefined when all were visited.
 */
export function* visitWhileRoom(
  draft: Draft,
  { indexes, cursor }: { readonly indexes: readonly number[]; readonly cursor: number },
  visit: (node: Node) => Decision<void>,
): Decision<number | undefined> {
  let next = cursor;
  while (next < indexes.length && draft.room > 0) {
    // Asked for together: no more than the commit can hold, since each visit writes.
    const page = indexes.slice(next, next + draft.room);
    yield* draft.nodes(page);
    for (const index of page) {
      if (draft.room <= 0) return next;
      yield* visit(yield* draft.node(index));
      next++;
    }
  }
  return next < indexes.length ? next : undefined;
}

/** Nodes looked at by one piece of a walk over a run. */
const WALK_NODES = 90;

/** Visits every node from `cursor` on, as each stands then; answers where to go on when the commit is full, or it is told to stop. */
export function* walkNodes(
  draft: Draft,
  cursor: number,
  visit: (node: Node) => Decision<boolean>,
): Decision<number | undefined> {
  const { nodeCount } = draft.run;
  let isStopped = false;
  for (let next = cursor; next < nodeCount; next++) {
    if (isStopped || draft.room <= 1) return next;
    if ((next - cursor) % WALK_NODES === 0) {
      yield* draft.nodes(range(next, Math.min(nodeCount, next + WALK_NODES)));
    }
    isStopped = yield* visit(yield* draft.node(next));
  }
  return undefined;
}

export function range(from: number, to: number): readonly number[] {
  return Array.from({ length: to - from }, (_, offset) => from + offset);
}
