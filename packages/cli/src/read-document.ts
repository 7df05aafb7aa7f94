/** A mission's document from a file, and where in that file its parts stand. */
import { readFile } from 'node:fs/promises';
import { parse, type ValueNode } from '@humanwhocodes/momoa';
import { CliFailure } from './cli-failure.ts';

export interface Place {
  /** The file, where it isn't that of the document. */
  readonly file?: string;
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
}

export interface DocumentFile {
  readonly path: string;
  readonly document: unknown;
  /** Of the part that a path of keys and positions leads to, or of the nearest part around it; `value` stands there. */
  readonly placeOf: (path: readonly string[], value?: unknown) => Place;
}

/** `contract`: a file in Markdown that is the contract, instead of what the document says itself. */
export async function readMission(
  path: string,
  { contract: contractPath }: { readonly contract?: string },
): Promise<DocumentFile> {
  const file = await readDocument(path);
  const { document } = file;
  if (contractPath === undefined || typeof document !== 'object' || document === null) return file;
  const contract = await readText(contractPath, 'Name a contract in Markdown: - **VAL-AUTH-001**: text.');
  return {
    path,
    document: { ...document, contract },
    placeOf: (keys, value) =>
      keys[0] === 'contract' ? { file: contractPath, ...placeInText(contract, value) } : file.placeOf(keys),
  };
}

/** Throws FILE_UNREADABLE or BROKEN_JSON; the latter with `detail` { path, line, column }. */
export async function readDocument(path: string): Promise<DocumentFile> {
  const text = await readText(path, DOCUMENT_REMEDY);
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

const DOCUMENT_REMEDY =
  'Name a JSON file that holds a mission’s document, such as examples/missions/hello.json.';

async function readText(path: string, remedy: string): Promise<string> {
  try {
    const text = await readFile(path, 'utf8');
    return text.startsWith('\uFEFF') ? text.slice(1) : text;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    const why = READ_FAILURES[code] ?? `it can't be read (${code})`;
    throw new CliFailure('FILE_UNREADABLE', `${path}: ${why}.`, {
      remedy,
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

/** The server tells no position within a text: the last line that names what is wrong. */
function placeInText(text: string, value: unknown): Pick<Place, 'line' | 'column'> {
  const lines = text.split('\n');
  const found = typeof value === 'string' ? lines.findLastIndex((line) => line.includes(value)) : -1;
  if (found === -1) return { line: 1, column: 1 };
  return { line: found + 1, column: (lines[found] ?? '').indexOf(String(value)) + 1 };
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
