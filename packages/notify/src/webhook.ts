/**
 * Webhooks as https://www.standardwebhooks.com says: the body is signed together with its id and the time of the try,
 * once for each secret that is in use.
 *
 * W1. A repetition has the same id and the same body; its time, and so its signature, is that of the try.
 * W2. Any 2xx is taken for good, 410 means that nobody is there any more, everything else may go better later.
 */
import type { DeliveryOutcome } from '@muster/engine/ports/notifier';
import { Webhook } from 'standardwebhooks';
import { outcomeWithoutAnswer, retryOutcome } from './answer-outcome.ts';
import { isSuccess, type PostOptions, post } from './post.ts';

export interface OutgoingWebhook {
  readonly id: string;
  readonly url: string;
  /** Newest first. */
  readonly secrets: readonly string[];
  readonly body: string;
}

const USER_AGENT = 'Muster-Webhook/1';
const GONE = 410;

/** Never rejects. */
export async function sendWebhook(
  { id, url, secrets, body }: OutgoingWebhook,
  options: PostOptions & { readonly now: () => number },
): Promise<DeliveryOutcome> {
  const signature = signatureOf(secrets, { id, at: new Date(options.now()), body });
  if (signature === undefined) return { kind: 'REFUSED', reason: 'The secret of the channel is not usable.' };
  const headers = {
    'content-type': 'application/json',
    'user-agent': USER_AGENT,
    'webhook-id': id,
    'webhook-timestamp': signature.timestamp,
    'webhook-signature': signature.text,
  };
  const result = await post({ url, headers, body }, options);
  if (result.kind !== 'ANSWERED') return outcomeWithoutAnswer(result);
  const { status } = result.answer;
  if (isSuccess(status)) return { kind: 'DELIVERED', status };
  if (status === GONE)
    return { kind: 'GONE', reason: 'It was answered with 410: nobody is there any more.', status };
  return retryOutcome(result.answer, options.now());
}

interface Signed {
  readonly id: string;
  readonly at: Date;
  readonly body: string;
}

/** One signature for each secret; undefined when there is none, or one is damaged. */
function signatureOf(secrets: readonly string[], { id, at, body }: Signed) {
  try {
    const all = secrets.map((secret) => new Webhook(secret).sign(id, at, body));
    const timestamp = String(Math.floor(at.getTime() / 1_000));
    return all.length === 0 ? undefined : { timestamp, text: all.join(' ') };
  } catch {
    return undefined;
  }
}
