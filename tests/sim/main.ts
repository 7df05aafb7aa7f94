/**
 * `npm run sim -- --seeds N [--from S] [--seed S] [--way LOOPS|QUEUES] [--verbose] [--keep-going]`: exits 1
 * at the first seed that breaks a rule, or after the last one when it is to keep going. Every third seed goes by the
 * queues of AWS, unless told otherwise. */
import { parseArgs } from 'node:util';
import { BadOption, readOptions, wholeNumber } from '@muster/api/program-options';
import { type Outcome, simulate } from './simulate.ts';
import { noStatistics, STATISTICS, type Statistics } from './statistics.ts';
import { WAYS } from './world.ts';

const REPORT_EVERY = 100;

const USAGE =
  'Usage: npm run sim -- [--seeds N] [--from S] [--seed S] [--way LOOPS|QUEUES] [--verbose] [--keep-going]';

const { values, first, way, count } = readOptions(USAGE, () => {
  const parsed = parseArgs({
    options: {
      seeds: { type: 'string', default: '100' },
      from: { type: 'string', default: '1' },
      seed: { type: 'string' },
      way: { type: 'string' },
      verbose: { type: 'boolean', default: false },
      'keep-going': { type: 'boolean', default: false },
    },
  }).values;
  const { seed, seeds, from } = parsed;
  return {
    values: parsed,
    first: seed === undefined ? wholeNumber('--from', from) : wholeNumber('--seed', seed),
    count: seed === undefined ? wholeNumber('--seeds', seeds, { min: 1 }) : 1,
    way: wayOf(parsed.way),
  };
});
process.exitCode = (await runAll()) ? 0 : 1;

function wayOf(name: string | undefined): (typeof WAYS)[number] | undefined {
  const known = WAYS.find((one) => one === name);
  if (name === undefined || known !== undefined) return known;
  throw new BadOption(`--way is "${name}": it is one of ${WAYS.join(', ')}.`);
}

async function runAll(): Promise<boolean> {
  const totals = noStatistics();
  let failureCount = 0;
  const startedAt = Date.now();
  for (let seed = first; seed < first + count; seed++) {
    const outcome = await simulate({ seed, ...(way && { way }) });
    add(totals, outcome.statistics);
    if (values.verbose) print(`seed ${seed} ${outcome.digest.slice(0, 16)} ${told(outcome.statistics)}`);
    if (outcome.broken) {
      failureCount++;
      explain(outcome);
      if (!values['keep-going']) return false;
    }
    const doneCount = seed - first + 1;
    if (doneCount % REPORT_EVERY === 0)
      print(
        `${doneCount} seeds, ${((Date.now() - startedAt) / 1_000).toFixed(1)} s, ${totals.commits} commits, ${totals.crashes} crashes`,
      );
  }
  print(`${count} seeds, ${failureCount} broken. ${told(totals)}`);
  return failureCount === 0;
}

function explain({ seed, broken, lastEvents }: Outcome): void {
  if (!broken) return;
  print(`\nseed ${seed} broke ${broken.message}`);
  if (values['keep-going'] && !values.verbose) return;
  for (const event of lastEvents) print(`  ${event}`);
  print(`Replay: npm run sim -- --seed ${seed}${way ? ` --way ${way}` : ''}`);
}

function add(totals: Statistics, more: Statistics): void {
  for (const name of STATISTICS) totals[name] += more[name];
}

function told(statistics: Statistics): string {
  return STATISTICS.map((name) => `${name} ${statistics[name]}`).join(', ');
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
