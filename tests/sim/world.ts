/**
 * Everything of one simulation: the store that outlives crashes, the server process of the moment, and those who
 * watch. Nothing in it reads real time or chance.
 */
import { createHash } from 'node:crypto';
import { MemoryStore } from '@muster/embedded/memory-store';
import type { EngineContext, Logger } from '@muster/engine/context';
import { createEngine } from '@muster/engine/create-engine';
import type { Engine } from '@muster/engine/engine';
import { createFeedHub } from '@muster/engine/feed-hub';
import type { Store } from '@muster/engine/ports/store';
import { type Defect, plant } from './defects.ts';
import { type Faults, NO_FAULTS, randomFaults } from './faults.ts';
import { InvariantBroken, Verdict } from './invariant.ts';
import { Observer } from './observer.ts';
import { Randomness } from './randomness.ts';
import { SimulatedStore } from './simulated-store.ts';
import { noStatistics } from './statistics.ts';
import { type Life, Turns } from './turns.ts';

/** 2026-01-01T00:00:00Z. */
const START = 1_767_225_600_000;
const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const CRASHES_MAX = 6;
const SILENT: Logger = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** One server process, from its start to its crash. */
export interface Process {
  readonly life: Life;
  readonly context: EngineContext;
  readonly engine: Engine;
  readonly store: Store;
}

export class World {
  readonly random: Randomness;
  readonly turns: Turns;
  readonly statistics = noStatistics();
  readonly verdict = new Verdict();
  readonly observer = new Observer(this.verdict);
  readonly memory: MemoryStore;
  readonly defect: Defect | undefined;
  /** What was answered to each idempotency key. */
  readonly answers = new Map<string, string>();
  process: Process | undefined;
  /** Nothing goes wrong any more, and everybody does what helps. */
  isCalm = false;
  /** Everybody stops. */
  isOver = false;
  readonly #faults: Faults;
  readonly #inner: Store;
  #crashCount = 0;
  #idCount = 0;

  constructor(seed: number, options: { readonly defect?: Defect | undefined }) {
    this.random = new Randomness(seed);
    this.turns = new Turns(this.random, START);
    this.#faults = randomFaults(this.random);
    this.defect = options.defect;
    this.memory = new MemoryStore({ now: () => this.turns.now });
    this.#inner = plant(this.memory, options.defect);
    this.process = this.#start();
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

  #start(): Process {
    const life: Life = { isOver: false };
    const store = new SimulatedStore({
      inner: this.#inner,
      random: this.random,
      turns: this.turns,
      statistics: this.statistics,
      life,
      faults: () =>
        this.#crashCount < CRASHES_MAX ? this.faults : { ...this.faults, crashBefore: 0, crashAfter: 0 },
      onCrash: () => this.#crash(life),
      onCommit: (commit) => this.observer.onCommit(commit),
    });
    const context: EngineContext = {
      store,
      now: () => this.turns.now,
      nextId: () => this.#nextId(),
      random: () => this.random.next(),
      sleep: (ms) => this.turns.wait(ms, life),
      digest: (text) => createHash('sha256').update(text).digest('hex'),
      log: SILENT,
    };
    return { life, context, store, engine: createEngine(context, createFeedHub()) };
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
        this.process = this.#start();
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
