/** Pushes through API Gateway's `@connections`. */
import {
  ApiGatewayManagementApiClient,
  DeleteConnectionCommand,
  GoneException,
  PostToConnectionCommand,
} from '@aws-sdk/client-apigatewaymanagementapi';
import type { Logger } from '@muster/engine/context';
import type { PushOutcome, SocketPush } from './socket-push.ts';

const TIMEOUT_MS = 2_000;
const SOCKETS_MAX = 64;

export interface ManagementApiOptions {
  /** Of the WebSocket API with its stage: `https://….execute-api.….amazonaws.com/$default`. */
  readonly endpoint: string;
  readonly region?: string;
  /** For one call; 2,000 ms unless told. */
  readonly timeoutMs?: number;
  /** Told why a push failed. */
  readonly log?: Pick<Logger, 'warn'>;
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

export function createManagementApi(options: ManagementApiOptions): SocketPush {
  const { endpoint, region, timeoutMs = TIMEOUT_MS, credentials } = options;
  const client = new ApiGatewayManagementApiClient({
    endpoint,
    ...(region === undefined ? {} : { region }),
    ...(credentials === undefined ? {} : { credentials }),
    // Trying again is the caller's: it knows how long it may take.
    maxAttempts: 1,
    requestHandler: {
      connectionTimeout: timeoutMs,
      httpAgent: { maxSockets: SOCKETS_MAX },
      httpsAgent: { maxSockets: SOCKETS_MAX },
    },
  });
  return {
    async push(connectionId, frame) {
      const command = new PostToConnectionCommand({ ConnectionId: connectionId, Data: frame });
      try {
        await client.send(command, { abortSignal: AbortSignal.timeout(timeoutMs) });
        return 'SENT';
      } catch (error) {
        const outcome = outcomeOf(error);
        if (outcome === 'FAILED') options.log?.warn({ err: error, connectionId }, 'a push failed');
        return outcome;
      }
    },
    async close(connectionId) {
      const command = new DeleteConnectionCommand({ ConnectionId: connectionId });
      // Gone already, or out of reach: the gateway closes what is idle.
      await client.send(command, { abortSignal: AbortSignal.timeout(timeoutMs) }).catch(() => undefined);
    },
  };
}

/** All but GONE may pass: throttled, the client's buffer is full, no answer in time. */
function outcomeOf(error: unknown): PushOutcome {
  return error instanceof GoneException ? 'GONE' : 'FAILED';
}
