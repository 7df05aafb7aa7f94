import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { APART } from '../apart.ts';
import { filesOf, linesMatching, ROOT } from './source-files.ts';

const SUITES = filesOf('tests/**/*.test.ts');

/** Packages whose tests mirror their sources file by file. The others are tested from outside, by behaviour. */
const MIRRORED = ['core', 'engine', 'embedded'];

/** What the next file of the same process would find changed, or what measures that process. */
const CHANGES_ITS_PROCESS =
  /\bvi\.(mock|doMock|stubEnv|stubGlobal|useFakeTimers|setSystemTime)\b|process\.(env(\.\w+|\[.*?\]) = |chdir|memoryUsage|getActiveResourcesInfo)|assign\(process\.env|\/(change-limits|without-platform|small-commits)\.ts'|Reflect\.set\(LIMITS/;

/** What is true of a whole package and belongs to no one file. */
const ACROSS = [
  'tests/core/decide/properties.test.ts',
  'tests/core/decide/random-walk.test.ts',
  'tests/core/decide/random-walk-in-pieces.test.ts',
  'tests/core/decide/found-by-simulation.test.ts',
  'tests/core/readme.test.ts',
  'tests/engine/tenancy.test.ts',
  'tests/engine/stores-agree.test.ts',
  'tests/engine/found-by-simulation.test.ts',
  'tests/embedded/crash.test.ts',
  'tests/embedded/outage.test.ts',
  'tests/embedded/engines-agree.test.ts',
];

describe('the path of a test', () => {
  it('mirrors the source it is about, perhaps with an aspect: parse-document-limits', () => {
    const stray = SUITES.filter(({ path }) => isMirrored(path) && !ACROSS.includes(path) && !hasSource(path));

    expect(stray.map(({ path }) => path)).toEqual([]);
  });
});

function isMirrored(path: string): boolean {
  return MIRRORED.includes(path.split('/')[1] ?? '');
}

function hasSource(path: string): boolean {
  const [, owner, ...rest] = path.replace(/\.test\.ts$/, '').split('/');
  const source = join(ROOT, 'packages', owner ?? '', 'src', ...rest);
  const name = rest.at(-1) ?? '';
  if (!existsSync(dirname(source))) return false;
  const names = readdirSync(dirname(source)).map((file) => file.replace(/\.ts$/, ''));
  return names.some((other) => name === other || name.startsWith(`${other}-`));
}

describe('a test', () => {
  it('is neither left out nor alone', () => {
    expect(linesMatching(SUITES, /\b(it|test|describe)\.(only|skip|todo)\b/).filter(isElsewhere)).toEqual([]);
  });

  it('of pure code knows no real time and no chance', () => {
    const pure = filesOf('tests/{core,tidy,golden,support,store-contract}/**/*.ts');
    const platform = /Math\.random|Date\.now\(|new Date\(\)|setTimeout|setInterval|performance\.now/;

    expect(linesMatching(pure, platform).filter(isElsewhere)).toEqual([]);
  });

  it('asserts something', () => {
    const silent = SUITES.filter(
      ({ text }) => !/expect|describe(Lifecycle|Notifier|Queues|Store|WideGraphs)|walkAtRandom/.test(text),
    );

    expect(silent.map(({ path }) => path)).toEqual([]);
  });

  it('changes nothing of the process that it shares with others', () => {
    const apart = new Set(filesOf(...APART.map((pattern) => `tests/${pattern}`)).map(({ path }) => path));
    const together = SUITES.filter(({ path }) => !apart.has(path));

    expect(linesMatching(together, CHANGES_ITS_PROCESS).filter(isElsewhere)).toEqual([]);
    expect(APART.filter((pattern) => filesOf(`tests/${pattern}`).length === 0)).toEqual([]);
  });

  it('says in a sentence what is true, not that it should be', () => {
    expect(linesMatching(SUITES, /\bit(\.each\(.*\))?\(\s*['"`]should\b/)).toEqual([]);
  });
});

/** This file names what it forbids. */
function isElsewhere(line: string): boolean {
  return !line.startsWith('tests/tidy/');
}
