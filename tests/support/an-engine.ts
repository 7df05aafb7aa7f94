/**
 * The engine on a store, for tests: the clock stands still until it is moved, ids count up, and messages wait until the
 * test lets them be handled. Nothing runs beside the test.
 */
import { createHash } from 'node:crypto';
import { addMs, type Instant } from '@muster/core/instant';
import type { Message } from '@muster/core/message';
import type { Result } from '@muster/core/result';
import { MemoryStore } from '@muster/embedded/memory-store';
import type { EngineContext, Logger } from '@muster/engine/context';
import { createEngine } from '@muster/engine/create-engine';
import { handleDue } from '@muster/engine/due';
import type { Engine } from '@muster/engine/engine';
import { createFeedHub, type FeedHub } from '@muster/engine/feed-hub';
import { handleMessage } from '@muster/engine/messages';
import type { Commit, CommitOutcome, Key, Store, StoredRecord } from '@muster/engine/ports/store';
import type { Principal, Role } from '@muster/engine/principal';
import { COMMIT } from '@muster/engine/records';
import { START, WORKSPACE_ID, workspaceId } from './a-mission.ts';

export const RITA_IN_TESTS: Principal = aPrincipal('rita', 'OWNER');
export const ADA_IN_TESTS: Principal = aPrincipal('ada', 'AGENT');
export const BOB_IN_TESTS: Principal = aPrincipal('bob', 'AGENT');
/** An owner too, of another workspace. */
export const STRANGER: Principal = { ...aPrincipal('sam', 'OWNER'), workspaceId: workspaceId('ws_other') };

function aPrincipal(name: string, role: Role): Principal {
  return { workspaceId: WORKSPACE_ID, actor: { kind: role === 'AGENT' ? 'AGENT' : 'USER', name }, role };
}

const SILENT: Logger = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

export interface EngineUnderTest {
  readonly engine: Engine;
  readonly context: EngineContext;
  readonly store: Store;
  readonly hub: FeedHub;
  readonly clock: { now: Instant };
  /** What was committed and is not published yet. */
  readonly pending: StoredRecord[];
  /** What was committed and published, in order. */
  readonly published: StoredRecord[];
  /** The next commits of missions that lose against somebody else. */
  readonly conflicts: { left: number };
  /** Called before each commit is made: what others do at that moment. */
  readonly meanwhile: { act?: () => Promise<void> };
  /** Publishes what was committed and handles its messages, until there is nothing left. */
  readonly settle: () => Promise<void>;
  /** Moves the clock, does what has come due, and settles. */
  readonly wait: (ms: number) => Promise<void>;
}

export function anEngine(
  open: (now: () => number) => Store = (now) => new MemoryStore({ now }),
  given: Partial<EngineContext> = {},
): EngineUnderTest {
  const clock = { now: START };
  const pending: StoredRecord[] = [];
  const conflicts = { left: 0 };
  const meanwhile: { act?: () => Promise<void> } = {};
  const inner = open(() => clock.now);
  const store = tampered(inner, { pending, conflicts, meanwhile });
  let idCount = 0;
  const context: EngineContext = {
    ...given,
    store,
    now: () => clock.now,
    nextId: () => `01JD6Z3Q00${String(++idCount).padStart(16, '0')}`,
    random: () => 0.5,
    sleep: async () => {},
    digest: (text) => createHash('sha256').update(text).digest('hex'),
    log: SILENT,
  };
  const hub = createFeedHub();
  const published: StoredRecord[] = [];
  const settle = () => settleAll(context, hub, { pending, published });
  return {
    engine: createEngine(context, hub),
    context,
    store,
    hub,
    clock,
    pending,
    published,
    conflicts,
    meanwhile,
    settle,
    async wait(ms) {
      clock.now = addMs(clock.now, ms);
      await handleDue(context);
      await settle();
    },
  };
}

async function settleAll(
  context: EngineContext,
  hub: FeedHub,
  { pending, published }: { readonly pending: StoredRecord[]; readonly published: StoredRecord[] },
): Promise<void> {
  await context.store.durable();
  for (let record = pending.shift(); record; record = pending.shift()) {
    published.push(record);
    const commit = COMMIT.decode(record.value);
    hub.publish([commit]);
    for (const message of commit.messages) await handleMessage(context, { ...commit, message });
    await context.store.durable();
  }
}

/** Messages in what is pending, without handling them. */
export function pendingMessages(under: EngineUnderTest): readonly Message[] {
  return under.pending.flatMap((record) => COMMIT.decode(record.value).messages);
}

interface Tampering {
  readonly pending: StoredRecord[];
  readonly conflicts: { left: number };
  readonly meanwhile: { act?: () => Promise<void> };
}

function tampered(inner: Store, { pending, conflicts, meanwhile }: Tampering): Store {
  return {
    get: (keys) => inner.get(keys),
    query: (range) => inner.query(range),
    list: (index, range) => inner.list(index, range),
    feed: (position, signal) => inner.feed(position, signal),
    durable: () => inner.durable(),
    async commit(commit: Commit): Promise<CommitOutcome> {
      const { act } = meanwhile;
      delete meanwhile.act;
      await act?.();
      const [first] = commit.puts;
      if (conflicts.left > 0 && first) {
        conflicts.left--;
        return {
          isCommitted: false,
          conflicts: [{ partition: first.record.partition, sort: first.record.sort }],
        };
      }
      const outcome = await inner.commit(commit);
      const { feed } = commit;
      const fed = feed && commit.puts.find(({ record }) => isSameKey(record, feed))?.record;
      if (outcome.isCommitted && fed) pending.push(fed);
      return outcome;
    },
  };
}

function isSameKey(a: Key, b: Key): boolean {
  return a.partition === b.partition && a.sort === b.sort;
}

/** What a call answered; a refusal fails the test. */
export function answerOf<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`refused: ${JSON.stringify(result.error)}`);
  return result.value;
}

/** Why a call was refused; an answer fails the test. */
export function errorOf<T>(result: Result<T>) {
  if (result.ok) throw new Error('it was not refused');
  return result.error;
}
