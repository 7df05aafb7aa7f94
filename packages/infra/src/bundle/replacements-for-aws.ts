/** What calling AWS from a function is done without. */
import { join } from 'node:path';
import type { Replacement } from './replacements.ts';
import { absent, contents } from './replacing.ts';

/** By which name each service is found in a region. */
const SERVICES: Readonly<Record<string, string>> = {
  dynamodb: 'dynamodb',
  sqs: 'sqs',
  sesv2: 'email',
  // Is always told where to call.
  apigatewaymanagementapi: 'execute-api',
};
const CLIENT = `@aws-sdk/client-(${Object.keys(SERVICES).join('|')})`;

/** Failures whose classes or contents are asked for. The SDK makes its general exception of others, with their names. */
const KNOWN_FAILURES = ['ConditionalCheckFailedException', 'TransactionCanceledException', 'GoneException'];

const UNKNOWN_FAILURE = new RegExp(
  `^n0_registry\\.registerError\\((?!${KNOWN_FAILURES.join('|')})\\w+\\$, \\w+\\);$`,
  'gm',
);

const SMITHY = '@smithy/core/dist-es/submodules';

export const FOR_AWS: readonly Replacement[] = [
  // The rules for endpoints, with all regions of all partitions.
  { file: new RegExp(`${CLIENT}/dist-es/endpoint/endpointResolver\\.js$`), by: regionalEndpointResolver },
  {
    file: /@aws-sdk\/core\/dist-es\/submodules\/client\/util-endpoints\/lib\/aws\/partition\.js$/,
    by: () =>
      `${absent('partition', 'setPartitionInfo', 'useDefaultPartitionInfo')()} export const getUserAgentPrefix = () => '';`,
  },
  // What the failures, requests and answers of all operations look like.
  { file: new RegExp(`${CLIENT}/dist-es/schemas/schemas_0\\.js$`), by: onlyUsedShapes },
  // The table's stream, which Lambda hands to functions.
  { file: /packages\/dynamodb\/src\/stream-feed\.ts$/, by: absent('follow') },
  // All that a client's package tells of itself: its version is asked for.
  {
    file: new RegExp(`${CLIENT}/package\\.json$`),
    by: (source) => `export default { version: ${JSON.stringify(JSON.parse(source).version)} };`,
  },
  // The search for endpoints of DynamoDB, which is off.
  {
    file: /@aws-sdk\/endpoint-cache\/dist-es\/EndpointCache\.js$/,
    by: contents('export class EndpointCache {}'),
  },
  // Telling browsers apart.
  { file: /node_modules\/bowser\//, by: contents('export default {};') },
  // Settings in the files of somebody's home.
  {
    file: new RegExp(`${SMITHY}/config/shared-ini-file-loader/loadSharedConfigFiles\\.js$`),
    by: contents(
      "export const CONFIG_PREFIX_SEPARATOR = '.'; export const loadSharedConfigFiles = async () => ({ configFile: {}, credentialsFile: {} });",
    ),
  },
  // Asking the machine for its region: the environment tells.
  {
    file: new RegExp(`${SMITHY}/config/config-resolver/regionConfig/getInstanceMetadataRegion\\.js$`),
    by: absent('getInstanceMetadataRegion'),
  },
  // Answers that are streams of events: none of our services sends one.
  { file: new RegExp(`${SMITHY}/event-streams/index\\.js$`), by: absent('EventStreamSerde') },
  // Trying again: the store and the senders do so in their own way, and tell their clients to do it never.
  {
    file: new RegExp(`${SMITHY}/retry/middleware-retry/retryMiddleware\\.js$`),
    by: contents(`export * from ${JSON.stringify(join(import.meta.dirname, 'one-attempt.ts'))};`),
  },
  // Is made all the same, and asked for its kind.
  {
    file: new RegExp(`${SMITHY}/retry/util-retry/StandardRetryStrategy\\.js$`),
    by: contents('export class StandardRetryStrategy { acquireInitialRetryToken() {} }'),
  },
  {
    file: new RegExp(`${SMITHY}/retry/util-retry/AdaptiveRetryStrategy\\.js$`),
    by: absent('AdaptiveRetryStrategy'),
  },
  // Digests where Node has none.
  { file: new RegExp(`${SMITHY}/checksum/sha256/Sha256Js\\.js$`), by: absent('Sha256Js') },
  { file: new RegExp(`${SMITHY}/checksum/md5/Md5Js\\.js$`), by: absent('Md5Js') },
  // Instants as texts: our services tell none that we ask for.
  {
    file: new RegExp(`${SMITHY}/serde/date-utils\\.js$`),
    by: absent(
      'dateToUtcString',
      'parseRfc3339DateTime',
      'parseRfc3339DateTimeWithOffset',
      'parseRfc7231DateTime',
      'parseEpochTimestamp',
    ),
  },
  // The names of buckets.
  {
    file: new RegExp(`${SMITHY}/endpoints/middleware-endpoint/service-customizations/s3\\.js$`),
    by: absent(
      'DOT_PATTERN',
      'S3_HOSTNAME_PATTERN',
      'isArnBucketName',
      'isDnsCompatibleBucketName',
      'resolveParamsForS3',
    ),
  },
];

/** Shapes that are used stay: those that are neither registered nor made of what is worked out can be left out. */
function onlyUsedShapes(source: string): string {
  const texts = new Map(
    [...source.matchAll(/^const (\w+) = (".*");$/gm)].map(([, name, text]) => [name, text]),
  );
  return source
    .replaceAll(UNKNOWN_FAILURE, '')
    .replaceAll(/\[(_\w+)\]:/g, (key, name: string) => (texts.has(name) ? `${texts.get(name)}:` : key));
}

function regionalEndpointResolver(_source: string, path: string): string {
  const [, client = ''] = /client-(\w+)/.exec(path) ?? [];
  const standIn = JSON.stringify(join(import.meta.dirname, 'regional-endpoint.ts'));
  return (
    `import { regionalEndpoints } from ${standIn};` +
    `export const defaultEndpointResolver = regionalEndpoints('${SERVICES[client]}');`
  );
}
