import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { mailMessage } from '@muster/notify/mail-message';
import { createSmtpMailer } from '@muster/notify/smtp';
import type { SMTPServerOptions } from 'smtp-server';
import { afterEach, describe, expect, it } from 'vitest';
import { aMailServer, type MailServer } from './a-mail-server.ts';

const FROM = 'Muster <muster@example.com>';
const NOTICE = {
  title: 'A decision is needed',
  lines: ['Ship it? <b>Grüße</b> & all.'],
  link: 'https://muster.example/m/1',
  decide: 'https://muster.example/approve?t=abc&d=1',
} as const;

let server: MailServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

async function sendTo(options: SMTPServerOptions = {}, notice: typeof NOTICE | object = NOTICE) {
  server = await aMailServer(options);
  const mailer = createSmtpMailer({ url: server.url, from: FROM });
  return mailer.send(mailMessage('dlv_1', ['rita@example.com'], { title: '', lines: [], ...notice }));
}

/** What a refusal of the server looks like. */
function refusing(responseCode: number, at: 'onRcptTo' | 'onData' | 'onConnect'): SMTPServerOptions {
  const error = Object.assign(new Error('no'), { responseCode });
  switch (at) {
    case 'onConnect':
      return { onConnect: (_session, done) => done(error) };
    case 'onRcptTo':
      return { onRcptTo: (_address, _session, done) => done(error) };
    case 'onData':
      return {
        onData: (stream, _session, done) => {
          stream.resume();
          stream.on('end', () => done(error));
        },
      };
  }
}

describe('a mail by SMTP', () => {
  it('arrives at its address, in text and in HTML, and says of which delivery it is', async () => {
    expect(await sendTo()).toEqual({ kind: 'DELIVERED' });

    const [mail] = server?.delivered ?? [];
    expect(mail).toMatchObject({ from: 'muster@example.com', to: ['rita@example.com'] });
    expect(mail?.source).toContain('Subject: A decision is needed\r\n');
    expect(mail?.source).toContain('X-Muster-Delivery: dlv_1\r\n');
    expect(mail?.source).toMatch(/Content-Type: multipart\/alternative/);
    const text = decoded(mail?.source ?? '');
    expect(text).toContain('Ship it? <b>Grüße</b> & all.');
    expect(text).toContain('https://muster.example/approve?t=abc&d=1');
    expect(text).toContain('<p>Ship it? &#60;b&#62;Grüße&#60;/b&#62; &#38; all.</p>');
    expect(text).toContain('<a href="https://muster.example/approve?t=abc&#38;d=1">Approve or reject</a>');
  });

  it('that comes twice has the same Message-ID (T1)', async () => {
    server = await aMailServer();
    const mailer = createSmtpMailer({ url: server.url, from: FROM });
    const mail = mailMessage('dlv_1', ['rita@example.com'], NOTICE);

    await mailer.send(mail);
    await mailer.send(mail);

    const ids = server.delivered.map(({ source }) => /^Message-ID: (.*)\r$/im.exec(source)?.[1]);
    expect(ids).toEqual(['<dlv_1@example.com>', '<dlv_1@example.com>']);
  });

  it('has no headers and no readers but ours, whatever is written into it (T4)', async () => {
    server = await aMailServer();
    const mailer = createSmtpMailer({ url: server.url, from: FROM });
    const title = 'Hello\r\nBcc: eve@example.com\r\n\r\nBody';

    await mailer.send(mailMessage('dlv_1', ['rita@example.com'], { title, lines: [] }));
    const second = await mailer.send(
      mailMessage('dlv_2', ['rita@example.com>, <eve@example.com'], { title: '', lines: [] }),
    );

    expect(server.delivered.flatMap(({ to }) => to)).not.toContain('eve@example.com');
    expect(server.delivered[0]?.source).toContain('Subject: Hello Bcc: eve@example.com Body\r\n');
    expect(server.delivered[0]?.source).not.toMatch(/^Bcc:/im);
    expect(second.kind).not.toBe('DELIVERED');
  });
});

describe('what the mail server says', () => {
  it.each([
    [550, 'onRcptTo', 'REFUSED'],
    [554, 'onData', 'REFUSED'],
    [450, 'onRcptTo', 'RETRY'],
    [451, 'onData', 'RETRY'],
    [421, 'onConnect', 'RETRY'],
  ] as const)('with %s at %s counts as %s', async (code, at, kind) => {
    expect(await sendTo(refusing(code, at))).toMatchObject({ kind, status: code });
  });

  it.each([
    [[550], 'REFUSED', 550],
    [[450], 'RETRY', 450],
    [[550, 450], 'RETRY', 450],
  ] as const)(
    'for some of the addresses only, %s, counts as %s and names them (T2)',
    async (codes, kind, status) => {
      const left = codes.map((_, place) => `left-${place}@example.com`);
      server = await aMailServer({
        onRcptTo: ({ address }, _session, done) => {
          const responseCode = codes[left.indexOf(address)];
          done(responseCode === undefined ? null : Object.assign(new Error('no'), { responseCode }));
        },
      });
      const mailer = createSmtpMailer({ url: server.url, from: FROM });

      const outcome = await mailer.send(mailMessage('dlv_1', ['rita@example.com', ...left], NOTICE));

      expect(outcome).toMatchObject({ kind, status });
      for (const [place, address] of left.entries())
        expect(outcome).toHaveProperty('reason', expect.stringContaining(`${address} (${codes[place]})`));
      expect(server.delivered.map(({ to }) => to)).toEqual([['rita@example.com']]);
    },
  );

  it.each([
    // The same server, by a name that is not said to be this machine's.
    ['0.0.0.0', false, 'RETRY'],
    ['127.0.0.1', true, 'DELIVERED'],
  ] as const)('without TLS, to %s, gets to know a password: %s (T3)', async (host, isTold, kind) => {
    let wasTold = false;
    server = await aMailServer({
      authOptional: false,
      allowInsecureAuth: true,
      onAuth: (_auth, _session, done) => {
        wasTold = true;
        done(null, { user: 'muster' });
      },
    });
    const url = server.url.replace('127.0.0.1', `muster:secret@${host}`);
    const mailer = createSmtpMailer({ url, from: FROM });

    const outcome = await mailer.send(mailMessage('dlv_1', ['rita@example.com'], NOTICE));

    expect([outcome.kind, wasTold]).toEqual([kind, isTold]);
  });

  it('is waited out when it does not let us in: that is for the operator to mend', async () => {
    server = await aMailServer({
      authOptional: false,
      allowInsecureAuth: true,
      onAuth: (_auth, _session, done) => done(Object.assign(new Error('no'), { responseCode: 535 })),
    });
    const url = server.url.replace('smtp://', 'smtp://muster:wrong@');
    const mailer = createSmtpMailer({ url, from: FROM });

    expect((await mailer.send(mailMessage('dlv_1', ['rita@example.com'], NOTICE))).kind).toBe('RETRY');
  });

  it('is nothing when it is away', async () => {
    server = await aMailServer();
    await server.close();
    const mailer = createSmtpMailer({ url: server.url, from: FROM });

    expect((await mailer.send(mailMessage('dlv_1', ['rita@example.com'], NOTICE))).kind).toBe('RETRY');
  });

  it('is nothing when it takes too long', async () => {
    const silent = createServer(() => {});
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const { port } = silent.address() as AddressInfo;
    const mailer = createSmtpMailer({ url: `smtp://127.0.0.1:${port}`, from: FROM, timeoutMs: 50 });

    const outcome = await mailer.send(mailMessage('dlv_1', ['rita@example.com'], NOTICE));

    expect(outcome.kind).toBe('RETRY');
    silent.close();
  });

  it('is asked for at an address of SMTP only', () => {
    for (const url of ['http://127.0.0.1/', 'smtp://', 'smtp://a b/'])
      expect(() => createSmtpMailer({ url, from: FROM })).toThrow('smtp://');
  });
});

/** Of both parts; the transport chooses how they are encoded. */
function decoded(source: string): string {
  const parts = source.split(/\r\n\r\n/);
  const quoted = source
    .replace(/=\r\n/g, '')
    .replace(/(?:=[0-9A-F]{2})+/g, (run) => Buffer.from(run.replaceAll('=', ''), 'hex').toString('utf8'));
  const based = parts.map((part) => Buffer.from(part.split(/\r\n--/)[0] ?? '', 'base64').toString('utf8'));
  return [source, quoted, ...based].join('\n');
}
