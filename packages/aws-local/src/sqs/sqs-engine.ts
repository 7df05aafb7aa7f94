/**
 * A queue service on loopback that speaks the JSON protocol of Amazon SQS, for development and for tests: queues,
 * FIFO groups, deduplication, delays, visibility, long polling, batches, dead letters. Everything is kept in memory and
 * ends with the process.
 *
 * Left out, since nothing of ours uses it: permissions, tags, encryption, `ReceiveRequestAttemptId`, cancelling a move,
 * and the service's own disorder: here a standard queue delivers in order, and nothing twice by itself. Tests that want
 * disorder cause it.
 */
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { LocalAccount } from './local-account.ts';
import type { LocalQueue } from './local-queue.ts';
import {
  changeMessageVisibility,
  changeMessageVisibilityBatch,
  deleteMessage,
  deleteMessageBatch,
  receiveMessage,
  sendMessage,
  sendMessageBatch,
} from './message-operations.ts';
import {
  type Addressing,
  createQueue,
  deleteQueue,
  getQueueAttributes,
  getQueueUrl,
  listDeadLetterSourceQueues,
  listMessageMoveTasks,
  listQueues,
  setQueueAttributes,
  startMessageMoveTask,
} from './queue-operations.ts';
import { type Request, textOf } from './request-fields.ts';
import { SqsFault } from './sqs-fault.ts';

const HOST = '127.0.0.1';
const REQUEST_BYTES_MAX = 4 * 1_048_576;

export interface SqsEngineOptions {
  /** A free one unless told. */
  readonly port?: number;
  /** Milliseconds since 1970; the system's unless told. A driven clock needs `wake` after it was moved. */
  readonly now?: () => number;
  /** What a request meets instead of its answer, for tests: a throttle, for one. */
  readonly interfere?: (operation: string) => SqsFault | undefined;
}

export interface SqsEngine {
  readonly url: string;
  /** Requests so far, by operation: what a bill would count. */
  readonly requestCounts: ReadonlyMap<string, number>;
  /** Receivers that wait for something to come. */
  waitingCount(): number;
  /** Those who poll look again: the clock was moved. */
  wake(): void;
  close(): Promise<void>;
}

type Operation = (server: Addressing & Asking, request: Request) => object | Promise<object>;

interface Asking {
  readonly now: () => number;
  readonly hasGone: () => boolean;
}

const OPERATIONS: Readonly<Record<string, Operation>> = {
  CreateQueue: createQueue,
  GetQueueUrl: getQueueUrl,
  ListQueues: listQueues,
  StartMessageMoveTask: startMessageMoveTask,
  ListMessageMoveTasks: listMessageMoveTasks,
  DeleteQueue: (server, request) => deleteQueue(server, queueOf(server, request)),
  GetQueueAttributes: (server, request) => getQueueAttributes(server, queueOf(server, request), request),
  SetQueueAttributes: (server, request) => setQueueAttributes(server, queueOf(server, request), request),
  ListDeadLetterSourceQueues: (server, request) =>
    listDeadLetterSourceQueues(server, queueOf(server, request)),
  PurgeQueue: (server, request) => {
    queueOf(server, request).purge();
    return {};
  },
  SendMessage: (server, request) => sendMessage(queueOf(server, request), request),
  SendMessageBatch: (server, request) => sendMessageBatch(queueOf(server, request), request),
  ReceiveMessage: (server, request) =>
    receiveMessage(server.account, queueOf(server, request), { request, receiving: server }),
  DeleteMessage: (server, request) => deleteMessage(queueOf(server, request), request),
  DeleteMessageBatch: (server, request) => deleteMessageBatch(queueOf(server, request), request),
  ChangeMessageVisibility: (server, request) => changeMessageVisibility(queueOf(server, request), request),
  ChangeMessageVisibilityBatch: (server, request) =>
    changeMessageVisibilityBatch(queueOf(server, request), request),
};

/** Rejects when the port is taken. */
export async function startSqsEngine(options: SqsEngineOptions = {}): Promise<SqsEngine> {
  const { port = 0, now = Date.now, interfere = () => undefined } = options;
  const account = new LocalAccount(now);
  const requestCounts = new Map<string, number>();
  let url = '';
  const urlOf = (queue: LocalQueue) => `${url}/${account.id}/${queue.name}`;
  const wake = () => {
    for (const queue of account.queues) queue.wake();
  };
  const server = createServer((incoming, outgoing) => {
    let hasGone = false;
    outgoing.on('close', () => {
      hasGone = !outgoing.writableEnded;
      if (hasGone) wake();
    });
    const answer = async (): Promise<object> => {
      const operation = operationOf(incoming);
      requestCounts.set(operation, (requestCounts.get(operation) ?? 0) + 1);
      const fault = interfere(operation);
      if (fault) throw fault;
      const asked = await requestOf(incoming);
      return handle(operation, { account, urlOf, now, hasGone: () => hasGone }, asked);
    };
    answer().then(
      (body) => reply(outgoing, body),
      (error: unknown) => refuse(outgoing, error),
    );
  });
  url = await listen(server, port);
  const waitingCount = () => account.queues.reduce((sum, queue) => sum + queue.waitingCount, 0);
  return { url, requestCounts, waitingCount, wake, close: () => close(server) };
}

function handle(operation: string, server: Addressing & Asking, request: Request): object | Promise<object> {
  const act = OPERATIONS[operation];
  if (act) return act(server, request);
  throw new SqsFault(
    'InvalidAction',
    'InvalidAction',
    `The action ${operation} is not valid for this endpoint.`,
  );
}

function queueOf({ account }: Addressing, request: Request): LocalQueue {
  return account.named(textOf(request, 'QueueUrl').split('/').at(-1) ?? '');
}

function operationOf(incoming: IncomingMessage): string {
  const [, operation = ''] = String(incoming.headers['x-amz-target'] ?? '').split('.');
  return operation;
}

async function requestOf(incoming: IncomingMessage): Promise<Request> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of incoming) {
    bytes += chunk.length;
    if (bytes > REQUEST_BYTES_MAX) throw malformed('The request is too large.');
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch {
    throw malformed('The request is not valid JSON.');
  }
}

function malformed(message: string): SqsFault {
  return new SqsFault('MalformedInput', 'MalformedInput', message);
}

function reply(outgoing: ServerResponse, body: object, status = 200): void {
  const text = JSON.stringify(body);
  outgoing.writeHead(status, {
    'content-type': 'application/x-amz-json-1.0',
    'content-length': Buffer.byteLength(text),
    'x-amzn-requestid': randomUUID(),
  });
  outgoing.end(text);
}

/** A mistake of this engine's own looks as one of the service's would. */
function refuse(outgoing: ServerResponse, error: unknown): void {
  const isFault = error instanceof SqsFault;
  const shape = isFault ? error.shape : 'InternalError';
  const message = error instanceof Error ? error.message : String(error);
  const [code, blame] = isFault ? [error.code, 'Sender'] : ['InternalFailure', 'Receiver'];
  outgoing.setHeader('x-amzn-query-error', `${code};${blame}`);
  reply(outgoing, { __type: `com.amazonaws.sqs#${shape}`, message }, isFault ? 400 : 500);
}

function listen(server: Server, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, HOST, () => {
      server.off('error', reject);
      resolve(`http://${HOST}:${(server.address() as AddressInfo).port}`);
    });
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
