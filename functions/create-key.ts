/**
 * `npm run key`: the first key of a stage. It is written into the table with the rights of whoever deployed it, shown
 * once, and kept nowhere else; further keys are made with it, through the API.
 */
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { createOwnerKey } from '@muster/api/owner-key';
import { createAccess } from '@muster/engine/access/create-access';
import { ENVIRONMENT } from '@muster/infra/environment';

const { values } = parseArgs({
  options: {
    /** As the deployment told it; in `.sst/outputs.json` of who has deployed. */
    table: { type: 'string' },
    workspace: { type: 'string', default: 'ws_main' },
    name: { type: 'string', default: 'owner' },
  },
});
process.env[ENVIRONMENT.table] ??=
  values.table ?? JSON.parse(await readFile('.sst/outputs.json', 'utf8')).table;
const { readingOf } = await import('./wiring.ts');
process.stdout.write(`${await createOwnerKey(createAccess(readingOf()), values.workspace, values.name)}\n`);
