/** What people are shown of a notification, before it is dressed for Slack or for mail. */
import type { Notice } from '@muster/engine/ports/notifier';

export interface NoticeView extends Omit<Notice, 'link'> {
  /** Address of what it is about. */
  readonly link?: string;
  /** Address where the person whom the channel leads to can decide. */
  readonly decide?: string;
}

export const OPEN_WORDS = 'Open';
export const DECIDE_WORDS = 'Approve or reject';

/** At most `length` characters, none of them cut in two; what was cut off is shown by an ellipsis. */
export function cut(text: string, length: number): string {
  const characters = [...text];
  return characters.length <= length ? text : `${characters.slice(0, length - 1).join('')}…`;
}

/** Without line breaks and other characters that nobody sees. */
export function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim();
}
