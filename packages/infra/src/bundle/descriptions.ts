/**
 * Takes the descriptions out of the schema's sources, and packs them into the file out of which `described.ts` puts them
 * back. What is taken out is told by `schema.graphql`, which the tests hold against the sources.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress } from 'node:zlib';
import { transform } from 'esbuild';
import { buildSchema } from 'graphql';
import { ROOT } from '../plan/platform.ts';
import { describedParts } from './schema-parts.ts';

/** By which name bundles import the file. */
export const DESCRIPTIONS = 'descriptions.json.br';

const SCHEMA = join(ROOT, 'schema/schema.graphql');

type Texts = readonly (string | null)[];

export async function readDescriptions(): Promise<Texts> {
  const schema = buildSchema(await readFile(SCHEMA, 'utf8'));
  return [...describedParts(schema)].map(({ description }) => description ?? null);
}

export function packed(texts: Texts): Promise<Buffer> {
  return promisify(brotliCompress)(JSON.stringify(texts));
}

const TEXT = /"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`/g;
/** Those with numbers put into them are no plain texts. */
const LEFT_EMPTY = /\bdescription: (?:""|`(?:[^`\\]|\\.)*`)(?:, ?)?/g;

/** The source as JavaScript, its lines where they are: the map of the bundle leads to them. */
export async function withoutDescriptions(source: string, path: string, texts: Texts): Promise<string> {
  const left = new Set(texts);
  const { code } = await transform(source, {
    loader: 'ts',
    // Joins texts that are written on several lines.
    minifySyntax: true,
    target: 'node24',
    charset: 'utf8',
    sourcemap: 'inline',
    sourcefile: path,
  });
  return code
    .replaceAll(TEXT, (text) => (left.has(text.slice(1, -1).replaceAll(/\\(.)/g, '$1')) ? '""' : text))
    .replaceAll(LEFT_EMPTY, '');
}
