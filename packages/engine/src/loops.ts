/**
 * What runs beside the requests on one machine: following the feed (wake watchers, handle messages) and minding the
 * time. On AWS functions do the same with the same handlers.
 *
 * O1. A message is handled at least once: the stored position never passes one that is not.
 *     A message that fails `LIMITS.deliveriesMax` times becomes a dead letter: it counts as handled, and holds up no
 *     other.
 * O2. Reports that were not written as their run ended (report-along.ts) wait for a quiet moment, so that they don't slow
 *     down work in progress, but not for ever.
 */
import { addMs, type Instant, instantOf } from '@muster/core/instant';
import { LIMITS } from '@muster/core/limits';
import type { EngineContext } from './context.ts';
import { buryMessage } from './dead-letters.ts';
import { type DueTries, handleDue } from './due.ts';
import { type FeedHub, WakeFlag } from './feed-hub.ts';
import { consumerKey } from './keys.ts';
import { handleMessage } from './messages.ts';
import { messagesOf } from './outgoing.ts';
import type { QueuedMessage } from './ports/queue.ts';
import { type FeedEntry, type FeedPosition, StoreUnavailable } from './ports/store.ts';
import { COMMIT, type CommitRecord } from './records.ts';

const CONSUMER = consumerKey('messages');
const POSITION_SAVE_MS = 1_000;
const REPORT_QUIET_MS = 50;
const REPORT_WAIT_MS_MAX = 2_000;
const RETRY_MS = 100;
const DUE_WAIT_MS_MAX = 60_000;
const DUE_PAUSE_MS = 5;

export interface Loops {
  /** Tells the timer that something comes due; to be given to the engine's context. */
  readonly onDue: (due: Instant) => void;
  /** Runs until `signal` aborts; resolves when all has come to rest. */
  readonly run: (context: EngineContext, hub: FeedHub, signal: AbortSignal) => Promise<void>;
}

export function createLoops(): Loops {
  const clock = new DueClock();
  const progress: FeedProgress = { handled: '', saved: '', active: instantOf(0) };
  return {
    onDue: (due) => clock.hint(due),
    run: async (context, hub, signal) => {
      await Promise.all([followFeed(context, hub, { progress, signal }), clock.run(context, signal)]);
    },
  };
}

/** Wakes for the next due time, or when told of an earlier one. */
class DueClock {
  readonly #woken = new WakeFlag();
  readonly #tries: DueTries = new Map();
  #next: Instant | undefined;

  hint(due: Instant): void {
    if (this.#next !== undefined && due >= this.#next) return;
    this.#next = due;
    this.#woken.set();
  }

  async run(context: EngineContext, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      this.#next = undefined;
      const next = await handleDue(context, this.#tries).catch((error: unknown) => {
        context.log.error({ err: error }, 'handling what is due failed; trying again');
        return addMs(context.now(), RETRY_MS);
      });
      // What could not be handled just now is still due: not again at once.
      if (next !== undefined) this.hint(instantOf(Math.max(next, context.now() + DUE_PAUSE_MS)));
      await this.#sleepUntilNext(context, signal);
    }
  }

  async #sleepUntilNext(context: EngineContext, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const waitMs = this.#next === undefined ? DUE_WAIT_MS_MAX : this.#next - context.now();
      if (waitMs <= 0) return;
      const timer = setTimeout(() => this.#woken.set(), Math.min(waitMs, DUE_WAIT_MS_MAX));
      await this.#woken.wait(signal);
      clearTimeout(timer);
    }
  }
}

interface PendingReport {
  readonly position: FeedPosition;
  readonly message: QueuedMessage;
  readonly since: Instant;
}

interface FeedProgress {
  handled: FeedPosition;
  saved: FeedPosition;
  /** When the feed last brought something. */
  active: Instant;
}

async function followFeed(
  context: EngineContext,
  hub: FeedHub,
  on: { readonly progress: FeedProgress; readonly signal: AbortSignal },
): Promise<void> {
  const { progress, signal } = on;
  const reports: PendingReport[] = [];
  progress.handled = await loadPosition(context);
  progress.saved = progress.handled;
  const reporting = writeReports(context, { reports, progress, signal });
  const saving = savePositions(context, { reports, progress, signal });
  while (!signal.aborted) {
    try {
      await followOnce(context, hub, { reports, progress, signal });
    } catch (error) {
      context.log.error({ err: error }, 'following the feed failed; going on from the last position');
      await sleepUnlessAborted(RETRY_MS, signal);
    }
  }
  await Promise.all([reporting, saving]);
}

async function followOnce(context: EngineContext, hub: FeedHub, following: Following): Promise<void> {
  const { reports, progress, signal } = following;
  for await (const entries of context.store.feed(progress.handled, signal)) {
    progress.active = context.now();
    const commits = entries.map((entry) => readCommit(context, entry));
    hub.publish(commits.filter((commit) => commit !== undefined));
    for (const [place, entry] of entries.entries()) {
      const commit = commits[place];
      if (commit) await handleMessages(context, { commit, entry, reports, signal });
      progress.handled = entry.position;
    }
  }
}

/** One that can't be read holds up no other: whoever watches misses it, and its messages are lost. */
function readCommit(context: EngineContext, { record }: FeedEntry): CommitRecord | undefined {
  try {
    return COMMIT.decode(record.value);
  } catch (error) {
    const { partition, sort } = record;
    context.log.error(
      { err: error, partition, sort },
      'a commit can not be read; its messages are not handled',
    );
    return undefined;
  }
}

async function handleMessages(
  context: EngineContext,
  on: {
    readonly commit: CommitRecord;
    readonly entry: FeedEntry;
    readonly reports: PendingReport[];
    readonly signal: AbortSignal;
  },
): Promise<void> {
  const { record, position } = on.entry;
  for (const message of messagesOf(record, on.commit)) {
    if (message.message.type === 'REPORT') on.reports.push({ position, message, since: context.now() });
    else await handleUntilDone(context, message, on.signal);
  }
}

/** See O1. An outage of the store is nobody's fault: it is waited for. */
async function handleUntilDone(
  context: EngineContext,
  message: QueuedMessage,
  signal: AbortSignal,
): Promise<void> {
  let failureCount = 0;
  while (!signal.aborted) {
    try {
      return await handleMessage(context, message);
    } catch (error) {
      if (!(error instanceof StoreUnavailable)) failureCount++;
      context.log.error({ err: error, ...message, failureCount }, 'handling a message failed');
      if (failureCount >= LIMITS.deliveriesMax && (await isBuried(context, message, error))) return;
      await context.sleep(RETRY_MS * 2 ** Math.max(0, failureCount - 1));
    }
  }
}

async function isBuried(context: EngineContext, message: QueuedMessage, cause: unknown): Promise<boolean> {
  try {
    await buryMessage(context, message, cause);
    return true;
  } catch (error) {
    context.log.error({ err: error, id: message.id }, 'a dead letter could not be stored; trying again');
    return false;
  }
}

interface Following {
  readonly reports: PendingReport[];
  readonly progress: FeedProgress;
  readonly signal: AbortSignal;
}

async function writeReports(context: EngineContext, { reports, progress, signal }: Following): Promise<void> {
  while (!signal.aborted) {
    const [first] = reports;
    const now = context.now();
    const isQuiet = now - progress.active >= REPORT_QUIET_MS;
    if (!first || !(isQuiet || now - first.since >= REPORT_WAIT_MS_MAX)) {
      await sleepUnlessAborted(REPORT_QUIET_MS / 2, signal);
      continue;
    }
    await handleUntilDone(context, first.message, signal);
    reports.shift();
  }
}

async function savePositions(
  context: EngineContext,
  { reports, progress, signal }: Following,
): Promise<void> {
  while (!signal.aborted) {
    await sleepUnlessAborted(POSITION_SAVE_MS, signal);
    const { handled } = progress;
    if (reports.length > 0 || handled === progress.saved) continue;
    try {
      await savePosition(context, handled);
      progress.saved = handled;
    } catch (error) {
      const harm = 'the position in the feed could not be saved; messages may be handled twice';
      context.log.warn({ err: error }, harm);
    }
  }
}

async function loadPosition(context: EngineContext): Promise<FeedPosition> {
  const [stored] = await context.store.get([CONSUMER]);
  const position = stored?.value.position;
  return typeof position === 'string' ? position : '';
}

async function savePosition(context: EngineContext, position: FeedPosition): Promise<void> {
  await context.store.commit({ puts: [{ record: { ...CONSUMER, revision: 1, value: { v: 1, position } } }] });
}

function sleepUnlessAborted(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, ms);
    function done() {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    }
    if (signal.aborted) done();
    else signal.addEventListener('abort', done, { once: true });
  });
}
