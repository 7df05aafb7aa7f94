/**
 * One round of one subscription: its GraphQL document is executed on what is new, and each answer is pushed.
 *
 * R1. Answers leave in order, each after the one before it was taken by the gateway.
 * R2. A socket that is gone is forgotten with all it asked for. One that can't be reached is closed: its client
 *     connects anew and goes on from where it was, instead of missing something and not knowing.
 */
import { present } from '@muster/api/masking';
import { isRefused, prepareOperation } from '@muster/api/prepare-operation';
import { contextFor } from '@muster/api/request-context';
import { addMs, type Instant } from '@muster/core/instant';
import { operationKey } from '@muster/engine/keys';
import { keepAnswer } from '@muster/engine/large-answers';
import type { Principal } from '@muster/engine/principal';
import { type Resumption, resumingSubscriptions, type Told } from '@muster/engine/resuming';
import { type ExecutionResult, GraphQLError, subscribe } from 'graphql';
import { removeConnection } from './connections.ts';
import { errorFrame, nextFrame, pointerFrame, unkeptFrame } from './frames.ts';
import type { SocketContext } from './socket-context.ts';
import type { PushOutcome } from './socket-push.ts';
import type { RunningOperation } from './socket-records.ts';
import { type Claim, watchKey } from './watches.ts';

const PUSHES_PER_FRAME_MAX = 2;
const RETRY_MS = 100;

export type Answers = AsyncIterator<ExecutionResult>;

/** A subscription of a socket. */
export interface Subscriber {
  readonly connectionId: string;
  /** Of the client's id: the name of the records. */
  readonly digest: string;
  readonly operation: RunningOperation;
}

/** Asks for the subscription: what it answers is read only as it is iterated. An answer instead: it was refused. */
export async function ask(
  on: SocketContext,
  principal: Principal,
  asked: { readonly operation: Parameters<typeof prepareOperation>[1]; readonly resumption: Resumption },
): Promise<Answers | ExecutionResult> {
  const { services, context } = on;
  const prepared = prepareOperation(services, asked.operation);
  if (isRefused(prepared)) return { errors: prepared };
  const engine = { ...services.engine, ...resumingSubscriptions(context, asked.resumption) };
  const contextValue = { ...contextFor(services, principal), engine };
  const answered = await subscribe({ ...prepared.args, contextValue });
  return Symbol.asyncIterator in answered ? answered[Symbol.asyncIterator]() : answered;
}

export function isRefusal(asked: Answers | ExecutionResult): asked is ExecutionResult {
  return !('next' in asked);
}

/** Pushes `first` and all that follows, then gives the claim back. Rejects when the store does; what was told is kept. */
export async function tellAll(
  on: SocketContext,
  to: Subscriber,
  round: {
    readonly answers: Answers;
    readonly first: IteratorResult<ExecutionResult>;
    readonly resumption: Resumption;
    readonly claim: Claim;
    /** What was told before this round. */
    readonly told: Told;
  },
): Promise<void> {
  const { answers, resumption, claim } = round;
  let { told } = round;
  try {
    for (let item = round.first; item.done !== true; item = await answers.next()) {
      if (!(await claim.holds(told))) return;
      if ((await deliverNext(on, to, { result: item.value, told: resumption.told })) !== 'SENT') return;
      told = resumption.told;
    }
  } catch (error) {
    await claim.release(told, undefined);
    throw error;
  } finally {
    await answers.return?.();
  }
  await claim.release(resumption.told, notBefore(on, resumption));
}

function notBefore({ context }: SocketContext, { intervalMs }: Resumption): Instant | undefined {
  return intervalMs === undefined ? undefined : addMs(context.now(), intervalMs);
}

/** One answer; a pointer to it when it is too large for a frame, or why there can't be one. */
export async function deliverNext(
  on: SocketContext,
  to: { readonly connectionId: string; readonly operation: Pick<RunningOperation, 'id' | 'workspaceId'> },
  { result, told }: { readonly result: ExecutionResult; readonly told: Told },
): Promise<PushOutcome> {
  const { id, workspaceId } = to.operation;
  const payload = present(result, on.mask);
  const whole = nextFrame(id, payload);
  if (whole !== undefined) return deliver(on, to.connectionId, whole);
  const kept = await keepAnswer(on.context, workspaceId, payload);
  const frame = kept.ok
    ? pointerFrame(id, payload, { told, answerId: kept.value })
    : unkeptFrame(id, kept.error, told);
  return deliver(on, to.connectionId, frame);
}

/** Sends one frame, durable facts only. See R2. */
export async function deliver(on: SocketContext, connectionId: string, frame: string): Promise<PushOutcome> {
  const { context, push } = on;
  await context.store.durable();
  let outcome = await push.push(connectionId, frame);
  for (let tries = 1; outcome === 'FAILED' && tries < PUSHES_PER_FRAME_MAX; tries += 1) {
    await context.sleep(context.random() * RETRY_MS);
    outcome = await push.push(connectionId, frame);
  }
  if (outcome === 'SENT') return outcome;
  if (outcome === 'FAILED') await push.close(connectionId);
  context.log.info({ connectionId, outcome }, 'a socket can no longer be reached; it is forgotten');
  await removeConnection(context.store, connectionId);
  return outcome;
}

/** Ends a subscription with the protocol's `error`. */
export async function refuse(on: SocketContext, to: Subscriber, errors: readonly unknown[]): Promise<void> {
  const { connectionId, digest, operation } = to;
  const deletes = [operationKey(connectionId, digest), watchKey(operation, connectionId, digest)];
  await on.context.store.commit({ puts: [], deletes });
  await deliver(on, connectionId, errorFrame(operation.id, formatted(on, errors)));
}

/** As a client may see them. */
export function formatted({ mask }: SocketContext, errors: readonly unknown[]) {
  const asErrors = errors.map((error) => (error instanceof GraphQLError ? error : mask(error)));
  return present({ errors: asErrors }, mask).errors ?? [];
}
