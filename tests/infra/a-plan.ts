/** What would be deployed, computed by SST's own components; or the reason why that can't be told here. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { PlannedResource } from '@muster/infra/plan/mocks';
import { findPlatform, ROOT } from '@muster/infra/plan/platform';
import { describe } from 'vitest';

export interface Plan {
  readonly app: { readonly removal: string; readonly protect: boolean };
  readonly outputs: { readonly [name: string]: string };
  readonly resources: readonly PlannedResource[];
}

const PLAN = join(ROOT, 'packages/infra/src/plan/main.ts');
const OUTPUT_BYTES_MAX = 16 * 1_048_576;

export const platform = await findPlatform().then(
  (folder) => ({ folder, missing: undefined }),
  (error: unknown) => ({ folder: '', missing: error instanceof Error ? error.message : String(error) }),
);

/** As `describe`; left out, with a word that can't be overlooked, where SST's components can't be installed. */
export function describePlan(name: string, suite: () => void): void {
  if (platform.missing !== undefined) {
    process.stderr.write(
      `\nNOT CHECKED: ${name}. SST's components can't be installed here (${platform.missing}): neither the types of ` +
        'sst.config.ts nor the resources and permissions that it would create are looked at.\n',
    );
  }
  describe.skipIf(platform.missing !== undefined)(name, suite);
}

export async function planOf(
  stage: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<Plan> {
  const { stdout } = await promisify(execFile)(process.execPath, [PLAN, '--stage', stage], {
    env: { ...process.env, ...environment },
    maxBuffer: OUTPUT_BYTES_MAX,
  });
  return JSON.parse(stdout);
}
