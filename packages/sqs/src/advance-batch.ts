import { UnreadableRecord } from '@muster/engine/codec';
import type { EngineContext } from '@muster/engine/context';
import { handleMessage } from '@muster/engine/messages';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { answerBatch } from './batch.ts';
import { decodeEnvelope } from './envelope.ts';

/** Handles a batch of the queue `advance`. Never rejects. */
export function handleAdvanceBatch(context: EngineContext, event: SQSEvent): Promise<SQSBatchResponse> {
  return answerBatch(context, event, async ({ body }) => {
    const envelope = decodeEnvelope(body);
    if (envelope.kind !== 'MESSAGE') throw new UnreadableRecord('envelope: only messages are expected here');
    await handleMessage(context, envelope.message);
  });
}
