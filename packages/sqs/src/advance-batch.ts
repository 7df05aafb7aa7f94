import { UnreadableRecord } from '@muster/engine/codec';
import type { EngineContext } from '@muster/engine/context';
import { handleMessage } from '@muster/engine/messages';
import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { answerBatch } from './batch.ts';
import { decodeEnvelope } from './envelope.ts';
import type { Postpone } from './postpone.ts';

export interface AdvanceOutside {
  readonly context: EngineContext;
  readonly postpone?: Postpone;
}

/** Handles a batch of the queue `advance`. Never rejects. */
export function handleAdvanceBatch(outside: AdvanceOutside, event: SQSEvent): Promise<SQSBatchResponse> {
  const { context, postpone } = outside;
  const handle = async ({ body }: SQSRecord) => {
    const envelope = decodeEnvelope(body);
    if (envelope.kind !== 'MESSAGE') throw new UnreadableRecord('envelope: only messages are expected here');
    await handleMessage(context, envelope.message);
  };
  return answerBatch({ context, handle, postpone }, event);
}
