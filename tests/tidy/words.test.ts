import { describe, expect, it } from 'vitest';
import { CODE, filesOf, linesMatching, TESTS } from './source-files.ts';

const DOCUMENTS = ['*.md', 'packages/**/*.md', 'examples/**/*.{md,json}', 'schema/schema.graphql', '.ci/*'];

function isElsewhere(line: string): boolean {
  return !line.startsWith('tests/tidy/');
}

describe('one vocabulary', () => {
  it('has tasks, runs and missions: no job, no workflow', () => {
    const identifiers = /\b[a-z]*(jobs?|workflows?)\b|\b(jobs?|workflows?)[A-Z]\w*|\w(Jobs?|Workflows?)\b/;
    // A document may be sent with any unknown key.
    const isInput = (line: string) => /UNKNOWN_KEY/.test(line);

    expect(
      linesMatching(filesOf(...CODE, ...TESTS), identifiers)
        .filter(isElsewhere)
        .filter((line) => !isInput(line)),
    ).toEqual([]);
  });

  it('has no step as a noun of ours', () => {
    const declared = /\b(interface|type|class|const|let|function) \w*[sS]teps?\b/;

    expect(linesMatching(filesOf('packages/core/src/**/*.ts', 'schema/src/**/*.ts'), declared)).toEqual([]);
  });

  it('spells CANCELLED with two Ls, but for a name of the AWS SDK', () => {
    expect(
      linesMatching(
        filesOf(...CODE, ...TESTS, ...DOCUMENTS),
        /\bcancel(ed|ing|ation)\b|(?<!Transaction)CANCELED/i,
      )
        .filter(isElsewhere)
        .filter((line) => !/cancellation/i.test(line)),
    ).toEqual([]);
  });
});

describe('the project speaks of itself alone', () => {
  const written = filesOf(...CODE, ...DOCUMENTS);

  it('names no path of a machine that it was made on', () => {
    expect(linesMatching(written, /(^|[\s"'`(=])\/(work|tmp|root|home|Users)\//)).toEqual([]);
  });

  it('names no number of an issue, and leaves no note to do something', () => {
    expect(
      linesMatching([...written, ...filesOf(...TESTS)], /\b(TODO|FIXME|XXX|HACK)\b/).filter(isElsewhere),
    ).toEqual([]);
    expect(linesMatching(written, /\bissues? #?\d+\b/i)).toEqual([]);
  });
});
