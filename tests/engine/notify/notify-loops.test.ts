/** The loops as they run beside a server, on a real folder and in real time, kept short. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { instantOf } from '@muster/core/instant';
import { LIMITS } from '@muster/core/limits';
import { openSqliteStore } from '@muster/embedded/sqlite-store';
import type { EngineContext } from '@muster/engine/context';
import { createEngine } from '@muster/engine/create-engine';
import type { Engine } from '@muster/engine/engine';
import { createFeedHub } from '@muster/engine/feed-hub';
import { createNotifyLoops } from '@muster/engine/notify/notify-loops';
import type { Notifier, OutgoingDelivery } from '@muster/engine/ports/notifier';
import type { Store } from '@muster/engine/ports/store';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aDocumentInput } from '../../support/a-document.ts';
import { anEngine, answerOf, RITA_IN_TESTS } from '../../support/an-engine.ts';

const SECRET = `whsec_${'A'.repeat(43)}=`;

let folder: string;
let idCount = 0;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'muster-notify-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

interface Machine {
  readonly engine: Engine;
  readonly store: Store;
  readonly stop: () => Promise<void>;
}

/** One process of one machine; without a notifier nobody follows and nobody sends. */
function start(notifier?: Notifier): Machine {
  const store = openSqliteStore({ folder, now: Date.now });
  const loops = createNotifyLoops();
  const context: EngineContext = {
    ...anEngine(() => store).context,
    store,
    now: () => instantOf(Date.now()),
    // No two processes make the same one.
    nextId: () => `01JD6Z3Q00${String(++idCount).padStart(16, '0')}`,
    sleep: (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms)),
    notifying: loops.notifying,
    targets: { allowsPrivate: true },
  };
  const stopping = new AbortController();
  const running = notifier ? loops.run({ ...context, notifier }, stopping.signal) : Promise.resolve();
  return {
    engine: createEngine(context, createFeedHub()),
    store,
    stop: async () => {
      stopping.abort();
      await running;
      await store.close();
    },
  };
}

async function haveChannels({ engine }: Machine, ...names: readonly string[]): Promise<void> {
  for (const name of names) {
    const input = { name, kind: 'WEBHOOK', url: `https://${name}.example/`, secret: SECRET } as const;
    answerOf(await engine.createChannel(RITA_IN_TESTS, input));
  }
}

/** A mission whose launch is told to these channels. */
async function launch({ engine }: Machine, ...channels: readonly string[]): Promise<void> {
  const notifications = [{ events: ['RunStatusChanged:ACTIVE'], channels }];
  const document = aDocumentInput({ tasks: ['A'], notifications });
  answerOf(await engine.createMission(RITA_IN_TESTS, { title: 'A mission', document, launch: true }));
}

/** Calls back for each delivery, and can be waited for. */
function aNotifier(answer: (delivery: OutgoingDelivery) => ReturnType<Notifier['deliver']>) {
  const sent: OutgoingDelivery[] = [];
  const waiting: { count: number; done: () => void }[] = [];
  return {
    sent,
    deliver: (delivery: OutgoingDelivery) => {
      sent.push(delivery);
      for (const { count, done } of waiting) if (sent.length >= count) done();
      return answer(delivery);
    },
    /** Resolves when so many were sent. */
    until: (count: number) =>
      new Promise<void>((done) => {
        if (sent.length >= count) done();
        else waiting.push({ count, done });
      }),
  };
}

const takesAll = () => aNotifier(async () => ({ kind: 'DELIVERED' }));

describe('the loops of notifications', () => {
  it('send what a commit is to be told as soon as it is there', async () => {
    const notifier = takesAll();
    const machine = start(notifier);
    await haveChannels(machine, 'ops');
    const begun = performance.now();

    await launch(machine, 'ops');
    await notifier.until(1);
    const waitedMs = performance.now() - begun;
    await machine.stop();

    expect(notifier.sent).toHaveLength(1);
    expect(waitedMs).toBeLessThan(1_000);
  });

  it('take up what nobody followed before a restart, and record nothing twice (F1)', async () => {
    const before = start();
    await haveChannels(before, 'ops');
    await launch(before, 'ops');
    await launch(before, 'ops');
    await before.store.durable();
    await before.stop();

    const first = takesAll();
    const machine = start(first);
    await first.until(2);
    await machine.stop();
    const second = takesAll();
    const again = start(second);
    await launch(again, 'ops');
    await second.until(1);
    const { items } = await again.engine.listDeliveries(RITA_IN_TESTS, { first: 10 });
    await again.stop();

    expect(new Set(first.sent.map(({ id }) => id)).size).toBe(2);
    expect(second.sent.map(({ id }) => id)).not.toContain(first.sent[0]?.id);
    expect(items).toHaveLength(3);
  });

  it('see rules at once that the same process has set', async () => {
    const notifier = takesAll();
    const machine = start(notifier);
    await haveChannels(machine, 'ops');
    await launch(machine);
    const rules = [{ events: ['MissionCreated'], channels: ['ops'] }];
    answerOf(await machine.engine.setNotificationRules(RITA_IN_TESTS, { rules }));

    await launch(machine);
    await notifier.until(1);
    await machine.stop();

    expect(notifier.sent[0]?.payload).toMatchObject({ type: 'MissionCreated' });
  });

  it('try again in time', async () => {
    let count = 0;
    const notifier = aNotifier(async () =>
      count++ === 0 ? { kind: 'RETRY', reason: 'Status 500.' } : { kind: 'DELIVERED' },
    );
    const machine = start(notifier);
    await haveChannels(machine, 'ops');
    const begun = performance.now();

    await launch(machine, 'ops');
    await notifier.until(2);
    const waitedMs = performance.now() - begun;
    await machine.stop();

    expect(notifier.sent[1]?.id).toBe(notifier.sent[0]?.id);
    expect(waitedMs).toBeGreaterThan(4_900);
    expect(waitedMs).toBeLessThan(8_000);
  }, 15_000);

  it('are not held up by a receiver that never answers (X1)', async () => {
    const notifier = aNotifier(({ channel }) =>
      channel.kind === 'WEBHOOK' && channel.url.includes('dead')
        ? new Promise(() => {})
        : Promise.resolve({ kind: 'DELIVERED' }),
    );
    const machine = start(notifier);
    await haveChannels(machine, 'dead', 'ops');
    for (let count = 0; count < 3 * LIMITS.deliveriesPerChannelMax; count++) await launch(machine, 'dead');

    await launch(machine, 'ops');
    await notifier.until(LIMITS.deliveriesPerChannelMax + 1);
    const { items } = await machine.engine.listDeliveries(RITA_IN_TESTS, { first: 1, channel: 'ops' });
    await machine.stop();

    const hosts = notifier.sent.map(({ channel }) => (channel.kind === 'WEBHOOK' ? channel.url : ''));
    expect(hosts.filter((url) => url.includes('dead'))).toHaveLength(LIMITS.deliveriesPerChannelMax);
    expect(items).toHaveLength(1);
  }, 15_000);
});
