/**
 * The nodes of one run as they were last written, and what their head should say about them, kept by counting what
 * each write changes. It knows nothing of decisions and events: it is the other side of the comparison.
 */
import { isTaskSettled, TASK_STATUSES, type TaskStatus } from '@muster/core/lifecycle/task-lifecycle';
import type { Attempt } from '@muster/core/run/attempt';
import type { Run } from '@muster/core/run/mission';
import type { Node, NodeSpec } from '@muster/core/run/node';
import type { StoredRecord } from '@muster/engine/ports/store';
import { decodeNode, decodeSpec } from '@muster/engine/records';
import type { Verdict } from './invariant.ts';

interface Counts {
  readonly tasks: Record<TaskStatus, number>;
  openNodes: number;
  parked: number;
  parkedElements: number;
  settled: number;
  cancelled: number;
  failing: number;
  /** Tasks that each agent holds. */
  readonly held: Map<string, number>;
  weight: number;
}

export class RunView {
  readonly nodes = new Map<number, Node>();
  readonly specs = new Map<number, NodeSpec>();
  readonly attempts = new Map<string, Attempt>();
  readonly #staged = { nodes: new Map<number, Node>(), specs: new Map<number, NodeSpec>() };
  #nodeCount = 0;
  #predecessors: ReadonlyMap<number, readonly number[]> | undefined;
  /** Undefined until the run is launched: what is being staged doesn't count. */
  #counts: Counts | undefined;

  putNode(node: Node): void {
    const former = this.nodes.get(node.index);
    this.nodes.set(node.index, node);
    if (!this.#counts) return;
    if (former) count(this.#counts, former, { spec: this.specs.get(former.index), sign: -1 });
    count(this.#counts, node, { spec: this.specs.get(node.index), sign: 1 });
  }

  putSpec(spec: NodeSpec): void {
    this.specs.set(spec.index, spec);
    this.#predecessors = undefined;
  }

  putAttempt(attempt: Attempt): void {
    this.attempts.set(`${attempt.taskIndex}/${attempt.generation}`, attempt);
  }

  /** What a cancelled staging had left behind the last node doesn't count. */
  launch(nodeCount: number): void {
    for (const [index, node] of [...this.nodes]) {
      if (index < nodeCount) continue;
      this.#staged.nodes.set(index, node);
      const spec = this.specs.get(index);
      if (spec) this.#staged.specs.set(index, spec);
      this.nodes.delete(index);
      this.specs.delete(index);
    }
    this.#nodeCount = nodeCount;
    this.recount();
  }

  /** Keeps a node or spec that is written out behind the last node. Answers whether it was one. */
  stage(record: StoredRecord): boolean {
    const index = Number(record.sort.split('#')[1]);
    if (!/^[NS]#/.test(record.sort) || index < this.#nodeCount) return false;
    if (record.sort.startsWith('N#')) this.#staged.nodes.set(index, decodeNode(record.value));
    else this.#staged.specs.set(index, decodeSpec(record.value));
    return true;
  }

  /** What was added is there from now on, unless it came with this commit. */
  grow(nodeCount: number): void {
    for (let index = this.#nodeCount; index < nodeCount; index++) {
      const spec = this.#staged.specs.get(index);
      const node = this.#staged.nodes.get(index);
      if (spec && !this.specs.has(index)) this.putSpec(spec);
      if (node && !this.nodes.has(index)) this.putNode(node);
    }
    this.#nodeCount = nodeCount;
  }

  recount(): void {
    this.#counts = noCounts();
    for (const node of this.nodes.values())
      count(this.#counts, node, { spec: this.specs.get(node.index), sign: 1 });
  }

  get taskCount(): number {
    return [...this.nodes.values()].filter((node) => node.kind === 'TASK').length;
  }

  get isCounted(): boolean {
    return this.#counts !== undefined;
  }

  predecessorsOf(index: number): readonly number[] {
    this.#predecessors ??= this.#findPredecessors();
    return this.#predecessors.get(index) ?? [];
  }

  /** The head's counters equal a recount of the nodes. */
  checkHead(run: Run, verdict: Verdict, where: string): void {
    const counts = this.#counts;
    if (!counts) return;
    for (const status of TASK_STATUSES) {
      verdict.check(
        run.taskCounts[status] === counts.tasks[status],
        'COUNTERS',
        () => `${where}: ${run.taskCounts[status]} tasks are counted ${status}, ${counts.tasks[status]} are`,
      );
    }
    for (const { name, max, running } of run.agents ?? []) {
      const held = counts.held.get(name) ?? 0;
      verdict.check(
        running === held && held <= max,
        'AGENT_LIMIT',
        () => `${where}: ${name} holds ${held} of at most ${max}, ${running} are counted`,
      );
    }
    const pairs: readonly (readonly [string, number, number])[] = [
      ['openNodeCount', run.openNodeCount, counts.openNodes],
      ['parkedCount', run.parkedCount, counts.parked],
      ['parkedElementCount', run.parkedElementCount ?? 0, counts.parkedElements],
      ['weight.settled', run.weight.settled, counts.settled],
      ['weight.cancelled', run.weight.cancelled, counts.cancelled],
      ['weight.total', run.weight.total, counts.weight],
      ['failureCount', run.failureCount ?? 0, counts.failing],
      ['attemptCount', run.attemptCount, this.attempts.size],
    ];
    for (const [name, told, found] of pairs)
      verdict.check(
        Math.abs(told - found) < 1e-6,
        'COUNTERS',
        () => `${where}: ${name} says ${told}, it is ${found}`,
      );
  }

  /** The dear ones: over all nodes. */
  checkSums(run: Run, verdict: Verdict, where: string): void {
    let tokens = 0;
    for (const attempt of this.attempts.values()) tokens += attempt.submission?.usage?.tokens ?? 0;
    let weighted = 0;
    for (const node of this.nodes.values())
      if (node.kind === 'TASK' && node.status === 'DONE') weighted += (node.score ?? 0) * node.weight;
    verdict.check(
      run.usage.tokens === tokens,
      'COUNTERS',
      () => `${where}: usage says ${run.usage.tokens}, it is ${tokens}`,
    );
    verdict.check(
      Math.abs(run.score.weighted - weighted) < 1e-6,
      'COUNTERS',
      () => `${where}: score.weighted says ${run.score.weighted}, it is ${weighted}`,
    );
  }

  #findPredecessors(): ReadonlyMap<number, readonly number[]> {
    const found = new Map<number, number[]>();
    for (const spec of this.specs.values()) {
      for (const successor of spec.successors) {
        const list = found.get(successor);
        if (list) list.push(spec.index);
        else found.set(successor, [spec.index]);
      }
    }
    return found;
  }
}

function noCounts(): Counts {
  const tasks = Object.fromEntries(TASK_STATUSES.map((status) => [status, 0])) as Record<TaskStatus, number>;
  return {
    tasks,
    openNodes: 0,
    parked: 0,
    parkedElements: 0,
    settled: 0,
    cancelled: 0,
    failing: 0,
    held: new Map(),
    weight: 0,
  };
}

function count(
  counts: Counts,
  node: Node,
  { spec, sign }: { spec: NodeSpec | undefined; sign: 1 | -1 },
): void {
  if (isOpen(node, spec)) counts.openNodes += sign;
  if ('failsRun' in node && node.failsRun) counts.failing += sign;
  if ((node.kind === 'DELAY' || node.kind === 'CHECKPOINT') && node.isParked) counts.parkedElements += sign;
  if (node.kind !== 'TASK') return;
  counts.tasks[node.status] += sign;
  counts.weight += sign * node.weight;
  const { agent } = node.lease ?? {};
  if (agent !== undefined) counts.held.set(agent, (counts.held.get(agent) ?? 0) + sign);
  if (node.isParked) counts.parked += sign;
  if (node.status === 'CANCELLED') counts.cancelled += sign * node.weight;
  else if (isTaskSettled(node.status)) counts.settled += sign * node.weight;
}

/** Whether a node still holds the end of its run. */
function isOpen(node: Node, spec: NodeSpec | undefined): boolean {
  switch (node.kind) {
    case 'TASK': {
      if (node.status !== 'FAILED') return !isTaskSettled(node.status);
      const policy = spec?.kind === 'TASK' ? spec.definition.onFailure : 'FAIL_RUN';
      return policy === 'FAIL_RUN' || policy === 'BLOCK';
    }
    case 'CHECKPOINT':
      if (node.status === 'EXPIRED')
        return (
          node.isParked === true || spec?.kind !== 'CHECKPOINT' || spec.definition.onExpiry !== 'APPROVE'
        );
      return node.status !== 'APPROVED' && node.status !== 'SKIPPED';
    case 'GATE':
      return node.status === 'PENDING' || node.status === 'FAILED';
    case 'DELAY':
      return node.status === 'PENDING' || node.status === 'RUNNING';
    case 'MILESTONE':
      return node.status !== 'DONE';
    case 'JUNCTION':
      return node.status === 'WAITING';
    case 'ASSERTION':
      return false;
    // That of a milestone holds the milestone, that of the run its end.
    case 'VALIDATION':
      return node.milestone === undefined && node.status !== 'PASSED';
  }
}

/** Whether those behind a node may go on. */
export function lets(node: Node, spec: NodeSpec | undefined): boolean {
  switch (node.kind) {
    case 'TASK':
      if (node.status === 'FAILED') return spec?.kind === 'TASK' && spec.definition.onFailure === 'CONTINUE';
      return (
        node.status === 'DONE' ||
        node.status === 'CANCELLED' ||
        (node.status === 'SKIPPED' && !node.isSkippedByFailure)
      );
    case 'CHECKPOINT':
      return node.status === 'APPROVED' || (node.status === 'EXPIRED' && !isOpen(node, spec));
    case 'GATE':
      return node.status === 'PASSED' || node.status === 'OVERRIDDEN';
    case 'DELAY':
      return node.status === 'ELAPSED' || (node.status === 'SKIPPED' && node.skip !== undefined);
    case 'MILESTONE':
      return node.status === 'DONE';
    case 'JUNCTION':
      return node.status === 'PASSED';
    case 'ASSERTION':
      return true;
    case 'VALIDATION':
      return node.status === 'PASSED';
  }
}
