/** A record that can't be read, of each kind that matching reads: what it costs, and what it must not cost (T4). */
import type { MissionId } from '@muster/core/ids';
import { headKey, rulesKey, specSort } from '@muster/engine/keys';
import { createMatching } from '@muster/engine/notify/matching';
import { type Key, type Store, StoreUnavailable } from '@muster/engine/ports/store';
import { describe, expect, it } from 'vitest';
import { claim, complete, launchMission } from '../../support/a-launched-mission.ts';
import { WORKSPACE_ID } from '../../support/a-mission.ts';
import { aNotifyingEngine, type NotifyingEngine, setRules, told } from '../../support/a-notifying-engine.ts';
import { RITA_IN_TESTS } from '../../support/an-engine.ts';
import { UNREADABLE } from '../../support/an-engine-with-queues.ts';

const rule = (channel: string) => ({
  events: ['TaskStatusChanged:DONE'],
  channels: [channel],
  cooldown: 'PT1S',
  inherit: true,
});

interface Damaged {
  readonly under: NotifyingEngine;
  /** What was logged as an error. */
  readonly errors: string[];
  /** Two missions alike, with a rule of the mission and one of its task: all is done, and nobody was told yet. */
  readonly first: MissionId;
  readonly second: MissionId;
  /** Reading what is meant finds something that can't be read. */
  readonly matchingWith: (isMeant: (key: Key) => boolean) => ReturnType<typeof createMatching>;
}

async function aDamagedWorkspace(): Promise<Damaged> {
  const under = aNotifyingEngine();
  await setRules(under, rule('workspace'));
  const input = {
    tasks: [{ title: 'A', notifications: [rule('task')] }],
    notifications: [rule('mission')],
  };
  const first = await launchMission(under, input);
  const second = await launchMission(under, input);
  await complete(under, await claim(under));
  await under.settle();
  const errors: string[] = [];
  const { store } = under;
  const log = {
    ...under.notifying.log,
    error: (_fields: object, message: string) => void errors.push(message),
  };
  const matchingWith = (isMeant: (key: Key) => boolean) => {
    const damaged: Store = {
      query: (range) => store.query(range),
      list: (index, range) => store.list(index, range),
      commit: (commit) => store.commit(commit),
      durable: () => store.durable(),
      feed: (position, signal) => store.feed(position, signal),
      get: async (keys) => {
        const stored = await store.get(keys);
        return keys.map((key, at) =>
          isMeant(key) ? { ...key, revision: 1, value: UNREADABLE } : stored[at],
        );
      },
    };
    return createMatching({ ...under.notifying, store: damaged, log });
  };
  return { under, errors, first, second, matchingWith };
}

describe('a record that can not be read', () => {
  it.each([
    ['title of a mission', (key: Key, id: MissionId) => key.sort === headKey(WORKSPACE_ID, id).sort],
    ['task', (key: Key) => key.sort === specSort(0)],
    ['cooldown', (key: Key) => key.partition.endsWith('#COOLDOWN')],
    ['delivery', (key: Key) => key.partition.endsWith('#DELIVERIES')],
  ])('keeps nobody else from being told: a %s', async (_what, isMeant) => {
    const { under, errors, first, second, matchingWith } = await aDamagedWorkspace();
    const matching = matchingWith((key) => key.partition.includes(first) && isMeant(key, first));

    await matching.notifyOf(under.published);

    const deliveries = (await under.engine.listDeliveries(RITA_IN_TESTS, { first: 100 })).items;
    const channels = deliveries
      .filter(({ node }) => node.missionId === second)
      .map(({ node }) => node.channel)
      .sort();
    expect(channels).toEqual(['mission', 'task', 'workspace']);
    expect(errors).toContain('nobody is notified, for a reason of ours');
  });

  it('of the rules of a workspace keeps neither missions nor other workspaces from theirs, and is logged', async () => {
    const { under, errors, matchingWith } = await aDamagedWorkspace();
    const { partition } = rulesKey(WORKSPACE_ID);

    await matchingWith((key) => key.partition === partition).notifyOf(under.published);

    expect(new Set((await told(under)).map((one) => one.split(':')[0]))).toEqual(
      new Set(['mission', 'task']),
    );
    expect(errors).toContain('the rules of a workspace can not be read');
  });
});

describe('a store that is away', () => {
  it('is told to whoever asks, so that the same commits come again', async () => {
    const { under, matchingWith, errors } = await aDamagedWorkspace();
    const away = matchingWith(() => {
      throw new StoreUnavailable('away');
    });

    await expect(away.notifyOf(under.published)).rejects.toThrow(StoreUnavailable);
    expect(errors).toEqual([]);

    await matchingWith(() => false).notifyOf(under.published);
    expect(await told(under)).toHaveLength(6);
  });
});
