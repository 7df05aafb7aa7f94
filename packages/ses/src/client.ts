/** A client with bounds. What failed comes again with the delivery: nothing is repeated here. */
import { SESv2Client } from '@aws-sdk/client-sesv2';
import { LIMITS } from '@muster/core/limits';

export interface ClientOptions {
  /** Where the service is, when it is not AWS's own of the region. */
  readonly endpoint?: string;
  /** As the SDK finds it when absent. */
  readonly region?: string;
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** `LIMITS.deliveryMsMax` unless told. */
  readonly timeoutMs?: number;
}

const CONNECTION_TIMEOUT_MS = 2_000;

/** A request that takes longer is given up: the mail may have been taken. */
export function createClient({
  timeoutMs = LIMITS.deliveryMsMax,
  ...options
}: ClientOptions = {}): SESv2Client {
  return new SESv2Client({
    ...options,
    maxAttempts: 1,
    requestHandler: {
      connectionTimeout: CONNECTION_TIMEOUT_MS,
      requestTimeout: timeoutMs - CONNECTION_TIMEOUT_MS,
      throwOnRequestTimeout: true,
    },
  });
}
