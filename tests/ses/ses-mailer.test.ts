import { mailMessage } from '@muster/notify/mail-message';
import { createClient } from '@muster/ses/client';
import { createSesMailer } from '@muster/ses/ses-mailer';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { anSesServer, type SesServer } from './an-ses-server.ts';

const MAIL = mailMessage('dlv_1', ['rita@example.com'], { title: 'Grüße', lines: ['Ship it?'] });

let ses: SesServer;
beforeEach(async () => {
  ses = await anSesServer();
});
afterEach(() => ses.close());

function mailerOf(timeoutMs?: number) {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const timeout = timeoutMs === undefined ? {} : { timeoutMs };
  const client = createClient({ endpoint: ses.endpoint, region: 'us-east-1', credentials, ...timeout });
  return createSesMailer({ client, from: 'Muster <muster@example.com>' });
}

describe('a mail by SES', () => {
  it('is asked for in one signed request', async () => {
    expect(await mailerOf().send(MAIL)).toEqual({ kind: 'DELIVERED' });

    expect(ses.taken).toHaveLength(1);
    expect(ses.taken[0]).toMatchObject({
      path: '/v2/email/outbound-emails',
      authorization: expect.stringContaining('/us-east-1/ses/aws4_request'),
      body: {
        FromEmailAddress: 'Muster <muster@example.com>',
        Destination: { ToAddresses: ['rita@example.com'] },
        Content: {
          Simple: {
            Subject: { Data: 'Grüße', Charset: 'UTF-8' },
            Body: { Text: { Data: MAIL.text }, Html: { Data: MAIL.html } },
            Headers: expect.arrayContaining([{ Name: 'X-Muster-Delivery', Value: 'dlv_1' }]),
          },
        },
      },
    });
  });
});

describe('what SES answers', () => {
  it.each([
    [400, 'MessageRejected', 'REFUSED'],
    [400, 'BadRequestException', 'REFUSED'],
    [400, 'AccountSuspendedException', 'RETRY'],
    [400, 'SendingPausedException', 'RETRY'],
    [400, 'MailFromDomainNotVerifiedException', 'RETRY'],
    [403, 'AccessDeniedException', 'RETRY'],
    [404, 'NotFoundException', 'RETRY'],
    [429, 'TooManyRequestsException', 'RETRY'],
    [500, 'InternalServiceErrorException', 'RETRY'],
  ])('with %s %s counts as %s, and is asked for once', async (status, type, kind) => {
    ses.fail(status, type);

    expect(await mailerOf().send(MAIL)).toMatchObject({ kind, status });
  });

  it('is nothing when it takes too long, or is away', async () => {
    ses.hang();
    expect(await mailerOf(2_100).send(MAIL)).toMatchObject({ kind: 'RETRY' });

    await ses.close();
    expect(await mailerOf().send(MAIL)).toMatchObject({ kind: 'RETRY' });
  });
});
