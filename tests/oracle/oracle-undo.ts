/** Doing a task again, and with it all that stands behind it: in the oracle simply everything that any edge leads to. */
import type { Oracle, OracleNode } from './oracle.ts';
import { settle, startOver } from './oracle-commands.ts';

const BEGUN = ['IN_PROGRESS', 'REVIEW', 'DONE', 'FAILED'];

export function retryFrom(oracle: Oracle, id: string): boolean {
  const root = oracle.node(id);
  if (!oracle.isOpen || !BEGUN.includes(root.status)) return false;
  const behind = allBehind(oracle, root);
  startOver(root, 'WAITING');
  for (const node of behind) undo(oracle, node);
  lockAfter(oracle, behind);
  for (const node of behind) for (const other of [root, ...behind]) node.forgiven.delete(other.id);
  oracle.rescan();
  return true;
}

function allBehind(oracle: Oracle, root: OracleNode): readonly OracleNode[] {
  const found = new Set([root]);
  let size = 0;
  while (size < found.size) {
    size = found.size;
    const ids = [...found].map(({ id }) => id);
    for (const node of oracle.nodes.values()) if (ids.some((id) => node.before.includes(id))) found.add(node);
  }
  found.delete(root);
  return [...found];
}

/** What a person skipped or cancelled stays so. What was skipped behind a failure comes back before anything settles. */
function undo(oracle: Oracle, node: OracleNode): void {
  if (node.isSkippedBehind) {
    node.isSkippedBehind = false;
    node.status = node.kind === 'TASK' ? 'WAITING' : 'PENDING';
  } else if (node.kind === 'TASK') {
    if (BEGUN.includes(node.status))
      startOver(node, oracle.task(node.id).sideEffects ? 'BLOCKED' : 'WAITING');
  } else if (UNDONE[node.kind].includes(node.status))
    settle(node, node.kind === 'MILESTONE' ? 'ACTIVE' : 'PENDING');
}

const UNDONE: Readonly<Record<Exclude<OracleNode['kind'], 'TASK'>, readonly string[]>> = {
  CHECKPOINT: ['APPROVED', 'EXPIRED'],
  GATE: ['PASSED', 'OVERRIDDEN'],
  DELAY: ['ELAPSED'],
  MILESTONE: ['DONE'],
};

/** Phases run one after the other: behind one that is open again the next is locked. */
function lockAfter(oracle: Oracle, behind: readonly OracleNode[]): void {
  const milestones = behind.filter(({ kind }) => kind === 'MILESTONE');
  for (const milestone of milestones) {
    const former = milestone.before.find((id) => id.startsWith('MILESTONE'));
    if (former !== undefined && oracle.node(former).status !== 'DONE') milestone.status = 'LOCKED';
  }
}
