/**
 * Claiming across missions: the queue of each lane is read best first, what it names is claimed mission by mission.
 * Preference is by lane: assigned to this agent, its specialties, then everybody's.
 */
import { leasedAttempt } from '@muster/core/decide/attempt-end';
import { type ClaimedTask, claimTasks } from '@muster/core/decide/claim';
import { invalidArgument } from '@muster/core/error-table';
import type { AttemptRef, MissionId, NodeRef } from '@muster/core/ids';
import { LIMITS, type LimitName } from '@muster/core/limits';
import { err, ok, type Result } from '@muster/core/result';
import type { Lane } from '@muster/core/run/node';
import { type Committed, commitDecision } from './commit-loop.ts';
import type { EngineContext } from './context.ts';
import type { Claim, ClaimTasks } from './engine.ts';
import { nodeOfIndexSort, readyPartition } from './keys.ts';
import { onBehalf } from './mission-use-cases.ts';
import type { Principal } from './principal.ts';
import { findReceipts, type KeyedRequest, type Receipt, receiptPut } from './receipts.ts';
import { repeatClaims } from './repeat-claims.ts';

/** Answers a repeated request with what it claimed the first time; one that had claimed nothing may claim now. */
export async function claimKeyed(
  context: EngineContext,
  principal: Principal,
  asked: {
    readonly input: Omit<ClaimTasks, 'idempotencyKey'>;
    readonly idempotencyKey?: string | undefined;
    readonly request: unknown;
  },
): Promise<Result<readonly Claim[]>> {
  const refused = checkClaim(principal, asked.input);
  if (refused) return refused;
  const found = await findReceipts(context, principal, asked);
  if (!found.ok) return found;
  const claimed = claimReceipts(found.value?.receipts ?? []);
  if (claimed.length > 0) return ok(await repeatClaims(context, principal, claimed));
  return ok(await claimFresh(context, principal, { input: asked.input, keyed: found.value?.keyed }));
}

/** What a receipt of a claim tells. */
export interface ClaimReceipt {
  readonly refs: readonly AttemptRef[];
  readonly sequence: number;
}

function claimReceipts(receipts: readonly Receipt[]): readonly ClaimReceipt[] {
  return receipts
    .filter((receipt) => receipt.subject !== '-')
    .map((receipt) => receipt.answer as ClaimReceipt);
}

interface Claiming {
  readonly input: Omit<ClaimTasks, 'idempotencyKey'>;
  readonly keyed: KeyedRequest | undefined;
}

async function claimFresh(
  context: EngineContext,
  principal: Principal,
  claiming: Claiming,
): Promise<readonly Claim[]> {
  const { input } = claiming;
  const claims: Claim[] = [];
  for (const lanes of lanesOf(input)) {
    if (claims.length >= input.limit) break;
    claims.push(
      ...(await claimFromLanes(context, principal, { claiming, lanes, limit: input.limit - claims.length })),
    );
  }
  return claims;
}

/** By falling preference; lanes of equal preference together. */
function lanesOf(input: Claiming['input']): readonly (readonly Lane[])[] {
  const specialties = [...new Set(input.specialties ?? [])].map(
    (name): Lane => ({ kind: 'SPECIALTY', name }),
  );
  return [[{ kind: 'AGENT', name: input.agent }], specialties, [{ kind: 'ANY' }]];
}

async function claimFromLanes(
  context: EngineContext,
  principal: Principal,
  from: { readonly claiming: Claiming; readonly lanes: readonly Lane[]; readonly limit: number },
): Promise<readonly Claim[]> {
  const claims: Claim[] = [];
  const cursors: LaneCursor[] = from.lanes.map((lane) => ({
    partition: readyPartition(principal.workspaceId, lane),
  }));
  let scanned = 0;
  while (claims.length < from.limit && scanned < LIMITS.claimScanRowsMax) {
    const candidates = await nextCandidates(context, cursors, from.limit - claims.length);
    if (candidates.length === 0) break;
    scanned += candidates.length;
    const { claiming } = from;
    claims.push(
      ...(await claimCandidates(context, principal, {
        claiming,
        candidates,
        limit: from.limit - claims.length,
      })),
    );
  }
  return claims;
}

interface LaneCursor {
  readonly partition: string;
  after?: string;
  isAtEnd?: boolean;
}

/** The best rows of several lanes in their common order; each cursor moves past what was taken from it. */
async function nextCandidates(
  context: EngineContext,
  cursors: readonly LaneCursor[],
  limit: number,
): Promise<readonly NodeRef[]> {
  const rows: string[] = [];
  for (const cursor of cursors) {
    if (cursor.isAtEnd) continue;
    const { partition, after } = cursor;
    const page = await context.store.list('work', {
      partition,
      limit,
      ...(after === undefined ? {} : { after }),
    });
    for (const entry of page.items) rows.push(entry.sort);
    if (page.next === undefined) cursor.isAtEnd = true;
    else cursor.after = page.next;
  }
  if (cursors.length > 1) rows.sort();
  return rows.map(nodeOfIndexSort);
}

async function claimCandidates(
  context: EngineContext,
  principal: Principal,
  from: { readonly claiming: Claiming; readonly candidates: readonly NodeRef[]; readonly limit: number },
): Promise<readonly Claim[]> {
  const { input, keyed } = from.claiming;
  const claims: Claim[] = [];
  for (const [missionId, candidates] of byMission(from.candidates)) {
    const limit = from.limit - claims.length;
    if (limit <= 0) break;
    const command = {
      agent: input.agent,
      leaseMs: input.leaseMs ?? LIMITS.leaseMsDefault,
      limit,
      candidates,
    };
    const committed = await commitDecision(context, onBehalf(principal, missionId), {
      decide: (draft) => claimTasks(draft, command),
      alsoPut: keyed && ((done) => claimReceiptPuts(context, keyed, { missionId, done })),
    });
    if (committed.ok)
      claims.push(...committed.value.value.map((task) => claimOf(task, committed.value.sequence)));
    else
      context.log.debug({ missionId, code: committed.error.code }, 'nothing could be claimed from a mission');
  }
  return claims;
}

function claimReceiptPuts(
  context: EngineContext,
  keyed: KeyedRequest,
  claim: { readonly missionId: MissionId; readonly done: Committed<readonly ClaimedTask[]> },
) {
  const { missionId, done } = claim;
  if (done.value.length === 0) return [];
  const answer: ClaimReceipt = { refs: done.value.map((task) => task.ref), sequence: done.sequence };
  // A second piece of the same claim in the same mission is told apart by its sequence.
  return [receiptPut(context, keyed, { subject: `${missionId}#${done.sequence}`, answer })];
}

function claimOf({ ref, task, spec }: ClaimedTask, sequence: number): Claim {
  if (!task.lease) throw new Error('a claimed task holds a lease');
  return { ref, task, spec, attempt: leasedAttempt(task, task.lease), sequence };
}

function byMission(refs: readonly NodeRef[]): ReadonlyMap<MissionId, readonly number[]> {
  const groups = new Map<MissionId, number[]>();
  for (const ref of refs) {
    const group = groups.get(ref.missionId);
    if (group) group.push(ref.index);
    else groups.set(ref.missionId, [ref.index]);
  }
  return groups;
}

function checkClaim(principal: Principal, input: Claiming['input']) {
  if (input.agent.trim() === '')
    return err(invalidArgument(['agent'], 'A claim names the agent that will work.'));
  if (principal.role === 'AGENT' && principal.actor.name !== input.agent) {
    return err({
      code: 'FORBIDDEN',
      path: ['agent'],
      detail: { action: `claim for ${input.agent}` },
    } as const);
  }
  const { leaseMs } = input;
  if (leaseMs !== undefined && (leaseMs < LIMITS.leaseMsMin || leaseMs > LIMITS.leaseMsMax)) {
    const reason = `A lease lasts ${LIMITS.leaseMsMin} to ${LIMITS.leaseMsMax} ms.`;
    return err(invalidArgument(['leaseMs'], reason));
  }
  if (input.limit < 1 || !Number.isInteger(input.limit)) {
    return err(invalidArgument(['limit'], 'The limit is a whole number of 1 or more.'));
  }
  return overLimit('claimTasksMax', ['limit'], input.limit);
}

/** LIMIT_EXCEEDED when `actual` is over the limit, else undefined. */
export function overLimit(limit: LimitName, path: readonly (string | number)[], actual: number) {
  const max = LIMITS[limit];
  return actual <= max
    ? undefined
    : err({ code: 'LIMIT_EXCEEDED', path, detail: { limit, max, actual } } as const);
}
