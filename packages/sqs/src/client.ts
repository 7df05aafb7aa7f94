/** A client with bounds. What failed is repeated by the sender, who knows which part of a batch it was. */
import { SQSClient } from '@aws-sdk/client-sqs';

export interface ClientOptions {
  /** Where the service is, when it is not AWS's own of the region. */
  readonly endpoint?: string;
  /** As the SDK finds it when absent. */
  readonly region?: string;
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

const CONNECTION_TIMEOUT_MS = 1_000;
const REQUEST_TIMEOUT_MS = 4_000;
const SOCKETS_MAX = 50;

/** Connections are kept open. A request that takes longer than 4 s is given up: it may have been taken. */
export function createClient(options: ClientOptions = {}): SQSClient {
  const agent = { keepAlive: true, maxSockets: SOCKETS_MAX };
  return new SQSClient({
    ...options,
    maxAttempts: 1,
    requestHandler: {
      connectionTimeout: CONNECTION_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
      throwOnRequestTimeout: true,
      httpAgent: agent,
      httpsAgent: agent,
    },
  });
}
