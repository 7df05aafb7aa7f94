import { LIMITS } from '@muster/core/limits';
import { channelKey } from '@muster/engine/keys';
import { CHANNEL } from '@muster/engine/notify/notify-records';
import { beforeEach, describe, expect, it } from 'vitest';
import { MINUTE, WORKSPACE_ID } from '../../support/a-mission.ts';
import { aNotifyingEngine, haveChannels, type NotifyingEngine } from '../../support/a-notifying-engine.ts';
import { anEngine, answerOf, errorOf, RITA_IN_TESTS, STRANGER } from '../../support/an-engine.ts';

const HOOK = { name: 'ops', kind: 'WEBHOOK', url: 'https://ops.example/in' } as const;
const SECRET = `whsec_${'A'.repeat(43)}=`;

let under: NotifyingEngine;
beforeEach(() => {
  under = aNotifyingEngine();
});

describe('a channel', () => {
  it('of kind WEBHOOK gets a secret that is shown when it is made', async () => {
    const { channel, newSecret } = answerOf(await under.engine.createChannel(RITA_IN_TESTS, HOOK));

    expect(newSecret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(channel.target).toEqual({ kind: 'WEBHOOK', url: HOOK.url, secrets: [newSecret] });
  });

  it('keeps a secret that somebody brings, and does not show it', async () => {
    const made = answerOf(await under.engine.createChannel(RITA_IN_TESTS, { ...HOOK, secret: SECRET }));

    expect(made).not.toHaveProperty('newSecret');
    expect(made.channel.target).toMatchObject({ secrets: [SECRET] });
  });

  it('is made once for a key, and its secret is shown once', async () => {
    const input = { ...HOOK, idempotencyKey: 'k' };
    answerOf(await under.engine.createChannel(RITA_IN_TESTS, input));

    const again = answerOf(await under.engine.createChannel(RITA_IN_TESTS, input));

    expect(again.channel.name).toBe('ops');
    expect(again).not.toHaveProperty('newSecret');
  });

  it('has a name of its own', async () => {
    await haveChannels(under, 'ops');

    expect(errorOf(await under.engine.createChannel(RITA_IN_TESTS, HOOK))).toMatchObject({
      code: 'INVALID_ARGUMENT',
      path: ['name'],
    });
    const odd = { ...HOOK, name: 'a b' };
    expect(errorOf(await under.engine.createChannel(RITA_IN_TESTS, odd)).path).toEqual(['name']);
  });

  it('leads to public addresses only, unless the machine allows others', async () => {
    const input = { ...HOOK, url: 'http://127.0.0.1:8080/in', secret: SECRET };
    const strict = anEngine();

    expect(errorOf(await strict.engine.createChannel(RITA_IN_TESTS, input)).path).toEqual(['url']);
    expect((await under.engine.createChannel(RITA_IN_TESTS, input)).ok).toBe(true);
  });

  it('is one of a bounded number', async () => {
    const names = Array.from({ length: LIMITS.channelsPerWorkspaceMax }, (_, at) => `c${at}`);
    await haveChannels(under, ...names);

    expect(errorOf(await under.engine.createChannel(RITA_IN_TESTS, HOOK))).toMatchObject({
      code: 'LIMIT_EXCEEDED',
      detail: { limit: 'channelsPerWorkspaceMax', actual: names.length + 1 },
    });
  });

  it('is seen and changed by its own workspace alone', async () => {
    await haveChannels(under, 'ops');

    expect(await under.engine.listChannels(STRANGER)).toEqual([]);
    expect(await under.engine.channels(STRANGER, ['ops'])).toEqual([undefined]);
    const elsewhere = { name: 'ops', url: 'https://evil.example/' };
    const refused = [
      errorOf(await under.engine.updateChannel(STRANGER, elsewhere)),
      errorOf(await under.engine.disableChannel(STRANGER, { name: 'ops' })),
      errorOf(await under.engine.deleteChannel(STRANGER, { name: 'ops' })),
      errorOf(await under.engine.testChannel(STRANGER, { name: 'ops' })),
    ];
    expect(new Set(refused.map(({ code }) => code))).toEqual(new Set(['NOT_FOUND']));
  });
});

describe('changing a channel', () => {
  it('says anew what is named, and leaves the rest', async () => {
    const first = answerOf(await under.engine.createChannel(RITA_IN_TESTS, { ...HOOK, actsFor: 'otto' }));
    await under.wait(MINUTE);
    const input = { name: 'ops', url: 'https://moved.example/in' };

    const { channel } = answerOf(await under.engine.updateChannel(RITA_IN_TESTS, input));

    expect(channel).toMatchObject({
      ...first.channel,
      target: { ...first.channel.target, url: input.url },
      updatedAt: under.clock.now,
    });
  });

  it('makes a new secret, which is shown once, and lets the former one sign along', async () => {
    answerOf(await under.engine.createChannel(RITA_IN_TESTS, { ...HOOK, secret: SECRET }));

    const changed = answerOf(
      await under.engine.updateChannel(RITA_IN_TESTS, { name: 'ops', isSecretNew: true }),
    );
    const [stored] = await under.engine.channels(RITA_IN_TESTS, ['ops']);

    expect(changed.newSecret).toMatch(/^whsec_/);
    expect(stored?.target).toMatchObject({ secrets: [changed.newSecret, SECRET] });
  });

  it('takes away the person in whose name it decides', async () => {
    answerOf(await under.engine.createChannel(RITA_IN_TESTS, { ...HOOK, actsFor: 'otto' }));

    const changed = answerOf(await under.engine.updateChannel(RITA_IN_TESTS, { name: 'ops', actsFor: '' }));

    expect(changed.channel).not.toHaveProperty('actsFor');
  });

  it('disables and enables it, however often that is said', async () => {
    await haveChannels(under, 'ops');
    const off = { name: 'ops', reason: 'Holidays.' };

    answerOf(await under.engine.disableChannel(RITA_IN_TESTS, off));
    const twice = answerOf(
      await under.engine.disableChannel(RITA_IN_TESTS, { name: 'ops', reason: 'Again.' }),
    );
    answerOf(await under.engine.enableChannel(RITA_IN_TESTS, { name: 'ops' }));
    const on = answerOf(await under.engine.enableChannel(RITA_IN_TESTS, { name: 'ops' }));

    expect(twice.channel).toMatchObject({ status: 'DISABLED', disabled: { reason: 'Holidays.' } });
    expect(on.channel.status).toBe('ENABLED');
    expect(on.channel).not.toHaveProperty('disabled');
  });

  it('survives that somebody else changes it at the same moment', async () => {
    await haveChannels(under, 'ops');
    under.meanwhile.act = async () => {
      answerOf(await under.engine.updateChannel(RITA_IN_TESTS, { name: 'ops', actsFor: 'otto' }));
    };

    answerOf(await under.engine.disableChannel(RITA_IN_TESTS, { name: 'ops' }));

    const [stored] = await under.store.get([channelKey(WORKSPACE_ID, 'ops')]);
    expect(stored && CHANNEL.decode(stored.value)).toMatchObject({ status: 'DISABLED', actsFor: 'otto' });
  });

  it('ends it', async () => {
    await haveChannels(under, 'ops');
    answerOf(await under.engine.deleteChannel(RITA_IN_TESTS, { name: 'ops' }));

    expect(await under.engine.listChannels(RITA_IN_TESTS)).toEqual([]);
    expect(errorOf(await under.engine.deleteChannel(RITA_IN_TESTS, { name: 'ops' })).code).toBe('NOT_FOUND');
  });
});
