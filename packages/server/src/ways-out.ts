/** How notifications leave this machine. What it takes is loaded with the first one: most servers send none. */
import type { Notifier } from '@muster/engine/ports/notifier';
import type { NotifierOptions } from '@muster/notify/create-notifier';
import type { SmtpOptions } from '@muster/notify/smtp';

export interface WaysOutOptions extends Omit<NotifierOptions, 'now' | 'mailer'> {
  readonly smtp?: SmtpOptions | undefined;
}

/** Rejects when the settings for mail are none. */
export async function openWaysOut({ smtp, ...options }: WaysOutOptions): Promise<Notifier> {
  const mailer = smtp && (await import('@muster/notify/smtp')).createSmtpMailer(smtp);
  const load = async () => {
    const { createNotifier } = await import('@muster/notify/create-notifier');
    return createNotifier({ ...options, now: Date.now, ...(mailer ? { mailer } : {}) });
  };
  let loading: Promise<Notifier> | undefined;
  return {
    deliver: async (delivery) => {
      loading ??= load();
      return (await loading).deliver(delivery);
    },
  };
}
