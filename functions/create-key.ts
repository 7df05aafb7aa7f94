/**
 * `npm run key`: the first key of a stage. It is written into the table with the rights of whoever deployed it, shown
 * once, and kept nowhere else; further keys are made with it, through the API.
 */
import { parseArgs } from 'node:util';
import { createOwnerKey } from '@muster/api/owner-key';
import { BadOption, readOptions } from '@muster/api/program-options';
import { parseWorkspaceId } from '@muster/core/ids';
import { LIMITS } from '@muster/core/limits';
import { createAccess } from '@muster/engine/access/create-access';
import { ENVIRONMENT } from '@muster/infra/environment';
import { stageOutputs } from './stage-outputs.ts';

const USAGE = 'Usage: npm run key -- [--table <name>] [--workspace ws_main] [--name owner]';

const { values } = readOptions(USAGE, () => {
  const parsed = parseArgs({
    options: {
      /** As the deployment told it; in `.sst/outputs.json` of who has deployed. */
      table: { type: 'string' },
      workspace: { type: 'string', default: 'ws_main' },
      name: { type: 'string', default: 'owner' },
    },
  });
  const { workspace, name } = parsed.values;
  if (!parseWorkspaceId(workspace))
    throw new BadOption(`--workspace is "${workspace}": give one like ws_main.`);
  if (name.trim() === '' || name.length > LIMITS.nameLengthMax)
    throw new BadOption(`--name has 1 to ${LIMITS.nameLengthMax} characters.`);
  return parsed;
});
const outputs = values.table === undefined ? await stageOutputs(USAGE) : {};
process.env[ENVIRONMENT.table] ??= values.table ?? outputs.table;
const { readingOf } = await import('./wiring.ts');
process.stdout.write(`${await createOwnerKey(createAccess(readingOf()), values.workspace, values.name)}\n`);
