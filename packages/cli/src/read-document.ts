/** A mission's document from a file, and where in that file its parts stand. */
import { readFile } from 'node:fs/promises';
import { parse, type ValueNode } from '@humanwhocodes/momoa';
import { CliFailure } from './cli-failure.ts';

export interface Place {
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
}

export interface DocumentFile {
  readonly path: string;
  readonly document: unknown;
  /** Of the part that a path of keys and positions leads to, or of the nearest part around it. */
  readonly placeOf: (path: readonly string[]) => Place;
}

/** Throws FILE_UNREADABLE or BROKEN_JSON; the latter with `detail` { path, line, column }. */
export async function readDocument(path: string): Promise<DocumentFile> {
  const text = await readText(path);
  try {
    const { body } = parse(text, { mode: 'json' });
    return { path, document: JSON.parse(text), placeOf: (keys) => placeIn(body, keys) };
  } catch (error) {
    const { line, column } = placeOfError(error, text);
    throw new CliFailure('BROKEN_JSON', `${path}:${line}:${column}: this is not JSON.`, {
      remedy: [
        excerpt(text, { line, column }),
        'Mend what stands there: look for a comma too many, a missing comma, quote or bracket, or a comment.',
      ].join('\n'),
      detail: { path, line, column },
    });
  }
}

async function readText(path: string): Promise<string> {
  try {
    const text = await readFile(path, 'utf8');
    return text.startsWith('\uFEFF') ? text.slice(1) : text;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    const why = READ_FAILURES[code] ?? `it can't be read (${code})`;
    throw new CliFailure('FILE_UNREADABLE', `${path}: ${why}.`, {
      remedy: 'Name a JSON file that holds a mission’s document, such as examples/missions/hello.json.',
      detail: { path },
    });
  }
}

const READ_FAILURES: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'this is a folder',
  EACCES: 'you may not read this file',
};

function placeOfError(error: unknown, text: string): Place {
  const isPlaced = error instanceof Error && 'line' in error && 'column' in error && 'offset' in error;
  // An end that comes too early is reported at the very first character; where that one is fine, it is the end.
  const isEnd = isPlaced && error.offset === 0 && /^[[{]/.test(text);
  if (isPlaced && !isEnd) return { line: Number(error.line), column: Number(error.column) };
  const lines = text.split('\n');
  return { line: lines.length, column: (lines.at(-1) ?? '').length + 1 };
}

const EXCERPT_WIDTH = 76;

function excerpt(text: string, { line, column }: Place): string {
  const whole = (text.split('\n')[line - 1] ?? '').replace(/\t/g, ' ').trimEnd();
  const from = Math.max(0, column - EXCERPT_WIDTH / 2);
  const shown = whole.slice(from, from + EXCERPT_WIDTH);
  return `  ${shown}\n  ${' '.repeat(Math.max(0, column - 1 - from))}^`;
}

function placeIn(body: ValueNode, keys: readonly string[]): Place {
  let node = body;
  for (const key of keys) {
    const inner = childOf(node, key);
    if (!inner) break;
    node = inner;
  }
  return { line: node.loc.start.line, column: node.loc.start.column };
}

function childOf(node: ValueNode, key: string): ValueNode | undefined {
  if (node.type === 'Array') return node.elements[Number(key)]?.value;
  if (node.type !== 'Object') return undefined;
  return node.members.find((member) => member.name.type === 'String' && member.name.value === key)?.value;
}
