/** What publishing costs, and how it is bounded. */

import type { MissionId } from '@muster/core/ids';
import { LIMITS } from '@muster/core/limits';
import { describe, expect, it, vi } from 'vitest';
import { claim, complete, headOf, launchMission, workAll } from '../support/a-launched-mission.ts';
import {
  aSocket,
  aSocketServer,
  type SocketServerUnderTest,
  send,
  subscribeTo,
} from './support/a-socket-server.ts';

const PROGRESS =
  'subscription($missionId: ID!) { missionProgress(missionId: $missionId) { sequence progress } }';

async function aWatcher(on: SocketServerUnderTest, message: object, connectionId = 'one'): Promise<void> {
  await aSocket(on, connectionId);
  await send(on, connectionId, message);
  on.framesTo(connectionId);
}

async function aMission(on: SocketServerUnderTest): Promise<MissionId> {
  const missionId = await launchMission(on.under, { tasks: ['A', 'B', 'C'] });
  await on.commits();
  return missionId;
}

/** Writes and reads of the socket server from here on. */
function counted(on: SocketServerUnderTest) {
  return { writes: vi.spyOn(on.under.store, 'commit'), queries: vi.spyOn(on.under.store, 'query') };
}

describe('publishing', () => {
  it('without a watcher asks once for the mission and once for its workspace, and writes nothing', async () => {
    const on = aSocketServer();
    await aMission(on);
    await workAll(on.under);
    const commits = await on.commits();
    const { writes, queries } = counted(on);

    await on.server.publish(commits);

    expect(queries).toHaveBeenCalledTimes(2);
    expect(writes).not.toHaveBeenCalled();
  });

  it('writes nothing for a watcher who asked for none of it', async () => {
    const on = aSocketServer();
    const missionId = await aMission(on);
    await aWatcher(on, subscribeTo({ missionId, types: ['DELAY_STATUS_CHANGED'] }));
    await workAll(on.under);
    const commits = await on.commits();
    const { writes } = counted(on);

    await on.server.publish(commits);

    expect(on.framesTo('one')).toEqual([]);
    expect(writes).not.toHaveBeenCalled();
  });

  it('writes twice for a batch of many events, and reads the log for none of them', async () => {
    const on = aSocketServer();
    const missionId = await aMission(on);
    await aWatcher(on, subscribeTo({ missionId }));
    await workAll(on.under);
    const commits = await on.commits();
    const { writes, queries } = counted(on);

    await on.server.publish(commits);

    expect(on.framesTo('one').length).toBeGreaterThan(10);
    expect(writes).toHaveBeenCalledTimes(2);
    expect(queries).toHaveBeenCalledTimes(2);
  });

  it('tells progress once for a batch, the latest, and not again within a quarter of a second', async () => {
    const on = aSocketServer();
    const missionId = await aMission(on);
    await aWatcher(on, subscribeTo({ missionId }, 's1', PROGRESS));
    await complete(on.under, await claim(on.under, { limit: 1 }));
    await on.publish();
    const since = on.under.clock.now;
    const first = on.framesTo('one');
    await workAll(on.under);
    await on.publish();

    expect(first).toMatchObject([{ payload: { data: { missionProgress: { progress: 33 } } } }]);
    const { sequence } = await headOf(on.under, missionId);
    expect(on.framesTo('one')).toMatchObject([
      { payload: { data: { missionProgress: { sequence, progress: 100 } } } },
    ]);
    expect(on.under.clock.now - since).toBeGreaterThanOrEqual(250);
  });

  it('U1: pushes to a bounded number of sockets at a time', async () => {
    const on = aSocketServer();
    const missionId = await aMission(on);
    const sockets = Array.from({ length: LIMITS.pushesMax + 20 }, (_, at) => `socket-${at}`);
    for (const socket of sockets) await aWatcher(on, subscribeTo({ missionId }), socket);
    let [running, most] = [0, 0];
    on.push.meanwhile = async () => {
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setTimeout(resolve, 2));
      running -= 1;
    };
    await complete(on.under, await claim(on.under, { limit: 1 }));

    await on.publish();

    expect(most).toBeGreaterThan(LIMITS.pushesMax / 2);
    expect(most).toBeLessThanOrEqual(LIMITS.pushesMax);
    expect(sockets.filter((socket) => on.framesTo(socket).length === 0)).toEqual([]);
  });
});
