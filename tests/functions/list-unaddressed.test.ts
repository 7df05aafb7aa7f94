import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { engineContext } from '@muster/api/engine-context';
import { deliveryIdOf } from '@muster/core/notify/notify-ids';
import { setAside } from '@muster/engine/unaddressed';
import { ENVIRONMENT } from '@muster/infra/environment';
import { ROOT } from '@muster/infra/plan/platform';
import { encodeDelivery } from '@muster/sqs/envelope';
import { expect, it } from 'vitest';
import { SqsUnderTest } from '../aws-local/sqs-under-test.ts';
import { describeOnDynamo } from '../dynamodb/a-dynamo-table.ts';
import { SILENT } from '../server/support/running-server.ts';
import { MISSION_ID, WORKSPACE_ID } from '../support/a-mission.ts';
import { whatIsAside } from '../support/what-is-aside.ts';

const SCRIPT = join(ROOT, 'functions/list-unaddressed.ts');

describeOnDynamo('what names no mission', (dynamo) => {
  async function aStage() {
    const tableName = await dynamo().aTable();
    const store = await dynamo().openStore({ now: Date.now, tableName });
    return { tableName, context: engineContext({ store, log: SILENT }) };
  }

  /** Nothing of the environment but what reaches the services of this machine. Answers what it printed. */
  async function run(options: Record<string, string>, sqsEndpoint = ''): Promise<string> {
    const { endpoint, region, credentials } = dynamo().engine.clientOptions;
    const args = Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]);
    const { stdout } = await promisify(execFile)(process.execPath, [SCRIPT, ...args], {
      env: {
        ...process.env,
        [ENVIRONMENT.dynamodbEndpoint]: endpoint,
        ...(sqsEndpoint === '' ? {} : { [ENVIRONMENT.sqsEndpoint]: sqsEndpoint }),
        AWS_REGION: region,
        AWS_ACCESS_KEY_ID: credentials.accessKeyId,
        AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      },
    });
    return stdout;
  }

  it('is shown to whoever runs the stage, with the reason', async () => {
    const { tableName, context } = await aStage();
    await setAside(context, 'hello', new Error('not JSON'));

    const stdout = await run({ table: tableName });

    expect(JSON.parse(stdout)).toMatchObject({ body: 'hello', reason: 'not JSON' });
  });

  it('is sent again when it is named, and nothing else is', async () => {
    const { tableName, context } = await aStage();
    const id = deliveryIdOf({ missionId: MISSION_ID, sequence: 1, channel: 'ops' });
    const body = encodeDelivery({ workspaceId: WORKSPACE_ID, id });
    for (const each of ['hello', body]) await setAside(context, each, new Error('not read'));
    const aside = await whatIsAside(context);
    const again = aside.find((one) => one.body === body)?.name ?? '';
    const sqs = await SqsUnderTest.start();
    try {
      const notifyQueue = await sqs.create('notify');
      const advanceQueue = await sqs.createFifo('advance');
      const timersQueue = await sqs.create('timers');

      await run({ table: tableName, advanceQueue, timersQueue, notifyQueue, again }, sqs.engine.url);

      expect(await sqs.bodies(notifyQueue)).toEqual([body]);
      expect(await whatIsAside(context)).toMatchObject([{ body: 'hello' }]);
    } finally {
      await sqs.stop();
    }
  });
});
