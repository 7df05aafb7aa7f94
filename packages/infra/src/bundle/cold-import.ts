import { execFile } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { ENVIRONMENT } from '../environment.ts';

export interface ColdImport {
  /** On the clock, and of processors: the latter depends less on what else the machine does. */
  readonly ms: number;
  readonly cpuMs: number;
}

const MEASURE = `
  const started = performance.now(), before = process.cpuUsage();
  await import(process.argv[1]);
  const { user, system } = process.cpuUsage(before);
  console.log(JSON.stringify({ ms: performance.now() - started, cpuMs: (user + system) / 1000 }));
`;

/** Medians of fresh processes that load a bundle; none of them uses what it was told. */
export async function measureColdImport(file: string, times: number): Promise<ColdImport> {
  const told = Object.values(ENVIRONMENT).map((name) => [name, 'http://127.0.0.1:9/']);
  const env = {
    ...process.env,
    ...Object.fromEntries(told),
    AWS_REGION: 'us-east-1',
    // What an earlier process has compiled would be no cold start.
    NODE_DISABLE_COMPILE_CACHE: '1',
  };
  const args = ['--input-type=module', '--eval', MEASURE, pathToFileURL(file).href];
  const taken: ColdImport[] = [];
  for (let time = 0; time < times; time += 1) {
    const { stdout } = await promisify(execFile)(process.execPath, args, { env });
    taken.push(JSON.parse(stdout.trim().split('\n').at(-1) ?? ''));
  }
  return { ms: median(taken.map(({ ms }) => ms)), cpuMs: median(taken.map(({ cpuMs }) => cpuMs)) };
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
