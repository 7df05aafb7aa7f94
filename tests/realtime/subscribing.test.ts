/** What a client asks for, in whatever order its messages are handled. See the invariants of subscribing.ts. */
import { addMs } from '@muster/core/instant';
import { LIMITS } from '@muster/core/limits';
import { socketPartition, watchPartition } from '@muster/engine/keys';
import { describe, expect, it } from 'vitest';
import { headOf, launchMission, workAll } from '../support/a-launched-mission.ts';
import { WORKSPACE_ID } from '../support/a-mission.ts';
import {
  anEvent,
  aSocket,
  aSocketServer,
  type SocketServerUnderTest,
  send,
  sequencesOf,
  subscribeTo,
} from './support/a-socket-server.ts';

/** Everything that is kept of a socket. */
async function recordsOf({ under }: SocketServerUnderTest, connectionId: string) {
  return (await under.store.query({ partition: socketPartition(connectionId), limit: 100 })).items;
}

describe('connection_init', () => {
  it('D4: comes within a minute, or the socket is closed', async () => {
    const on = aSocketServer();
    const { token } = await on.aToken();
    const message = { type: 'connection_init', payload: { authorization: `Bearer ${token}` } };
    const event = anEvent(on, 'one', { message });
    on.under.clock.now = addMs(on.under.clock.now, LIMITS.socketInitMsMax + 1);

    await on.server.message(event);

    expect(on.framesTo('one')).toMatchObject([{ type: 'ping', payload: { code: 4408 } }]);
    expect(on.push.closed).toEqual(['one']);
  });

  it('D9: may be handled after a subscribe that was sent after it', async () => {
    const on = aSocketServer();
    const missionId = await launchMission(on.under);
    const { token } = await on.aToken();
    const payload = { authorization: `Bearer ${token}` };
    const init = anEvent(on, 'one', { message: { type: 'connection_init', payload } });

    const subscribing = send(on, 'one', subscribeTo({ missionId }));
    await on.server.message(init);
    await subscribing;

    expect(on.framesTo('one')).toMatchObject([{ type: 'connection_ack' }, { type: 'next', id: 's1' }]);
    expect(on.push.closed).toEqual([]);
  });

  it('that is handed over twice is acknowledged twice', async () => {
    const on = aSocketServer();
    const { token } = await on.aToken();
    const payload = { authorization: `Bearer ${token}` };
    const init = anEvent(on, 'one', { message: { type: 'connection_init', payload } });

    await on.server.message(init);
    await on.server.message(init);

    expect(on.framesTo('one')).toMatchObject([{ type: 'connection_ack' }, { type: 'connection_ack' }]);
  });

  it('leaves no token behind', async () => {
    const on = aSocketServer();
    const { token } = await on.aToken();
    await aSocket(on, 'one', token);
    await send(on, 'one', subscribeTo({ missionId: await launchMission(on.under) }));

    const kept = JSON.stringify(await recordsOf(on, 'one'));

    expect(kept).toContain('keyId');
    expect(kept).not.toContain(token.slice(-43));
  });
});

describe('subscribe', () => {
  it('S1: leaves no gap when a mission moves between its record and its first answer', async () => {
    const on = aSocketServer();
    const missionId = await launchMission(on.under, { tasks: ['A', 'B'] });
    await on.commits();
    await aSocket(on, 'one');
    const { sequence: begun } = await headOf(on.under, missionId);
    // At the moment of the first push: the answer was read, and is not yet with the client.
    let publishing: Promise<void> | undefined;
    on.push.meanwhile = async () => {
      on.push.meanwhile = undefined;
      await workAll(on.under);
      publishing = on.publish();
    };

    await send(on, 'one', subscribeTo({ missionId }));
    await publishing;

    const { sequence } = await headOf(on.under, missionId);
    const all = Array.from({ length: sequence - begun + 1 }, (_, at) => begun + at);
    expect(sequencesOf(on.framesTo('one'))).toEqual(all);
  });

  it('S1: leaves no gap when a mission moves just before its record is written', async () => {
    const on = aSocketServer();
    const missionId = await launchMission(on.under, { tasks: ['A'] });
    await on.commits();
    await aSocket(on, 'one');
    const { sequence: begun } = await headOf(on.under, missionId);
    on.under.meanwhile.act = async () => {
      await workAll(on.under);
      await on.publish();
    };

    await send(on, 'one', subscribeTo({ missionId, after: begun }));

    const { sequence } = await headOf(on.under, missionId);
    const all = Array.from({ length: sequence - begun }, (_, at) => begun + 1 + at);
    expect(sequencesOf(on.framesTo('one'))).toEqual(all);
  });

  it('that is handed over twice begins once', async () => {
    const on = aSocketServer();
    const missionId = await launchMission(on.under);
    await aSocket(on, 'one');
    const event = anEvent(on, 'one', { message: subscribeTo({ missionId }) });

    await Promise.all([on.server.message(event), on.server.message(event)]);
    await on.server.message(event);

    expect(on.framesTo('one')).toHaveLength(1);
    expect(on.push.closed).toEqual([]);
  });

  it('S3: that come together leave no more than are allowed, and each is told or refused', async () => {
    const on = aSocketServer();
    const missionId = await launchMission(on.under);
    await aSocket(on, 'one');
    for (let left = LIMITS.subscriptionsPerSocketMax; left > 4; left--)
      await send(on, 'one', subscribeTo({ missionId }, `before ${left}`));
    on.framesTo('one');
    const ids = Array.from({ length: 10 }, (_, place) => `s${place}`);

    await Promise.all(ids.map((id) => send(on, 'one', subscribeTo({ missionId }, id))));

    const frames = on.framesTo('one');
    const idsOf = (type: string) => frames.filter((frame) => frame.type === type).map(({ id }) => id);
    expect(idsOf('next').length).toBeLessThanOrEqual(4);
    expect([...idsOf('next'), ...idsOf('error')].sort()).toEqual(ids);
    const watches = { partition: watchPartition(WORKSPACE_ID, missionId), limit: 999 };
    const watchCount = (await on.under.store.query(watches)).items.length;
    expect(watchCount).toBe(LIMITS.subscriptionsPerSocketMax - 4 + idsOf('next').length);
    await send(on, 'one', subscribeTo({ missionId }, 'again'));
    expect(on.framesTo('one')).toHaveLength(1);
  });

  it('to a socket that has gone leaves nothing behind', async () => {
    const on = aSocketServer();
    const missionId = await launchMission(on.under);
    await aSocket(on, 'one');
    await send(on, 'one', subscribeTo({ missionId }, 'before'));
    const partition = watchPartition(WORKSPACE_ID, missionId);
    expect((await on.under.store.query({ partition, limit: 9 })).items).toHaveLength(1);
    on.push.failing.set('one', 'GONE');

    await send(on, 'one', subscribeTo({ missionId }));

    expect(await recordsOf(on, 'one')).toEqual([]);
    expect((await on.under.store.query({ partition, limit: 9 })).items).toEqual([]);
  });

  it('closes the socket when its id is longer than 1,024 characters', async () => {
    const on = aSocketServer();
    const missionId = await launchMission(on.under);
    await aSocket(on, 'one');

    await send(on, 'one', subscribeTo({ missionId }, 'x'.repeat(1_025)));

    expect(on.framesTo('one')).toMatchObject([{ type: 'ping', payload: { code: 4400 } }]);
  });
});

describe('complete', () => {
  it('D9, S2: ends a subscription whose subscribe is handled after it', async () => {
    const on = aSocketServer();
    const missionId = await launchMission(on.under);
    await aSocket(on, 'one');
    const subscribe = anEvent(on, 'one', { message: subscribeTo({ missionId }) });
    const complete = anEvent(on, 'one', { message: { id: 's1', type: 'complete' } });

    await on.server.message(complete);
    await on.server.message(subscribe);
    await workAll(on.under);
    await on.publish();

    expect(on.framesTo('one')).toEqual([]);
  });

  it('leaves its id free for a later subscription', async () => {
    const on = aSocketServer();
    const missionId = await launchMission(on.under);
    await aSocket(on, 'one');
    await send(on, 'one', subscribeTo({ missionId }));
    await send(on, 'one', { id: 's1', type: 'complete' });
    await send(on, 'one', { id: 's1', type: 'complete' });

    await send(on, 'one', subscribeTo({ missionId }));

    expect(on.framesTo('one')).toHaveLength(2);
  });

  it('stops pushes, and leaves the other subscriptions alone', async () => {
    const on = aSocketServer();
    const missionId = await launchMission(on.under);
    await aSocket(on, 'one');
    await send(on, 'one', subscribeTo({ missionId }, 'a'));
    await send(on, 'one', subscribeTo({ missionId }, 'b'));
    on.framesTo('one');

    await send(on, 'one', { id: 'a', type: 'complete' });
    await workAll(on.under);
    await on.publish();

    expect(new Set(on.framesTo('one').map((frame) => frame.id))).toEqual(new Set(['b']));
  });
});

describe('the end of a socket', () => {
  it('leaves nothing of it behind, and may be told twice', async () => {
    const on = aSocketServer();
    const missionId = await launchMission(on.under);
    await aSocket(on, 'one');
    for (const id of ['a', 'b', 'c']) await send(on, 'one', subscribeTo({ missionId }, id));
    on.framesTo('one');

    await on.server.disconnect(anEvent(on, 'one'));
    await on.server.disconnect(anEvent(on, 'one'));
    await workAll(on.under);
    await on.publish();

    expect(on.framesTo('one')).toEqual([]);
    expect(await recordsOf(on, 'one')).toEqual([]);
  });

  it('that nobody told of makes its records vanish after the longest life of a socket', async () => {
    const on = aSocketServer();
    const missionId = await launchMission(on.under);
    await aSocket(on, 'one');
    await send(on, 'one', subscribeTo({ missionId }));
    on.framesTo('one');

    on.under.clock.now = addMs(on.under.clock.now, LIMITS.socketTtlMs + 1);
    await workAll(on.under);
    await on.publish();

    expect(on.framesTo('one')).toEqual([]);
    expect(await recordsOf(on, 'one')).toEqual([]);
  });
});
