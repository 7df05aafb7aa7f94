/**
 * What a client asks for and gives up.
 *
 * S1. A subscription is written down before anything is read for it: what is committed meanwhile is either read or
 *     pushed, so that there is no gap between what is told at the start and what comes.
 * S2. `complete` ends a subscription also when it overtakes its `subscribe`.
 * S3. A socket has at most `LIMITS.subscriptionsPerSocketMax` subscriptions, however many begin at the same moment.
 */

import { isRefused, prepareOperation } from '@muster/api/prepare-operation';
import { contextFor } from '@muster/api/request-context';
import { assert } from '@muster/core/assert';
import type { WorkspaceId } from '@muster/core/ids';
import { type Instant, instantOf } from '@muster/core/instant';
import { LIMITS } from '@muster/core/limits';
import { ALL_OPERATIONS, operationKey, socketPartition } from '@muster/engine/keys';
import type { Principal } from '@muster/engine/principal';
import { Resumption } from '@muster/engine/resuming';
import { failure } from '@muster/schema/errors';
import { type ExecutionArgs, execute } from 'graphql';
import type { SubscribeMessage, SubscribePayload } from 'graphql-ws';
import { acknowledgedConnection, loadRecord, operationDigest } from './connections.ts';
import { completeFrame, errorFrame } from './frames.ts';
import type { GatewayEvent } from './gateway-event.ts';
import { type Answers, ask, deliver, deliverNext, formatted, isRefusal, refuse, tellAll } from './round.ts';
import type { SocketContext } from './socket-context.ts';
import { decodeOperation, ENDED_OPERATION, type RunningOperation } from './socket-records.ts';
import { beginningPuts, Claim, watchKey } from './watches.ts';

const TRIES_MAX = 5;
/** An early end is remembered for longer than a message can be on its way. */
const ENDED_TTL_MS = 300_000;

/** What the client did wrong, if anything: the socket is to be closed for it. */
export type Violation = 'UNACKNOWLEDGED' | 'DUPLICATE_ID' | undefined;

interface Asked {
  readonly connectionId: string;
  readonly id: string;
  readonly digest: string;
  readonly payload: SubscribePayload;
  readonly messageId: string;
  /** When the gateway got it. */
  readonly at: Instant;
}

export async function beginOperation(
  on: SocketContext,
  event: GatewayEvent,
  { id, payload }: SubscribeMessage,
): Promise<Violation> {
  const { connectionId, messageId = '', requestTimeEpoch } = event.requestContext;
  const connection = await acknowledgedConnection(on, connectionId);
  if (!connection) return 'UNACKNOWLEDGED';
  const digest = operationDigest(on.context, id);
  const asked: Asked = { connectionId, id, digest, payload, messageId, at: instantOf(requestTimeEpoch) };
  try {
    const { credential } = connection;
    const principal = credential && (await on.services.access.recall(credential));
    if (!principal) throw failure({ code: 'UNAUTHENTICATED', path: [], detail: {} });
    const prepared = prepareOperation(on.services, payload);
    if (isRefused(prepared)) return await refuseAsked(on, asked, prepared);
    const operation = { ...runningOf(asked), credential, workspaceId: principal.workspaceId };
    return prepared.isSubscription
      ? await beginSubscription(on, asked, { principal, operation })
      : await answerOnce(
          on,
          { ...asked, workspaceId: principal.workspaceId },
          { ...prepared.args, contextValue: contextFor(on.services, principal) },
        );
  } catch (error) {
    return await refuseAsked(on, asked, [error]);
  }
}

/** The client has had enough. What is on its way at this moment may still reach it. */
export async function endOperation(on: SocketContext, event: GatewayEvent, id: string): Promise<void> {
  const { connectionId, requestTimeEpoch } = event.requestContext;
  const { store, now } = on.context;
  const digest = operationDigest(on.context, id);
  const key = operationKey(connectionId, digest);
  for (let attempt = 0; attempt < TRIES_MAX; attempt += 1) {
    const stored = await loadRecord(store, key);
    const known = stored && decodeOperation(stored.value);
    if (known?.kind === 'ENDED') return;
    if (known) {
      await store.commit({ puts: [], deletes: [key, watchKey(known, connectionId, digest)] });
      return;
    }
    // See S2.
    const value = ENDED_OPERATION.encode({ kind: 'ENDED', at: instantOf(requestTimeEpoch) });
    const record = { ...key, revision: 1, value, vanishesAt: now() + ENDED_TTL_MS };
    if ((await store.commit({ puts: [{ record, expect: 0 }] })).isCommitted) return;
  }
}

async function refuseAsked(
  on: SocketContext,
  { connectionId, id }: Asked,
  errors: readonly unknown[],
): Promise<undefined> {
  await deliver(on, connectionId, errorFrame(id, formatted(on, errors)));
}

/** A query or a mutation. */
async function answerOnce(
  on: SocketContext,
  asked: Asked & { readonly workspaceId: WorkspaceId },
  args: ExecutionArgs,
): Promise<Violation> {
  const { connectionId, id } = asked;
  const stored = await loadRecord(on.context.store, operationKey(connectionId, asked.digest));
  if (stored && decodeOperation(stored.value).kind === 'RUNNING') return 'DUPLICATE_ID';
  const result = await execute(args);
  const outcome = await deliverNext(on, { connectionId, operation: asked }, { result, told: [] });
  if (outcome === 'SENT') await deliver(on, connectionId, completeFrame(id));
  return undefined;
}

async function beginSubscription(
  on: SocketContext,
  asked: Asked,
  begun: { readonly principal: Principal; readonly operation: RunningOperation },
): Promise<Violation> {
  const { connectionId, id, digest } = asked;
  const runningCount = await runningCountOf(on, connectionId);
  if (runningCount >= LIMITS.subscriptionsPerSocketMax) throw tooMany(runningCount + 1);
  const resumption = new Resumption({ since: on.context.now(), commits: [] });
  const answers = await ask(on, begun.principal, { operation: asked.payload, resumption });
  if (isRefusal(answers)) {
    const outcome = await deliverNext(
      on,
      { connectionId, operation: begun.operation },
      { result: answers, told: [] },
    );
    if (outcome === 'SENT') await deliver(on, connectionId, completeFrame(id));
    return undefined;
  }
  const { topic } = resumption;
  assert(topic, 'every subscription of the schema asks the engine for one');
  const operation = { ...begun.operation, ...topic };
  const written = await writeDown(on, asked, operation);
  if (!('claim' in written)) return written.violation;
  await withdrawIfTooMany(on, { connectionId, digest, operation });
  await firstRound(on, { connectionId, digest, operation }, { answers, resumption, claim: written.claim });
  return undefined;
}

/** Nobody calls again for this one: what goes wrong is told to the client. */
async function firstRound(
  on: SocketContext,
  subscriber: Parameters<typeof tellAll>[1],
  round: { readonly answers: Answers; readonly resumption: Resumption; readonly claim: Claim },
): Promise<void> {
  try {
    const first = await round.answers.next();
    await tellAll(on, subscriber, { ...round, first, told: [] });
  } catch (error) {
    await refuse(on, subscriber, [error]);
  }
}

type WrittenDown = { readonly claim: Claim } | { readonly violation: Violation };

async function writeDown(
  on: SocketContext,
  { connectionId, digest, messageId, at }: Asked,
  operation: RunningOperation,
): Promise<WrittenDown> {
  const { store } = on.context;
  for (let attempt = 0; attempt < TRIES_MAX; attempt += 1) {
    const former = await loadRecord(store, operationKey(connectionId, digest));
    const known = former && decodeOperation(former.value);
    // Handed over twice, or ended before it began.
    if (known?.kind === 'RUNNING' && known.messageId === messageId) return { violation: undefined };
    if (known?.kind === 'RUNNING') return { violation: 'DUPLICATE_ID' };
    if (known && known.at >= at) return { violation: undefined };
    const [running, watch] = beginningPuts(on.context, connectionId, {
      operation,
      digest,
      ...(former ? { former } : {}),
    });
    const outcome = await store.commit({ puts: [running, watch] });
    if (outcome.isCommitted) return { claim: Claim.held(on.context, watch.record) };
  }
  return { violation: 'DUPLICATE_ID' };
}

function runningOf({ id, messageId, payload }: Asked) {
  const { query, operationName, variables } = payload;
  return {
    kind: 'RUNNING',
    id,
    messageId,
    query,
    ...(operationName ? { operationName } : {}),
    ...(variables ? { variables } : {}),
  } as const;
}

/**
 * S3. Others may have begun at the same moment, and counted as few: whoever finds too many once his own is written down takes
 * it back. Of those who came together more than needed may, but no more stay than are allowed.
 */
async function withdrawIfTooMany(
  on: SocketContext,
  { connectionId, digest, operation }: Parameters<typeof tellAll>[1],
): Promise<void> {
  const runningCount = await runningCountOf(on, connectionId);
  if (runningCount <= LIMITS.subscriptionsPerSocketMax) return;
  const deletes = [operationKey(connectionId, digest), watchKey(operation, connectionId, digest)];
  await on.context.store.commit({ puts: [], deletes });
  throw tooMany(runningCount);
}

async function runningCountOf({ context }: SocketContext, connectionId: string): Promise<number> {
  const limit = 2 * LIMITS.subscriptionsPerSocketMax;
  const range = { partition: socketPartition(connectionId), ...ALL_OPERATIONS, limit };
  const page = await context.store.query(range);
  return page.items.filter(({ value }) => decodeOperation(value).kind === 'RUNNING').length;
}

function tooMany(actual: number) {
  const max = LIMITS.subscriptionsPerSocketMax;
  const detail = { limit: 'subscriptionsPerSocketMax', max, actual } as const;
  return failure({ code: 'LIMIT_EXCEEDED', path: [], detail });
}
