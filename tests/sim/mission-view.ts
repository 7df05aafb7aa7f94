/**
 * One mission as its commits leave it: head, runs and folded events side by side, compared after each commit.
 */

import { assert } from '@muster/core/assert';
import type { Document } from '@muster/core/document/document';
import { parseDocument } from '@muster/core/document/parse-document';
import type { EventBody } from '@muster/core/event';
import { formatInstant } from '@muster/core/instant';
import { isRunEnded } from '@muster/core/lifecycle/run-lifecycle';
import type { MissionHead } from '@muster/core/run/mission';
import type { DelayNode, Node, TaskNode } from '@muster/core/run/node';
import type { StoredRecord } from '@muster/engine/ports/store';
import { ATTEMPT, COMMIT, type CommitRecord, decodeNode, decodeSpec, HEAD } from '@muster/engine/records';
import { joinJson } from '@muster/engine/text-parts';
import { checkContract } from './contract-rules.ts';
import { EventFold, type MessageType } from './event-fold.ts';
import { checkWaiting } from './graph-rules.ts';
import type { Verdict } from './invariant.ts';
import { PilotFold } from './pilot-fold.ts';
import { RunView } from './run-view.ts';
import { SlotFold } from './slot-fold.ts';

export interface MissionWrite {
  readonly head: StoredRecord | undefined;
  readonly commit: StoredRecord | undefined;
  readonly documentParts: readonly StoredRecord[];
  readonly reports: readonly StoredRecord[];
  readonly ofRuns: readonly { readonly runNumber: number; readonly record: StoredRecord }[];
}

export interface MissionPlace {
  readonly workspaceId: string;
  readonly id: string;
}

/** From when on, and how late at most, delays have to end in time. */
export interface Timing {
  readonly since: number;
  readonly lateMsMax: number;
}

export interface Watched {
  /** Whether messages are on their way: any, or of these types. */
  readonly pending: (types?: readonly MessageType[]) => boolean;
  readonly timing: () => Timing;
}

const CHECK_EVERY = 5;
const NO_DOCUMENT = emptyDocument();

export class MissionView {
  readonly place: MissionPlace;
  readonly events: string[] = [];
  readonly runs = new Map<number, RunView>();
  readonly reports = new Set<number>();
  /** Those that were not sent again. */
  readonly deadLetters = new Set<string>();
  head: MissionHead | undefined;
  readonly #fold: EventFold;
  readonly #slots: SlotFold;
  readonly #pilot: PilotFold;
  #governed: MissionHead | undefined;
  readonly #verdict: Verdict;
  readonly #pending: (types?: readonly MessageType[]) => boolean;
  readonly #timing: () => Timing;
  readonly #documents = new Map<string, StoredRecord>();
  #revision = 0;
  #writeCount = 0;

  constructor(place: MissionPlace, verdict: Verdict, watched: Watched) {
    const { pending } = watched;
    this.place = place;
    this.#verdict = verdict;
    this.#pending = pending;
    this.#timing = watched.timing;
    const facts = {
      documentOf: (version: number) => this.#documentOf(version),
      isUnderWay: pending,
      isPiloted: () => this.#governed?.governance === 'PILOT',
    };
    this.#fold = new EventFold(facts, verdict);
    this.#slots = new SlotFold(verdict);
    this.#pilot = new PilotFold(verdict);
  }

  /** Of a task in no mission: its container never ends. */
  get isStandalone(): boolean {
    return this.place.id.startsWith('sta_');
  }

  get run(): RunView | undefined {
    return this.head?.run && this.runs.get(this.head.run.number);
  }

  apply(write: MissionWrite): void {
    for (const part of write.documentParts) this.#documents.set(part.sort, part);
    for (const report of write.reports) this.reports.add(Number(report.sort.split('#')[1]));
    const commit = write.commit && COMMIT.decode(write.commit.value);
    this.#setGovernance(write);
    if (commit) this.#addEvents(commit);
    const by = write.head ? 'COMMIT' : 'STAGING';
    for (const { runNumber, record } of write.ofRuns) this.#putOfRun(runNumber, record, by);
    if (write.head) this.#putHead(write.head);
    this.#checkChanged(write);
    this.#writeCount++;
    if (this.#writeCount % CHECK_EVERY === 0 && (commit?.messages.length ?? 0) === 0) this.checkAtRest();
  }

  /** What is dear to look at, or holds only while nothing is on its way. */
  checkAtRest(): void {
    const { head, run } = this;
    if (!head?.run || !run?.isCounted) return;
    run.checkSums(head.run, this.#verdict, this.#where);
    if (head.staging || this.#pending()) return;
    if (!isRunEnded(head.run.status)) {
      checkWaiting(run, this.#verdict, this.#where);
      checkContract(run, this.#verdict, this.#where);
    }
    if (head.run.status === 'COMPLETED')
      this.#verdict.check(
        head.run.openNodeCount === 0,
        'COMPLETED_IS_CLOSED',
        () => `${head.run?.openNodeCount} nodes are open`,
      );
  }

  /** For putting a view together again from what a store holds. */
  restore(write: MissionWrite, commits: readonly StoredRecord[]): void {
    for (const part of write.documentParts) this.#documents.set(part.sort, part);
    for (const report of write.reports) this.reports.add(Number(report.sort.split('#')[1]));
    this.#setGovernance(write);
    this.#verdict.muted(() => {
      for (const record of commits) this.#addEvents(COMMIT.decode(record.value));
    });
    for (const { runNumber, record } of write.ofRuns) this.#putOfRun(runNumber, record, 'RESTORE');
    if (write.head) {
      this.#revision = write.head.revision - 1;
      this.#putHead(write.head);
    }
    this.checkAtRest();
  }

  get #where(): string {
    return `${this.place.id} run ${this.head?.run?.number ?? 0} sequence ${this.#fold.sequence}`;
  }

  /** It is never changed: the events of the first commit need it too. */
  #setGovernance({ head }: MissionWrite): void {
    this.#governed ??= head && HEAD.decode(head.value);
  }

  #addEvents(commit: CommitRecord): void {
    if (this.#governed) this.#pilot.add(commit, this.#governed);
    for (const event of commit.events) {
      this.#verdict.check(
        !(this.isStandalone && /^(Mission|Run)/.test(event.type)),
        'HIDDEN_CONTAINER',
        () => `${this.#where}: ${event.type} tells of the container`,
      );
      this.#fold.add(event, commit.actor.kind);
      this.#slots.add(event);
      this.#addDeadLetter(event);
      this.events.push(JSON.stringify({ ...event, at: commit.at, by: commit.actor.name }));
    }
    this.#verdict.check(
      commit.sequence === this.#fold.sequence,
      'DENSE_SEQUENCE',
      () => `${this.#where}: a commit says it ends at ${commit.sequence}`,
    );
    this.#verdict.check(
      commit.workspaceId === this.place.workspaceId,
      'ONE_WORKSPACE',
      () => `${this.#where}: a commit of ${commit.workspaceId}`,
    );
  }

  #addDeadLetter({ type, subject, data }: EventBody): void {
    if (type !== 'DeadLetterStatusChanged') return;
    if (data.to === 'DEAD') this.deadLetters.add(subject);
    else this.deadLetters.delete(subject);
  }

  #putHead(record: StoredRecord): void {
    const head = HEAD.decode(record.value);
    this.#verdict.check(
      record.revision === this.#revision + 1,
      'ONE_WRITER',
      () => `${this.#where}: revision ${record.revision} follows ${this.#revision}`,
    );
    this.#revision = record.revision;
    this.#verdict.check(
      head.sequence === this.#fold.sequence,
      'DENSE_SEQUENCE',
      () => `${this.#where}: the head says ${head.sequence}`,
    );
    this.head = head;
    this.#verdict.check(
      head.status === (this.isStandalone ? 'ACTIVE' : this.#slots.status),
      'FOLD_IS_STATE',
      () => `${this.#where}: the mission is ${head.status}, told ${this.#slots.status}`,
    );
    this.#pilot.checkHead(head);
    if (!head.run) return;
    const slot = head.run.slot === undefined ? undefined : formatInstant(head.run.slot);
    this.#verdict.check(
      slot === this.#slots.slotOf(head.run.number),
      'FOLD_IS_STATE',
      () => `${this.#where}: the run is of slot ${slot}, told ${this.#slots.slotOf(head.run?.number ?? 0)}`,
    );
    const run = this.#runOf(head.run.number);
    if (!run.isCounted) run.launch(head.run.nodeCount);
    else run.grow(head.run.nodeCount);
    run.checkHead(head.run, this.#verdict, this.#where);
    const told = this.#fold.runStatus(head.run.number);
    this.#verdict.check(
      told === head.run.status,
      'FOLD_IS_STATE',
      () => `${this.#where}: the run is ${head.run?.status}, told ${told}`,
    );
    if (head.run.status === 'COMPLETED')
      this.#verdict.check(
        head.run.openNodeCount === 0,
        'COMPLETED_IS_CLOSED',
        () => `${this.#where}: ${head.run?.openNodeCount} nodes are open`,
      );
  }

  #putOfRun(runNumber: number, record: StoredRecord, by: 'COMMIT' | 'STAGING' | 'RESTORE'): void {
    const run = this.#runOf(runNumber);
    if (by === 'STAGING' && run.isCounted && run.stage(record)) return;
    if (record.sort.startsWith('S#')) run.putSpec(decodeSpec(record.value));
    if (record.sort.startsWith('A#')) run.putAttempt(ATTEMPT.decode(record.value));
    if (!record.sort.startsWith('N#')) return;
    // Only a plan that is being written out puts nodes at their first revision.
    this.#verdict.check(
      record.revision > 1 || !run.isCounted,
      'STAGED_IS_UNSEEN',
      () => `${this.#where}: ${record.sort} of run ${runNumber}, which is launched already, is staged`,
    );
    const node = decodeNode(record.value);
    const former = run.nodes.get(node.index);
    if (by === 'COMMIT' && run.isCounted && former?.kind === 'TASK' && node.kind === 'TASK')
      this.#checkTask(former, node);
    if (by === 'COMMIT' && former?.kind === 'DELAY' && node.kind === 'DELAY') this.#checkDelay(former, node);
    run.putNode(node);
  }

  #checkDelay(former: DelayNode, { status, settledAt, name }: DelayNode): void {
    const { startedAt, endsAt } = former;
    if (startedAt === undefined || endsAt === undefined || settledAt === undefined) return;
    const { since, lateMsMax } = this.#timing();
    if (status !== 'ELAPSED' || former.isParked || startedAt < since) return;
    this.#verdict.check(
      settledAt - endsAt <= lateMsMax,
      'IN_TIME',
      () => `${this.#where}: the delay ${name} ended ${settledAt - endsAt} ms late`,
    );
  }

  #checkTask(former: TaskNode, task: TaskNode): void {
    const at = () => `${this.#where}: ${task.name} from ${former.status} to ${task.status}`;
    this.#verdict.check((task.status === 'IN_PROGRESS') === (task.lease !== undefined), 'N3', at);
    const isClaim = former.status !== 'IN_PROGRESS' && task.status === 'IN_PROGRESS';
    // While it is held, only a fix round begins another attempt.
    const isFix = task.status === 'IN_PROGRESS' && (task.fixRounds ?? 0) > (former.fixRounds ?? 0);
    const expected = former.generation + (isClaim || isFix ? 1 : 0);
    this.#verdict.check(
      task.generation === expected,
      'GENERATIONS',
      () => `${at()}: generation ${former.generation} becomes ${task.generation}`,
    );
  }

  /** Folding the events gives exactly the stored state. */
  #checkChanged(write: MissionWrite): void {
    for (const { runNumber, record } of write.ofRuns) {
      if (!record.sort.startsWith('N#') || runNumber !== this.head?.run?.number) continue;
      const node: Node = decodeNode(record.value);
      if (node.index >= this.head.run.nodeCount) continue;
      const told = this.#fold.told(runNumber, node.kind, node.name);
      this.#verdict.check(
        told === undefined || told.status === node.status,
        'FOLD_IS_STATE',
        () => `${this.#where}: ${node.kind} ${node.name} is ${node.status}, told ${told?.status}`,
      );
    }
  }

  #runOf(runNumber: number): RunView {
    let run = this.runs.get(runNumber);
    if (!run) {
      run = new RunView();
      this.runs.set(runNumber, run);
    }
    return run;
  }

  #documentOf(version: number): Document {
    if (this.isStandalone) return NO_DOCUMENT;
    const prefix = `D#${String(version).padStart(9, '0')}#`;
    const parts = [...this.#documents.values()].filter((part) => part.sort.startsWith(prefix));
    const ordered = parts.sort((a, b) => (a.sort < b.sort ? -1 : 1));
    const { document } = parseDocument(joinJson(ordered.map((part) => part.value)));
    assert(document, 'a run that was launched has a document without problems');
    return document;
  }
}

/** A standalone task waits for nothing and nothing waits for it. */
function emptyDocument(): Document {
  const { document } = parseDocument({});
  assert(document, 'a document may say nothing');
  return document;
}
