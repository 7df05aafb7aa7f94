import { LIMITS } from '@muster/core/limits';
import { UnreadableRecord } from '@muster/engine/codec';
import type { EngineContext } from '@muster/engine/context';
import { createTurns } from '@muster/engine/notify/channel-turns';
import type { QueuedDelivery, Queues } from '@muster/engine/ports/queue';
import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { answerBatch } from './batch.ts';
import { decodeEnvelope } from './envelope.ts';
import type { Postpone } from './postpone.ts';

export interface NotifyOutside {
  readonly context: EngineContext;
  readonly queues: Pick<Queues, 'sendDeliveries'>;
  /** Tries once, and answers when it is to be tried again, to one of those who come. The second time it does nothing. */
  readonly deliver: (delivery: QueuedDelivery) => Promise<{ readonly retryInMs?: number }>;
  readonly postpone?: Postpone;
}

/**
 * Handles a batch of the queue `notify`. Never rejects. What is to be tried again soon goes back into the queue, once,
 * however often it lay there; what comes later than a queue can wait, and what got lost between two tries, is sent by
 * the sweep. What its channel has no place for goes back too, and waits the longer the more often that happens: of a
 * receiver that hangs little is under way, and little of what waits for it is looked at.
 */
export function handleNotifyBatch(outside: NotifyOutside, event: SQSEvent): Promise<SQSBatchResponse> {
  const { context, queues, deliver, postpone } = outside;
  const turns = createTurns(context);
  const handle = async ({ body }: { readonly body: string }) => {
    const envelope = decodeEnvelope(body);
    if (envelope.kind !== 'DELIVERY') {
      throw new UnreadableRecord('envelope: only deliveries are expected here');
    }
    const { delivery } = envelope;
    const { crowdedCount = 0, ...rest } = delivery;
    const delivering = await turns.inTurn(delivery, () => deliver(rest));
    if (!delivering) {
      const waiting = { ...rest, crowdedCount: crowdedCount + 1 };
      return queues.sendDeliveries([waiting], crowdedWaitMs(crowdedCount, context.random()));
    }
    const { retryInMs } = delivering;
    if (retryInMs === undefined || retryInMs > LIMITS.hintAheadMsMax) return;
    await queues.sendDeliveries([rest], retryInMs);
  };
  const groupOf = ({ messageId }: SQSRecord) => messageId;
  return answerBatch({ context, handle, groupOf, postpone }, event);
}

/** Between half of what it doubles to each time, and all of it. */
function crowdedWaitMs(crowdedCount: number, random: number): number {
  const cap = Math.min(LIMITS.crowdedWaitMsMax, LIMITS.crowdedWaitMsMin * 2 ** crowdedCount);
  return cap * (0.5 + random / 2);
}
