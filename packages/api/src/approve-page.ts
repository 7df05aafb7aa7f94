/**
 * What whoever follows an approve link sees: pages without scripts, cookies or anything from elsewhere. All that people
 * wrote is escaped, and shown as text.
 */
import { hash } from 'node:crypto';
import { formatInstant } from '@muster/core/instant';
import { LIMITS } from '@muster/core/limits';
import type { Asked } from '@muster/engine/link-decisions';

export interface Page {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const STYLE = `
:root { color-scheme: light dark; font: 100%/1.5 system-ui, sans-serif; }
body { max-width: 38rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.4rem; }
dt { font-weight: 600; }
dd { margin: 0 0 .6rem; overflow-wrap: anywhere; white-space: pre-wrap; }
form, fieldset { margin: 1.2rem 0; padding: 0; border: 0; }
legend, label { font-weight: 600; }
.choice, .choice label { font-weight: 400; }
textarea { box-sizing: border-box; width: 100%; min-height: 5rem; font: inherit; }
button { padding: .6rem 1.4rem; border: 2px solid; border-radius: .4rem; font: inherit; font-weight: 600; cursor: pointer; }
.approve { background: #0b6b33; border-color: #0b6b33; color: #fff; }
:focus-visible { outline: 3px solid #1a73e8; outline-offset: 2px; }
`;

/** Nothing is loaded, run, framed or kept, and the address of the page, which is the link, is told to nobody. */
const HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': [
    "default-src 'none'",
    `style-src 'sha256-${hash('sha256', STYLE, 'base64')}'`,
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'x-robots-tag': 'noindex, nofollow',
} as const;

/** The question, and both ways to answer it. */
export function askingPage(asked: Asked, token: string): Page {
  return page(200, `${asked.checkpoint}: a decision is needed`, [
    facts(asked),
    ...approveForm(token),
    ...rejectForm(asked, token),
    `<p>This page decides as ${escaped(asked.actsFor)}, until ${formatInstant(asked.endsAt)}.</p>`,
  ]);
}

/** There is nothing to decide, or not by this link. */
export function tellingPage(status: number, title: string, text: string, asked?: Asked): Page {
  return page(status, title, [`<p>${escaped(text)}</p>`, asked === undefined ? '' : facts(asked)]);
}

function facts({ mission, runNumber, checkpoint, message, status }: Asked): string {
  const all = [
    ['Mission', `${mission}, run ${runNumber}`],
    ['Checkpoint', checkpoint],
    ['Question', message],
    ['Status', status],
  ] as const;
  const shown = all.filter(([, text]) => text !== '');
  return `<dl>${shown.map(([name, text]) => `<dt>${name}</dt><dd>${escaped(text)}</dd>`).join('')}</dl>`;
}

/** A form of its own each: what a key press submits is what stands around it. */
function approveForm(token: string): readonly string[] {
  return [
    '<form method="post" action="approve">',
    hidden(token, 'approve'),
    '<button class="approve" type="submit">Approve</button>',
    '</form>',
  ];
}

function rejectForm({ tasks }: Asked, token: string): readonly string[] {
  const choices = tasks.map(
    ({ id, title }) =>
      `<div class="choice"><label><input type="checkbox" name="reopen" value="${escaped(id)}" checked> ` +
      `${escaped(title)}</label></div>`,
  );
  const chosen = [
    '<fieldset><legend>Send back, to be done again</legend>',
    ...choices,
    '<p>If nothing is sent back, the run fails.</p></fieldset>',
  ];
  return [
    '<form method="post" action="approve">',
    hidden(token, 'reject'),
    '<label for="feedback">What has to change</label>',
    `<textarea id="feedback" name="feedback" maxlength="${LIMITS.reviewFeedbackLengthMax}"></textarea>`,
    ...(choices.length === 0 ? ['<p>The run fails when you reject.</p>'] : chosen),
    '<button type="submit">Reject</button>',
    '</form>',
  ];
}

function hidden(token: string, decision: string): string {
  return (
    `<input type="hidden" name="t" value="${escaped(token)}">` +
    `<input type="hidden" name="decision" value="${decision}">`
  );
}

function page(status: number, title: string, content: readonly string[]): Page {
  const body = [
    '<!doctype html>',
    '<html lang="en"><head><meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${escaped(title)} – Muster</title>`,
    `<style>${STYLE}</style></head>`,
    `<body><main><h1>${escaped(title)}</h1>`,
    ...content,
    '</main></body></html>',
    '',
  ];
  return { status, headers: HEADERS, body: body.join('\n') };
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
