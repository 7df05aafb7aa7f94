/** A store that takes the place of the memory store in the tests of others: each one is a fresh table of DynamoDB. */
import type {
  Commit,
  FeedEntry,
  FeedPosition,
  IndexName,
  Key,
  Range,
  Store,
} from '@muster/engine/ports/store';
import type { DynamoUnderTest } from './a-dynamo-table.ts';

let running: (() => DynamoUnderTest) | undefined;

/** To be called before the first store is made. */
export function runOn(dynamo: () => DynamoUnderTest): void {
  running = dynamo;
}

export class MemoryStore implements Store {
  readonly #opening: Promise<Store>;

  constructor({ now }: { readonly now: () => number }) {
    if (!running) throw new Error('there is no DynamoDB to be on');
    this.#opening = running().openStore({ now });
  }

  async get(keys: readonly Key[]) {
    return (await this.#opening).get(keys);
  }

  async query(range: Range) {
    return (await this.#opening).query(range);
  }

  async list(index: IndexName, range: Range) {
    return (await this.#opening).list(index, range);
  }

  async commit(commit: Commit) {
    return (await this.#opening).commit(commit);
  }

  async *feed(position: FeedPosition, signal: AbortSignal): AsyncIterable<readonly FeedEntry[]> {
    yield* (await this.#opening).feed(position, signal);
  }

  async durable() {
    return (await this.#opening).durable();
  }
}
