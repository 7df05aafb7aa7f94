/**
 * What runs beside the requests on one machine: following the feed (wake watchers, handle messages) and minding the
 * time. On AWS functions do the same with the same handlers.
 *
 * O1. A message is handled at least once: the stored position never passes one that is not.
 * O2. Reports wait for a quiet moment, so that they don't slow down work in progress, but not for ever.
 */
import { addMs, type Instant, instantOf } from '@muster/core/instant';
import type { EngineContext } from './context.ts';
import { handleDue } from './due.ts';
import { type FeedHub, WakeFlag } from './feed-hub.ts';
import { consumerKey } from './keys.ts';
import { type AddressedMessage, handleMessage } from './messages.ts';
import type { FeedPosition } from './ports/store.ts';
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
  #next: Instant | undefined;

  hint(due: Instant): void {
    if (this.#next !== undefined && due >= this.#next) return;
    this.#next = due;
    this.#woken.set();
  }

  async run(context: EngineContext, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      this.#next = undefined;
      const next = await handleDue(context).catch((error: unknown) => {
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
  readonly addressed: AddressedMessage;
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
    const commits = entries.map((entry) => COMMIT.decode(entry.record.value));
    hub.publish(commits);
    for (const [place, { position }] of entries.entries()) {
      const commit = commits[place];
      if (commit) await handleMessages(context, { commit, position, reports, signal });
      progress.handled = position;
    }
  }
}

async function handleMessages(
  context: EngineContext,
  on: {
    readonly commit: CommitRecord;
    readonly position: FeedPosition;
    readonly reports: PendingReport[];
    readonly signal: AbortSignal;
  },
): Promise<void> {
  const { workspaceId, missionId, messages } = on.commit;
  for (const message of messages) {
    const addressed = { workspaceId, missionId, message };
    if (message.type === 'REPORT')
      on.reports.push({ position: on.position, addressed, since: context.now() });
    else await handleUntilDone(context, addressed, on.signal);
  }
}

async function handleUntilDone(
  context: EngineContext,
  addressed: AddressedMessage,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    try {
      return await handleMessage(context, addressed);
    } catch (error) {
      context.log.error({ err: error, ...addressed }, 'handling a message failed; trying again');
      await context.sleep(RETRY_MS);
    }
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
    await handleUntilDone(context, first.addressed, signal);
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
