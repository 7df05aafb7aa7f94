/** Where a command writes. Colours only where somebody looks, and never with NO_COLOR. */
import { stripVTControlCharacters, styleText } from 'node:util';

export type Style = Parameters<typeof styleText>[0];

export interface Output {
  /** The answer, one line or many; a line's end is added. */
  readonly print: (text: string) => void;
  /** Progress and failures: what is not the answer. */
  readonly note: (text: string) => void;
  readonly isTerminal: boolean;
  /** Columns; 100 where nobody looks. */
  readonly width: number;
  readonly paint: (style: Style, text: string) => string;
}

const WIDTH_DEFAULT = 100;

export function outputTo(stdout: NodeJS.WriteStream, stderr: NodeJS.WriteStream): Output {
  const isTerminal = stdout.isTTY === true;
  return {
    print: (text) => void stdout.write(`${text}\n`),
    note: (text) => void stderr.write(`${text}\n`),
    isTerminal,
    width: isTerminal ? stdout.columns : WIDTH_DEFAULT,
    paint: (style, text) => styleText(style, text, { stream: stdout }),
  };
}

/** Text from elsewhere without what could move the cursor, colour the screen, or break the line. */
export function plain(text: string): string {
  return stripVTControlCharacters(text).replace(/\p{Cc}+/gu, ' ');
}

/** At most `width` columns. Ends with an ellipsis when something was cut. */
export function cut(text: string, width: number): string {
  const letters = [...plain(text)];
  if (letters.length <= width) return letters.join('');
  return width <= 1 ? '…'.slice(0, Math.max(0, width)) : `${letters.slice(0, width - 1).join('')}…`;
}

/** Rows of equal length as aligned columns; the last column is as wide as it is. */
export function columns(cells: readonly (readonly string[])[]): string {
  const rows = cells.map((row) => row.map(plain));
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => [...(row[at] ?? '')].length)));
  return rows
    .map((row) =>
      row
        .map((cell, at) => cell + ' '.repeat(Math.max(0, (widths[at] ?? 0) - [...cell].length)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** `1 task`, `2 tasks`. */
export function counted(count: number, noun: string, nouns = `${noun}s`): string {
  return `${count} ${count === 1 ? noun : nouns}`;
}

/** For people: `1 h 02 min`, `3 min 04 s`, `5.2 s`, `120 ms`. */
export function durationText(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1_000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1_000);
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, '0')} s`;
  return `${Math.floor(seconds / 3_600)} h ${String(Math.floor((seconds % 3_600) / 60)).padStart(2, '0')} min`;
}
