/**
 * What the events of one mission say, folded one by one, with the rules that can be seen in them. It reads the
 * document, never a node: what it finds wrong is wrong for whoever watches.
 */
import { assert } from '@muster/core/assert';
import type { Document } from '@muster/core/document/document';
import type { EventBody } from '@muster/core/event';
import type { Message } from '@muster/core/message';
import { edgesByName } from '../core/graph/random-document.ts';
import type { Verdict } from './invariant.ts';

/** One node as the events tell of it. */
export interface Told {
  status: string;
  /** Whether those behind it may go on. */
  letsOthersGo: boolean;
  /** Sequence at which it last stopped letting others go. */
  reopenedAt: number;
  /** Sequence of its first claim. */
  begunAt: number;
}

export type MessageType = Message['type'];

export interface Facts {
  readonly documentOf: (version: number) => Document;
  /** A continuation of one of these types is on its way: not everybody concerned knows yet. */
  readonly isUnderWay: (types: readonly MessageType[]) => boolean;
  /** Only then a COMPLETED run can be opened again. */
  readonly isPiloted: () => boolean;
}

interface RunTold {
  readonly nodes: Map<string, Told>;
  readonly attempts: Map<string, string>;
  /** Generation and subject of the attempt that is ACTIVE, by task. */
  readonly live: Map<string, number>;
  readonly predecessors: ReadonlyMap<string, readonly string[]>;
  readonly document: Document;
  status: string;
}

const KIND_OF_EVENT: Readonly<Record<string, string>> = {
  TaskStatusChanged: 'TASK',
  CheckpointStatusChanged: 'CHECKPOINT',
  GateStatusChanged: 'GATE',
  DelayStatusChanged: 'DELAY',
  MilestoneStatusChanged: 'MILESTONE',
  AssertionStatusChanged: 'ASSERTION',
  ValidationStatusChanged: 'VALIDATION',
};
const CANCELLING: readonly MessageType[] = ['CANCEL_TASKS'];
const FINAL_ATTEMPTS = ['ACCEPTED', 'REJECTED', 'FAILED', 'EXPIRED', 'INTERRUPTED'];
/** Validations, and what their validators have found. */
const BESIDE_THE_PLAN = /^TASK (val|att)_/;
const BY_FAILURE = /^(tsk|chk|gat|dly|mst|jct)_\w+ failed and its dependents are skipped/;

export class EventFold {
  sequence = 0;
  readonly #runs = new Map<number, RunTold>();
  readonly #facts: Facts;
  readonly #verdict: Verdict;

  constructor(facts: Facts, verdict: Verdict) {
    this.#facts = facts;
    this.#verdict = verdict;
  }

  told(runNumber: number, kind: string, name: string): Told | undefined {
    return this.#runs.get(runNumber)?.nodes.get(`${kind} ${name}`);
  }

  runStatus(runNumber: number): string | undefined {
    return this.#runs.get(runNumber)?.status;
  }

  add(event: EventBody, actorKind: string): void {
    this.#verdict.check(
      event.sequence === this.sequence + 1,
      'DENSE_SEQUENCE',
      () => `event ${event.sequence} follows event ${this.sequence}`,
    );
    this.sequence = event.sequence;
    // The container of a standalone task is not told of: it is there with its task.
    if (event.type === 'TaskCreated') this.#runs.set(1, newRun(this.#facts.documentOf(1), 'ACTIVE'));
    if (event.runNumber === undefined) return;
    if (event.type === 'RunStatusChanged') {
      this.#runMoved(event, actorKind);
      return;
    }
    const run = this.#runs.get(event.runNumber);
    if (!run) return;
    if (event.type === 'AttemptStatusChanged') this.#attemptMoved(run, event);
    const kind = KIND_OF_EVENT[event.type];
    if (kind !== undefined) this.#nodeMoved(run, kind, event);
  }

  #runMoved(event: EventBody, actorKind: string): void {
    const { runNumber = 0, data } = event;
    const to = String(data.to);
    const known = this.#runs.get(runNumber);
    if (data.from === undefined) {
      this.#verdict.check(known === undefined, 'ONE_LAUNCH', () => `run ${runNumber} is launched again`);
      const document = this.#facts.documentOf(Number(data.documentVersion));
      this.#runs.set(runNumber, newRun(document, to));
      return;
    }
    assert(known, 'a run that moves was launched');
    this.#verdict.check(
      known.status === data.from,
      'FOLD_IS_STATE',
      () => `run ${runNumber} moves from ${data.from}, it was ${known.status}`,
    );
    const isRetried = known.status === 'FAILED' && to === 'ACTIVE';
    const isReopened = known.status === 'COMPLETED' && to === 'VALIDATING' && this.#facts.isPiloted();
    const isLegal = !isEnded(known.status) || ((isRetried || isReopened) && actorKind !== 'SYSTEM');
    this.#verdict.check(
      isLegal,
      'TERMINAL_IS_FINAL',
      () => `run ${runNumber} moves from ${known.status} to ${to}`,
    );
    known.status = to;
  }

  #attemptMoved(run: RunTold, event: EventBody): void {
    const from = run.attempts.get(event.subject);
    const to = String(event.data.to);
    const [task, generation] = splitAttempt(event.subject);
    this.#verdict.check(
      from === event.data.from,
      'FOLD_IS_STATE',
      () => `${event.subject} moves from ${event.data.from}, it was ${from}`,
    );
    this.#verdict.check(
      from === undefined || !FINAL_ATTEMPTS.includes(from),
      'TERMINAL_IS_FINAL',
      () => `${event.subject} moves from ${from} to ${to}`,
    );
    run.attempts.set(event.subject, to);
    if (to === 'ACTIVE') {
      const live = run.live.get(task);
      this.#verdict.check(
        live === undefined,
        'ONE_LEASE',
        () => `${event.subject} begins beside attempt ${live}`,
      );
      const isNext = generation === 1 || run.attempts.has(`${task}_${generation - 1}`);
      this.#verdict.check(
        isNext && generation > 0,
        'GENERATIONS',
        () => `${event.subject} has no attempt before it`,
      );
      run.live.set(task, generation);
    } else if (run.live.get(task) === generation) run.live.delete(task);
  }

  #nodeMoved(run: RunTold, kind: string, event: EventBody): void {
    const name = `${kind} ${String(event.data.name)}`;
    const told = run.nodes.get(name) ?? { status: '', letsOthersGo: false, reopenedAt: 0, begunAt: 0 };
    const from = String(event.data.from);
    const to = String(event.data.to);
    this.#verdict.check(
      told.status === '' || told.status === from,
      'FOLD_IS_STATE',
      () => `${name} moves from ${from}, it was ${told.status} (event ${event.sequence})`,
    );
    const isAfterEnd =
      run.status === 'COMPLETED' || (run.status === 'CANCELLED' && !this.#facts.isUnderWay(CANCELLING));
    this.#verdict.check(
      !isAfterEnd || to === 'CANCELLED' || to === 'SKIPPED',
      'TERMINAL_IS_FINAL',
      () => `${name} moves from ${from} to ${to} in a run that is ${run.status}`,
    );
    if (to === 'IN_PROGRESS') this.#claimed(run, name, { told, event });
    told.status = to;
    const letsOthersGo = this.#lets(run, kind, event);
    if (told.letsOthersGo && !letsOthersGo) told.reopenedAt = event.sequence;
    told.letsOthersGo = letsOthersGo;
    run.nodes.set(name, told);
  }

  #claimed(run: RunTold, name: string, { told, event }: { told: Told; event: EventBody }): void {
    this.#verdict.check(
      run.status === 'ACTIVE' || (run.status === 'VALIDATING' && BESIDE_THE_PLAN.test(name)),
      'CLAIM_IN_ACTIVE_RUN',
      () => `${name} is claimed while the run is ${run.status}`,
    );
    for (const before of run.predecessors.get(name) ?? []) {
      const predecessor = run.nodes.get(before);
      if (predecessor?.letsOthersGo) continue;
      const reopenedAt = predecessor?.reopenedAt ?? 0;
      // Work that had begun before its predecessor was reopened waits for nobody anew.
      const hadBegun = told.begunAt > 0 && told.begunAt < reopenedAt;
      this.#verdict.check(
        hadBegun,
        'DEPENDENCIES',
        () =>
          `${name} is claimed at ${event.sequence} while ${before} is ${predecessor?.status ?? 'untouched'}`,
      );
    }
    if (told.begunAt === 0) told.begunAt = event.sequence;
  }

  #lets(run: RunTold, kind: string, event: EventBody): boolean {
    const { to, reason, name } = event.data;
    const isFailure = BY_FAILURE.test(String(reason ?? ''));
    switch (to) {
      case 'FAILED':
        return kind === 'TASK' && event.data.onFailure === 'CONTINUE';
      case 'SKIPPED':
        return kind === 'TASK' ? !isFailure : kind === 'DELAY' && reason !== undefined;
      case 'EXPIRED':
        return run.document.checkpoints.find((one) => one.name === name)?.onExpiry === 'APPROVE';
      default:
        return ['DONE', 'CANCELLED', 'APPROVED', 'PASSED', 'OVERRIDDEN', 'ELAPSED'].includes(String(to));
    }
  }
}

function newRun(document: Document, status: string): RunTold {
  const predecessors = new Map<string, string[]>();
  for (const edge of edgesByName(document)) {
    const [before = '', after = ''] = edge.split(' > ');
    const list = predecessors.get(after);
    if (list) list.push(before);
    else predecessors.set(after, [before]);
  }
  return { nodes: new Map(), attempts: new Map(), live: new Map(), predecessors, document, status };
}

function splitAttempt(subject: string): readonly [string, number] {
  const place = subject.lastIndexOf('_');
  return [subject.slice(0, place), Number(subject.slice(place + 1))];
}

function isEnded(status: string): boolean {
  return status === 'COMPLETED' || status === 'FAILED' || status === 'CANCELLED';
}
