/** Notifications through the queue `notify`, from what was committed to what is sent; nobody outside is asked. */
import { deliverNotification } from '@muster/engine/notify/delivering';
import { sweepDeliveries } from '@muster/engine/notify/due-deliveries';
import { StoreUnavailable } from '@muster/engine/ports/store';
import { handleNotifyBatch } from '@muster/sqs/notify-batch';
import { openSqsQueues } from '@muster/sqs/sqs-queues';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SqsUnderTest } from '../aws-local/sqs-under-test.ts';
import { launchMission } from '../support/a-launched-mission.ts';
import {
  allDeliveries,
  aNotifyingEngine,
  haveChannels,
  type NotifyingEngine,
  setRules,
} from '../support/a-notifying-engine.ts';
import { eventOf } from './queues-under-test.ts';

const VISIBILITY_MS = 30_000;
const MINUTE_MS = 60_000;

let under: NotifyingEngine;
let sqs: SqsUnderTest;
let url: string;
beforeEach(async () => {
  under = aNotifyingEngine();
  sqs = await SqsUnderTest.start({ clock: under.clock });
  url = await sqs.create('notify', { VisibilityTimeout: String(VISIBILITY_MS / 1_000) });
  await haveChannels(under, 'ops');
  await setRules(under, { events: ['MissionStatusChanged'], channels: ['ops'] });
});
afterEach(() => sqs.stop());

function queues() {
  const { now, random, sleep } = under.context;
  return openSqsQueues({
    client: sqs.client,
    urls: { advance: url, timers: url, notify: url },
    now,
    random,
    sleep,
  });
}

/** Launches a mission, of which `ops` is told, and sends that to the queue so often. */
async function tellOfALaunch(times = 1): Promise<void> {
  await launchMission(under);
  const due = await under.follow();
  for (let time = 0; time < times; time += 1) await queues().sendDeliveries(due);
}

/** One round of the queue. A process that dies after its work deletes nothing. */
async function poll({ dies = false } = {}): Promise<number> {
  const received = await sqs.receive(url);
  const deliver = (delivery: Parameters<typeof deliverNotification>[1]) =>
    deliverNotification(under.notifying, delivery);
  const outside = { context: under.context, queues: queues(), deliver };
  const { batchItemFailures } = await handleNotifyBatch(outside, eventOf(received));
  const failed = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
  const done = received.filter(({ MessageId = '' }) => !dies && !failed.has(MessageId));
  for (const message of done) await sqs.delete(url, message);
  return received.length;
}

describe('a notification in the queue', () => {
  it('that lies there three times is sent once', async () => {
    await tellOfALaunch(3);

    expect(await poll()).toBe(3);

    expect(under.notifier.sent).toHaveLength(1);
    expect(await allDeliveries(under)).toMatchObject([{ status: 'DELIVERED' }]);
  });

  it('whose process died after the sending is not sent again', async () => {
    await tellOfALaunch();
    await poll({ dies: true });

    sqs.pass(VISIBILITY_MS);
    expect(await poll()).toBe(1);

    expect(under.notifier.sent).toHaveLength(1);
  });

  it('that failed comes back when it is to be tried again, with the same id and content', async () => {
    under.notifier.answers.push({ kind: 'RETRY', reason: 'It was answered with 500.', status: 500 });
    await tellOfALaunch();
    await poll();
    expect(await poll()).toBe(0);

    sqs.pass(MINUTE_MS);
    expect(await poll()).toBe(1);

    const [first, second] = under.notifier.sent;
    expect(second).toEqual(first);
    expect(await allDeliveries(under)).toMatchObject([{ status: 'DELIVERED', tries: [{}, {}] }]);
  });

  it('that comes again while the next try is planned is dropped: one of it is left, not more', async () => {
    under.notifier.answers.push({ kind: 'RETRY', reason: 'It was answered with 500.', status: 500 });
    await tellOfALaunch();
    const due = await sweepDeliveries(under.context);
    await poll();
    for (let minute = 0; minute < 3; minute += 1) await queues().sendDeliveries(due);
    expect(await poll()).toBe(3);

    sqs.pass(MINUTE_MS);
    expect(await poll()).toBe(1);

    expect(under.notifier.sent).toHaveLength(2);
  });

  it('that comes while a try is under way is dropped, and sent by the sweep if that try is lost', async () => {
    await tellOfALaunch();
    const due = await sweepDeliveries(under.context);
    under.notifier.deliver = () => new Promise(() => {});
    void poll();
    await vi.waitFor(async () => expect((await allDeliveries(under))[0]?.triesBegun).toBe(1));
    await queues().sendDeliveries(due);

    expect(await poll()).toBe(1);

    sqs.pass(MINUTE_MS);
    expect(await sqs.bodies(url)).toHaveLength(1);
    expect(await sweepDeliveries(under.context)).toEqual(due);
  });

  it('stays there while the store is away, and is sent when it is back', async () => {
    await tellOfALaunch();
    const { get } = under.store;
    under.store.get = () => Promise.reject(new StoreUnavailable('away'));
    await poll();
    expect(under.notifier.sent).toEqual([]);

    under.store.get = get;
    sqs.pass(VISIBILITY_MS);
    await poll();

    expect(under.notifier.sent).toHaveLength(1);
  });
});
