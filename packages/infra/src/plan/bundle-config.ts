/**
 * Bundles `sst.config.ts` with SST's components as the SST CLI does: providers are globals of every file of ours,
 * `$app`, `$cli` and `$dev` are constants, the shim with `$interpolate` and the like is injected.
 */
import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { type BuildOptions, build, type Plugin } from 'esbuild';
import { ROOT } from './platform.ts';

export interface StageOfPlan {
  readonly stage: string;
  /** The folder with SST's components. */
  readonly sst: string;
  /** Where bundles and artifacts go. */
  readonly work: string;
}

/** What `app()` of the configuration answers. */
export async function bundleApp(of: StageOfPlan): Promise<string> {
  const outfile = join(of.work, 'app.mjs');
  await build({
    ...commonOptions(of),
    ...entry(
      `import config from '${ROOT}/sst.config.ts'; export default config.app({ stage: '${of.stage}' });`,
    ),
    banner: { js: `${REQUIRE_BANNER}globalThis.$config = (config) => config;` },
    outfile,
  });
  return outfile;
}

/** A module whose default export runs `run()` of the configuration. */
export async function bundleRun(of: StageOfPlan, app: object): Promise<string> {
  const platform = join(of.sst, 'platform');
  const outfile = join(of.work, 'run.mjs');
  const paths = { home: join(of.work, 'home'), root: ROOT, work: of.work, platform };
  await build({
    ...commonOptions(of),
    ...entry(
      `import { run } from '${platform}/src/auto/run.ts'; import config from '${ROOT}/sst.config.ts';
       export default () => run(config.run);`,
    ),
    define: {
      $app: JSON.stringify(app),
      $cli: JSON.stringify({ command: 'diff', dev: false, paths, state: { version: {} } }),
      $dev: 'false',
    },
    inject: [join(platform, 'src/shim/run.js')],
    plugins: [await providersAsGlobals(of)],
    outfile,
  });
  return outfile;
}

const REQUIRE_BANNER = [
  "import { createRequire as $createRequire } from 'node:module';",
  "import { fileURLToPath as $toPath } from 'node:url';",
  'const require = $createRequire(import.meta.url);',
  'const __filename = $toPath(import.meta.url);',
  "const __dirname = $toPath(new URL('.', import.meta.url));",
].join('');

function commonOptions(of: StageOfPlan): BuildOptions {
  return {
    absWorkingDir: ROOT,
    bundle: true,
    format: 'esm',
    platform: 'node',
    mainFields: ['module', 'main'],
    banner: { js: REQUIRE_BANNER },
    nodePaths: [join(of.sst, 'platform/node_modules')],
    logLevel: 'error',
    external: [
      '@pulumi/*',
      '@pulumiverse/*',
      '@sst-provider/*',
      '@aws-sdk/*',
      'undici',
      'esbuild',
      'archiver',
      'glob',
      'vite',
    ],
  };
}

function entry(contents: string): BuildOptions {
  return { stdin: { contents, resolveDir: ROOT, sourcefile: 'plan.ts', loader: 'ts' } };
}

interface LockedProvider {
  readonly package: string;
  readonly alias: string;
}

async function providersAsGlobals({ sst }: StageOfPlan): Promise<Plugin> {
  const locked: readonly LockedProvider[] = JSON.parse(
    await readFile(join(sst, 'provider-lock.json'), 'utf8'),
  );
  const globals = [
    ...locked.map((provider) => `import * as ${provider.alias} from '${provider.package}';`),
    `import * as sst from '${sst}/platform/src/components';`,
  ].join('\n');
  return {
    name: 'providers-as-globals',
    setup: ({ onLoad }) => {
      onLoad({ filter: /\.(js|ts|jsx|tsx)$/ }, async ({ path }) => {
        const source = await readFile(path, 'utf8');
        const isOurs = !/[/\\](\.sst|node_modules)[/\\]/.test(path);
        const loader = extname(path).startsWith('.ts') ? 'ts' : 'js';
        return { contents: isOurs ? `${globals}\n${source}` : source, loader };
      });
    },
  };
}
