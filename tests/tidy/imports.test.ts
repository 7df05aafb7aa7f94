import { describe, expect, it } from 'vitest';
import { filesOf, linesMatching } from './source-files.ts';

/** Who may import whom. A new package gets its line here when its first file exists. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  core: [],
  engine: ['core'],
  dynamodb: ['core', 'engine'],
  sqs: ['core', 'engine'],
  realtime: ['core', 'engine', 'api', 'schema'],
  embedded: ['core', 'engine'],
  api: ['core', 'engine', 'schema'],
  server: ['core', 'engine', 'api', 'embedded', 'notify', 'schema', 'client', 'dashboard'],
  client: [],
  notify: ['core', 'engine'],
  ses: ['core', 'engine'],
  cli: ['client'],
  worker: ['client'],
  mcp: ['client'],
  dashboard: ['client'],
  infra: ['dynamodb', 'sqs'],
  'aws-local': ['core', 'engine', 'api', 'dynamodb', 'sqs', 'realtime', 'functions', 'infra', 'schema'],
};
const AWS_PACKAGES = ['dynamodb', 'sqs', 'realtime', 'ses', 'infra', 'aws-local'];

const IMPORT = /(?:from|import)\s*\(?\s*'([^']+)'/g;

function importsOf(pattern: string): readonly { readonly path: string; readonly imported: string }[] {
  return filesOf(pattern).flatMap(({ path, text }) =>
    [...text.matchAll(IMPORT)].flatMap(([, imported]) =>
      imported === undefined ? [] : [{ path, imported }],
    ),
  );
}

/** Imports of our packages, other than of itself, that are not among `allowed`. */
function strayImports(pattern: string, own: string, allowed: readonly string[]): readonly string[] {
  return importsOf(pattern).flatMap(({ path, imported }) => {
    const [, name] = /^@muster\/([a-z-]+)/.exec(imported) ?? [];
    return name === undefined || name === own || allowed.includes(name) ? [] : [`${path}: ${imported}`];
  });
}

const PACKAGES = [
  ...new Set(filesOf('packages/*/src/**/*.{ts,tsx}').map(({ path }) => path.split('/')[1] ?? '')),
];

describe('imports point inward', () => {
  it.each(PACKAGES)('in %s', (name) => {
    expect(Object.keys(MAY_IMPORT)).toContain(name);
    expect(strayImports(`packages/${name}/src/**/*.{ts,tsx}`, name, MAY_IMPORT[name] ?? [])).toEqual([]);
  });

  it('in the schema, which may know core and engine', () => {
    expect(strayImports('schema/**/*.ts', 'schema', ['core', 'engine'])).toEqual([]);
  });

  it('of zod its functions where functions on AWS start with them: its classes bring all of it along', () => {
    const whole = importsOf('{schema,packages/{core,engine}}/src/**/*.ts').filter(
      ({ imported }) => imported === 'zod',
    );

    expect(whole).toEqual([]);
  });

  it('in the examples, which use the public API only', () => {
    expect(strayImports('examples/**/*.ts', '', ['client', 'cli', 'worker'])).toEqual([]);
  });

  it('and never leave a package by a relative path', () => {
    const leaving = importsOf('packages/*/src/**/*.{ts,tsx}').filter(({ path, imported }) => {
      const depth = path.split('/').length - 3;
      const up = imported.split('/').filter((part) => part === '..').length;
      return imported.startsWith('.') && up >= depth;
    });

    expect(leaving).toEqual([]);
  });
});

describe('the platform', () => {
  it('is unknown to core: no clock, randomness, environment, network or node modules', () => {
    const core = filesOf('packages/core/src/**/*.ts');

    expect(
      linesMatching(
        core,
        /Date\.now|new Date\(\)|Math\.random|\bprocess\.|performance\.|setTimeout|setImmediate|fetch\(/,
      ),
    ).toEqual([]);
    expect(linesMatching(core, /from 'node:|globalThis|\bBuffer\./)).toEqual([]);
  });

  it('AWS is known only to its own packages', () => {
    const others = importsOf('{packages,schema}/**/*.{ts,tsx}').filter(
      ({ path, imported }) =>
        /^@?(aws-sdk|smithy|aws-lambda)/.test(imported) && !AWS_PACKAGES.includes(path.split('/')[1] ?? ''),
    );

    expect(others).toEqual([]);
  });

  it('of zod is imported as a namespace, so that bundles leave out what is not used', () => {
    const named = filesOf('{packages,schema}/**/*.ts').filter(({ text }) =>
      /import \{[^}]*\bz\b[^}]*\} from 'zod'/.test(text),
    );

    expect(named.map(({ path }) => path)).toEqual([]);
  });

  it('is imported with its prefix, and our files with their extension', () => {
    const all = [...importsOf('{packages,schema,examples}/**/*.{ts,tsx}')];

    expect(
      all.filter(({ imported }) => /^(fs|path|os|http|net|crypto|events|url|child_process)$/.test(imported)),
    ).toEqual([]);
    expect(
      all.filter(({ imported }) => /^\./.test(imported) && !/\.(ts|tsx|json|css|js|mjs)$/.test(imported)),
    ).toEqual([]);
  });
});
