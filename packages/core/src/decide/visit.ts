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
