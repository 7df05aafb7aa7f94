/** `npm run oracle -- [--documents N] [--from S] [--seed S]`: exits 1 at the first document they disagree about. */
import { parseArgs } from 'node:util';
import { readOptions, wholeNumber } from '@muster/api/program-options';
import { type Disagreement, disagreementOf } from './agreement.ts';

const USAGE = 'Usage: npm run oracle -- [--documents N] [--from S] [--seed S]';

const { first, count } = readOptions(USAGE, () => {
  const { values } = parseArgs({
    options: {
      documents: { type: 'string', default: '10000' },
      from: { type: 'string', default: '1' },
      seed: { type: 'string' },
    },
  });
  if (values.seed !== undefined) return { first: wholeNumber('--seed', values.seed, { min: 1 }), count: 1 };
  return {
    first: wholeNumber('--from', values.from, { min: 1 }),
    count: wholeNumber('--documents', values.documents, { min: 1 }),
  };
});
process.exitCode = agreeOnAll() ? 0 : 1;

function agreeOnAll(): boolean {
  const startedAt = Date.now();
  for (let seed = first; seed < first + count; seed++) {
    const found = disagreementOf(seed);
    if (!found) continue;
    explain(found);
    return false;
  }
  print(`${count} documents, no disagreement, ${((Date.now() - startedAt) / 1_000).toFixed(1)} s.`);
  return true;
}

function explain({ seed, document, history, engine, oracle }: Disagreement): void {
  print(JSON.stringify(document, null, 1));
  for (const act of history) print(`  ${act}`);
  for (const [at, line] of engine.entries()) {
    if (line !== oracle[at]) print(`engine: ${line}   oracle: ${oracle[at]}`);
  }
  print(`Replay: npm run oracle -- --seed ${seed}`);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
