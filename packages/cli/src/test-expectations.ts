/** Tests what a worker can test of its own work, in the folder where it works: files that have to be there, commands. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { ClaimLineFragment, SubmissionInput } from '@muster/client/generated/operations';
import { runCommand } from './run-command.ts';

type Expectation = ClaimLineFragment['task']['definition']['expectations'][number];
type ExpectationResults = NonNullable<SubmissionInput['expectationResults']>;

const OUTPUT_LENGTH = 2_000;

/** One after the other, since commands may build on each other's files. What reviewers are asked is left out. */
export async function testExpectations(expectations: readonly Expectation[]): Promise<ExpectationResults> {
  const results: ExpectationResults[number][] = [];
  for (const [position, expectation] of expectations.entries()) {
    const found = await testOne(expectation);
    if (found) results.push({ position, ...found });
  }
  return results;
}

async function testOne({ type, paths, command }: Expectation) {
  if (type === 'LLM_REVIEW') return undefined;
  if (type === 'FILE_EXISTS') {
    const missing = (paths ?? []).filter((path) => !existsSync(resolve(path)));
    const output = missing.length === 0 ? 'All are there.' : `Not there: ${missing.join(', ')}`;
    return { hasPassed: missing.length === 0, output: output.slice(0, OUTPUT_LENGTH) };
  }
  const { code, said } = await runCommand(command ?? '');
  return { hasPassed: code === 0, output: said.slice(-OUTPUT_LENGTH) };
}
