/**
 * Everything of one simulation: the store that outlives crashes, the server process of the moment, and those who
 * watch. Nothing in it reads real time or chance.
 */
import { createHash } from 'node:crypto';
import { MemoryStore } from '@muster/embedded/memory-store';
import type { EngineContext, Logger } from '@muster/engine/context';
import { createEngine } from '@muster/engine/create-engine';
import { NoAnswer } from '@muster/engine/dead-letters';
import { createDispatcher } from '@muster/engine/dispatching';
import type { Engine } from '@muster/engine/engine';
import { createFeedHub } from '@muster/engine/feed-hub';
import { HintNotHandled } from '@muster/engine/hints';
import { NotHandled } from '@muster/engine/not-handled';
import { type Queues, QueueUnavailable } from '@muster/engine/ports/queue';
import { type Store, StoreUnavailable } from '@muster/engine/ports/store';
import { type CloudQueues, openCloudQueues } from './cloud-queues.ts';
import { type Defect, plant } from './defects.ts';
import { type Faults, NO_FAULTS, randomFaults } from './faults.ts';
import { InvariantBroken, Verdict } from './invariant.ts';
import { LaggingIndex } from './lagging-index.ts';
import type { Notifying } from './notifying.ts';
import { Observer } from './observer.ts';
import { Randomness } from './randomness.ts';
import { SimulatedQueues } from './simulated-queues.ts';
import { SimulatedStore } from './simulated-store.ts';
import { noStatistics } from './statistics.ts';
import { Crashed, type Life, Turns } from './turns.ts';

/** 2026-01-01T00:00:00Z. */
const START = 1_767_225_600_000;
const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const CRASHES_MAX = 6;
/**
 * The two seconds that are promised, and the time that a turn takes when many wait for theirs. Here each access to the
 * store is such a turn: what comes due behind a long decision about another mission waits for its end, too.
 */
const LATE_MS_MAX = 5_000;

/** How what commits ask for, and time, reach a process: in its own loops, or by queues as on AWS. */
export const WAYS = ['LOOPS', 'QUEUES'] as const;
export type Way = (typeof WAYS)[number];

/** One server process, from its start to its crash. */
export interface Process {
  readonly life: Life;
  readonly context: EngineContext;
  readonly engine: Engine;
  readonly store: Store;
  /** Those of its way; loops have none. */
  readonly queues: Queues;
}

export class World {
  readonly random: Randomness;
  readonly turns: Turns;
  readonly statistics = noStatistics();
  readonly verdict = new Verdict();
  readonly observer = new Observer(this.verdict, () => ({
    since: this.#calmSince,
    lateMsMax: LATE_MS_MAX + Math.max(this.#longestLookMs, this.#lookMs),
  }));
  readonly memory: MemoryStore;
  readonly way: Way;
  /** Nothing lies in them unless they are the way. */
  readonly queues: CloudQueues;
  readonly defect: Defect | undefined;
  /** What was answered to each idempotency key. */
  readonly answers = new Map<string, string>();
  process: Process | undefined;
  /** Where somebody is notified. */
  notifying: Notifying | undefined;
  /** Agents and people stop. */
  isAtRest = false;
  /** Everybody stops. */
  isOver = false;
  readonly #faults: Faults;
  readonly #inner: Store;
  #calmSince = Number.POSITIVE_INFINITY;
  #longestLookMs = 0;
  #lookingSince: number | undefined;
  #crashCount = 0;
  #idCount = 0;

  constructor(seed: number, options: { readonly defect?: Defect | undefined; readonly way: Way }) {
    this.random = new Randomness(seed);
    this.turns = new Turns(this.random, START);
    this.#faults = randomFaults(this.random);
    this.defect = options.defect;
    this.memory = new MemoryStore({ now: () => this.turns.now });
    this.way = options.way;
    this.queues = openCloudQueues(() => this.turns.now);
    this.#inner = plant(this.#storeOfWay(), options.defect);
    this.process = this.#start((life) => this.#crash(life));
  }

  /** Nothing goes wrong any more, and everybody does what helps. */
  get isCalm(): boolean {
    return this.#calmSince < Number.POSITIVE_INFINITY;
  }

  becomeCalm(): void {
    this.#calmSince = this.turns.now;
  }

  /** Looking for what is due, and doing it, begins now. */
  look(): void {
    this.#lookingSince = this.turns.now;
  }

  looked(): void {
    if (this.isCalm) this.#longestLookMs = Math.max(this.#longestLookMs, this.#lookMs);
    this.#lookingSince = undefined;
  }

  get #lookMs(): number {
    return this.#lookingSince === undefined ? 0 : this.turns.now - this.#lookingSince;
  }

  get faults(): Faults {
    return this.isCalm ? NO_FAULTS : this.#faults;
  }

  nextKey(): string {
    this.#idCount++;
    return `key ${this.#idCount}`;
  }

  /** An error that no caller can be blamed for. */
  surprise(where: string, error: unknown): void {
    const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
    this.verdict.break(new InvariantBroken('NOTHING_THROWS', `${where}: ${detail}`, { cause: error }));
  }

  /** A process of its own, as a function is while it is invoked: its end is nobody else's. */
  startFunction(): Process {
    return this.#start((life) => this.end(life));
  }

  end(life: Life): void {
    life.isOver = true;
    this.turns.abandon(life);
  }

  #start(onCrash: (life: Life) => void): Process {
    const life: Life = { isOver: false };
    const store = new SimulatedStore({
      inner: this.#inner,
      random: this.random,
      turns: this.turns,
      statistics: this.statistics,
      life,
      faults: () =>
        this.#crashCount < CRASHES_MAX ? this.faults : { ...this.faults, crashBefore: 0, crashAfter: 0 },
      onCrash: () => onCrash(life),
      onCommit: (commit) => this.observer.onCommit(commit),
    });
    const queues = new SimulatedQueues({
      queues: this.queues,
      random: this.random,
      turns: this.turns,
      statistics: this.statistics,
      life,
      faults: () => this.faults,
    });
    const context: EngineContext = {
      store,
      now: () => this.turns.now,
      nextId: () => this.#nextId(),
      random: () => this.random.next(),
      sleep: (ms) => this.turns.wait(ms, life),
      digest: (text) => createHash('sha256').update(text).digest('hex'),
      log: this.#log,
      ...this.#onCommitted(queues),
    };
    return { life, context, store, queues, engine: createEngine(context, createFeedHub()) };
  }

  #storeOfWay(): Store {
    if (this.way === 'LOOPS') return this.memory;
    return new LaggingIndex({
      inner: this.memory,
      now: () => this.turns.now,
      lagMs: () => this.random.between(0, this.faults.indexLagMsMax),
    });
  }

  #onCommitted(queues: Queues): Pick<EngineContext, 'onCommitted' | 'keepsOutbox'> {
    if (this.way === 'LOOPS') return {};
    const dispatcher = createDispatcher({ queues, now: () => this.turns.now, log: this.#log });
    return { onCommitted: dispatcher.onCommitted, keepsOutbox: true };
  }

  /** Of what a handler swallows only the log tells. */
  readonly #log: Logger = {
    debug: () => {},
    info: () => {},
    warn: (fields) => this.#look(fields),
    error: (fields) => this.#look(fields),
  };

  #look(fields: object): void {
    if ('err' in fields && !isExpected(fields.err)) this.surprise('the log', fields.err);
  }

  #crash(life: Life): void {
    if (life.isOver) return;
    this.#crashCount++;
    this.statistics.crashes++;
    life.isOver = true;
    this.process = undefined;
    this.turns.abandon(life);
    this.memory.crash();
    this.observer.rebuild(this.memory).then(
      () => {
        this.process = this.#start((crashed) => this.#crash(crashed));
      },
      (error: unknown) => this.surprise('looking at the store after a crash', error),
    );
  }

  /** Ascending, like those of a real process. */
  #nextId(): string {
    this.#idCount++;
    let body = '';
    for (let rest = this.turns.now + this.#idCount; body.length < 10; rest = Math.floor(rest / 32))
      body = CROCKFORD.charAt(rest % 32) + body;
    for (let place = 0; place < 16; place++) body += CROCKFORD.charAt(this.random.between(0, 31));
    return body;
  }
}

/** What a handler may meet in a simulation, and what it says of it. */
function isExpected(error: unknown): boolean {
  if (error instanceof HintNotHandled) return error.failures.every(({ cause }) => isExpected(cause));
  return [Crashed, StoreUnavailable, QueueUnavailable, NotHandled, NoAnswer].some(
    (kind) => error instanceof kind,
  );
}
