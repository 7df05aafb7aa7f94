/**
 * `npm run bench -- [--workloads chain,fan,…] [--runs 3] [--json] [--growth]`: the workloads through the public API, the
 * server in one process and the worker in another, on this machine. Prints a table, or JSON with `--json`.
 *
 * Machines are shared and noisy: the median of the runs is shown with the lowest and the highest beside it, and the load
 * of the machine before each run. Compare with others only within one run on one machine.
 */
import { fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { BadOption, readOptions, wholeNumber } from '@muster/api/program-options';
import { measureGrowth } from './growth.ts';
import { quantile, type WorkloadResult } from './recorder.ts';
import { WORKLOAD_NAMES } from './workloads.ts';

const USAGE = `Usage: npm run bench -- [--workloads ${WORKLOAD_NAMES.join(',')}] [--runs 3] [--json] [--growth]`;

const { values, names, runs } = readOptions(USAGE, () => {
  const parsed = parseArgs({
    options: {
      workloads: { type: 'string', default: WORKLOAD_NAMES.join(',') },
      runs: { type: 'string', default: '3' },
      json: { type: 'boolean', default: false },
      growth: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  }).values;
  const named = parsed.workloads.split(',');
  const unknown = named.find((name) => !(WORKLOAD_NAMES as readonly string[]).includes(name));
  if (unknown !== undefined) throw new BadOption(`There is no workload "${unknown}".`);
  return { values: parsed, names: named, runs: wholeNumber('--runs', parsed.runs, { min: 1 }) };
});

if (values.help) {
  print(USAGE);
  process.exit(0);
}

const measured: Measured[] = [];
if (!values.growth) {
  for (const name of names) {
    const results: WorkloadResult[] = [];
    for (let run = 0; run < runs; run++) results.push(await runApart(name));
    const one = summarise(name, results);
    measured.push(one);
    if (!values.json) print(line(one));
  }
}
const growth =
  values.growth || !process.argv.includes('--workloads') ? await inFolder(measureGrowth) : undefined;
if (growth && !values.json) {
  print(`one completion in a mission of 10,000 tasks costs ${growth.ratio.toFixed(2)}× one of 100 tasks`);
  print(
    `  p50 ${growth.largeP50Ms.toFixed(3)} ms vs ${growth.smallP50Ms.toFixed(3)} ms over ${growth.pairs} pairs`,
  );
}
if (values.json)
  print(JSON.stringify({ machine: machine(), at: new Date().toISOString(), measured, growth }, null, 2));
const isBroken = measured.some(({ results }) =>
  results.some((r) => r.missing + r.repeated + r.outOfOrder > 0),
);
if (isBroken) print('BROKEN: a task was missing, repeated or out of order.');
process.exit(isBroken ? 1 : 0);

interface Measured {
  readonly workload: string;
  readonly tasksPerSecond: { readonly median: number; readonly min: number; readonly max: number };
  readonly hopP50Ms: number | null;
  readonly hopP99Ms: number | null;
  readonly results: readonly WorkloadResult[];
}

function summarise(workload: string, results: readonly WorkloadResult[]): Measured {
  const rates = results.map((result) => result.tasksPerSecond).sort((a, b) => a - b);
  const middle = results.find(
    (result) => result.tasksPerSecond === rates[Math.floor((rates.length - 1) / 2)],
  );
  return {
    workload,
    tasksPerSecond: { median: quantile(rates, 0.49) ?? 0, min: rates[0] ?? 0, max: rates.at(-1) ?? 0 },
    hopP50Ms: middle?.hopP50Ms ?? null,
    hopP99Ms: middle?.hopP99Ms ?? null,
    results,
  };
}

function line({ workload, tasksPerSecond, hopP50Ms, hopP99Ms }: Measured): string {
  const { median, min, max } = tasksPerSecond;
  const rate = `${Math.round(median)} tasks/s (${Math.round(min)}–${Math.round(max)})`;
  return `${workload.padEnd(8)} ${rate.padEnd(32)} hop p50 ${hopP50Ms?.toFixed(2)} ms, p99 ${hopP99Ms?.toFixed(2)} ms`;
}

function runApart(name: string): Promise<WorkloadResult> {
  return inFolder(
    (folder) =>
      new Promise((resolve, reject) => {
        const child = fork(path.join(import.meta.dirname, 'run-workload.ts'), [name, folder]);
        let result: WorkloadResult | undefined;
        child.on('message', (message) => {
          result = message as WorkloadResult;
        });
        child.on('exit', (code) => {
          if (result && code === 0) resolve(result);
          else reject(new Error(`${name}: the run ended with ${code}`));
        });
      }),
  );
}

async function inFolder<T>(act: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'muster-bench-'));
  try {
    return await act(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function machine() {
  return {
    cpus: os.cpus().length,
    model: os.cpus()[0]?.model,
    node: process.version,
    loadBefore: os.loadavg()[0],
  };
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
