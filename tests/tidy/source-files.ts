/** The files of this repository that people wrote, and what they say. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const ROOT = join(import.meta.dirname, '../..');

export interface SourceFile {
  /** From the root, with slashes. */
  readonly path: string;
  readonly text: string;
  readonly lines: readonly string[];
}

/** Files below the root that match one of the patterns; what is generated or installed is left out. */
export function filesOf(...patterns: readonly string[]): readonly SourceFile[] {
  const isForeign = (path: string) => /(^|\/)(node_modules|generated|dist|\.sst)(\/|$)/.test(path);
  return globSync([...patterns], { cwd: ROOT, exclude: isForeign })
    .filter((path) => !isForeign(path))
    .sort()
    .map((path) => {
      const text = readFileSync(join(ROOT, path), 'utf8');
      return { path, text, lines: text.split('\n') };
    });
}

/** `path:line: text` for each line that matches: what a failing test shows. */
export function linesMatching(files: readonly SourceFile[], pattern: RegExp): readonly string[] {
  return files.flatMap(({ path, lines }) =>
    lines.flatMap((line, at) => (pattern.test(line) ? [`${path}:${at + 1}: ${line.trim()}`] : [])),
  );
}

export const CODE = [
  'packages/**/*.{ts,tsx}',
  'schema/**/*.ts',
  'functions/**/*.ts',
  'examples/**/*.ts',
  'sst.config.ts',
];
export const TESTS = ['tests/**/*.{ts,tsx}'];
