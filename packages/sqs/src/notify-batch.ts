import { LIMITS } from '@muster/core/limits';
import { UnreadableRecord } from '@muster/engine/codec';
import type { EngineContext } from '@muster/engine/context';
import type { QueuedDelivery, Queues } from '@muster/engine/ports/queue';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
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
 * however often it lay there: the sweep sends all that is due each minute, whether it lies there or not. What comes later
 * than a queue can wait, and what got lost between two tries, is sent by the sweep.
 */
export function handleNotifyBatch(outside: NotifyOutside, event: SQSEvent): Promise<SQSBatchResponse> {
  const { context, queues, deliver, postpone } = outside;
  const handle = async ({ body }: { readonly body: string }) => {
    const envelope = decodeEnvelope(body);
    if (envelope.kind !== 'DELIVERY') {
      throw new UnreadableRecord('envelope: only deliveries are expected here');
    }
    const { retryInMs } = await deliver(envelope.delivery);
    if (retryInMs === undefined || retryInMs > LIMITS.hintAheadMsMax) return;
    await queues.sendDeliveries([envelope.delivery], retryInMs);
  };
  return answerBatch({ context, handle, postpone }, event);
}
