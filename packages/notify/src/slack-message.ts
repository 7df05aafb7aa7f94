/**
 * A notification as blocks of Slack, with plain text for where those are not shown.
 * https://docs.slack.dev/reference/block-kit/blocks and https://docs.slack.dev/messaging/formatting-message-text
 * (2026-11-21)
 */
import type { JsonObject } from '@muster/engine/ports/store';
import { cut, DECIDE_WORDS, type NoticeView, OPEN_WORDS, oneLine } from './notice-view.ts';

/** As Slack bounds them; escaping makes texts longer, so that ours are cut well below. */
const HEADER_LENGTH_MAX = 150;
const SECTION_LENGTH_MAX = 3_000;
const LINE_LENGTH_MAX = 500;
const LINES_MAX = 20;
const FALLBACK_LENGTH_MAX = 1_000;

export function slackMessage(notice: NoticeView): JsonObject {
  const title = oneLine(notice.title);
  const lines = notice.lines.slice(0, LINES_MAX).map((line) => escaped(cut(oneLine(line), LINE_LENGTH_MAX)));
  const body = cutLines(lines);
  const buttons = [
    button(DECIDE_WORDS, notice.decide, 'primary'),
    button(OPEN_WORDS, notice.link, undefined),
  ].flatMap((one) => one ?? []);
  const blocks = [
    // Plain text is shown as it is: only marked text is escaped.
    { type: 'header', text: { type: 'plain_text', text: cut(title, HEADER_LENGTH_MAX), emoji: false } },
    ...(body === '' ? [] : [{ type: 'section', text: { type: 'mrkdwn', text: body, verbatim: true } }]),
    ...(buttons.length === 0 ? [] : [{ type: 'actions', elements: buttons }]),
    ...(notice.severity === undefined
      ? []
      : [{ type: 'context', elements: [{ type: 'plain_text', text: notice.severity, emoji: false }] }]),
  ];
  return { text: cut(escaped(title), FALLBACK_LENGTH_MAX), blocks, unfurl_links: false, unfurl_media: false };
}

/** The three characters that mean something in marked text, so that nobody's text mentions or links. */
function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** As many whole lines as a section takes. */
function cutLines(lines: readonly string[]): string {
  let text = '';
  for (const line of lines) {
    const longer = text === '' ? line : `${text}\n${line}`;
    if (longer.length > SECTION_LENGTH_MAX) break;
    text = longer;
  }
  return text;
}

/** A button that is a link: nothing is told to us when it is pressed. */
function button(words: string, url: string | undefined, style: string | undefined) {
  if (url === undefined) return undefined;
  const styled = style === undefined ? {} : { style };
  return { type: 'button', text: { type: 'plain_text', text: words, emoji: false }, url, ...styled };
}
