/**
 * `npm run plan -- --stage production`: what a deployment would create, without an account. Runs `sst.config.ts` with
 * SST's own components while AWS is mocked, and prints every resource with its inputs as JSON.
 *
 * It does not know AWS's rules. Those that have hurt others are asserted on this output by `tests/infra`.
 */
import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { bundleApp, bundleRun, type StageOfPlan } from './bundle-config.ts';
import { createMocks } from './mocks.ts';
import { findPlatform } from './platform.ts';
import { startRpcServer } from './rpc-server.ts';

const QUIET_MS = 50;
const QUIET_TIMES = 3;
const SETTLE_MS_MAX = 60_000;
const USAGE = 'Usage: npm run plan -- [--stage <name>]';
/** As SST takes them. */
const STAGE_PATTERN = /^[a-zA-Z0-9-]{1,40}$/;
const CREDENTIALS = {
  SST_AWS_REGION: 'us-east-1',
  SST_AWS_ACCESS_KEY_ID: 'planned',
  SST_AWS_SECRET_ACCESS_KEY: 'planned',
  SST_AWS_SESSION_TOKEN: 'planned',
  AWS_EC2_METADATA_DISABLED: 'true',
};

const values = optionsOrEnd();
const work = await mkdtemp(join(tmpdir(), 'muster-plan-'));
const rpc = await startRpcServer();
const failures: unknown[] = [];
process.on('unhandledRejection', (error) => failures.push(error));
process.on('uncaughtException', (error) => failures.push(error));
try {
  Object.assign(process.env, CREDENTIALS, { SST_SERVER: rpc.url });
  const sst = await findPlatform();
  // Bundles find Pulumi where the components find it.
  await symlink(join(sst, 'platform/node_modules'), join(work, 'node_modules'));
  const plan = await runConfig({ stage: values.stage, sst, work });
  process.stdout.write(`${JSON.stringify(plan, null, 2)}\n`);
} catch (error) {
  failures.push(error);
} finally {
  rpc.close();
  await rm(work, { recursive: true, force: true });
}
for (const error of failures) {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
}
// Pulumi keeps the process alive.
process.exit(failures.length === 0 ? 0 : 1);

function optionsOrEnd() {
  try {
    const { values } = parseArgs({ options: { stage: { type: 'string', default: 'plan' } } });
    if (STAGE_PATTERN.test(values.stage)) return values;
    process.stderr.write(`--stage is "${values.stage}": give letters, digits and hyphens.\n\n${USAGE}\n`);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}\n`);
  }
  process.exit(2);
}

async function runConfig(of: StageOfPlan) {
  const given = await load(await bundleApp(of));
  const app = { stage: of.stage, protect: false, ...given, providers: { aws: { region: 'us-east-1' } } };
  const bundle = await bundleRun(of, app);
  const require = createRequire(join(of.sst, 'platform/package.json'));
  const pulumi = require('@pulumi/pulumi');
  const state = require('@pulumi/pulumi/runtime/state');
  const mocks = createMocks();
  await pulumi.runtime.setMocks(mocks, 'muster', of.stage, false);
  const run = await load(bundle);
  const outputs = await pulumi.runtime.runInPulumiStack(run);
  await untilSettled(() => state.getStore().leakCandidates.size);
  return { app, outputs: await resolved(outputs), resources: mocks.resources };
}

async function load(file: string) {
  return (await import(pathToFileURL(file).href)).default;
}

/**
 * Resources are registered when what they depend on is known: later than `run()` ends. Pulumi keeps the promises that
 * are still open, so as to complain of them at the exit.
 */
async function untilSettled(openPromises: () => number): Promise<void> {
  const giveUpAt = Date.now() + SETTLE_MS_MAX;
  for (let quiet = 0; quiet < QUIET_TIMES; await sleep(QUIET_MS)) {
    quiet = openPromises() === 0 ? quiet + 1 : 0;
    if (Date.now() > giveUpAt) throw new Error(`${openPromises()} promises of the plan stay open.`);
  }
}

async function resolved(outputs: object): Promise<object> {
  const entries = Object.entries(outputs ?? {}).map(async ([name, value]) => [
    name,
    typeof value?.promise === 'function' ? await value.promise() : value,
  ]);
  return Object.fromEntries(await Promise.all(entries));
}
