/** Adding to the oracle's run: the document as it would have been, and the edges that it would have had. */
import type { Oracle, OracleNode } from './oracle.ts';
import { type PlainTask, predecessorsOf } from './plain-document.ts';

/** Only what has begun or is over can't wait for something more. */
const CAN_STILL_WAIT = ['WAITING', 'READY', 'BLOCKED', 'LOCKED', 'ACTIVE', undefined];

/** With another task, or with the same tasks and one dependency more. */
export function grow(oracle: Oracle, tasks: readonly PlainTask[]): boolean {
  if (!oracle.isOpen) return false;
  const grown = { ...oracle.document, tasks };
  const before = predecessorsOf(grown);
  const held = [...before].filter(([id, others]) => hasMore(oracle.nodes.get(id), others));
  if (held.some(([id]) => !CAN_STILL_WAIT.includes(oracle.nodes.get(id)?.status))) return false;
  if (hasRing(before)) return false;
  oracle.growTo(grown, before);
  oracle.rescan();
  return true;
}

function hasMore(node: OracleNode | undefined, others: readonly string[]): boolean {
  return others.some((id) => !node?.before.includes(id));
}

/** Something stands before itself, however far. */
function hasRing(before: ReadonlyMap<string, readonly string[]>): boolean {
  const left = new Map(before);
  for (;;) {
    const free = [...left].filter(([, others]) => others.every((id) => !left.has(id)));
    if (free.length === 0) return left.size > 0;
    for (const [id] of free) left.delete(id);
  }
}
