/**
 * Receipts: what a request with an idempotency key was answered, kept 48 hours. A receipt is written in the transaction
 * of the commit it is about, so that there is one exactly if the command took effect.
 */
import type { DomainError } from '@muster/core/error-table';
import { invalidArgument } from '@muster/core/error-table';
import { LIMITS } from '@muster/core/limits';
import { err, ok, type Result } from '@muster/core/result';
import type { EngineContext } from './context.ts';
import type { Idempotent } from './engine.ts';
import { receiptPartition } from './keys.ts';
import type { Put } from './ports/store.ts';
import type { Principal } from './principal.ts';

/** One keyed request: what was asked, and what is known of it already. */
export interface KeyedRequest {
  readonly partition: string;
  readonly requestDigest: string;
}

export interface Receipt {
  /** The mission it is about, '-' for the request as a whole, or the number of a claim's piece. */
  readonly subject: string;
  readonly answer: unknown;
}

/**
 * Undefined without a key. Answers the receipts that exist; IDEMPOTENCY_KEY_REUSED when they are for another request.
 * `request` must be JSON and name the command.
 */
export async function findReceipts(
  context: EngineContext,
  principal: Principal,
  asked: { readonly idempotencyKey?: string | undefined; readonly request: unknown },
): Promise<
  Result<{ readonly keyed: KeyedRequest; readonly receipts: readonly Receipt[] } | undefined, DomainError>
> {
  const { idempotencyKey } = asked;
  if (idempotencyKey === undefined) return ok(undefined);
  if (idempotencyKey.trim() === '' || idempotencyKey.length > LIMITS.idempotencyKeyLengthMax) {
    const reason = `An idempotency key has 1 to ${LIMITS.idempotencyKeyLengthMax} characters.`;
    return err(invalidArgument(['idempotencyKey'], reason));
  }
  const keyed = {
    partition: receiptPartition(principal.workspaceId, context.digest(idempotencyKey)),
    requestDigest: context.digest(JSON.stringify(asked.request)),
  };
  const page = await context.store.query({ partition: keyed.partition, limit: 1_000 });
  if (page.items.some((record) => record.value.requestDigest !== keyed.requestDigest)) {
    return err({ code: 'IDEMPOTENCY_KEY_REUSED', path: ['idempotencyKey'], detail: { idempotencyKey } });
  }
  return ok({
    keyed,
    receipts: page.items.map(({ sort, value }) => ({ subject: sort, answer: value.answer })),
  });
}

/**
 * Runs a command once per idempotency key: a repeated request is answered by `again`, from the first one's receipt.
 * `act` has to commit the receipt along with what it does, when it is given a request.
 */
export async function withReceipt<Answer>(
  context: EngineContext,
  principal: Principal,
  command: {
    readonly name: string;
    readonly input: Idempotent;
    readonly act: (request: KeyedRequest | undefined) => Promise<Result<Answer>>;
    readonly again: (receipt: Receipt) => Promise<Result<Answer>>;
  },
): Promise<Result<Answer>> {
  const { name, input, act, again } = command;
  const asked = { idempotencyKey: input.idempotencyKey, request: [name, input] };
  const found = await findReceipts(context, principal, asked);
  if (!found.ok) return found;
  const [receipt] = found.value?.receipts ?? [];
  if (receipt) return again(receipt);
  const answer = await act(found.value?.keyed);
  if (answer.ok || !found.value) return answer;
  // Perhaps it was refused because the same request, sent twice at once, has been done: then its receipt is there now.
  const refound = await findReceipts(context, principal, asked);
  if (!refound.ok) return refound;
  const [winner] = refound.value?.receipts ?? [];
  return winner ? again(winner) : answer;
}

/** Belongs into the commit that took effect. A second one of the same subject makes that commit fail. */
export function receiptPut(
  context: EngineContext,
  keyed: KeyedRequest,
  receipt: { readonly subject: string; readonly answer: object },
): Put {
  const value = { v: 1, requestDigest: keyed.requestDigest, answer: receipt.answer };
  const vanishesAt = context.now() + LIMITS.receiptTtlMs;
  return {
    record: { partition: keyed.partition, sort: receipt.subject, revision: 1, value, vanishesAt },
    expect: 0,
  };
}

/** The receipt of a command that is answered by its sequence and what can be loaded again. */
export function sequenceReceipt(context: EngineContext, request: KeyedRequest | undefined, subject: string) {
  return ({ sequence }: { readonly sequence: number }): readonly Put[] =>
    request ? [receiptPut(context, request, { subject, answer: { sequence } })] : [];
}
