/**
 * The receipts of a claim with an idempotency key. A claim may take several commits, one for each mission it meets; each
 * is a piece with a receipt of its own, numbered from 0.
 *
 * Q1. Two equal requests at once can't both write the piece of one number: the slower one is overtaken and answers what
 *     the other has claimed.
 * Q2. Before a repeated request is answered, the next number is taken by a piece that closes the claim: a first request
 *     that is still going on can't claim more than has been answered.
 */
import type { AttemptRef } from '@muster/core/ids';
import { LIMITS } from '@muster/core/limits';
import { err, ok, type Result } from '@muster/core/result';
import type { EngineContext } from './context.ts';
import type { Put } from './ports/store.ts';
import type { Principal } from './principal.ts';
import { findReceipts, type KeyedRequest, type Receipt, receiptPut } from './receipts.ts';

/** What one commit of a claim took. */
export interface ClaimPiece {
  readonly refs: readonly AttemptRef[];
  readonly sequence: number;
}

const CLOSED = { isClosed: true } as const;
const NUMBER_DIGITS = 4;

export function piecePut(
  context: EngineContext,
  keyed: KeyedRequest,
  numbered: { readonly number: number; readonly piece: ClaimPiece | typeof CLOSED },
): Put {
  const subject = String(numbered.number).padStart(NUMBER_DIGITS, '0');
  return receiptPut(context, keyed, { subject, answer: numbered.piece });
}

/** All that was claimed under the key, in the order it was claimed; afterwards nothing more is. */
export async function closedPieces(
  context: EngineContext,
  principal: Principal,
  asked: Parameters<typeof findReceipts>[2],
): Promise<Result<readonly ClaimPiece[]>> {
  for (let attempt = 1; attempt <= LIMITS.commitConflictRetriesMax; attempt++) {
    const found = await findReceipts(context, principal, asked);
    if (!found.ok) return found;
    const { keyed, receipts = [] } = found.value ?? {};
    const pieces = receipts
      .filter((receipt) => !isClosing(receipt))
      .map(({ answer }) => answer as ClaimPiece);
    const isClosed = pieces.length < receipts.length;
    if (!keyed || pieces.length === 0 || isClosed) return ok(pieces);
    const put = piecePut(context, keyed, { number: pieces.length, piece: CLOSED });
    if ((await context.store.commit({ puts: [put] })).isCommitted) return ok(pieces);
  }
  return err({ code: 'CONFLICT', path: [], detail: { attempts: LIMITS.commitConflictRetriesMax } });
}

function isClosing({ answer }: Receipt): boolean {
  return typeof answer === 'object' && answer !== null && 'isClosed' in answer;
}
