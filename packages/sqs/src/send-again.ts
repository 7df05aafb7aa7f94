/** Sending again what was set aside because nobody could be told of it. */
import type { EngineContext } from '@muster/engine/context';
import type { Queues } from '@muster/engine/ports/queue';
import { forgetUnaddressed, type Unaddressed } from '@muster/engine/unaddressed';
import { decodeEnvelope } from './envelope.ts';

/** Throws `UnreadableRecord` while this release can't read it. It is kept until it was sent. */
export async function sendAgain(
  outside: { readonly context: Pick<EngineContext, 'store'>; readonly queues: Queues },
  { name, body }: Unaddressed,
): Promise<void> {
  const { context, queues } = outside;
  const envelope = decodeEnvelope(body);
  if (envelope.kind === 'MESSAGE') await queues.sendMessages([envelope.message]);
  if (envelope.kind === 'HINT') await queues.sendHints([envelope.hint]);
  await forgetUnaddressed(context, name);
}
