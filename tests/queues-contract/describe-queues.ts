/** What the port of queues promises, of whatever stands behind it: see `packages/engine/src/ports/queue.ts`. */
import type { MissionId } from '@muster/core/ids';
import { addMs } from '@muster/core/instant';
import { type DueHint, type QueuedMessage, type Queues, QueueUnavailable } from '@muster/engine/ports/queue';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MISSION_ID, SECOND, START, WORKSPACE_ID } from '../support/a-mission.ts';

export interface QueuesOfContract {
  readonly queues: Queues;
  readonly pass: (ms: number) => void;
  /** All that can be received now, in the order in which it comes; it does not come again. */
  readonly messages: () => Promise<readonly QueuedMessage[]>;
  readonly hints: () => Promise<readonly DueHint[]>;
  /** From now on nothing is taken. */
  readonly goOut: () => void;
  readonly stop: () => Promise<void>;
}

const ANOTHER = 'mis_01JD6Z3Q0000000000000000AN' as MissionId;

function aMessage(place: number, missionId: MissionId = MISSION_ID): QueuedMessage {
  const message = { type: 'RELEASE', runNumber: 1, from: 0, cursor: place } as const;
  return { id: `${missionId}#1#2#${place}`, workspaceId: WORKSPACE_ID, missionId, message };
}

function aHint(dueInMs: number, place = 0): DueHint {
  const due = addMs(START, dueInMs);
  return { due, entries: [`${String(due).padStart(15, '0')}#${WORKSPACE_ID}#${MISSION_ID}#1#${place}`] };
}

export function describeQueues(name: string, open: () => Promise<QueuesOfContract>): void {
  describe(`queues: ${name}`, () => {
    let under: QueuesOfContract;
    beforeEach(async () => {
      under = await open();
    });
    afterEach(() => under.stop());

    it('deliver every message, whole (Q1)', async () => {
      const sent = Array.from({ length: 23 }, (_, place) => aMessage(place));

      await under.queues.sendMessages(sent);

      expect(await under.messages()).toEqual(sent);
    });

    it('deliver those of one mission in the order in which they were sent (Q2)', async () => {
      await under.queues.sendMessages([aMessage(0), aMessage(0, ANOTHER), aMessage(1)]);
      await under.queues.sendMessages([aMessage(2)]);

      const arrived = (await under.messages()).filter(({ missionId }) => missionId === MISSION_ID);

      expect(arrived).toEqual([aMessage(0), aMessage(1), aMessage(2)]);
    });

    it('deliver once what is sent again under its id soon after (Q3)', async () => {
      await under.queues.sendMessages([aMessage(0)]);
      await under.queues.sendMessages([aMessage(0), aMessage(1)]);

      expect(await under.messages()).toEqual([aMessage(0), aMessage(1)]);
    });

    it('deliver a hint when it is due, and one that is overdue at once', async () => {
      await under.queues.sendHints([aHint(10 * SECOND), aHint(-SECOND, 1)]);

      const atOnce = await under.hints();
      under.pass(10 * SECOND);

      expect(atOnce).toEqual([aHint(-SECOND, 1)]);
      expect(await under.hints()).toEqual([aHint(10 * SECOND)]);
    });

    it('reject with QueueUnavailable what they can not take', async () => {
      under.goOut();

      await expect(under.queues.sendMessages([aMessage(0)])).rejects.toThrow(QueueUnavailable);
      await expect(under.queues.sendHints([aHint(0)])).rejects.toThrow(QueueUnavailable);
    });

    it('take nothing for done, and nothing for wrong', async () => {
      await under.queues.sendMessages([]);
      await under.queues.sendHints([]);

      expect([await under.messages(), await under.hints()]).toEqual([[], []]);
    });
  });
}
