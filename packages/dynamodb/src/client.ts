/**
 * Clients with bounds. The store repeats what failed by itself, since it has to know whether a write may have been
 * applied: so the SDK's own retries are off.
 */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';

export interface ClientOptions {
  /** Where the service is, when it is not AWS's own of the region. */
  readonly endpoint?: string;
  /** As the SDK finds it when absent. */
  readonly region?: string;
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** A request that takes longer is given up: it may have been applied. 4 s when absent. */
  readonly requestTimeoutMs?: number;
}

/** Connections are kept open. */
export function createClient(options: ClientOptions = {}): DynamoDBClient {
  return new DynamoDBClient(configured(options));
}

export function createStreamsClient(options: ClientOptions = {}): DynamoDBStreamsClient {
  return new DynamoDBStreamsClient(configured(options));
}

const CONNECTION_TIMEOUT_MS = 1_000;
const REQUEST_TIMEOUT_MS = 4_000;
const SOCKETS_MAX = 100;

function configured({ requestTimeoutMs = REQUEST_TIMEOUT_MS, ...options }: ClientOptions) {
  const agent = { keepAlive: true, maxSockets: SOCKETS_MAX };
  return {
    ...options,
    maxAttempts: 1,
    requestHandler: {
      connectionTimeout: CONNECTION_TIMEOUT_MS,
      requestTimeout: requestTimeoutMs,
      throwOnRequestTimeout: true,
      httpAgent: agent,
      httpsAgent: agent,
    },
  };
}
