/** The ways out, by the kind of the channel. */
import { assertNever } from '@muster/core/assert';
import { LIMITS } from '@muster/core/limits';
import type { ApproveLinks } from '@muster/engine/approve-links';
import type { Mailer } from '@muster/engine/ports/mailer';
import type { DeliveryOutcome, Notifier, OutgoingDelivery } from '@muster/engine/ports/notifier';
import type { JsonObject } from '@muster/engine/ports/store';
import { mailMessage } from './mail-message.ts';
import { cut, type NoticeView, oneLine } from './notice-view.ts';
import type { PostOptions } from './post.ts';
import { sendToSlack } from './slack.ts';
import { sendWebhook } from './webhook.ts';

export interface NotifierOptions extends PostOptions {
  readonly now: () => number;
  /** Without one, channels of mail are refused. */
  readonly mailer?: Mailer;
  /** Without them nobody can decide by a link. */
  readonly links?: ApproveLinks;
}

export function createNotifier(options: NotifierOptions): Notifier {
  return {
    deliver: async (delivery) => {
      try {
        return printable(await deliver(delivery, options));
      } catch {
        // A mistake of ours, which a later version may not make.
        return { kind: 'RETRY', reason: 'It could not be sent for a reason of ours.' };
      }
    },
  };
}

async function deliver(delivery: OutgoingDelivery, options: NotifierOptions): Promise<DeliveryOutcome> {
  const { id, channel } = delivery;
  const decide = delivery.approval && options.links?.urlFor(delivery.approval);
  const notice: NoticeView = { ...delivery.notice, ...(decide === undefined ? {} : { decide }) };
  switch (channel.kind) {
    case 'WEBHOOK': {
      const body = JSON.stringify(withApproveLink(delivery.payload, decide));
      return sendWebhook({ id, url: channel.url, secrets: channel.secrets, body }, options);
    }
    case 'SLACK':
      return sendToSlack({ url: channel.url, notice }, options);
    case 'EMAIL':
      if (options.mailer === undefined) return { kind: 'REFUSED', reason: 'No way to send mail is set up.' };
      return options.mailer.send(mailMessage(id, channel.to, notice));
    default:
      return assertNever(channel);
  }
}

function withApproveLink(payload: JsonObject, approve: string | undefined): JsonObject {
  if (approve === undefined) return payload;
  const links = payload.links;
  return { ...payload, links: { ...(isObject(links) ? links : {}), approve } };
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** N3. */
function printable(outcome: DeliveryOutcome): DeliveryOutcome {
  if (outcome.kind === 'DELIVERED') return outcome;
  return { ...outcome, reason: cut(oneLine(outcome.reason), LIMITS.deliveryReasonLengthMax) };
}
