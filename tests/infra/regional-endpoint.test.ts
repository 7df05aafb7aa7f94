/** In bundles, endpoints are found without the rules of the SDK: these are what they are compared with. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SESv2Client } from '@aws-sdk/client-sesv2';
import { createClient as createDynamoClient } from '@muster/dynamodb/client';
import { regionalEndpoints } from '@muster/infra/bundle/regional-endpoint';
import { ROOT } from '@muster/infra/plan/platform';
import { createClient as createSqsClient } from '@muster/sqs/client';
import { describe, expect, it } from 'vitest';

const PARTITIONS = '@aws-sdk/core/dist-es/submodules/client/util-endpoints/lib/aws/partitions.js';
const NOT_IPV6 = { UseFIPS: false, UseDualStack: false };

/** All that the SDK knows by name, in all partitions. */
function regions(): readonly string[] {
  const source = readFileSync(join(ROOT, 'node_modules', PARTITIONS), 'utf8');
  return [...source.matchAll(/"([a-z]+(?:-[a-z]+)+-\d+)": \{/g)].map(([, region]) => String(region));
}

const region = 'us-east-1';
const CLIENTS = [
  ['dynamodb', createDynamoClient({ region })],
  ['sqs', createSqsClient({ region })],
  ['email', new SESv2Client({ region })],
] as const;

describe.each(CLIENTS)('the endpoint of %s', (service, client) => {
  const ours = regionalEndpoints(service);

  it('is that of the SDK in every region', () => {
    expect(regions().length).toBeGreaterThan(40);
    for (const Region of regions()) {
      const theirs = client.config.endpointProvider({ Region, ...NOT_IPV6 });

      expect(ours({ Region, ...NOT_IPV6 }).url.href, Region).toBe(theirs.url.href);
    }
  });

  it('is the one that was told', () => {
    const told = { Endpoint: 'http://127.0.0.1:8000/', Region: region, ...NOT_IPV6 };

    expect(ours(told).url.href).toBe(client.config.endpointProvider(told).url.href);
  });

  it('is none of those that are left out', () => {
    expect(() => ours({ Region: region, UseFIPS: true })).toThrow('FIPS');
    expect(() => ours({ Region: region, UseDualStack: true })).toThrow('IPv6');
  });
});
