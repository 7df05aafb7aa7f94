import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Client, connect } from '../../packages/client/src/connect.ts';
import { isSuccess } from '../../packages/client/src/failure.ts';
import {
  ClaimTasksDocument,
  CompleteAndClaimDocument,
  CreateMissionDocument,
} from '../../packages/client/src/generated/operations.ts';
import { watchMission } from '../../packages/client/src/watch-mission.ts';
import { aServer, type TestServer } from '../server/support/running-server.ts';
import { aBreakableWay, type BreakableWay } from './a-breakable-way.ts';

const CHAIN = ['one', 'two', 'three'].map((title, at, all) => ({ title, dependsOn: all.slice(0, at) }));

describe('watching a mission', () => {
  let server: TestServer;
  let way: BreakableWay;
  let client: Client;
  let watcher: Client;

  beforeEach(async () => {
    server = await aServer();
    way = await aBreakableWay(server.url);
    client = connect({ url: server.url, key: server.key });
    watcher = connect({ url: way.url, key: server.key });
  });

  afterEach(async () => {
    await watcher.close();
    await client.close();
    await way.close();
    await server.stop();
  });

  async function launched(): Promise<string> {
    const input = { title: 'Three in a row', launch: true, document: { tasks: CHAIN } };
    const { createMission } = await client.request(CreateMissionDocument, { input });
    if (!isSuccess(createMission)) throw new Error(createMission.message);
    return createMission.mission.id;
  }

  async function workOnce(): Promise<void> {
    const claim = { agent: 'ann' };
    const { claimTasks } = await client.request(ClaimTasksDocument, { input: claim });
    if (!isSuccess(claimTasks)) throw new Error(claimTasks.message);
    const complete = claimTasks.claims.map(({ attemptId }) => ({
      attemptId,
      submission: { evidence: 'done' },
    }));
    await client.request(CompleteAndClaimDocument, {
      input: { complete, claim: { agent: 'nobody', limit: 1 } },
    });
  }

  it('begins with a snapshot when no cursor is given', async () => {
    const missionId = await launched();

    const first = await watchMission(watcher, { missionId }).next();

    expect(first.value).toMatchObject({
      __typename: 'MissionSnapshot',
      sequence: 4,
      mission: { id: missionId },
    });
  });

  it('gives every event once and in order, also when the connection breaks in between', async () => {
    const missionId = await launched();
    const sequences: number[] = [];

    for await (const news of watchMission(watcher, { missionId, after: 0 })) {
      sequences.push(news.sequence);
      if (news.sequence === 4) {
        way.cut();
        await workOnce();
      }
      if (news.sequence === 6) way.cut();
      if (news.sequence === 9) break;
    }

    expect(sequences).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(way.connectionCount()).toBeGreaterThan(1);
  });

  it('drops events that a server repeats', async () => {
    const missionId = await launched();
    const repeating: Client = {
      ...watcher,
      async *subscribe(...asked) {
        for await (const item of watcher.subscribe(...asked)) {
          yield item;
          yield item;
        }
      },
    };
    const sequences: number[] = [];

    for await (const { sequence } of watchMission(repeating, { missionId, after: 1 })) {
      sequences.push(sequence);
      if (sequence === 4) break;
    }

    expect(sequences).toEqual([2, 3, 4]);
  });

  it('ends quietly when the signal aborts while it waits', async () => {
    const missionId = await launched();
    const leaving = new AbortController();
    const watch = watchMission(watcher, { missionId, after: 3, signal: leaving.signal });
    await watch.next();

    const waiting = watch.next();
    leaving.abort();

    await expect(waiting).resolves.toEqual({ done: true, value: undefined });
  });
});
