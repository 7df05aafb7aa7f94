/**
 * `npm run unaddressed`: what lay in the queues of a stage and names no mission, with the reason, one JSON a line. With
 * `--again <name>` one of them is sent again, for a release that can read it. With the rights of whoever deployed.
 */
import { parseArgs } from 'node:util';
import { readOptions } from '@muster/api/program-options';
import { listUnaddressed } from '@muster/engine/unaddressed';
import { ENVIRONMENT } from '@muster/infra/environment';
import { sendAgain } from '@muster/sqs/send-again';
import { stageOutputs } from './stage-outputs.ts';

const USAGE = `Usage: npm run unaddressed -- [--table <name>] [--advanceQueue <url>] [--timersQueue <url>]
         [--notifyQueue <url>] [--again <name>]`;

const { values } = readOptions(USAGE, () =>
  parseArgs({
    options: {
      /** As the deployment told it; in `.sst/outputs.json` of who has deployed. */
      table: { type: 'string' },
      advanceQueue: { type: 'string' },
      timersQueue: { type: 'string' },
      notifyQueue: { type: 'string' },
      again: { type: 'string' },
    },
  }),
);
const outputs = values.table === undefined ? await stageOutputs(USAGE) : {};
for (const name of ['table', 'advanceQueue', 'timersQueue', 'notifyQueue'] as const) {
  const value = values[name] ?? outputs[name];
  if (value !== undefined) process.env[ENVIRONMENT[name]] ??= value;
}
const { committingOf } = await import('./wiring.ts');
const { context, queues } = committingOf();
let isSent = false;
for await (const one of listUnaddressed(context)) {
  if (values.again === undefined) process.stdout.write(`${JSON.stringify(one)}\n`);
  if (values.again !== one.name) continue;
  await sendAgain({ context, queues }, one);
  isSent = true;
}
if (values.again !== undefined && !isSent) {
  process.stderr.write(`Nothing lies aside by the name ${values.again}.\n`);
  process.exitCode = 1;
}
