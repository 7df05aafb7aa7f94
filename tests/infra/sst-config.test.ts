import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from '@muster/infra/plan/platform';
import { expect, it } from 'vitest';
import { describePlan, platform } from './a-plan.ts';

const TIME_LIMIT_MS = 60_000;

describePlan('sst.config.ts', () => {
  /** What the compiler says to the configuration, what it imports, and perhaps one file more. */
  async function compile(more?: string): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), 'muster-types-'));
    const include = [
      join(platform.folder, 'platform/config.d.ts'),
      join(ROOT, 'sst.config.ts'),
      join(ROOT, 'packages/infra/src'),
    ];
    try {
      if (more !== undefined) {
        await writeFile(join(folder, 'more.ts'), more);
        include.push(join(folder, 'more.ts'));
      }
      const typeRoots = [join(ROOT, 'node_modules/@types')];
      const config = {
        extends: join(ROOT, 'packages/infra/tsconfig.json'),
        compilerOptions: { typeRoots },
        include,
      };
      await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(config));
      const tsc = join(ROOT, 'node_modules/.bin/tsc');
      return await promisify(execFile)(tsc, ['-p', folder]).then(
        ({ stdout }) => stdout,
        (error: { readonly stdout: string }) => error.stdout,
      );
    } finally {
      await rm(folder, { recursive: true });
    }
  }

  it(
    'fits the types of the SST that is installed',
    async () => {
      expect(await compile()).toBe('');
    },
    TIME_LIMIT_MS,
  );

  it(
    'would not, if it named a property that SST does not know',
    async () => {
      expect(
        await compile("export const queue = new sst.aws.Queue('Q', { visibility: '1 minute' });"),
      ).toContain('visibility');
    },
    TIME_LIMIT_MS,
  );
});
