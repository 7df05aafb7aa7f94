import { describe, expect, it } from 'vitest';
import { filesOf } from './source-files.ts';

interface Manifest {
  readonly name: string;
  readonly private?: boolean;
  readonly engines?: { readonly node?: string };
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly exports?: Readonly<Record<string, unknown>>;
}

const MANIFESTS = filesOf('package.json', 'packages/*/package.json', 'schema/package.json').map(
  ({ path, text }) => ({ path, manifest: JSON.parse(text) as Manifest }),
);

describe.each(MANIFESTS)('$path', ({ manifest }) => {
  it('pins every dependency exactly', () => {
    const all = Object.entries({
      ...manifest.dependencies,
      ...manifest.devDependencies,
      ...manifest.optionalDependencies,
    });

    expect(all.filter(([name, version]) => !isExact(name, version))).toEqual([]);
  });

  it('offers its files by their own names, and no entry that forwards', () => {
    expect(Object.keys(manifest.exports ?? {}).filter((entry) => entry === '.')).toEqual([]);
  });
});

describe.each(MANIFESTS.filter(({ path }) => path !== 'package.json'))('$path', ({ manifest }) => {
  it('says which Node it needs, whatever the repository brings along', () => {
    expect(manifest.engines?.node).toBe('>=22.12');
  });
});

/** Our own packages lie beside each other; everything else is one version. */
function isExact(name: string, version: string): boolean {
  return name.startsWith('@muster/') || /^(npm:[^@]+@|npm:@[^@]+@)?\d+\.\d+\.\d+(-[\w.]+)?$/.test(version);
}
