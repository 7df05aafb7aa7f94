/** A notification as a mail: the same words as plain text and as HTML. */
import type { Mail } from '@muster/engine/ports/mailer';
import { cut, DECIDE_WORDS, type NoticeView, OPEN_WORDS, oneLine } from './notice-view.ts';

const SUBJECT_LENGTH_MAX = 200;
const LINE_LENGTH_MAX = 2_000;
const LINES_MAX = 50;

export function mailMessage(id: string, to: readonly string[], notice: NoticeView): Mail {
  const title = oneLine(notice.title);
  const lines = notice.lines.slice(0, LINES_MAX).map((line) => cut(oneLine(line), LINE_LENGTH_MAX));
  const links = [
    { words: DECIDE_WORDS, url: notice.decide },
    { words: OPEN_WORDS, url: notice.link },
  ].flatMap(({ words, url }) => (url === undefined ? [] : [{ words, url }]));
  const severity = notice.severity === undefined ? '' : `[${notice.severity}] `;
  return {
    id,
    to,
    subject: cut(`${severity}${title}`, SUBJECT_LENGTH_MAX),
    text: textOf(title, lines, links),
    html: htmlOf(title, lines, links),
  };
}

interface Link {
  readonly words: string;
  readonly url: string;
}

function textOf(title: string, lines: readonly string[], links: readonly Link[]): string {
  const parts = [title, lines.join('\n'), ...links.map(({ words, url }) => `${words}:\n${url}`)];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function htmlOf(title: string, lines: readonly string[], links: readonly Link[]): string {
  const paragraphs = lines.map((line) => `<p>${escaped(line)}</p>`);
  const anchors = links.map(({ words, url }) => `<p><a href="${escaped(url)}">${escaped(words)}</a></p>`);
  return [
    '<!doctype html>',
    '<html lang="en"><head><meta charset="utf-8">',
    `<title>${escaped(title)}</title></head>`,
    '<body style="font-family: sans-serif; line-height: 1.4">',
    `<h1 style="font-size: 1.2em">${escaped(title)}</h1>`,
    ...paragraphs,
    ...anchors,
    '</body></html>',
    '',
  ].join('\n');
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
