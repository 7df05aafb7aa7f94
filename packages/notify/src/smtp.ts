/**
 * Mail by SMTP, where there is no service of a cloud. The server is one that the operator has named: it may stand in
 * the same network.
 *
 * T1. The Message-ID follows from the delivery: a program for mail shows a repetition once.
 * T2. A mail counts as taken when the server took it for all of its addresses: who is left out is named in the try.
 * T3. A password goes over TLS only, unless the server stands on this machine.
 * T4. Nothing that people wrote becomes a header or an address by itself: lines are checked, addresses are not parsed.
 */
import { LIMITS } from '@muster/core/limits';
import type { Mail, Mailer } from '@muster/engine/ports/mailer';
import type { DeliveryOutcome } from '@muster/engine/ports/notifier';
import { createTransport } from 'nodemailer';

export interface SmtpOptions {
  /** `smtp://` or, with TLS from the beginning, `smtps://`; a name and a password where they are asked for. */
  readonly url: string;
  /** `name@host`, or `Name <name@host>`. */
  readonly from: string;
  /** `LIMITS.deliveryMsMax` unless told. */
  readonly timeoutMs?: number;
}

const PERMANENT_MIN = 500;
/** The server does not let us in, or speaks otherwise: the operator can mend that. */
const OURS = ['EAUTH', 'EOAUTH2', 'ENOAUTH', 'ETLS', 'EPROTOCOL'];

/** Throws when `url` is none of SMTP. */
export function createSmtpMailer(options: SmtpOptions): Mailer {
  const { url, from, timeoutMs = LIMITS.deliveryMsMax } = options;
  const requireTLS = needsTls(addressOf(url));
  const timeouts = { connectionTimeout: timeoutMs, greetingTimeout: timeoutMs, socketTimeout: timeoutMs };
  const bounds = { ...timeouts, requireTLS, disableFileAccess: true, disableUrlAccess: true };
  const transport = createTransport({ url, ...bounds });
  const host = /@([^\s>]+)>?\s*$/.exec(from)?.[1] ?? 'localhost';
  return {
    send: async (mail) => {
      const sending = transport
        .sendMail({ ...contentOf(mail), from, messageId: `<${mail.id}@${host}>` })
        .then(
          (info) => leftOut(info) ?? ({ kind: 'DELIVERED' } as const),
          (error: unknown) => failureOf(error),
        );
      return Promise.race([sending, tooLate(timeoutMs)]);
    },
  };
}

function addressOf(url: string): URL {
  if (!/^smtps?:\/\//.test(url) || !URL.canParse(url) || new URL(url).hostname === '')
    throw new Error(
      'The address of the mail server has to begin with smtp:// or smtps://, and to name a host.',
    );
  return new URL(url);
}

/** T3. Without it a connection where somebody has cut out STARTTLS would do. */
function needsTls({ protocol, username, password, hostname }: URL): boolean {
  const isHere = /^(?:localhost|\[::1\]|127\.\d+\.\d+\.\d+)$/.test(hostname);
  return protocol === 'smtp:' && (username !== '' || password !== '') && !isHere;
}

function contentOf({ id, to, subject, text, html }: Mail) {
  return {
    to: to.map((address) => ({ name: '', address })),
    subject,
    text,
    html,
    headers: { 'X-Muster-Delivery': id, 'Auto-Submitted': 'auto-generated' },
  };
}

interface Rejected {
  readonly recipient?: string | undefined;
  readonly responseCode?: number | undefined;
}

interface Taken {
  readonly accepted: readonly unknown[];
  readonly rejectedErrors?: readonly Rejected[] | undefined;
}

/** T2. Those who have it get it again with the next try, and are shown it once (T1). */
function leftOut({ accepted, rejectedErrors = [] }: Taken): DeliveryOutcome | undefined {
  if (rejectedErrors.length === 0) return undefined;
  const said = rejectedErrors.map(({ recipient, responseCode }) => `${recipient} (${responseCode ?? '?'})`);
  const reason = `The mail server took it for ${accepted.length}, but not for ${said.join(', ')}.`;
  const codes = rejectedErrors.map(({ responseCode = 0 }) => responseCode);
  const passing = codes.find((code) => code < PERMANENT_MIN);
  const kind = passing === undefined ? 'REFUSED' : 'RETRY';
  const status = passing ?? codes[0];
  return { kind, reason, ...(status ? { status } : {}) };
}

function failureOf(error: unknown): DeliveryOutcome {
  const { code = '', responseCode } = error as { readonly code?: string; readonly responseCode?: number };
  if (responseCode !== undefined && responseCode >= PERMANENT_MIN && !OURS.includes(code)) {
    return {
      kind: 'REFUSED',
      reason: `The mail server refused it for good (${responseCode}).`,
      status: responseCode,
    };
  }
  const status = responseCode === undefined ? {} : { status: responseCode };
  const because = responseCode ?? (code === '' ? 'no reason was told' : code);
  return { kind: 'RETRY', reason: `The mail server did not take it (${because}).`, ...status };
}

/** Each single wait is bounded by the transport, all of them together here. */
function tooLate(timeoutMs: number): Promise<DeliveryOutcome> {
  return new Promise((resolve) => {
    const reason = `The mail server took longer than ${timeoutMs} ms.`;
    setTimeout(() => resolve({ kind: 'RETRY', reason }), timeoutMs).unref();
  });
}
