import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { engineContext } from '@muster/api/engine-context';
import { setAside } from '@muster/engine/unaddressed';
import { ENVIRONMENT } from '@muster/infra/environment';
import { ROOT } from '@muster/infra/plan/platform';
import { expect, it } from 'vitest';
import { describeOnDynamo } from '../dynamodb/a-dynamo-table.ts';
import { SILENT } from '../server/support/running-server.ts';

const SCRIPT = join(ROOT, 'functions/list-unaddressed.ts');

describeOnDynamo('what names no mission', (dynamo) => {
  it('is shown to whoever runs the stage, with the reason', async () => {
    const tableName = await dynamo().aTable();
    const { endpoint, region, credentials } = dynamo().engine.clientOptions;
    const store = await dynamo().openStore({ now: Date.now, tableName });
    await setAside(engineContext({ store, log: SILENT }), 'hello', new Error('not JSON'));

    const { stdout } = await promisify(execFile)(process.execPath, [SCRIPT, '--table', tableName], {
      env: {
        ...process.env,
        [ENVIRONMENT.dynamodbEndpoint]: endpoint,
        AWS_REGION: region,
        AWS_ACCESS_KEY_ID: credentials.accessKeyId,
        AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      },
    });

    expect(JSON.parse(stdout)).toMatchObject({ body: 'hello', reason: 'not JSON' });
  });
});
