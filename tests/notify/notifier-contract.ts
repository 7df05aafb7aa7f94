/** What the engine relies on in every way out: the invariants of ports/notifier.ts. */
import type { Instant } from '@muster/core/instant';
import { deliveryIdOf } from '@muster/core/notify/notify-ids';
import type {
  ChannelTarget,
  DeliveryOutcome,
  Notifier,
  OutgoingDelivery,
} from '@muster/engine/ports/notifier';
import { describe, expect, it } from 'vitest';
import { MISSION_ID, START } from '../support/a-mission.ts';

export interface NotifierUnderTest {
  readonly notifier: Notifier;
  readonly channel: ChannelTarget;
  /** Has the receiver answer so to whatever comes next. */
  readonly answer: (outcome: DeliveryOutcome['kind']) => void;
  /** What has reached the receiver: id and content of each. */
  readonly received: () => readonly { readonly id: string; readonly content: string }[];
  readonly close: () => Promise<void>;
}

export function anOutgoing(channel: ChannelTarget, occurredAt: Instant = START): OutgoingDelivery {
  return {
    id: deliveryIdOf({ missionId: MISSION_ID, sequence: 7, channel: 'ops' }),
    occurredAt,
    channel,
    payload: { type: 'GateHeld', version: 1, data: {}, links: {} },
    notice: { title: 'Release 3: Gate held', lines: ['By ada'] },
  };
}

export function describeNotifier(name: string, open: () => Promise<NotifierUnderTest>): void {
  describe(`the ways out, ${name}`, () => {
    async function within<T>(act: (under: NotifierUnderTest) => Promise<T>): Promise<T> {
      const under = await open();
      try {
        return await act(under);
      } finally {
        await under.close();
      }
    }

    it('tell that the receiver has taken it', () =>
      within(async ({ notifier, channel, received }) => {
        const outcome = await notifier.deliver(anOutgoing(channel));

        expect(outcome.kind).toBe('DELIVERED');
        expect(received()).toHaveLength(1);
      }));

    it('send the same id and content however often they are asked (N2)', () =>
      within(async ({ notifier, channel, received }) => {
        await notifier.deliver(anOutgoing(channel));
        await notifier.deliver(anOutgoing(channel));

        const [first, second] = received();
        expect(second).toEqual(first);
        expect(first?.id).toContain('dlv_');
      }));

    it.each(['RETRY', 'GONE'] as const)('answer %s, with a reason for people (N1, N3)', (kind) =>
      within(async ({ notifier, channel, answer }) => {
        answer(kind);

        const outcome = await notifier.deliver(anOutgoing(channel));

        expect(outcome).toMatchObject({ kind, reason: expect.stringMatching(/^[^\p{Cc}]{1,500}$/u) });
      }),
    );

    it('answer also when the receiver is not there (N1)', () =>
      within(async ({ notifier, channel, close }) => {
        await close();

        expect((await notifier.deliver(anOutgoing(channel))).kind).toBe('RETRY');
      }));
  });
}
