/** How notifications leave this machine. What it takes is loaded with the first one: most servers send none. */
import { onDemand } from '@muster/api/on-demand';
import type { Notifier } from '@muster/engine/ports/notifier';
import type { NotifierOptions } from '@muster/notify/create-notifier';
import type { SmtpOptions } from '@muster/notify/smtp';

export interface WaysOutOptions extends Omit<NotifierOptions, 'now' | 'mailer'> {
  readonly smtp?: SmtpOptions | undefined;
}

/** Rejects when the settings for mail are none. */
export async function openWaysOut({ smtp, ...options }: WaysOutOptions): Promise<Notifier> {
  const mailer = smtp && (await import('@muster/notify/smtp')).createSmtpMailer(smtp);
  const notifier = onDemand(async (): Promise<Notifier> => {
    const { createNotifier } = await import('@muster/notify/create-notifier');
    return createNotifier({ ...options, now: Date.now, ...(mailer ? { mailer } : {}) });
  });
  return { deliver: async (delivery) => (await notifier()).deliver(delivery) };
}
