/**
 * The store as one server process sees it: the memory store, with a wait and everything that can go wrong around each
 * call. What was committed is shown to the observer at once, so that rules are checked on what others can see.
 */
import type {
  Commit,
  CommitOutcome,
  FeedEntry,
  FeedPosition,
  IndexEntry,
  IndexName,
  Key,
  Page,
  Range,
  Store,
  StoredRecord,
} from '@muster/engine/ports/store';
import { StoreUnavailable } from '@muster/engine/ports/store';
import type { Faults } from './faults.ts';
import type { Randomness } from './randomness.ts';
import type { Statistics } from './statistics.ts';
import { Crashed, type Life, type Turns } from './turns.ts';

export interface Surroundings {
  readonly inner: Store;
  readonly random: Randomness;
  readonly turns: Turns;
  readonly life: Life;
  readonly statistics: Statistics;
  readonly faults: () => Faults;
  readonly onCrash: () => void;
  readonly onCommit: (commit: Commit) => void;
}

export class SimulatedStore implements Store {
  readonly #around: Surroundings;

  constructor(around: Surroundings) {
    this.#around = around;
  }

  get(keys: readonly Key[]): Promise<readonly (StoredRecord | undefined)[]> {
    return this.#call(() => this.#around.inner.get(keys));
  }

  query(range: Range): Promise<Page<StoredRecord>> {
    return this.#call(() => this.#around.inner.query(range));
  }

  list(index: IndexName, range: Range): Promise<Page<IndexEntry>> {
    return this.#call(() => this.#around.inner.list(index, range));
  }

  commit(commit: Commit): Promise<CommitOutcome> {
    const { inner, statistics, random, faults, onCommit } = this.#around;
    return this.#call(async () => {
      const guarded = commit.puts.find((put) => put.expect !== undefined);
      if (guarded && random.chance(faults().falseConflict)) {
        statistics.falseConflicts++;
        const { partition, sort } = guarded.record;
        return { isCommitted: false, conflicts: [{ partition, sort }] };
      }
      const outcome = await inner.commit(commit);
      if (outcome.isCommitted) onCommit(commit);
      statistics[outcome.isCommitted ? 'commits' : 'conflicts']++;
      return outcome;
    });
  }

  feed(position: FeedPosition, signal: AbortSignal): AsyncIterable<readonly FeedEntry[]> {
    return this.#around.inner.feed(position, signal);
  }

  durable(): Promise<void> {
    return this.#call(() => this.#around.inner.durable());
  }

  async #call<T>(effect: () => Promise<T>): Promise<T> {
    const { turns, life, faults } = this.#around;
    await turns.wait(0, life);
    const { crashBefore, crashAfter, unavailableBefore, unavailableAfter } = faults();
    this.#mayFail(crashBefore, unavailableBefore);
    const answer = await effect();
    this.#mayFail(crashAfter, unavailableAfter);
    return answer;
  }

  #mayFail(crash: number, unavailable: number): void {
    const { random, onCrash, statistics } = this.#around;
    if (random.chance(crash)) {
      onCrash();
      throw new Crashed('the process has ended');
    }
    if (random.chance(unavailable)) {
      statistics.unavailable++;
      throw new StoreUnavailable('the simulation says so');
    }
  }
}
