/**
 * Rules about who waits for whom, looked at while no message is on its way: then every settlement has reached all whom
 * it concerns.
 *
 * N1 and N2 are those of the core's run/node.ts.
 */
import type { Node } from '@muster/core/run/node';
import type { Verdict } from './invariant.ts';
import { lets, type RunView } from './run-view.ts';

export function checkWaiting(view: RunView, verdict: Verdict, where: string): void {
  for (const node of view.nodes.values()) {
    if (!isWaiting(node)) continue;
    const at = `${where} ${node.kind} ${node.name} (${node.status})`;
    const missing = view.predecessorsOf(node.index).filter((index) => holdsBack(view, node, index));
    const waited = new Set(node.waitsFor);
    // Work that had begun before its predecessor was reopened waits for nobody anew.
    const hasBegun = node.kind === 'TASK' && node.generation > 0;
    if (!hasBegun) {
      const ignored = missing.filter((index) => !waited.has(index));
      verdict.check(ignored.length === 0, 'N1', () => `${at} doesn't wait for ${named(view, ignored)}`);
    }
    const settled = node.waitsFor.filter((index) => !missing.includes(index));
    verdict.check(settled.length === 0, 'N1', () => `${at} waits for ${named(view, settled)} in vain`);
    const isHeld = node.waitsFor.length > 0 || (node.kind === 'TASK' && node.status === 'BLOCKED');
    verdict.check(isHeld, 'N2', () => `${at} waits for nobody`);
  }
}

function isWaiting(node: Node): boolean {
  // They stand beside the graph.
  if (node.kind === 'ASSERTION' || node.kind === 'VALIDATION') return false;
  if (node.kind === 'TASK') return node.status === 'WAITING' || node.status === 'BLOCKED';
  return node.status === 'PENDING' || node.status === 'LOCKED' || node.status === 'WAITING';
}

function holdsBack(view: RunView, node: Node, index: number): boolean {
  const before = view.nodes.get(index);
  if (!before) return true;
  if (lets(before, view.specs.get(index))) return false;
  // Failures that skip what stands behind them don't hold back a junction or a milestone.
  return !((node.kind === 'JUNCTION' || node.kind === 'MILESTONE') && isSkipping(view, before));
}

function isSkipping(view: RunView, node: Node): boolean {
  if (node.status === 'SKIPPED') return true;
  const spec = view.specs.get(node.index);
  return node.status === 'FAILED' && spec?.kind === 'TASK' && spec.definition.onFailure === 'SKIP_DEPENDENTS';
}

function named(view: RunView, indexes: readonly number[]): string {
  return indexes
    .map((index) => view.nodes.get(index))
    .map((node) => `${node?.kind} ${node?.name} (${node?.status})`)
    .join(', ');
}
