/** One function as Lambda loads it: a file, and beside it what is loaded only when it is needed. */
import { rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { build, type Metafile } from 'esbuild';
import { ROOT } from '../plan/platform.ts';
import { leanBundle } from './lean.ts';

export interface BuiltFunction {
  readonly entry: string;
  readonly file: string;
  /** Minified and not zipped: all that it may ever load. */
  readonly bytes: number;
  /** Of that, what every start loads; the rest is loaded by some requests, once in the life of a process. */
  readonly startBytes: number;
  /** Files of the repository and of its dependencies that are loaded at the start, with what each adds. */
  readonly inputs: ReadonlyMap<string, number>;
  /** What it has in a smaller form, by names of `lean.ts`. */
  readonly replaced: ReadonlySet<string>;
}

export const BUNDLES = join(ROOT, 'dist/functions');

/** What was written for CommonJS asks for it. */
const REQUIRE_BANNER =
  "import { createRequire as $createRequire } from 'node:module';const require=$createRequire(import.meta.url);";

export async function buildFunction(entry: string, folder = BUNDLES): Promise<BuiltFunction> {
  const file = join(folder, entry, 'index.mjs');
  await rm(dirname(file), { recursive: true, force: true });
  const replaced = new Set<string>();
  const { metafile } = await build({
    absWorkingDir: ROOT,
    entryPoints: [{ in: `functions/${entry}.ts`, out: 'index' }],
    outdir: dirname(file),
    outExtension: { '.js': '.mjs' },
    chunkNames: '[name]-[hash]',
    bundle: true,
    splitting: true,
    minify: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    charset: 'utf8',
    define: { 'process.env.NODE_ENV': '"production"' },
    mainFields: ['module', 'main'],
    plugins: [leanBundle((name) => replaced.add(name))],
    banner: { js: REQUIRE_BANNER },
    legalComments: 'none',
    sourcemap: 'linked',
    sourcesContent: false,
    metafile: true,
    logLevel: 'error',
  });
  return { entry, file, ...measure(metafile), replaced };
}

function measure({ outputs }: Metafile) {
  const start = loadedAtStart(outputs);
  const inputs = new Map<string, number>();
  let [bytes, startBytes] = [0, 0];
  for (const [path, output] of Object.entries(outputs)) {
    if (path.endsWith('.map')) continue;
    bytes += output.bytes;
    if (!start.has(path)) continue;
    startBytes += output.bytes;
    for (const [input, { bytesInOutput }] of Object.entries(output.inputs)) inputs.set(input, bytesInOutput);
  }
  return { bytes, startBytes, inputs };
}

/** The entry, and what is imported from there on without waiting. */
function loadedAtStart(outputs: Metafile['outputs']): ReadonlySet<string> {
  const entry = Object.keys(outputs).find((path) => path.endsWith('/index.mjs')) ?? '';
  const found = new Set<string>([entry]);
  for (const path of found) {
    for (const { path: imported, kind } of outputs[path]?.imports ?? []) {
      if (kind === 'import-statement' && imported in outputs) found.add(imported);
    }
  }
  return found;
}
