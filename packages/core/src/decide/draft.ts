/**
 * The working copy of one mission while a decision is made: what was loaded, what is to change, and the events and
 * messages that tell of it. It reads its own writes. Nothing of it counts until it is committed whole.
 *
 * D1. Every status change goes through one of the `move…` functions beside this file, which check the lifecycle, keep
 *     the counts of the run and emit the event; `putNode` alone never changes a status.
 * D2. Events are numbered densely from the head's sequence.
 * D3. `room` is what may still be written: whoever would need more leaves a message for the rest.
 */
import type { Actor } from '../actor.ts';
import { assert } from '../assert.ts';
import { askingChange } from '../attention.ts';
import type { EventBody, EventType } from '../event.ts';
import { isStandalone, type NodeKind, nodeIdOf, type RunRef, reportIdOf } from '../ids.ts';
import type { Instant } from '../instant.ts';
import { LIMITS } from '../limits.ts';
import type { Message } from '../message.ts';
import type { RunAddition } from '../run/addition.ts';
import type { Artifact, ArtifactVersions, Attempt } from '../run/attempt.ts';
import type { MissionHead, Run } from '../run/mission.ts';
import type { Node, NodeOf, NodeSpec, SpecOf, TaskNode } from '../run/node.ts';
import type { Schedule } from '../schedule/schedule.ts';
import type { Answer, Ask, AttemptPlace, Decision } from './ask.ts';

/** What a decision wants stored. */
export interface Changes {
  readonly head: MissionHead;
  readonly nodes: readonly Node[];
  readonly specs: readonly NodeSpec[];
  /** Present when a launch writes its own plan. */
  readonly roots?: readonly number[];
  readonly attempts: readonly Attempt[];
  readonly artifacts: readonly Artifact[];
  readonly artifactVersions: readonly ArtifactVersions[];
  readonly additions: readonly RunAddition[];
  /** The run that the head told of until a later one took its place: it gets a record of its own. */
  readonly formerRun?: Run;
  readonly events: readonly EventBody[];
  readonly messages: readonly Message[];
}

export class Draft {
  readonly now: Instant;
  readonly actor: Actor;
  readonly #firstHead: MissionHead;
  #head: MissionHead;
  readonly #nodes = new Map<number, Node>();
  readonly #specs = new Map<number, NodeSpec>();
  readonly #attempts = new Map<string, Attempt | undefined>();
  readonly #changedNodes = new Set<number>();
  readonly #changedSpecs = new Set<number>();
  readonly #changedAttempts = new Set<string>();
  readonly #artifacts: Artifact[] = [];
  readonly #artifactVersions: ArtifactVersions[] = [];
  readonly #additions: RunAddition[] = [];
  readonly #events: EventBody[] = [];
  readonly #messages: Message[] = [];
  #roots: readonly number[] | undefined;
  #hasNewRoots = false;

  constructor(head: MissionHead, actor: Actor, now: Instant) {
    this.#firstHead = head;
    this.#head = head;
    this.actor = actor;
    this.now = now;
  }

  get head(): MissionHead {
    return this.#head;
  }

  get run(): Run {
    assert(this.#head.run, 'a decision about nodes needs a run');
    return this.#head.run;
  }

  get runRef(): RunRef {
    return { missionId: this.#head.id, runNumber: this.run.number };
  }

  /** Sequence of the last event so far, committed or drafted. */
  get sequence(): number {
    return this.#firstHead.sequence + this.#events.length;
  }

  get isEmpty(): boolean {
    const isSilent = this.#events.length === 0 && this.#messages.length === 0;
    return this.#head === this.#firstHead && this.#changedNodes.size === 0 && isSilent;
  }

  /** Records that may still be added to the commit. See D3. */
  get room(): number {
    const used = this.#changedNodes.size + this.#changedSpecs.size + this.#changedAttempts.size;
    const delivered = this.#artifacts.length + this.#artifactVersions.length;
    return LIMITS.commitRecordsMax - LIMITS.commitRecordsReserved - used - delivered - this.#additions.length;
  }

  /** Tasks as they are going to be stored, in the order of their first change. */
  get changedTasks(): readonly TaskNode[] {
    return [...this.#changedNodes]
      .map((index) => this.#loadedNode(index))
      .filter((node) => isKind(node, 'TASK'));
  }

  *nodes(indexes: readonly number[]): Decision<readonly Node[]> {
    const missing = indexes.filter((index) => !this.#nodes.has(index));
    if (missing.length > 0) this.#keep(yield* ask({ ask: 'NODES', indexes: missing }));
    return indexes.map((index) => this.#loadedNode(index));
  }

  *node(index: number): Decision<Node> {
    const loaded = this.#nodes.get(index);
    return loaded ?? (yield* this.nodes([index]))[0] ?? this.#loadedNode(index);
  }

  *specs(indexes: readonly number[]): Decision<readonly NodeSpec[]> {
    const missing = indexes.filter((index) => !this.#specs.has(index));
    if (missing.length > 0) this.#keep(yield* ask({ ask: 'SPECS', indexes: missing }));
    return indexes.map((index) => this.#loadedSpec(index));
  }

  /** Has the nodes and their specs at hand, for whoever is going to need both. */
  *load(indexes: readonly number[]): Decision<void> {
    const missing = indexes.filter((index) => !this.#nodes.has(index) || !this.#specs.has(index));
    if (missing.length > 0) this.#keep(yield* ask({ ask: 'NODES_AND_SPECS', indexes: missing }));
  }

  /** What this draft has already stays as it is: it may have changed it. */
  #keep(answer: Answer): void {
    if ('nodes' in answer) for (const node of answer.nodes) if (node) keepFirst(this.#nodes, node);
    if ('specs' in answer) for (const spec of answer.specs) if (spec) keepFirst(this.#specs, spec);
  }

  *spec<Kind extends NodeKind>(kind: Kind, index: number): Decision<SpecOf<Kind>> {
    const spec = this.#specs.get(index) ?? (yield* this.specs([index]))[0];
    assert(spec?.kind === kind, `node ${index} is a ${kind}`);
    return spec as SpecOf<Kind>;
  }

  *successors(index: number): Decision<readonly number[]> {
    const spec = this.#specs.get(index) ?? (yield* this.specs([index]))[0];
    return spec?.successors ?? [];
  }

  *roots(): Decision<readonly number[]> {
    if (!this.#roots) {
      const answer = yield* ask({ ask: 'ROOTS' });
      assert('roots' in answer, 'ROOTS is answered with roots');
      this.#roots = answer.roots;
    }
    return this.#roots;
  }

  /** Those that there are. */
  *attempts(places: readonly AttemptPlace[]): Decision<readonly Attempt[]> {
    const missing = places.filter((place) => !this.#attempts.has(attemptKey(place)));
    if (missing.length > 0) {
      const answer = yield* ask({ ask: 'ATTEMPTS', places: missing });
      assert('attempts' in answer, 'ATTEMPTS is answered with attempts');
      for (const [at, place] of missing.entries()) this.#attempts.set(attemptKey(place), answer.attempts[at]);
    }
    return places.flatMap((place) => this.#attempts.get(attemptKey(place)) ?? []);
  }

  /** Of what the task has delivered before. */
  *artifactVersions(taskIndex: number): Decision<ArtifactVersions['versions']> {
    const answer = yield* ask({ ask: 'ARTIFACT_VERSIONS', taskIndex });
    assert('artifactVersions' in answer, 'ARTIFACT_VERSIONS is answered with versions');
    return answer.artifactVersions?.versions ?? [];
  }

  *attempt(place: AttemptPlace): Decision<Attempt | undefined> {
    const key = attemptKey(place);
    if (!this.#attempts.has(key)) yield* this.attempts([place]);
    return this.#attempts.get(key);
  }

  putNode<N extends Node>(node: N): N {
    const change = askingChange(this.#nodes.get(node.index), node);
    if (change !== 0) this.setRun({ askingCount: Math.max(0, (this.run.askingCount ?? 0) + change) });
    if (node.kind === 'DELAY' || node.kind === 'CHECKPOINT') this.#countParked(node);
    this.#nodes.set(node.index, node);
    this.#changedNodes.add(node.index);
    return node;
  }

  #countParked(element: NodeOf<'DELAY' | 'CHECKPOINT'>): void {
    const former = this.#nodes.get(element.index);
    const wasParked = former !== undefined && 'isParked' in former && former.isParked === true;
    const isParked = element.isParked === true;
    if (wasParked === isParked) return;
    const count = (this.run.parkedElementCount ?? 0) + (isParked ? 1 : -1);
    // Runs of an earlier release did not count them.
    this.setRun({ parkedElementCount: Math.max(0, count) });
  }

  putSpec(spec: NodeSpec): void {
    this.#specs.set(spec.index, spec);
    this.#changedSpecs.add(spec.index);
  }

  putRoots(roots: readonly number[], options: { readonly isStored: boolean }): void {
    this.#roots = roots;
    this.#hasNewRoots = !options.isStored;
  }

  /** All of them are released: nobody will ask for them again. */
  forgetRoots(): void {
    this.#hasNewRoots = false;
  }

  putAttempt(attempt: Attempt): void {
    const key = attemptKey({ index: attempt.taskIndex, generation: attempt.generation });
    this.#attempts.set(key, attempt);
    this.#changedAttempts.add(key);
  }

  /** With their task's versions after them: once for each task. */
  putArtifacts(artifacts: readonly Artifact[], versions: ArtifactVersions): void {
    this.#artifacts.push(...artifacts);
    this.#artifactVersions.push(versions);
  }

  putAddition(addition: RunAddition): void {
    this.#additions.push(addition);
  }

  setHead(change: Partial<MissionHead>): void {
    this.#head = { ...this.#head, ...change };
  }

  clearStaging(): void {
    const { staging: _, ...head } = this.#head;
    this.#head = head;
  }

  setSchedule(schedule: Schedule): void {
    this.#head = { ...this.#head, schedule };
  }

  clearSchedule(): void {
    const { schedule: _, ...head } = this.#head;
    this.#head = head;
  }

  setRun(change: Partial<Run>): void {
    this.#head = { ...this.#head, run: { ...this.run, ...change } };
  }

  startRun(run: Run): void {
    this.#head = { ...this.#head, run, runCount: run.number };
  }

  emit(type: EventType, subject: string, data: EventBody['data']): void {
    // Nobody knows the container of a standalone task: only what happens to the task is told.
    if (isStandalone(this.#head.id) && /^(Mission|Run)/.test(type)) return;
    const runNumber = this.#head.run?.number;
    if (runNumber === undefined) this.#events.push({ sequence: this.sequence + 1, type, subject, data });
    else this.emitOfRun(runNumber, { type, subject, data });
  }

  /** Emits about a run that need not be the latest. */
  emitOfRun(runNumber: number, event: Pick<EventBody, 'type' | 'subject' | 'data'>): void {
    const { type, subject, data } = event;
    this.#events.push({ sequence: this.sequence + 1, type, subject, data, runNumber });
  }

  /** Emits about a node of the current run. */
  emitNode(type: EventType, node: Node, data: EventBody['data']): void {
    const subject = nodeIdOf(node.kind, { ...this.runRef, index: node.index });
    this.emit(type, subject, { name: node.name, ...data });
  }

  send(message: Message): void {
    const isRepeated =
      (message.type === 'UNPARK' &&
        this.#messages.some((other) => other.type === 'UNPARK' && other.afterLane === message.afterLane)) ||
      (message.type === 'VALIDATE' &&
        this.#messages.some((other) => other.type === 'VALIDATE' && other.index === message.index));
    if (!isRepeated) this.#messages.push(message);
  }

  /** Whether this run has ended, and is to be reported. */
  get isReportAsked(): boolean {
    const { run } = this.#head;
    return this.#messages.some((message) => message.type === 'REPORT' && message.runNumber === run?.number);
  }

  /** The report is written in this commit: nobody has to be asked for it. */
  tellReport(): void {
    const asked = this.#messages.findIndex(({ type }) => type === 'REPORT');
    this.#messages.splice(asked, 1);
    this.emitOfRun(this.run.number, {
      type: 'ReportWritten',
      subject: reportIdOf(this.runRef),
      data: { status: this.run.status },
    });
  }

  changes(): Changes {
    assert(this.room + LIMITS.commitRecordsReserved >= 0, 'D3: a commit has room for all its records');
    const head = { ...this.#head, sequence: this.sequence, updatedAt: this.now };
    const before = this.#firstHead.run;
    const formerRun = before?.number === this.#head.run?.number ? undefined : before;
    return {
      head,
      nodes: [...this.#changedNodes].map((index) => this.#loadedNode(index)),
      specs: [...this.#changedSpecs].map((index) => this.#loadedSpec(index)),
      ...(this.#hasNewRoots && this.#roots ? { roots: this.#roots } : {}),
      attempts: [...this.#changedAttempts].flatMap((key) => this.#attempts.get(key) ?? []),
      artifacts: this.#artifacts,
      artifactVersions: this.#artifactVersions,
      additions: this.#additions,
      ...(formerRun ? { formerRun } : {}),
      events: this.#events,
      messages: this.#messages,
    };
  }

  #loadedNode(index: number): Node {
    const node = this.#nodes.get(index);
    assert(node, `the run has a node ${index}`);
    return node;
  }

  #loadedSpec(index: number): NodeSpec {
    const spec = this.#specs.get(index);
    assert(spec, `the run has a spec ${index}`);
    return spec;
  }
}

/** Narrows a node by its kind where the index came from a reference of that kind. */
export function isKind<Kind extends NodeKind>(node: Node, kind: Kind): node is NodeOf<Kind> {
  return node.kind === kind;
}

function keepFirst<T extends { readonly index: number }>(kept: Map<number, T>, one: T): void {
  if (!kept.has(one.index)) kept.set(one.index, one);
}

function* ask(question: Ask): Generator<Ask, Answer, Answer> {
  return yield question;
}

function attemptKey(place: AttemptPlace): string {
  return `${place.index}/${place.generation}`;
}
