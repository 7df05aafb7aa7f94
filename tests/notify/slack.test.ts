import type { NoticeView } from '@muster/notify/notice-view';
import { sendToSlack } from '@muster/notify/slack';
import { slackMessage } from '@muster/notify/slack-message';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { answering, aReceiver, type Receiver } from './a-receiver.ts';

const NOTICE: NoticeView = {
  title: 'Release: a decision is needed',
  lines: ['The checkpoint "Go" of run 1 is open.', 'Ship it?'],
  severity: 'WARNING',
  link: 'https://muster.example/m/1',
  decide: 'https://muster.example/approve?t=abc',
};

let receiver: Receiver;
beforeEach(async () => {
  receiver = await aReceiver(answering(200, {}, 'ok'));
});
afterEach(() => receiver.close());

const send = (notice = NOTICE) =>
  sendToSlack({ url: receiver.url, notice }, { allowsPrivate: true, now: Date.now });

describe('a message for Slack', () => {
  it('has blocks, buttons that are links, and a text for where blocks are not shown', async () => {
    expect(await send()).toEqual({ kind: 'DELIVERED', status: 200 });

    expect(JSON.parse(receiver.received[0]?.body ?? '')).toEqual({
      text: 'Release: a decision is needed',
      unfurl_links: false,
      unfurl_media: false,
      blocks: [
        {
          type: 'header',
          text: { type: 'plain_text', text: 'Release: a decision is needed', emoji: false },
        },
        {
          type: 'section',
          text: {
            type: 'mrkdwn',
            text: 'The checkpoint "Go" of run 1 is open.\nShip it?',
            verbatim: true,
          },
        },
        {
          type: 'actions',
          elements: [
            {
              type: 'button',
              text: { type: 'plain_text', text: 'Approve or reject', emoji: false },
              url: 'https://muster.example/approve?t=abc',
              style: 'primary',
            },
            {
              type: 'button',
              text: { type: 'plain_text', text: 'Open', emoji: false },
              url: 'https://muster.example/m/1',
            },
          ],
        },
        { type: 'context', elements: [{ type: 'plain_text', text: 'WARNING', emoji: false }] },
      ],
    });
  });

  it('mentions nobody and links nowhere because of what people wrote', () => {
    const message = slackMessage({ title: '<!channel> & <@U1>', lines: ['<https://evil.example|Open>'] });

    expect(message.text).toBe('&lt;!channel&gt; &amp; &lt;@U1&gt;');
    expect(JSON.stringify(message.blocks)).toContain('&lt;https://evil.example|Open&gt;');
    // Plain text is not read as marked text.
    expect(message.blocks).toMatchObject([{ text: { type: 'plain_text', text: '<!channel> & <@U1>' } }, {}]);
  });

  it('stays within what Slack takes, however long its texts are', () => {
    const { text, blocks } = slackMessage({
      title: '&'.repeat(5_000),
      lines: Array(100).fill('<'.repeat(900)),
    });
    const [header, section] = blocks as readonly { readonly text: { readonly text: string } }[];

    expect([...(header?.text.text ?? '')]).toHaveLength(150);
    expect(section?.text.text.length).toBeLessThanOrEqual(3_000);
    expect(section?.text.text).toMatch(/^(&lt;)+…$/);
    expect(String(text).length).toBeLessThanOrEqual(6_000);
  });

  it('without lines, links and severity is its title', () => {
    expect(slackMessage({ title: 'Done', lines: [] }).blocks).toEqual([
      { type: 'header', text: { type: 'plain_text', text: 'Done', emoji: false } },
    ]);
  });
});

describe('what Slack answers', () => {
  it.each([
    [404, 'no_service', 'GONE'],
    [403, 'no_service', 'GONE'],
    [404, 'channel_not_found', 'GONE'],
    [410, 'channel_is_archived', 'GONE'],
    [410, '', 'GONE'],
    [403, 'action_prohibited', 'GONE'],
    [403, 'invalid_token', 'GONE'],
    [400, 'invalid_payload', 'REFUSED'],
    [404, '<html>', 'RETRY'],
    [403, '', 'RETRY'],
    [500, 'rollup_error', 'RETRY'],
  ])('with %s %s counts as %s', async (status, word, kind) => {
    receiver.answer(answering(status, {}, word));

    expect(await send()).toMatchObject({ kind, status });
  });

  it('with 429 says when to come again', async () => {
    receiver.answer(answering(429, { 'retry-after': '30' }));

    expect(await send()).toMatchObject({ kind: 'RETRY', status: 429, retryAfterMs: 30_000 });
  });
});
