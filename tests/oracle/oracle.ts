/**
 * A run as section 4 of the specification tells it, in the most naive way: after every command all nodes are looked at
 * again and again until nothing changes. It shares no code with the engine's decisions and knows nothing of messages,
 * pieces or counters.
 *
 * O1. A node becomes ready when every node before it has settled well.
 * O2. Work that has begun is left alone when something before it is opened again: from then on it no longer waits for
 *     that one. What had not begun waits anew.
 * O3. Behind a failure with SKIP_DEPENDENTS everything that has not begun is skipped, and comes back with the failure's
 *     end. What has not begun by then waits for what comes back, also if it had gone on without it before (O2).
 *
 * What it leaves out: scores of reviewers, `maxConcurrent` of missions (which tasks stand aside is chance), schedules,
 * elements that are added, contracts.
 */
import {
  CONDITIONS,
  type OnFailure,
  type PlainDocument,
  type PlainGate,
  predecessorsOf,
} from './plain-document.ts';

export const LEASE_MS = 60_000;
const RUN_DEADLINE_MS = 300_000;
const TASK_DEADLINE_MS = 180_000;

export interface OracleNode {
  readonly id: string;
  readonly kind: 'TASK' | 'CHECKPOINT' | 'GATE' | 'DELAY' | 'MILESTONE';
  before: readonly string[];
  status: string;
  /** Nodes before it that were opened again after it had begun (O2). */
  readonly forgiven: Set<string>;
  /** What it last knew of each node before it. */
  readonly heard: Map<string, boolean>;
  /** SKIPPED because of a failure (O3), not by a person. */
  isSkippedBehind: boolean;
  /** EXPIRED while the run was paused: what waits for it goes on when the run does. */
  isHeldBack: boolean;
  /** Its time to decide ran out in a run that had ended: when the run goes on, there is time anew. */
  isOwedTime: boolean;
  /** Its delay was over while the run did not go on: it elapses when the run does. */
  isParked: boolean;
  spent: number;
  /** In a row, of the attempt that is being spent. */
  fixRounds: number;
  isEscalated: boolean;
  /** How often it was tried, fix rounds included. */
  attempts: number;
  /** When its deadline passes; undefined when it has none, or was told of it. */
  deadlineAt: number | undefined;
  score: number | undefined;
  /** When its lease, its time to decide or its delay ends. */
  endsAt: number | undefined;
  retryAt: number | undefined;
  readonly approvers: Set<string>;
}

export class Oracle {
  document: PlainDocument;
  readonly nodes: Map<string, OracleNode>;
  run: 'ACTIVE' | 'PAUSED' | 'COMPLETED' | 'FAILED' | 'CANCELLED' = 'ACTIVE';
  now = 0;
  /** When the run's deadline passes; undefined when it has none, or was told of it. */
  deadlineAt: number | undefined;
  /** It was told, and that fails the run. */
  isLate = false;

  constructor(document: PlainDocument) {
    this.document = document;
    const before = predecessorsOf(document);
    this.nodes = new Map(idsOf(document).map((id) => [id, newNode(id, before.get(id) ?? [])]));
    if (document.deadline !== undefined) this.deadlineAt = RUN_DEADLINE_MS;
    for (const { title, deadline } of document.tasks)
      if (deadline !== undefined) this.node(`TASK ${title}`).deadlineAt = TASK_DEADLINE_MS;
    const [first] = document.milestones;
    if (first) this.node(`MILESTONE ${first.name}`).status = 'ACTIVE';
    this.rescan();
  }

  /** Edges only ever become more. */
  growTo(document: PlainDocument, before: ReadonlyMap<string, readonly string[]>): void {
    this.document = document;
    for (const [id, others] of before) {
      const node = this.nodes.get(id) ?? newNode(id, []);
      node.before = [...new Set([...node.before, ...others])];
      this.nodes.set(id, node);
    }
  }

  node(id: string): OracleNode {
    const node = this.nodes.get(id);
    if (!node) throw new Error(`the document has no ${id}`);
    return node;
  }

  task(id: string): PlainDocument['tasks'][number] {
    const task = this.document.tasks.find(({ title }) => `TASK ${title}` === id);
    if (!task) throw new Error(`the document has no ${id}`);
    return task;
  }

  checkpoint(id: string): PlainDocument['checkpoints'][number] {
    const checkpoint = this.document.checkpoints.find(({ name }) => `CHECKPOINT ${name}` === id);
    if (!checkpoint) throw new Error(`the document has no ${id}`);
    return checkpoint;
  }

  get isOpen(): boolean {
    return this.run === 'ACTIVE' || this.run === 'PAUSED';
  }

  /** Something failed that fails the run: nothing new is claimed. */
  get isFailing(): boolean {
    if (this.isLate) return true;
    return [...this.nodes.values()].some(
      (node) =>
        (node.status === 'FAILED' && node.kind === 'TASK' && this.task(node.id).onFailure === 'FAIL_RUN') ||
        (node.status === 'REJECTED' && node.kind === 'CHECKPOINT') ||
        (node.status === 'EXPIRED' && this.checkpoint(node.id).onExpiry === 'REJECT'),
    );
  }

  /** It is to be done after all: what has not begun waits for it, whatever it had gone on without before. */
  waitAnewFor(id: string): void {
    for (const node of this.nodes.values()) if (!hasBegun(node)) node.forgiven.delete(id);
  }

  /** Whatever nodes become because of how others stand. */
  propagate(): void {
    if (this.isOpen) while (this.#changeOne());
  }

  /** Everything that follows from how things stand. */
  rescan(): void {
    this.propagate();
    if (this.run !== 'ACTIVE') return;
    const all = [...this.nodes.values()];
    if (this.isFailing) {
      if (!all.some((node) => node.status === 'IN_PROGRESS')) this.run = 'FAILED';
    } else if (all.every((node) => this.#isClosed(node)))
      this.run = this.#isGoodEnough() ? 'COMPLETED' : 'FAILED';
  }

  /** The weighted mean of what is done and scored reaches the threshold; nothing scored is good enough too. */
  #isGoodEnough(): boolean {
    const { qualityThreshold } = this.document;
    const done = [...this.nodes.values()].filter(({ status }) => status === 'DONE');
    const mean = this.#meanScore(done.filter(({ kind }) => kind === 'TASK'));
    return qualityThreshold === undefined || mean === undefined || mean >= qualityThreshold;
  }

  #meanScore(tasks: readonly OracleNode[]): number | undefined {
    const scored = tasks.flatMap(({ id, score }) =>
      score === undefined ? [] : [{ score, ...this.task(id) }],
    );
    const weight = scored.reduce((sum, task) => sum + task.weight, 0);
    return weight === 0
      ? undefined
      : scored.reduce((sum, task) => sum + task.weight * task.score, 0) / weight;
  }

  #changeOne(): boolean {
    for (const node of this.nodes.values()) this.#hear(node);
    for (const node of this.nodes.values()) {
      const next = this.#next(node);
      if (next === node.status) continue;
      this.#become(node, next);
      return true;
    }
    return false;
  }

  #hear(node: OracleNode): void {
    for (const id of node.before) {
      const isGood = this.#hasSettledWell(this.node(id), node);
      if (isGood) node.forgiven.delete(id);
      else if (node.heard.get(id) === true && hasBegun(node)) node.forgiven.add(id);
      node.heard.set(id, isGood);
    }
  }

  /** The status a node should have, its own and those before it given. */
  #next(node: OracleNode): string {
    const awaited = node.before.filter((id) => !node.forgiven.has(id)).map((id) => this.node(id));
    const isHeld = awaited.some((other) => !this.#hasSettledWell(other, node));
    const isSkipped = node.kind !== 'MILESTONE' && awaited.some((other) => this.#skipsDependents(other));
    if (node.isSkippedBehind) return isSkipped ? 'SKIPPED' : FIRST[node.kind];
    if (isSkipped && isUntouched(node)) return 'SKIPPED';
    if (node.kind === 'MILESTONE') return this.#nextOfMilestone(node, isHeld);
    if (isHeld) return PULLED_BACK[node.kind].includes(node.status) ? FIRST[node.kind] : node.status;
    return node.status === FIRST[node.kind] ? this.#ready(node, node.kind) : node.status;
  }

  #ready(node: OracleNode, kind: Exclude<OracleNode['kind'], 'MILESTONE'>): string {
    return kind === 'GATE'
      ? this.#judge(node)
      : { TASK: 'READY', CHECKPOINT: 'OPEN', DELAY: 'RUNNING' }[kind];
  }

  #nextOfMilestone(node: OracleNode, isHeld: boolean): string {
    if (node.status === 'DONE') return 'DONE';
    const former = node.before.find((id) => id.startsWith('MILESTONE'));
    if (node.status === 'LOCKED') return former && this.node(former).status === 'DONE' ? 'ACTIVE' : 'LOCKED';
    return isHeld ? 'ACTIVE' : 'DONE';
  }

  #become(node: OracleNode, status: string): void {
    if (node.isSkippedBehind) this.waitAnewFor(node.id);
    node.isSkippedBehind = status === 'SKIPPED';
    node.status = status;
    node.retryAt = undefined;
    node.isParked = false;
    node.endsAt = this.#endOf(node);
    node.approvers.clear();
  }

  #endOf(node: OracleNode): number | undefined {
    if (node.status === 'RUNNING') return this.now + 60_000;
    if (node.status !== 'OPEN') return undefined;
    return this.checkpoint(node.id).expiresAfter === undefined ? undefined : this.now + 120_000;
  }

  #hasSettledWell(node: OracleNode, towards: OracleNode): boolean {
    const { status } = node;
    if (status === 'SKIPPED') return !node.isSkippedBehind || towards.kind === 'MILESTONE';
    if (node.kind === 'TASK' && status === 'FAILED') {
      const { onFailure } = this.task(node.id);
      return onFailure === 'CONTINUE' || (onFailure === 'SKIP_DEPENDENTS' && towards.kind === 'MILESTONE');
    }
    if (status === 'EXPIRED') return this.checkpoint(node.id).onExpiry === 'APPROVE' && !node.isHeldBack;
    return ['DONE', 'CANCELLED', 'APPROVED', 'PASSED', 'OVERRIDDEN', 'ELAPSED'].includes(status);
  }

  #skipsDependents(node: OracleNode): boolean {
    if (node.isSkippedBehind) return true;
    return (
      node.kind === 'TASK' && node.status === 'FAILED' && this.task(node.id).onFailure === 'SKIP_DEPENDENTS'
    );
  }

  /** It no longer holds the end of the run. */
  #isClosed(node: OracleNode): boolean {
    if (node.status === 'SKIPPED') return true;
    if (node.kind === 'TASK' && node.status === 'FAILED') return closesRun(this.task(node.id).onFailure);
    return this.#hasSettledWell(node, node);
  }

  #judge(node: OracleNode): 'PASSED' | 'FAILED' {
    const gate = this.document.qualityGates.find(({ name }) => `GATE ${name}` === node.id);
    if (!gate) throw new Error(`the document has no ${node.id}`);
    return this.#passes(gate) ? 'PASSED' : 'FAILED';
  }

  #passes(gate: PlainGate): boolean {
    const tasks = gate.afterTasks.map((title) => this.node(`TASK ${title}`));
    if (gate.requireAllPassed && tasks.some((task) => task.status !== 'DONE')) return false;
    const mean = this.#meanScore(tasks) ?? 0;
    if (gate.condition !== undefined && !CONDITIONS[gate.condition]?.(tasks, mean)) return false;
    return gate.minScore === undefined || mean >= gate.minScore;
  }
}

export function closesRun(onFailure: OnFailure): boolean {
  return onFailure === 'CONTINUE' || onFailure === 'SKIP_DEPENDENTS';
}

const FIRST = {
  TASK: 'WAITING',
  CHECKPOINT: 'PENDING',
  GATE: 'PENDING',
  DELAY: 'PENDING',
  MILESTONE: 'LOCKED',
} as const;

/** What was let go and not begun. */
const PULLED_BACK: Readonly<Record<Exclude<OracleNode['kind'], 'MILESTONE'>, readonly string[]>> = {
  TASK: ['READY'],
  CHECKPOINT: ['OPEN', 'REJECTED'],
  GATE: ['FAILED'],
  DELAY: ['RUNNING'],
};

/** See O2. */
function hasBegun(node: OracleNode): boolean {
  if (node.isSkippedBehind) return false;
  return ![
    'WAITING',
    'READY',
    'BLOCKED',
    'FAILED',
    'PENDING',
    'OPEN',
    'REJECTED',
    'EXPIRED',
    'RUNNING',
    'LOCKED',
    'ACTIVE',
  ].includes(node.status);
}

/** Nobody has begun it and nobody has decided about it. */
function isUntouched(node: OracleNode): boolean {
  return ['WAITING', 'READY', 'BLOCKED', 'PENDING'].includes(node.status);
}

function newNode(id: string, before: readonly string[]): OracleNode {
  const kind = id.slice(0, id.indexOf(' ')) as OracleNode['kind'];
  return {
    id,
    kind,
    before,
    status: FIRST[kind],
    forgiven: new Set(),
    heard: new Map(),
    isSkippedBehind: false,
    isHeldBack: false,
    isOwedTime: false,
    isParked: false,
    spent: 0,
    fixRounds: 0,
    isEscalated: false,
    attempts: 0,
    deadlineAt: undefined,
    score: undefined,
    endsAt: undefined,
    retryAt: undefined,
    approvers: new Set(),
  };
}

function idsOf(document: PlainDocument): readonly string[] {
  return [
    ...document.tasks.map(({ title }) => `TASK ${title}`),
    ...document.checkpoints.map(({ name }) => `CHECKPOINT ${name}`),
    ...document.qualityGates.map(({ name }) => `GATE ${name}`),
    ...document.delays.map(({ name }) => `DELAY ${name}`),
    ...document.milestones.map(({ name }) => `MILESTONE ${name}`),
  ];
}
