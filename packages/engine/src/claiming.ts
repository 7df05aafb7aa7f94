/**
 * Claiming across missions: the queue of each lane is read best first, what it names is claimed mission by mission.
 * Preference is by lane: assigned to this agent, its specialties, then everybody's.
 */

import { type ClaimedTask, claimTasks, hasFullHands } from '@muster/core/decide/claim';
import type { Draft } from '@muster/core/decide/draft';
import { invalidArgument } from '@muster/core/error-table';
import type { MissionId, NodeRef } from '@muster/core/ids';
import { LIMITS, type LimitName } from '@muster/core/limits';
import { err, ok, type Result } from '@muster/core/result';
import { leasedAttempt } from '@muster/core/run/leased-attempt';
import type { MissionHead } from '@muster/core/run/mission';
import type { Lane } from '@muster/core/run/node';
import { type ClaimAlong, claimAlong } from './claim-along.ts';
import { closedPieces, piecePut } from './claim-pieces.ts';
import { type Committed, commitDecision } from './commit-loop.ts';
import type { EngineContext } from './context.ts';
import type { Claim, ClaimTasks } from './engine.ts';
import { nodeOfIndexSort, readyPartition } from './keys.ts';
import { onBehalf } from './mission-use-cases.ts';
import type { Put } from './ports/store.ts';
import type { Principal } from './principal.ts';
import { findReceipts, type KeyedRequest } from './receipts.ts';
import { repeatClaims } from './repeat-claims.ts';
import { retireNodes } from './retiring.ts';

export interface AskedClaim {
  readonly input: Omit<ClaimTasks, 'idempotencyKey'>;
  readonly idempotencyKey?: string | undefined;
  /** The whole request, claim and all: what the idempotency key stands for. */
  readonly request: unknown;
  /** Where the claim stands in the arguments, when it isn't all of them. */
  readonly at?: string;
}

/** A claim that was looked at and can be made; nothing has been claimed yet. */
export interface CheckedClaim {
  /** Claims what is left to claim, and answers with all that was claimed. */
  readonly make: () => Promise<Result<readonly Claim[]>>;
  /** For a commit of a mission that may claim along with what else it does. Absent for a repeated request. */
  readonly along?: ClaimAlong;
}

/**
 * Refuses what can be refused before anything is done. Making the claim answers a repeated request with what it claimed
 * the first time; one that had claimed nothing may claim now.
 */
export async function checkClaim(
  context: EngineContext,
  principal: Principal,
  asked: AskedClaim,
): Promise<Result<CheckedClaim>> {
  const refused = refuseClaim(principal, asked.input);
  if (refused && asked.at !== undefined)
    return err({ ...refused.error, path: [asked.at, ...refused.error.path] });
  if (refused) return refused;
  const found = await findReceipts(context, principal, asked);
  if (!found.ok) return found;
  const { keyed, receipts = [] } = found.value ?? {};
  const claiming: Claiming = {
    input: asked.input,
    keyed,
    claims: [],
    pieceCount: 0,
    closed: new Set(),
    isOvertaken: false,
  };
  return ok({
    ...(receipts.length === 0 ? { along: claimAlong(context, principal, claiming) } : {}),
    async make() {
      if (receipts.length === 0) {
        await claimFresh(context, principal, claiming);
        if (!claiming.isOvertaken) return ok(claiming.claims);
      }
      const pieces = await closedPieces(context, principal, asked);
      return pieces.ok ? ok(await repeatClaims(context, principal, pieces.value)) : pieces;
    },
  });
}

export interface Claiming {
  readonly input: Omit<ClaimTasks, 'idempotencyKey'>;
  readonly keyed: KeyedRequest | undefined;
  /** What was claimed so far. */
  readonly claims: Claim[];
  /** The queue was seen to its end, and nothing that this agent could claim is left in it. */
  isExhausted?: boolean;
  /** Commits that this call has made for its key so far. */
  pieceCount: number;
  /** Missions in which this agent holds as many tasks as it may. */
  readonly closed: Set<MissionId>;
  /** A piece could not be committed: perhaps the same request, sent twice at once, was faster. */
  isOvertaken: boolean;
}

async function claimFresh(context: EngineContext, principal: Principal, claiming: Claiming): Promise<void> {
  const { input, claims } = claiming;
  for (const lanes of lanesOf(input)) {
    const limit = input.limit - claims.length;
    if (limit <= 0 || claiming.isOvertaken || claiming.isExhausted) return;
    claims.push(...(await claimFromLanes(context, principal, { claiming, lanes, limit })));
  }
}

/** By falling preference; lanes of equal preference together. */
export function lanesOf(input: Claiming['input']): readonly (readonly Lane[])[] {
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
    rows: [],
  }));
  let scanned = 0;
  while (claims.length < from.limit && scanned < LIMITS.claimScanRowsMax && !from.claiming.isOvertaken) {
    // What can't be taken anyway is passed over in long strides.
    const stride = from.claiming.closed.size > 0 ? PASSED_OVER : from.limit - claims.length;
    const candidates = await nextCandidates(context, cursors, stride);
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

const PASSED_OVER = 100;

interface LaneCursor {
  readonly partition: string;
  /** Read and not yet taken, best first. */
  rows: string[];
  after?: string;
  isAtEnd?: boolean;
}

/** The best rows of several lanes in their common order: at most `limit`, fewer where a lane has to be read on first. */
async function nextCandidates(
  context: EngineContext,
  cursors: readonly LaneCursor[],
  limit: number,
): Promise<readonly NodeRef[]> {
  for (const cursor of cursors) if (cursor.rows.length === 0) await readOn(context, cursor, limit);
  const taken: string[] = [];
  while (taken.length < limit) {
    const best = bestOf(cursors);
    const row = best?.rows.shift();
    if (!best || row === undefined) break;
    taken.push(row);
    if (best.rows.length === 0 && !best.isAtEnd) break;
  }
  return taken.map(nodeOfIndexSort);
}

async function readOn(context: EngineContext, cursor: LaneCursor, limit: number): Promise<void> {
  if (cursor.isAtEnd) return;
  const { partition, after } = cursor;
  const page = await context.store.list('work', {
    partition,
    limit,
    ...(after === undefined ? {} : { after }),
  });
  cursor.rows = page.items.map((entry) => entry.sort);
  if (page.next === undefined) cursor.isAtEnd = true;
  else cursor.after = page.next;
}

/** The lane whose first row comes first; undefined when none has any. */
function bestOf(cursors: readonly LaneCursor[]): LaneCursor | undefined {
  let best: LaneCursor | undefined;
  for (const cursor of cursors) {
    const first = cursor.rows[0];
    if (first !== undefined && (best?.rows[0] === undefined || first < best.rows[0])) best = cursor;
  }
  return best;
}

async function claimCandidates(
  context: EngineContext,
  principal: Principal,
  from: { readonly claiming: Claiming; readonly candidates: readonly NodeRef[]; readonly limit: number },
): Promise<readonly Claim[]> {
  const claims: Claim[] = [];
  for (const [missionId, candidates] of byMission(from.candidates)) {
    const limit = from.limit - claims.length;
    if (limit <= 0 || from.claiming.isOvertaken) break;
    if (from.claiming.closed.has(missionId)) continue;
    const { claiming } = from;
    claims.push(...(await claimInMission(context, principal, { claiming, missionId, candidates, limit })));
  }
  return claims;
}

async function claimInMission(
  context: EngineContext,
  principal: Principal,
  from: {
    readonly claiming: Claiming;
    readonly missionId: MissionId;
    readonly candidates: readonly NodeRef[];
    readonly limit: number;
  },
): Promise<readonly Claim[]> {
  const { claiming, missionId, candidates, limit } = from;
  const { input, keyed } = claiming;
  const leaseMs = input.leaseMs ?? LIMITS.leaseMsDefault;
  const committed = await commitDecision(context, onBehalf(principal, missionId), {
    decide: (draft) =>
      claimTasks(draft, { agent: input.agent, leaseMs, limit, candidates: ofLatestRun(draft, candidates) }),
    alsoPut: (done) => piecePuts(context, claiming, done),
  });
  if (!committed.ok) {
    context.log.debug({ missionId, code: committed.error.code }, 'nothing could be claimed from a mission');
    claiming.isOvertaken = keyed !== undefined && committed.error.code === 'CONFLICT';
    return [];
  }
  const { value, head, sequence } = committed.value;
  if (hasFullHands(head, input.agent)) claiming.closed.add(missionId);
  if (value.length > 0) claiming.pieceCount++;
  await retireFormer(context, principal, { head, candidates });
  return value.map((task) => claimOf(task, sequence));
}

function ofLatestRun(draft: Draft, candidates: readonly NodeRef[]): readonly number[] {
  return candidates.filter((ref) => ref.runNumber === draft.head.run?.number).map((ref) => ref.index);
}

/** A failed run may leave ready tasks in the queue; once another run has followed it they are nobody's any more. */
async function retireFormer(
  context: EngineContext,
  principal: Principal,
  met: { readonly head: MissionHead; readonly candidates: readonly NodeRef[] },
): Promise<void> {
  const { workspaceId } = principal;
  const missionId = met.head.id;
  const latest = met.head.run?.number ?? 0;
  const formerRuns = new Set(met.candidates.map((ref) => ref.runNumber).filter((number) => number < latest));
  for (const runNumber of formerRuns) {
    const indexes = met.candidates.filter((ref) => ref.runNumber === runNumber).map((ref) => ref.index);
    await retireNodes(context, { workspaceId, missionId, runNumber }, indexes);
  }
}

/** The receipt of what a commit claimed. */
export function piecePuts(
  context: EngineContext,
  claiming: Claiming,
  done: Pick<Committed<readonly ClaimedTask[]>, 'value' | 'sequence'>,
): readonly Put[] {
  if (!claiming.keyed || done.value.length === 0) return [];
  const piece = { refs: done.value.map((task) => task.ref), sequence: done.sequence };
  return [piecePut(context, claiming.keyed, { number: claiming.pieceCount, piece })];
}

export function claimOf({ ref, task, spec }: ClaimedTask, sequence: number): Claim {
  if (!task.lease) throw new Error('a claimed task holds a lease');
  return { ref, task, spec, attempt: leasedAttempt(task, task.lease), sequence };
}

function byMission(refs: readonly NodeRef[]): ReadonlyMap<MissionId, readonly NodeRef[]> {
  const groups = new Map<MissionId, NodeRef[]>();
  for (const ref of refs) {
    const group = groups.get(ref.missionId);
    if (group) group.push(ref);
    else groups.set(ref.missionId, [ref]);
  }
  return groups;
}

/** Why a claim can't be made at all; undefined when it can. */
export function refuseClaim(principal: Principal, input: Claiming['input']) {
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
