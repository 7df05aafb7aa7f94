/** Mistakes to plant between the engine and the store: the simulation has to notice each of them. */
import type { Commit, Put, Store, StoredRecord } from '@muster/engine/ports/store';

export const DEFECTS = [
  /** Whoever writes last wins. */
  'IGNORE_EXPECTATIONS',
  /** What was answered is still only in memory. */
  'ANSWER_TOO_EARLY',
  /** A repeated request is a new one. */
  'FORGET_RECEIPTS',
  /** A node's record is not written along with its events. */
  'LOSE_A_NODE',
  /** That somebody is to be told is not written down. */
  'FORGET_DELIVERIES',
  /** Nor how often it was tried. */
  'FORGET_TRIES',
  /** Not in the store: the messages that release the rest of a wide fan-out never arrive. */
  'LOSE_RELEASES',
  /** Neither is this: of what a committer could not send, neither the stream nor the sweep tells the queues. */
  'FAST_WAY_ONLY',
] as const;
export type Defect = (typeof DEFECTS)[number];

const OUTSIDE: readonly Defect[] = ['LOSE_RELEASES', 'FAST_WAY_ONLY'];

const REALLY_DURABLE_EVERY = 8;

export function plant(store: Store, defect: Defect | undefined): Store {
  if (defect === undefined || OUTSIDE.includes(defect)) return store;
  let durableCount = 0;
  return {
    get: (keys) => store.get(keys),
    query: (range) => store.query(range),
    list: (index, range) => store.list(index, range),
    feed: (position, signal) => store.feed(position, signal),
    commit: (commit) => store.commit(spoiled(commit, defect)),
    durable: async () => {
      durableCount++;
      if (defect !== 'ANSWER_TOO_EARLY' || durableCount % REALLY_DURABLE_EVERY === 0) await store.durable();
    },
  };
}

function spoiled(commit: Commit, defect: Defect): Commit {
  switch (defect) {
    case 'IGNORE_EXPECTATIONS':
      return { ...commit, puts: commit.puts.map(({ record }) => ({ record })), checks: [] };
    case 'LOSE_A_NODE':
      return { ...commit, puts: withoutLastNode(commit.puts) };
    case 'FORGET_RECEIPTS':
      return { ...commit, puts: commit.puts.filter(({ record }) => !record.partition.includes('#K#')) };
    case 'FORGET_DELIVERIES':
      return { ...commit, puts: commit.puts.filter(({ record }) => !isDelivery(record)) };
    case 'FORGET_TRIES':
      return { ...commit, puts: commit.puts.map(withoutTries) };
    default:
      return commit;
  }
}

/** A launch writes its nodes whole; later commits lose the last of several. */
function withoutLastNode(puts: readonly Put[]): readonly Put[] {
  const nodes = puts.filter(({ record }) => record.sort.startsWith('N#'));
  const isLaunch = puts.some(({ record }) => record.sort.startsWith('S#'));
  return isLaunch || nodes.length < 2 ? puts : puts.filter((put) => put !== nodes.at(-1));
}

function isDelivery({ partition }: StoredRecord): boolean {
  return partition.endsWith('#DELIVERIES');
}

function withoutTries(put: Put): Put {
  const { record } = put;
  return isDelivery(record)
    ? { ...put, record: { ...record, value: { ...record.value, triesBegun: 1 } } }
    : put;
}
