/** Sending again what was set aside because nobody could be told of it. */
import { assertNever } from '@muster/core/assert';
import type { EngineContext } from '@muster/engine/context';
import type { Queues } from '@muster/engine/ports/queue';
import { forgetUnaddressed, type Unaddressed } from '@muster/engine/unaddressed';
import { decodeEnvelope, type Envelope } from './envelope.ts';

/** Throws `UnreadableRecord` while this release can't read it. It is kept until it was sent. */
export async function sendAgain(
  outside: { readonly context: Pick<EngineContext, 'store'>; readonly queues: Queues },
  { name, body }: Unaddressed,
): Promise<void> {
  const { context, queues } = outside;
  const envelope = decodeEnvelope(body);
  await send(queues, envelope);
  await forgetUnaddressed(context, name);
}

function send(queues: Queues, envelope: Envelope): Promise<void> {
  switch (envelope.kind) {
    case 'MESSAGE':
      return queues.sendMessages([envelope.message]);
    case 'HINT':
      return queues.sendHints([envelope.hint]);
    case 'DELIVERY':
      return queues.sendDeliveries([envelope.delivery]);
    default:
      return assertNever(envelope);
  }
}
