import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CODE, filesOf, linesMatching, ROOT, TESTS } from './source-files.ts';

const LINES_MAX = 400;

describe('a module', () => {
  it(`has at most ${LINES_MAX} lines, tests too`, () => {
    const long = filesOf(...CODE, ...TESTS).filter(({ lines }) => lines.length > LINES_MAX + 1);

    expect(long.map(({ path, lines }) => `${path}: ${lines.length}`)).toEqual([]);
  });

  it('only forwards nothing: there are no barrels', () => {
    const forwarding = filesOf(...CODE).flatMap(({ path, text }) => {
      const statements = text
        .replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '')
        .split(';')
        .filter((one) => one.trim() !== '');
      const isBarrel =
        statements.length > 0 && statements.every((one) => /^\s*export\s[^=]*\sfrom\s/.test(one));
      return isBarrel ? [path] : [];
    });

    expect(forwarding).toEqual([]);
    expect(linesMatching(filesOf(...CODE, ...TESTS), /^export \* (as \w+ )?from/)).toEqual([]);
  });

  it('is named for what it holds', () => {
    const vague = filesOf(...CODE, ...TESTS).filter(({ path }) =>
      /[/-](utils?|helpers?|common|misc)\.tsx?$|\/(types|shared|index)\.tsx?$/.test(path),
    );

    expect(vague.map(({ path }) => path)).toEqual([]);
  });

  it('has a name in lower case, with hyphens', () => {
    const named = filesOf(...CODE, ...TESTS).filter(({ path }) => !/\/[a-z0-9.-]+\.tsx?$/.test(`/${path}`));

    expect(named.map(({ path }) => path)).toEqual([]);
  });
});

describe('a function', () => {
  it('has at most 60 lines', () => {
    const biome = join(ROOT, 'node_modules/.bin/biome');
    const config = join(import.meta.dirname, 'function-length.json');
    const folders = [
      'packages',
      'functions',
      'schema',
      'examples',
      'tests/sim',
      'tests/bench',
      'tests/support',
    ];

    const args = ['lint', `--config-path=${config}`, '--reporter=json', ...folders];
    const { stdout } = spawnSync(biome, args, { cwd: ROOT, encoding: 'utf8' });
    const { summary, diagnostics } = JSON.parse(stdout);

    expect(diagnostics.map(({ location }: Diagnostic) => location)).toEqual([]);
    expect(summary.unchanged).toBeGreaterThan(100);
  });
});

interface Diagnostic {
  readonly location: unknown;
}

describe('types are not bypassed', () => {
  const files = filesOf(...CODE, ...TESTS);

  it('by `any`, which needs a suppression, which needs a reason', () => {
    const suppressions = linesMatching(files, /biome-ignore/).filter(isElsewhere);

    expect(suppressions.filter((line) => !/biome-ignore[\w-]* \S+: \S+ \S+/.test(line))).toEqual([]);
    expect(suppressions.filter((line) => !line.startsWith('tests/'))).toEqual([]);
  });

  it('by comments that switch the compiler off', () => {
    expect(linesMatching(files, /@ts-(ignore|nocheck|expect-error)/).filter(isElsewhere)).toEqual([]);
  });

  it('by constructs that are not erased', () => {
    expect(linesMatching(files, /^\s*(export )?(declare )?(const )?(enum|namespace) \w+ ?\{/)).toEqual([]);
  });
});

/** This file names what it forbids. */
function isElsewhere(line: string): boolean {
  return !line.startsWith('tests/tidy/');
}
