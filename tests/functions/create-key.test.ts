import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { engineContext } from '@muster/api/engine-context';
import { createAccess } from '@muster/engine/access/create-access';
import { ENVIRONMENT } from '@muster/infra/environment';
import { ROOT } from '@muster/infra/plan/platform';
import { expect, it } from 'vitest';
import { describeOnDynamo } from '../dynamodb/a-dynamo-table.ts';
import { SILENT } from '../server/support/running-server.ts';

const SCRIPT = join(ROOT, 'functions/create-key.ts');

describeOnDynamo('the first key of a stage', (dynamo) => {
  it('is written into its table, and shown once', async () => {
    const tableName = await dynamo().aTable();
    const { endpoint, region, credentials } = dynamo().engine.clientOptions;

    const { stdout } = await promisify(execFile)(process.execPath, [SCRIPT, '--table', tableName], {
      env: {
        ...process.env,
        [ENVIRONMENT.dynamodbEndpoint]: endpoint,
        AWS_REGION: region,
        AWS_ACCESS_KEY_ID: credentials.accessKeyId,
        AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      },
    });

    const store = await dynamo().openStore({ now: Date.now, tableName });
    const access = createAccess(engineContext({ store, log: SILENT }));
    expect(await access.authenticate(stdout.trim())).toMatchObject({ workspaceId: 'ws_main', role: 'OWNER' });
  });
});
