/**
 * What runs beside the requests on one machine so that people are notified: following the feed, behind everything else,
 * and sending what is due. On AWS functions do the same with the same handlers.
 *
 * F1. The stored position never passes a commit whose notifications are not recorded; one that can't be recorded however
 *     often it is tried is left behind, loudly.
 * F2. Commits are looked at some together, so that following costs a busy machine little.
 */
import type { WorkspaceId } from '@muster/core/ids';
import { LIMITS } from '@muster/core/limits';
import type { DueDelivery, EngineContext, Notifying } from '../context.ts';
import { WakeFlag } from '../feed-hub.ts';
import { consumerKey } from '../keys.ts';
import { type FeedEntry, type FeedPosition, StoreUnavailable } from '../ports/store.ts';
import type { DeliveringContext } from './delivering.ts';
import { createMatching, type Matching } from './matching.ts';
import { Sender } from './sender.ts';

const CONSUMER = consumerKey('notify');
const TOGETHER_MS = 20;
const POSITION_SAVE_MS = 1_000;
const RETRY_MS = 100;

export interface NotifyLoops {
  /** To be given to the engine's context. */
  readonly notifying: Notifying;
  /** Runs until `signal` aborts; resolves when all has come to rest. */
  readonly run: (context: DeliveringContext, signal: AbortSignal) => Promise<void>;
}

export function createNotifyLoops(): NotifyLoops {
  const sender = new Sender();
  const changed = new Set<WorkspaceId>();
  return {
    notifying: {
      deliveriesDue: (deliveries) => sender.hint(deliveries),
      rulesChanged: (workspaceId) => changed.add(workspaceId),
    },
    run: async (context, signal) => {
      const following = new FeedFollower(context, {
        onDue: (deliveries) => sender.hint(deliveries),
        takeChanged: () => {
          const these = [...changed];
          changed.clear();
          return these;
        },
      });
      await Promise.all([following.run(signal), sender.run(context, signal)]);
    },
  };
}

interface FollowerHooks {
  readonly onDue: (deliveries: readonly DueDelivery[]) => void;
  /** Workspaces whose rules were changed by this process since it was asked last. */
  readonly takeChanged: () => readonly WorkspaceId[];
}

class FeedFollower {
  readonly #context: EngineContext;
  readonly #hooks: FollowerHooks;
  readonly #matching: Matching;
  #handled: FeedPosition = '';
  #saved: FeedPosition = '';

  constructor(context: EngineContext, hooks: FollowerHooks) {
    this.#context = context;
    this.#hooks = hooks;
    this.#matching = createMatching(context);
  }

  async run(signal: AbortSignal): Promise<void> {
    await this.#loadPosition(signal);
    const saving = this.#savePositions(signal);
    while (!signal.aborted) {
      try {
        await this.#follow(signal);
      } catch (error) {
        this.#context.log.error({ err: error }, 'following the feed for notifications failed; going on');
        await pause(RETRY_MS, signal);
      }
    }
    await saving;
  }

  async #follow(signal: AbortSignal): Promise<void> {
    for await (const entries of this.#context.store.feed(this.#handled, signal)) {
      for (const workspaceId of this.#hooks.takeChanged()) this.#matching.forget(workspaceId);
      for (const entry of entries) {
        await this.#handle(entry, signal);
        if (signal.aborted) return;
        this.#handled = entry.position;
      }
      // F2.
      await pause(TOGETHER_MS, signal);
    }
  }

  /** F1. An outage of the store is nobody's fault: it is waited for. */
  async #handle({ record }: FeedEntry, signal: AbortSignal): Promise<void> {
    let failureCount = 0;
    while (!signal.aborted) {
      try {
        const due = await this.#matching.notifyOf([record]);
        if (due.length > 0) this.#hooks.onDue(due);
        return;
      } catch (error) {
        if (!(error instanceof StoreUnavailable)) failureCount++;
        const { partition, sort } = record;
        this.#context.log.error(
          { err: error, partition, sort, failureCount },
          'notifying of a commit failed',
        );
        if (failureCount >= LIMITS.deliveriesMax) return;
        await pause(RETRY_MS * 2 ** failureCount, signal);
      }
    }
  }

  async #loadPosition(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        const [stored] = await this.#context.store.get([CONSUMER]);
        const position = stored?.value.position;
        this.#handled = this.#saved = typeof position === 'string' ? position : '';
        return;
      } catch (error) {
        this.#context.log.error({ err: error }, 'the position of notifications could not be read');
        await pause(RETRY_MS, signal);
      }
    }
  }

  async #savePositions(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await pause(POSITION_SAVE_MS, signal);
      const position = this.#handled;
      if (position === this.#saved) continue;
      try {
        const record = { ...CONSUMER, revision: 1, value: { v: 1, position } };
        await this.#context.store.commit({ puts: [{ record }] });
        this.#saved = position;
      } catch (error) {
        this.#context.log.warn({ err: error }, 'the position of notifications could not be saved');
      }
    }
  }
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  const flag = new WakeFlag();
  const timer = setTimeout(() => flag.set(), ms);
  await flag.wait(signal);
  clearTimeout(timer);
}
