/** A real server on a folder of its own, asked over real HTTP. */
import { mkdtemp, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { engineContext } from '@muster/api/engine-context';
import { parseWorkspaceId } from '@muster/core/ids';
import type { Instant } from '@muster/core/instant';
import { openSqliteStore } from '@muster/embedded/sqlite-store';
import { createAccess } from '@muster/engine/access/create-access';
import type { Role } from '@muster/engine/principal';
import { schema } from '@muster/schema/schema';
import { type RunningServer, type ServerOptions, startServer } from '@muster/server/start-server';
import { isUnionType } from 'graphql';

export const SILENT = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly text: string;
  // What comes back is looked at field by field in expectations.
  // biome-ignore lint/suspicious/noExplicitAny: a test may reach into any answer
  readonly body: any;
}

export interface Sent {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

export interface TestServer extends RunningServer {
  readonly folder: string;
  /** One HTTP request as it is. */
  readonly send: (sent: Sent) => Promise<Answer>;
  /** One GraphQL request; the owner's key unless another token is given, `null` for none. */
  readonly ask: (query: string, variables?: object, token?: string | null) => Promise<Answer>;
  /** The success or failure that a mutation answered. */
  readonly run: (name: string, input: object, options?: RunOptions) => Promise<Answer['body']>;
  readonly stop: () => Promise<void>;
}

export interface RunOptions {
  /** Selection on the success type, for example `mission { id }`. */
  readonly select?: string;
  readonly token?: string;
}

export interface KeyOf {
  readonly workspace: string;
  readonly role: Role;
  readonly name: string;
  readonly expiresAt?: Instant;
}

export async function aServer(
  options: Partial<ServerOptions> & { readonly keys?: readonly KeyOf[] } = {},
): Promise<TestServer & { readonly tokens: readonly string[] }> {
  const folder = options.folder ?? (await mkdtemp(join(tmpdir(), 'muster-server-')));
  const tokens = options.keys === undefined ? [] : await makeKeys(folder, options.keys);
  const server = await startServer({ log: SILENT, ...options, folder, port: 0 });
  const send = (sent: Sent) => sendTo(server.url, sent);
  const ask: TestServer['ask'] = (query, variables, token = server.key) =>
    send({
      headers: {
        'content-type': 'application/json',
        accept: 'application/json',
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify({ query, variables }),
    });
  const run: TestServer['run'] = async (name, input, { select = '__typename', token } = {}) => {
    const typeName = name.charAt(0).toUpperCase() + name.slice(1);
    const query = `mutation($input: ${typeName}Input!) {
      answer: ${name}(input: $input) { __typename ... on ${typeName}Success { ${select} } ${failuresOf(`${typeName}Payload`)} }
    }`;
    const answer = await ask(query, { input }, token);
    if (answer.body.data?.answer === undefined) throw new Error(answer.text);
    return answer.body.data.answer;
  };
  const stop = async () => {
    await server.close();
    await rm(folder, { recursive: true, force: true });
  };
  return { ...server, folder, send, ask, run, stop, tokens };
}

/** What tests look at in a failure, beside code, message and path. */
const FAILURE_DETAILS: Readonly<Record<string, string>> = {
  NotFoundError: 'subject id',
  IllegalMoveError: 'subject id status command legal',
  InvalidDocumentError: 'problems { code path message value }',
  ContractNotCoveredError:
    'coverage { unclaimed multiClaimed unknown percent isSufficient assertions { id tasks } }',
  InvalidScheduleError: 'problems { code path message value }',
  InvalidRulesError: 'problems { code path message value }',
  StaleAttemptError: 'attemptId attemptStatus: status',
  EvidenceRequiredError: 'attemptId',
  ResultsRequiredError: 'positions',
  AssertionsUnreportedError: 'attemptId assertions',
  ImplementerCannotValidateError: 'assertionId actor',
  NotAReviewerError: 'taskId actor',
  ImplementerCannotReviewError: 'taskId actor',
  NotAnApproverError: 'checkpointId actor',
  UnreadableMessageError: 'deadLetterId',
  LimitExceededError: 'limit max actual',
  IdempotencyKeyReusedError: 'idempotencyKey',
};

function failuresOf(payloadName: string): string {
  const payload = schema.getType(payloadName);
  if (!isUnionType(payload)) throw new Error(`${payloadName} is no union`);
  const details = payload.getTypes().map(({ name }) => {
    const detail = FAILURE_DETAILS[name];
    return detail === undefined ? '' : `... on ${name} { ${detail} }`;
  });
  return ['... on Error { code message path }', ...details].join('\n');
}

function sendTo(url: string, { method = 'POST', path, headers = {}, body = '' }: Sent): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const target = path === undefined ? url : new URL(path, url);
    const outgoing = request(target, { method, headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8');
        const isJson = response.headers['content-type']?.includes('json') ?? false;
        const { statusCode: status = 0, headers } = response;
        resolve({ status, headers, text, body: isJson ? JSON.parse(text) : undefined });
      });
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

/** Keys are made on the folder itself before the server starts, so that there can be several workspaces. */
async function makeKeys(folder: string, keys: readonly KeyOf[]): Promise<readonly string[]> {
  const store = openSqliteStore({ folder, now: Date.now });
  const access = createAccess(engineContext({ store, log: SILENT }));
  const tokens: string[] = [];
  for (const { workspace, ...input } of keys) {
    const workspaceId = parseWorkspaceId(workspace);
    if (workspaceId === undefined) throw new Error(`no workspace id: ${workspace}`);
    const principal = { workspaceId, actor: { kind: 'SYSTEM', name: 'test' }, role: 'OWNER' } as const;
    const made = await access.createApiKey(principal, input);
    if (!made.ok) throw new Error(made.error.code);
    tokens.push(made.value.token);
  }
  await store.close();
  return tokens;
}
