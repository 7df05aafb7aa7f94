/**
 * A mission in memory, for the tests of decisions: it answers what a decision asks for, applies what it changes and
 * keeps its messages until the test delivers them. There is no store, and the clock stands still until it is moved.
 *
 * After every change the books are checked (see `checkBooks`): a test of one rule notices when another breaks.
 */
import { type Actor, SYSTEM_ACTOR } from '@muster/core/actor';
import { advance } from '@muster/core/decide/advance';
import type { Answer, Ask, Decision } from '@muster/core/decide/ask';
import { type Changes, Draft } from '@muster/core/decide/draft';
import { dueAt, passTime } from '@muster/core/decide/due';
import { activateStaged, openPlan } from '@muster/core/decide/launch';
import { missionDueAt, passMissionTime } from '@muster/core/decide/mission-due';
import { NOTHING_PARKED, type Parked } from '@muster/core/decide/unpark';
import type { DomainError } from '@muster/core/error-table';
import type { EventBody } from '@muster/core/event';
import type { AttemptRef, NodeKind, NodeRef } from '@muster/core/ids';
import { addMs, type Instant } from '@muster/core/instant';
import type { Message } from '@muster/core/message';
import type { Result } from '@muster/core/result';
import type { RunAddition } from '@muster/core/run/addition';
import type { Artifact, ArtifactVersions, Attempt } from '@muster/core/run/attempt';
import type { MissionHead, Run } from '@muster/core/run/mission';
import { currentLane, laneText, type Node, type NodeOf, type NodeSpec } from '@muster/core/run/node';
import type { Plan } from '@muster/core/run/plan';
import { checkBooks } from './books.ts';

/** As many of what stands aside as the engine hands to one decision, of one lane and of all. */
const PARKED_LANE = 20;
const PARKED_LANES = 4;

export class MissionUnderTest {
  now: Instant;
  head: MissionHead;
  nodes: Node[] = [];
  specs: NodeSpec[] = [];
  roots: readonly number[] = [];
  /** By task index and generation. */
  readonly attempts = new Map<string, Attempt>();
  readonly artifacts: Artifact[] = [];
  readonly artifactVersions = new Map<number, ArtifactVersions>();
  readonly additions: RunAddition[] = [];
  readonly formerRuns: Run[] = [];
  readonly events: EventBody[] = [];
  /** Not delivered yet. */
  messages: Message[] = [];
  readonly plan: Plan;
  /** Of the largest commit so far. */
  recordCountMax = 0;
  #isChecking = true;

  constructor(head: MissionHead, plan: Plan) {
    this.head = head;
    this.now = head.createdAt;
    this.plan = plan;
  }

  /** For missions so large that a recount after each change would take the time of the test. */
  checkingAtTheEnd(): this {
    this.#isChecking = false;
    return this;
  }

  /** Decides and, unless it is refused, applies. */
  act<T>(actor: Actor, decide: (draft: Draft) => Decision<Result<T>>): Result<T> {
    const draft = new Draft(this.head, actor, this.now);
    const decision = decide(draft);
    let turn = decision.next();
    while (!turn.done) turn = decision.next(this.#answer(turn.value));
    if (turn.value.ok && !draft.isEmpty) this.#apply(draft.changes());
    return turn.value;
  }

  /** What the decision answers; a refusal fails the test. */
  must<T>(actor: Actor, decide: (draft: Draft) => Decision<Result<T>>): T {
    const result = this.act(actor, decide);
    if (!result.ok) throw new Error(`refused: ${JSON.stringify(result.error)}`);
    return result.value;
  }

  /** The refusal; a decision that succeeds fails the test. Nothing may have changed. */
  refused<T>(actor: Actor, decide: (draft: Draft) => Decision<Result<T>>): DomainError {
    const before = JSON.stringify([this.head, this.nodes, this.messages]);
    const result = this.act(actor, decide);
    if (result.ok) throw new Error('it was not refused');
    if (JSON.stringify([this.head, this.nodes, this.messages]) !== before)
      throw new Error('a refusal changed something');
    return result.error;
  }

  /** Delivers messages, in the order they were sent, until none is left. */
  settle(): this {
    for (let message = this.messages.shift(); message; message = this.messages.shift()) this.deliver(message);
    return this;
  }

  deliver(message: Message): void {
    if (message.type === 'REPORT') return;
    if (message.type === 'STAGE') {
      this.#finishStaging();
      return;
    }
    const parked = message.type === 'UNPARK' ? this.#parked(message.afterLane) : NOTHING_PARKED;
    this.must(SYSTEM_ACTOR, (draft) => advance(draft, message, parked));
  }

  /** Moves the clock and lets time do what it does to the nodes. */
  wait(ms: number): this {
    this.now = addMs(this.now, ms);
    for (;;) {
      while ((missionDueAt(this.head) ?? Infinity) <= this.now) this.passMissionTime();
      const indexes = this.nodes
        .filter((node) => (dueAt(node) ?? Infinity) <= this.now)
        .map((node) => node.index);
      if (indexes.length === 0) return this;
      this.must(SYSTEM_ACTOR, (draft) => passTime(draft, { runNumber: this.run.number, indexes }));
    }
  }

  /** What the engine does when the mission as a whole is due. */
  passMissionTime(plan: Result<Plan> = { ok: true, value: this.plan }): void {
    const { documentVersion } = this.head;
    this.must(SYSTEM_ACTOR, (draft) => passMissionTime(draft, { plan, documentVersion }));
  }

  get run(): Run {
    if (!this.head.run) throw new Error('the mission has no run');
    return this.head.run;
  }

  /** The node of a kind by its name. */
  find<Kind extends NodeKind>(kind: Kind, name: string): NodeOf<Kind> {
    const found = this.nodes.find((node): node is NodeOf<Kind> => node.kind === kind && node.name === name);
    if (!found) throw new Error(`there is no ${kind} "${name}"`);
    return found;
  }

  task(name: string): NodeOf<'TASK'> {
    return this.find('TASK', name);
  }

  ref(kind: NodeKind, name: string): NodeRef {
    return { missionId: this.head.id, runNumber: this.run.number, index: this.find(kind, name).index };
  }

  /** The current attempt at a task. */
  attemptRef(name: string): AttemptRef {
    return { ...this.ref('TASK', name), generation: this.task(name).generation };
  }

  attempt(name: string, generation = this.task(name).generation): Attempt {
    const found = this.attempts.get(`${this.task(name).index}/${generation}`);
    if (!found) throw new Error(`there is no attempt ${generation} at "${name}"`);
    return found;
  }

  /** Names of the tasks in a status, in document order. */
  namesIn(status: NodeOf<'TASK'>['status']): readonly string[] {
    return this.nodes.flatMap((node) => (node.kind === 'TASK' && node.status === status ? [node.name] : []));
  }

  eventsOf(type: EventBody['type']): readonly EventBody[] {
    return this.events.filter((event) => event.type === type);
  }

  parkedIndexes(): readonly number[] {
    const isParked = (node: Node) =>
      (node.kind === 'TASK' || node.kind === 'DELAY' || node.kind === 'CHECKPOINT') && node.isParked === true;
    return this.nodes.filter(isParked).map((node) => node.index);
  }

  #parked(afterLane = ''): Parked {
    const byLane = new Map<string, number[]>();
    for (const index of this.parkedIndexes()) {
      const node = this.nodes[index];
      const lane = node?.kind === 'TASK' ? laneText(currentLane(node)) : '0';
      if (lane > afterLane) byLane.set(lane, [...(byLane.get(lane) ?? []), index]);
    }
    const names = [...byLane.keys()].sort();
    const lanes = names.slice(0, PARKED_LANES).map((lane) => {
      const indexes = byLane.get(lane) ?? [];
      return { indexes: indexes.slice(0, PARKED_LANE), hasMore: indexes.length > PARKED_LANE };
    });
    const last = names[PARKED_LANES - 1];
    return names.length > PARKED_LANES && last !== undefined ? { lanes, afterLane: last } : { lanes };
  }

  #answer(ask: Ask): Answer {
    switch (ask.ask) {
      case 'NODES':
        return { nodes: ask.indexes.map((index) => this.nodes[index]) };
      case 'SPECS':
        return { specs: ask.indexes.map((index) => this.specs[index]) };
      case 'NODES_AND_SPECS':
        return {
          nodes: ask.indexes.map((index) => this.nodes[index]),
          specs: ask.indexes.map((index) => this.specs[index]),
        };
      case 'ATTEMPTS':
        return {
          attempts: ask.places.map(({ index, generation }) => this.attempts.get(`${index}/${generation}`)),
        };
      case 'ARTIFACT_VERSIONS':
        return { artifactVersions: this.artifactVersions.get(ask.taskIndex) };
      case 'ROOTS':
        return { roots: this.roots };
    }
  }

  #apply(changes: Changes): void {
    this.recordCountMax = Math.max(this.recordCountMax, recordCount(changes));
    if (changes.head.runCount > this.head.runCount) this.#forgetRun();
    this.head = changes.head;
    for (const node of changes.nodes) this.nodes[node.index] = node;
    for (const spec of changes.specs) this.specs[spec.index] = spec;
    if (changes.roots) this.roots = changes.roots;
    for (const attempt of changes.attempts) {
      this.attempts.set(`${attempt.taskIndex}/${attempt.generation}`, attempt);
    }
    this.artifacts.push(...changes.artifacts);
    for (const one of changes.artifactVersions) this.artifactVersions.set(one.taskIndex, one);
    this.additions.push(...changes.additions);
    if (changes.formerRun) this.formerRuns.push(changes.formerRun);
    this.events.push(...changes.events);
    this.messages.push(...changes.messages);
    if (this.#isChecking) checkBooks(this);
  }

  /** The next run's nodes and attempts are others. Those of a staged launch stand already. */
  #forgetRun(): void {
    this.attempts.clear();
    this.artifactVersions.clear();
    this.additions.length = 0;
    if (!this.head.staging) this.nodes = [];
  }

  #finishStaging(): void {
    const { staging } = this.head;
    if (!staging) return;
    const opened = openPlan(this.plan, this.now);
    this.nodes = [...opened.nodes];
    this.specs = [...opened.specs];
    this.roots = opened.roots;
    this.must(SYSTEM_ACTOR, (draft) => activateStaged(draft, this.plan, staging.sequence));
  }
}

/** What a store is asked to write: head and commit record, then what the changes name. */
function recordCount(changes: Changes): number {
  const { nodes, specs, attempts, additions } = changes;
  const delivered = changes.artifacts.length + changes.artifactVersions.length;
  const single = (changes.roots ? 1 : 0) + (changes.formerRun ? 1 : 0);
  return 2 + nodes.length + specs.length + attempts.length + delivered + additions.length + single;
}
