/** Which tasks a retry has done again although they are DONE. See `retry-failed.ts`. */
import type { Retried, Run } from '../run/mission.ts';
import type { Node, TaskNode } from '../run/node.ts';

export function hasScoredTooLow(node: Node, { before, belowScore }: Retried): node is TaskNode {
  if (node.kind !== 'TASK' || node.status !== 'DONE') return false;
  const { score, settledAt = before } = node;
  return score !== undefined && belowScore !== undefined && score < belowScore && settledAt <= before;
}

/** It is still DONE, but a later piece opens it. See Q2. */
export function isToBeReopened({ retrying }: Run, node: Node): boolean {
  return retrying !== undefined && hasScoredTooLow(node, retrying);
}
