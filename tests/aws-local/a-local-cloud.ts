/** A stage of AWS on this machine, for the tests of one file; skips, and says so, where its engines can't run. */
import { createOwnerKey } from '@muster/api/owner-key';
import { dynamoEngineMissing } from '@muster/aws-local/dynamodb-engine';
import { type LocalCloud, startLocalCloud } from '@muster/aws-local/local-cloud';
import { type Client, connect } from '@muster/client/connect';
import { createAccess } from '@muster/engine/access/create-access';
import { afterAll, beforeAll, describe } from 'vitest';

export interface CloudUnderTest {
  readonly cloud: LocalCloud;
  /** With a key of an owner. */
  readonly client: Client;
  /** What functions threw. */
  readonly errors: readonly unknown[];
}

export function describeOnLocalCloud(name: string, body: (under: () => CloudUnderTest) => void): void {
  const missing = dynamoEngineMissing();
  if (missing !== undefined) process.stderr.write(`\nSKIPPED: ${name}. ${missing}\n`);
  describe.skipIf(missing !== undefined)(name, () => {
    let under: CloudUnderTest | undefined;
    beforeAll(async () => {
      const errors: unknown[] = [];
      const cloud = await startLocalCloud({ onError: (error) => errors.push(error) });
      const { readingOf } = await import('@muster/functions/wiring');
      const key = await createOwnerKey(createAccess(readingOf()), 'ws_test');
      under = { cloud, errors, client: connect({ url: cloud.url, key }) };
    });
    afterAll(async () => {
      await under?.client.close();
      await under?.cloud.close();
    });
    body(() => {
      if (under === undefined) throw new Error('The cloud is not running.');
      return under;
    });
  });
}
