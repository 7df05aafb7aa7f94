/** See the invariants of publishing.ts, round.ts and watches.ts. */
import { addMs } from '@muster/core/instant';
import { LIMITS } from '@muster/core/limits';
import { socketPartition } from '@muster/engine/keys';
import { CLAIM_MS } from '@muster/realtime/watches';
import { describe, expect, it, vi } from 'vitest';
import { claim, complete, headOf, launchMission, workAll } from '../support/a-launched-mission.ts';
import { RITA_IN_TESTS } from '../support/an-engine.ts';
import {
  aSocket,
  aSocketServer,
  type SocketServerUnderTest,
  send,
  sequencesOf,
  subscribeTo,
} from './support/a-socket-server.ts';

const TASKS = ['A', 'B', 'C'];
const TOLD: Readonly<Record<string, string>> = { missionEvents: 'Event', missionProgress: 'MissionProgress' };

/** A mission that `sockets` watch from its current state on. */
async function aWatchedMission(on: SocketServerUnderTest, sockets: readonly string[] = ['one']) {
  const missionId = await launchMission(on.under, { tasks: TASKS });
  await on.commits();
  for (const connectionId of sockets) {
    await aSocket(on, connectionId);
    await send(on, connectionId, subscribeTo({ missionId }));
    on.framesTo(connectionId);
  }
  return { missionId, begun: (await headOf(on.under, missionId)).sequence };
}

async function last(on: SocketServerUnderTest, missionId: Parameters<typeof headOf>[1]): Promise<number> {
  return (await headOf(on.under, missionId)).sequence;
}

function range(from: number, to: number): readonly number[] {
  return Array.from({ length: to - from + 1 }, (_, at) => from + at);
}

describe('publishing', () => {
  it('tells a watcher every event once and in order', async () => {
    const on = aSocketServer();
    const { missionId, begun } = await aWatchedMission(on);

    await complete(on.under, await claim(on.under, { limit: 1 }));
    await on.publish();
    await workAll(on.under);
    await on.publish();

    expect(sequencesOf(on.framesTo('one'))).toEqual(range(begun + 1, await last(on, missionId)));
  });

  it('U2: tells nothing twice when the feed brings commits again, and costs no write then', async () => {
    const on = aSocketServer();
    const { missionId, begun } = await aWatchedMission(on);
    await workAll(on.under);
    const commits = await on.commits();
    await on.server.publish(commits);
    const seen = sequencesOf(on.framesTo('one'));
    const writes = vi.spyOn(on.under.store, 'commit');

    await on.server.publish(commits);
    await on.server.publish(commits.slice(1, 3));

    expect(seen).toEqual(range(begun + 1, await last(on, missionId)));
    expect(on.framesTo('one')).toEqual([]);
    expect(writes).not.toHaveBeenCalled();
  });

  it('U2: tells nothing twice, and in order, when several publish at the same time', async () => {
    const on = aSocketServer();
    const { missionId, begun } = await aWatchedMission(on);
    await workAll(on.under);
    const commits = await on.commits();
    on.push.meanwhile = () => new Promise((resolve) => setImmediate(resolve));

    await Promise.all([
      on.server.publish(commits.slice(0, 2)),
      on.server.publish(commits),
      on.server.publish(commits.slice(2)),
      on.server.publish(commits.slice(1)),
    ]);

    expect(sequencesOf(on.framesTo('one'))).toEqual(range(begun + 1, await last(on, missionId)));
  });

  it('D11, W2: tells again what was pushed but not noted when a publisher died in between', async () => {
    const on = aSocketServer();
    const { missionId, begun } = await aWatchedMission(on);
    await workAll(on.under);
    const commits = await on.commits();
    // The process ends after its second push: nothing of it is ever heard again.
    let pushes = 0;
    on.push.meanwhile = () => (++pushes > 2 ? new Promise(() => {}) : Promise.resolve());
    void on.server.publish(commits);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(sequencesOf(on.framesTo('one'))).toEqual([begun + 1, begun + 2]);

    on.push.meanwhile = undefined;
    await on.server.publish(commits);

    expect(sequencesOf(on.framesTo('one'))).toEqual(range(begun + 1, await last(on, missionId)));
  });

  it('W3: takes a watch over only after the claim of whoever died has ended', async () => {
    const on = aSocketServer();
    await aWatchedMission(on);
    await workAll(on.under);
    const commits = await on.commits();
    on.push.meanwhile = () => new Promise(() => {});
    void on.server.publish(commits);
    await new Promise((resolve) => setTimeout(resolve, 50));
    const since = on.under.clock.now;
    on.push.meanwhile = undefined;

    await on.server.publish(commits);

    expect(on.under.clock.now).toBeGreaterThanOrEqual(addMs(since, CLAIM_MS));
  });

  it('goes on from where it was after a publisher lost commits', async () => {
    const on = aSocketServer();
    const { missionId, begun } = await aWatchedMission(on);
    await complete(on.under, await claim(on.under, { limit: 1 }));
    await on.commits();
    await workAll(on.under);

    await on.server.publish((await on.commits()).slice(-1));

    expect(sequencesOf(on.framesTo('one'))).toEqual(range(begun + 1, await last(on, missionId)));
  });

  it.each(['missionEvents', 'missionProgress'])(
    '%s tells at the next ping what nobody published',
    async (name) => {
      const on = aSocketServer();
      const missionId = await launchMission(on.under, { tasks: TASKS });
      await on.commits();
      await aSocket(on, 'one');
      const query = `subscription { ${name}(missionId: "${missionId}") { ... on ${TOLD[name]} { sequence } } }`;
      await send(on, 'one', subscribeTo({}, 's1', query));
      on.framesTo('one');
      await workAll(on.under);
      await on.commits();

      await send(on, 'one', { type: 'ping' });
      const [pong, ...missed] = on.framesTo('one');
      await send(on, 'one', { type: 'ping' });

      expect(pong).toEqual({ type: 'pong' });
      expect(missed.at(-1).payload.data[name].sequence).toBe(await last(on, missionId));
      expect(on.framesTo('one')).toEqual([{ type: 'pong' }]);
    },
  );

  it('R2: forgets a socket that is gone, and tells the others', async () => {
    const on = aSocketServer();
    const { missionId } = await aWatchedMission(on, ['gone', 'there']);
    on.push.failing.set('gone', 'GONE');
    await workAll(on.under);
    await on.publish();

    const left = await on.under.store.query({ partition: socketPartition('gone'), limit: 10 });

    expect(sequencesOf(on.framesTo('there')).at(-1)).toBe(await last(on, missionId));
    expect(left.items).toEqual([]);
    expect(on.push.closed).toEqual([]);
  });

  it('D12, R2: closes a socket that can not be reached, and tells the others meanwhile', async () => {
    const on = aSocketServer();
    const { missionId } = await aWatchedMission(on, ['stuck', 'there']);
    on.push.failing.set('stuck', 'FAILED');
    const end = { release: () => {} };
    const stuck = new Promise<void>((resolve) => {
      end.release = resolve;
    });
    on.push.meanwhile = (connectionId) => (connectionId === 'stuck' ? stuck : Promise.resolve());
    await workAll(on.under);

    const publishing = on.publish();
    const sequence = await last(on, missionId);
    await vi.waitFor(() =>
      expect(on.push.sent.at(-1)?.frame.payload.data.missionEvents.sequence).toBe(sequence),
    );
    end.release();
    await publishing;

    expect(on.push.closed).toEqual(['stuck']);
    expect((await on.under.store.query({ partition: socketPartition('stuck'), limit: 10 })).items).toEqual(
      [],
    );
  });

  it('ends the subscription of a key that was revoked', async () => {
    const on = aSocketServer();
    const missionId = await launchMission(on.under, { tasks: TASKS });
    const { token, id } = await on.aToken('VIEWER');
    await aSocket(on, 'one', token);
    await send(on, 'one', subscribeTo({ missionId }));
    on.framesTo('one');
    await on.access.revokeApiKey(RITA_IN_TESTS, { id });

    await workAll(on.under);
    const commits = await on.commits();
    await Promise.all([on.server.publish(commits), on.server.publish(commits)]);
    await on.under.engine.cancelMission(RITA_IN_TESTS, { missionId, reason: 'No more.' });
    await on.publish();

    expect(on.framesTo('one')).toMatchObject([
      { id: 's1', type: 'error', payload: [{ extensions: { code: 'UNAUTHENTICATED' } }] },
    ]);
  });

  it('D10: tells a watcher that is too far behind how much it missed', async () => {
    const on = aSocketServer();
    const { missionId, begun } = await aWatchedMission(on);
    await complete(on.under, await claim(on.under, { limit: 1 }));
    await on.commits();
    await workAll(on.under);
    const backlogMax = vi.spyOn(LIMITS, 'socketBacklogEventsMax', 'get').mockReturnValue(5 as never);

    await on.server.publish((await on.commits()).slice(-1));
    backlogMax.mockRestore();

    const sequence = await last(on, missionId);
    expect(on.framesTo('one')).toMatchObject([
      { payload: { data: { missionEvents: { __typename: 'Lagged', sequence, missed: sequence - begun } } } },
    ]);
  });

  it('U3: asks to be repeated when the store fails, and goes on from there', async () => {
    const on = aSocketServer();
    const { missionId, begun } = await aWatchedMission(on);
    await workAll(on.under);
    const commits = await on.commits();
    on.under.conflicts.left = 0;
    const failing = vi.spyOn(on.under.store, 'query').mockRejectedValueOnce(new Error('throttled'));

    await expect(on.server.publish(commits)).rejects.toThrow();
    failing.mockRestore();
    await on.server.publish(commits);

    expect(sequencesOf(on.framesTo('one'))).toEqual(range(begun + 1, await last(on, missionId)));
  });
});
