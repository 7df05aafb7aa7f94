import { UnreadableRecord } from '@muster/engine/codec';
import type { EngineContext } from '@muster/engine/context';
import { handleHint } from '@muster/engine/hints';
import type { Queues } from '@muster/engine/ports/queue';
import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { answerBatch } from './batch.ts';
import { decodeEnvelope } from './envelope.ts';
import type { Postpone } from './postpone.ts';

export interface TimersOutside {
  readonly context: EngineContext;
  readonly queues: Queues;
  readonly postpone?: Postpone;
  /** Told of each hint that came in time or late, by how many milliseconds, when it arrives for the first time. */
  readonly onFired?: (latenessMs: number) => void;
}

/** Handles a batch of the queue `timers`. Never rejects. */
export function handleTimersBatch(outside: TimersOutside, event: SQSEvent): Promise<SQSBatchResponse> {
  const { context, queues, onFired, postpone } = outside;
  const handle = async ({ body, attributes }: SQSRecord) => {
    const envelope = decodeEnvelope(body);
    if (envelope.kind !== 'HINT') throw new UnreadableRecord('envelope: only hints are expected here');
    const latenessMs = context.now() - envelope.hint.due;
    if (latenessMs >= 0 && attributes.ApproximateReceiveCount === '1') onFired?.(latenessMs);
    await handleHint(context, queues, envelope.hint);
  };
  return answerBatch({ context, handle, postpone }, event);
}
