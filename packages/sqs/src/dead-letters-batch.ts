/**
 * What the queues have given up: tried a last time, then laid before the owner of its mission with the reason.
 *
 * K1. Nothing leaves the queue of dead letters unless it was done, or its dead letter is stored.
 * K2. While the store is out of reach nobody can tell poison from bad luck: it waits.
 * K3. What ended the process in its last try is not tried again, but laid before the owner at once.
 * K4. What can't even be addressed is set aside for whoever runs the stage: it holds up nothing behind it.
 */
import { assertNever } from '@muster/core/assert';
import type { EngineContext } from '@muster/engine/context';
import { buryMessage, messageName, timerName, tryLast } from '@muster/engine/dead-letters';
import { buryHint, handleHint } from '@muster/engine/hints';
import { dueOfIndexSort } from '@muster/engine/keys';
import { handleMessage } from '@muster/engine/messages';
import { type DueHint, type QueuedMessage, type Queues, QueueUnavailable } from '@muster/engine/ports/queue';
import { StoreUnavailable } from '@muster/engine/ports/store';
import { setAside } from '@muster/engine/unaddressed';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { answerBatch } from './batch.ts';
import { addressOf, decodeEnvelope, type Envelope } from './envelope.ts';

export interface DeadLettersOutside {
  readonly context: EngineContext;
  readonly queues: Queues;
}

/** Handles a batch of either queue of dead letters. Never rejects. */
export function handleDeadLettersBatch(
  outside: DeadLettersOutside,
  event: SQSEvent,
): Promise<SQSBatchResponse> {
  const { context } = outside;
  return answerBatch({ context, handle: ({ body }) => settle(outside, body) }, event);
}

async function settle(outside: DeadLettersOutside, body: string): Promise<void> {
  const { context, queues } = outside;
  const envelope = await readOrBury(context, body);
  switch (envelope?.kind) {
    case undefined:
      return;
    case 'MESSAGE':
      return handleOrBuryMessage(context, envelope.message);
    case 'HINT':
      return handleOrBuryHint(context, queues, envelope.hint);
    case 'DELIVERY':
      // Not of these queues. The sweep sends what is due; K1 holds for this one too.
      return setAside(context, body, new Error('a notification, in a queue that has none'));
    default:
      return assertNever(envelope);
  }
}

/** Undefined when it could not be read and is buried as it is. */
async function readOrBury(context: EngineContext, body: string): Promise<Envelope | undefined> {
  try {
    return decodeEnvelope(body);
  } catch (error) {
    const address = addressOf(body);
    if (address) await buryMessage(context, address, error);
    else await setAside(context, body, error);
    return undefined;
  }
}

async function handleOrBuryMessage(context: EngineContext, message: QueuedMessage): Promise<void> {
  try {
    const name = messageName(context, message);
    await tryLast(context, { ...message, name }, () => handleMessage(context, message));
    context.log.info({ id: message.id }, 'a dead letter could be handled after all');
  } catch (error) {
    if (error instanceof StoreUnavailable) throw error;
    await buryMessage(context, message, error);
  }
}

/** Known by its first entry: the same hint has the same. */
async function tryHintLast(context: EngineContext, queues: Queues, hint: DueHint): Promise<void> {
  const [entry] = hint.entries;
  if (entry === undefined) return;
  const due = dueOfIndexSort(entry);
  await tryLast(context, { ...due, name: timerName(due) }, () => handleHint(context, queues, hint));
}

async function handleOrBuryHint(context: EngineContext, queues: Queues, hint: DueHint): Promise<void> {
  try {
    await tryHintLast(context, queues, hint);
  } catch (error) {
    if (error instanceof StoreUnavailable || error instanceof QueueUnavailable) throw error;
    await buryHint(context, hint, error);
  }
}
