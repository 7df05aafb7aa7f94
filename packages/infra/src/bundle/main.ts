/** `npm run bundle`: builds every function into `dist/functions`, and tells how large and how slow to start they are. */
import { FUNCTION_NAMES, FUNCTIONS } from '../functions.ts';
import { BUDGETS } from './budget.ts';
import { buildFunction } from './build-function.ts';
import { measureColdImport } from './cold-import.ts';

const TIMES = 5;

print('function           bytes    at start   of budget   cold import   of that CPU');
for (const name of FUNCTION_NAMES) {
  const { file, bytes, startBytes } = await buildFunction(FUNCTIONS[name].entry);
  const { ms, cpuMs } = await measureColdImport(file, TIMES);
  const share = Math.round((100 * bytes) / BUDGETS[name].bytesMax);
  print(
    `${name.padEnd(12)} ${counted(bytes)} ${counted(startBytes)} ${`${share} %`.padStart(11)}` +
      ` ${`${Math.round(ms)} ms`.padStart(13)} ${`${Math.round(cpuMs)} ms`.padStart(13)}`,
  );
}

function counted(count: number): string {
  return `${count.toLocaleString('en')} B`.padStart(11);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
