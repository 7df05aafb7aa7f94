/** A stage of AWS on this machine, for the tests of one file; skips, and says so, where its engines can't run. */
import { createOwnerKey } from '@muster/api/owner-key';
import { dynamoEngineMissing } from '@muster/aws-local/dynamodb-engine';
import { type LocalCloud, type LocalCloudOptions, startLocalCloud } from '@muster/aws-local/local-cloud';
import { type Client, connect } from '@muster/client/connect';
import { createAccess } from '@muster/engine/access/create-access';
import { afterAll, beforeAll, describe } from 'vitest';

/** Building all bundles first takes a busy machine a while. */
const START_MS_MAX = 90_000;

export interface CloudUnderTest {
  readonly cloud: LocalCloud;
  /** With a key of an owner. */
  readonly client: Client;
  /** One GraphQL request with that key, and what was answered. */
  readonly ask: (query: string, variables?: object) => Promise<unknown>;
  /** What functions threw. */
  readonly errors: readonly unknown[];
}

export function describeOnLocalCloud(
  name: string,
  body: (under: () => CloudUnderTest) => void,
  prepare: () => Partial<LocalCloudOptions> | Promise<Partial<LocalCloudOptions>> = () => ({}),
): void {
  const missing = dynamoEngineMissing();
  if (missing !== undefined) process.stderr.write(`\nSKIPPED: ${name}. ${missing}\n`);
  describe.skipIf(missing !== undefined)(name, () => {
    let under: CloudUnderTest | undefined;
    beforeAll(async () => {
      const errors: unknown[] = [];
      const cloud = await startLocalCloud({ ...(await prepare()), onError: (error) => errors.push(error) });
      const { readingOf } = await import('@muster/functions/wiring');
      const key = await createOwnerKey(createAccess(readingOf()), 'ws_test');
      under = { cloud, errors, client: connect({ url: cloud.url, key }), ask: askWith(cloud.url, key) };
    }, START_MS_MAX);
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

function askWith(url: string, key: string): CloudUnderTest['ask'] {
  return async (query, variables = {}) => {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
      body: JSON.stringify({ query, variables }),
    });
    return response.json();
  };
}
