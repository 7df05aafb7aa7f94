/** The engine with somebody who follows its feed and sends what is due, when the test says so. */
import type { WorkspaceId } from '@muster/core/ids';
import { addMs } from '@muster/core/instant';
import type { Delivery } from '@muster/core/notify/delivery';
import type { DueDelivery } from '@muster/engine/context';
import { type DeliveringContext, deliverNotification } from '@muster/engine/notify/delivering';
import { sweepDeliveries } from '@muster/engine/notify/due-deliveries';
import { createMatching, type Matching } from '@muster/engine/notify/matching';
import type { Store, StoredRecord } from '@muster/engine/ports/store';
import { anEngine, answerOf, type EngineUnderTest, RITA_IN_TESTS } from './an-engine.ts';
import { type RecordedNotifier, recordedNotifier } from './recorded-notifier.ts';

export interface NotifyingEngine extends EngineUnderTest {
  readonly notifying: DeliveringContext;
  readonly notifier: RecordedNotifier;
  readonly matching: Matching;
  /** What the engine has told that it may be sent. */
  readonly hinted: DueDelivery[];
  /** Handles all messages, then hands what was committed since the last time to the matching. */
  readonly follow: () => Promise<readonly DueDelivery[]>;
  /** Sends what is due now, each once. */
  readonly send: () => Promise<void>;
  /** Both, then again until nothing is left; moves the clock first. */
  readonly after: (ms: number) => Promise<void>;
}

const SECRET_BODY = 'Zm9yIHRlc3RzIG9ubHksIG5vYm9keSBndWVzc2VzIGl';

export function aNotifyingEngine(open?: (now: () => number) => Store): NotifyingEngine {
  const hinted: DueDelivery[] = [];
  const changed: WorkspaceId[] = [];
  const under = anEngine(open, {
    targets: { allowsPrivate: true },
    newSecret: () => SECRET_BODY,
    notifying: {
      deliveriesDue: (deliveries) => void hinted.push(...deliveries),
      rulesChanged: (workspaceId) => void changed.push(workspaceId),
    },
  });
  const notifier = recordedNotifier();
  const notifying: DeliveringContext = { ...under.context, notifier };
  const matching = createMatching(notifying);
  let followed = 0;
  const follow = async () => {
    await under.settle();
    for (const workspaceId of changed.splice(0)) matching.forget(workspaceId);
    const commits = under.published.slice(followed);
    followed = under.published.length;
    return matching.notifyOf(commits);
  };
  const send = async () => {
    for (const due of await sweepDeliveries(notifying)) await deliverNotification(notifying, due);
  };
  const after = async (ms: number) => {
    under.clock.now = addMs(under.clock.now, ms);
    await follow();
    await send();
  };
  return { ...under, notifying, notifier, matching, hinted, follow, send, after };
}

/** Channels to receivers that are all the same to the tests. */
export async function haveChannels(under: NotifyingEngine, ...names: readonly string[]): Promise<void> {
  for (const name of names) {
    const input = { name, kind: 'WEBHOOK', url: `https://${name.toLowerCase()}.example/in` } as const;
    answerOf(await under.engine.createChannel(RITA_IN_TESTS, input));
  }
}

export async function setRules(under: NotifyingEngine, ...rules: readonly unknown[]): Promise<void> {
  answerOf(await under.engine.setNotificationRules(RITA_IN_TESTS, { rules }));
}

/** All of the workspace, oldest events first. */
export async function allDeliveries({ engine }: NotifyingEngine): Promise<readonly Delivery[]> {
  const page = await engine.listDeliveries(RITA_IN_TESTS, { first: 100 });
  return page.items.map(({ node }) => node).reverse();
}

/** `channel: type`, for all of them. */
export async function told(under: NotifyingEngine): Promise<readonly string[]> {
  const deliveries = await allDeliveries(under);
  return deliveries.map(({ channel, notification }) => `${channel}: ${notification.type}`);
}

/** The commits that were followed, once more. */
export function followAgain(
  under: NotifyingEngine,
  commits: readonly StoredRecord[] = under.published,
): Promise<readonly DueDelivery[]> {
  return under.matching.notifyOf(commits);
}
