/**
 * In bundles, the schema comes without its descriptions: they are 90 KB that every start would read, and nobody asks for
 * but tools. The first introspection puts them back, out of a file that lies beside the bundle; see `descriptions.ts`.
 */
import { readFileSync } from 'node:fs';
import { brotliDecompressSync } from 'node:zlib';
import type { GraphQLSchema } from 'graphql';
import { describedParts } from './schema-parts.ts';

let isDescribed = false;

/** Does it once, for there is one schema in a process. Synchronously, as introspection is. */
export function described(schema: GraphQLSchema, file: string): GraphQLSchema {
  if (isDescribed) return schema;
  const texts: readonly (string | null)[] = JSON.parse(
    brotliDecompressSync(readFileSync(new URL(file, import.meta.url))).toString(),
  );
  const parts = [...describedParts(schema)];
  if (parts.length !== texts.length) throw new Error('The descriptions are those of another schema.');
  for (const [index, part] of parts.entries()) part.description = texts[index];
  isDescribed = true;
  return schema;
}
