/** Notifications where nobody expects them: nothing is forgotten without being sent. */
import { deliveryIdOf } from '@muster/core/notify/notify-ids';
import { setAside } from '@muster/engine/unaddressed';
import { encodeDelivery } from '@muster/sqs/envelope';
import { sendAgain } from '@muster/sqs/send-again';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MISSION_ID, WORKSPACE_ID } from '../support/a-mission.ts';
import { whatIsAside } from '../support/what-is-aside.ts';
import { poll, type QueuesUnderTest, queuesUnderTest } from './queues-under-test.ts';

const BODY = encodeDelivery({
  workspaceId: WORKSPACE_ID,
  id: deliveryIdOf({ missionId: MISSION_ID, sequence: 1, channel: 'ops' }),
});

let under: QueuesUnderTest;
beforeEach(async () => {
  under = await queuesUnderTest();
});
afterEach(() => under.stop());

describe('a notification', () => {
  it('that was set aside is sent when somebody asks for it, and forgotten then only', async () => {
    await setAside(under.context, BODY, new Error('a release that could not read it'));
    const [aside] = await whatIsAside(under.context);
    if (!aside) throw new Error('it was set aside');

    under.throttles.set('SendMessageBatch', 99);
    await expect(sendAgain(under, aside)).rejects.toThrow();
    expect(await whatIsAside(under.context)).toEqual([aside]);

    under.throttles.clear();
    await sendAgain(under, aside);
    expect(await under.sqs.bodies(under.urls.notify)).toEqual([BODY]);
    expect(await whatIsAside(under.context)).toEqual([]);
  });

  it('among the dead letters of missions is set aside, with its reason (K1)', async () => {
    await under.sqs.send(under.urls.timersDead, BODY);

    await poll(under, 'timersDead');

    expect(await whatIsAside(under.context)).toMatchObject([
      { body: BODY, reason: expect.stringContaining('a notification') },
    ]);
  });
});
