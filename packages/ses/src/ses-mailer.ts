/**
 * Mail by Amazon SES. The service gives each mail a Message-ID of its own, so that programs for mail take a repetition
 * for another one: its delivery stands in a header.
 */
import { type SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import type { Mail, Mailer } from '@muster/engine/ports/mailer';
import type { DeliveryOutcome } from '@muster/engine/ports/notifier';

export interface SesMailerOptions {
  readonly client: SESv2Client;
  /** An address that the account may send from: `name@host`, or `Name <name@host>`. */
  readonly from: string;
}

/** The mail is not good: its content, or an address in it. All else is about the account, or passes. */
const FOR_GOOD = ['MessageRejected', 'BadRequestException'];

export function createSesMailer({ client, from }: SesMailerOptions): Mailer {
  return {
    send: async (mail) => {
      try {
        await client.send(new SendEmailCommand({ FromEmailAddress: from, ...contentOf(mail) }));
        return { kind: 'DELIVERED' };
      } catch (error) {
        return failureOf(error);
      }
    },
  };
}

function contentOf({ id, to, subject, text, html }: Mail) {
  const utf8 = (Data: string) => ({ Data, Charset: 'UTF-8' });
  return {
    Destination: { ToAddresses: [...to] },
    Content: {
      Simple: {
        Subject: utf8(subject),
        Body: { Text: utf8(text), Html: utf8(html) },
        Headers: [
          { Name: 'X-Muster-Delivery', Value: id },
          { Name: 'Auto-Submitted', Value: 'auto-generated' },
        ],
      },
    },
  };
}

function failureOf(error: unknown): DeliveryOutcome {
  const { name = 'an unknown error', $metadata } = error as {
    readonly name?: string;
    readonly $metadata?: { readonly httpStatusCode?: number };
  };
  const status = $metadata?.httpStatusCode === undefined ? {} : { status: $metadata.httpStatusCode };
  if (FOR_GOOD.includes(name))
    return { kind: 'REFUSED', reason: `SES refused the mail (${name}).`, ...status };
  return { kind: 'RETRY', reason: `SES did not take the mail (${name}).`, ...status };
}
