/** Launching: in one commit when the plan is small, else staged (see core's decide/launch.ts). */
import type { Decision } from '@muster/core/decide/ask';
import type { Draft } from '@muster/core/decide/draft';
import { activateStaged, type LaunchOutcome, launch, openPlan } from '@muster/core/decide/launch';
import { invalidArgument, notFound } from '@muster/core/error-table';
import type { MissionId, WorkspaceId } from '@muster/core/ids';
import type { Instant } from '@muster/core/instant';
import { LIMITS } from '@muster/core/limits';
import { err, ok, type Result } from '@muster/core/result';
import type { MissionHead, Staging } from '@muster/core/run/mission';
import type { Plan } from '@muster/core/run/plan';
import { type AlsoPut, commitDecision, type OnBehalf } from './commit-loop.ts';
import { GET_KEYS_MAX } from './commit-rules.ts';
import type { EngineContext } from './context.ts';
import { planOfText } from './documents.ts';
import type { MissionAnswer } from './engine.ts';
import { nodeRecord } from './indexed-records.ts';
import { headKey } from './keys.ts';
import type { Key, StoredRecord } from './ports/store.ts';
import { HEAD, type RunPlace, rootsRecord, specRecord } from './records.ts';
import { loadDocumentText } from './stored-documents.ts';

export interface Launching {
  readonly alsoPut?: AlsoPut<unknown>;
  /** Whether it may be launched at all, and by whoever asks. */
  readonly check?: (draft: Draft) => Result<void>;
  /** `launch` unless told. */
  readonly decide?: (draft: Draft, plan: Plan) => Decision<Result<LaunchOutcome>>;
}

/**
 * Launches the latest document of a mission and answers when the run is ACTIVE. The sequence is that of the commit that
 * took the launch, so that a repeated request is answered alike.
 */
export async function launchLatest(
  context: EngineContext,
  on: OnBehalf,
  launching: Launching = {},
): Promise<Result<MissionAnswer>> {
  for (let attempt = 1; attempt <= LIMITS.commitConflictRetriesMax; attempt++) {
    const planned = await planLatest(context, on);
    if (!planned.ok) return planned;
    const { plan } = planned.value;
    const launched = await commitDecision(context, on, {
      decide: (draft) => launchVersion(draft, planned.value, launching),
      alsoPut: (done) => (done.value === 'OUTDATED' ? [] : (launching.alsoPut?.(done) ?? [])),
    });
    if (!launched.ok) return launched;
    const { value, head, sequence } = launched.value;
    if (value === 'OUTDATED') continue;
    if (value === 'LAUNCHED' || !head.staging) return ok({ mission: head, sequence });
    return finishStaging(context, on, { plan, staging: head.staging });
  }
  return err({ code: 'CONFLICT', path: [], detail: { attempts: LIMITS.commitConflictRetriesMax } });
}

interface PlannedVersion {
  readonly plan: Plan;
  readonly documentVersion: number;
}

/** Somebody may have saved another document since the plan was made. */
function* launchVersion(
  draft: Draft,
  { plan, documentVersion }: PlannedVersion,
  { check, decide = launch }: Launching,
): Decision<Result<LaunchOutcome | 'OUTDATED'>> {
  const allowed = check?.(draft) ?? ok(undefined);
  if (!allowed.ok) return allowed;
  if (draft.head.documentVersion !== documentVersion) return ok('OUTDATED');
  return yield* decide(draft, plan);
}

/** For so long a launcher is left alone. Well within the time in which a queue delivers a message five times. */
const LAUNCHER_LEAD_MS = 10_000;

/** A launch that was taken, and the plan to be written out for it. */
export interface StagedPlan {
  readonly plan: Plan;
  readonly staging: Staging;
}

/** Writes out a staged launch and makes it ACTIVE. Repeating it, or finding it done or cancelled, changes nothing. */
export function finishStaging(
  context: EngineContext,
  on: OnBehalf,
  staged: StagedPlan,
): Promise<Result<MissionAnswer>> {
  return activateOnce(context, on, { ...staged, writtenCount: 0 });
}

async function activateOnce(
  context: EngineContext,
  on: OnBehalf,
  { plan, staging, writtenCount }: StagedPlan & { readonly writtenCount: number },
): Promise<Result<MissionAnswer>> {
  const staged = await stagePlan(context, on, { plan, staging, writtenCount });
  if (!staged.ok) return staged;
  const active = await commitDecision(context, on, {
    decide: (draft) => activateStaged(draft, plan, staging.sequence),
  });
  return active.ok ? ok({ mission: active.value.head, sequence: staging.sequence }) : active;
}

/**
 * A STAGE message: finishes what a crash may have left, from where it was left. CONFLICT while whoever launched is likely
 * to be at it himself: deliver it again later. A slot of a schedule is launched by the message alone.
 */
export async function resumeStaging(
  context: EngineContext,
  place: { readonly workspaceId: WorkspaceId; readonly missionId: MissionId },
): Promise<Result<void>> {
  const head = await loadHead(context, place);
  const staging = head?.staging;
  if (!staging) return ok(undefined);
  const isFresh = staging.slot === undefined && context.now() - head.updatedAt < LAUNCHER_LEAD_MS;
  // A feed that is followed in order can't be told to come back later; a queue can.
  if (isFresh && context.keepsOutbox) return err({ code: 'CONFLICT', path: [], detail: { attempts: 1 } });
  const text = await loadDocumentText(context, { ...place, version: staging.documentVersion });
  const plan = planOfText(text ?? 'null');
  if (!plan.ok) {
    context.log.error({ ...place, code: plan.error.code }, 'a launch that was taken can not be written out');
    return ok(undefined);
  }
  const on = { ...place, actor: staging.actor };
  const stagedPlan = { plan: plan.value, staging };
  const records = planRecords(on, stagedPlan, context.now());
  const writtenCount = await countWritten(context, records, staging);
  const active = await activateOnce(context, on, { ...stagedPlan, writtenCount });
  return active.ok ? ok(undefined) : active;
}

/**
 * Two may be writing out the same plan: the launcher and a STAGE message. Each piece is bound to the head on which it
 * is staged, so that the slower one can't put the nodes of a run that is going on already back to their beginning.
 */
async function stagePlan(
  context: EngineContext,
  on: OnBehalf,
  { plan, staging, writtenCount }: StagedPlan & { readonly writtenCount: number },
): Promise<Result<void>> {
  const key = headKey(on.workspaceId, on.missionId);
  const records = planRecords(on, { plan, staging }, context.now());
  const width = pieceWidth();
  let conflicts = 0;
  let revision: number | undefined;
  for (let at = writtenCount; at < records.length; ) {
    // The same revision is the same head: it is read again only when it has moved.
    revision ??= await stagedRevision(context, key, staging);
    if (revision === undefined) return ok(undefined);
    const puts = records.slice(at, at + width).map((record) => ({ record }));
    const outcome = await context.store.commit({ puts, checks: [{ ...key, revision }] });
    if (outcome.isCommitted) {
      at += width;
      continue;
    }
    revision = undefined;
    if (++conflicts >= LIMITS.commitConflictRetriesMax)
      return err({ code: 'CONFLICT', path: [], detail: { attempts: conflicts } });
  }
  return ok(undefined);
}

/** Of the head while this plan is staged on it. */
async function stagedRevision(
  context: EngineContext,
  key: Key,
  staging: Staging,
): Promise<number | undefined> {
  const [stored] = await context.store.get([key]);
  const isStaged = stored && HEAD.decode(stored.value).staging?.sequence === staging.sequence;
  return isStaged ? stored.revision : undefined;
}

/** Records of one piece: the check of the head takes a place in the transaction too. */
function pieceWidth(): number {
  return LIMITS.commitRecordsMax - 1;
}

/** In the order of writing. Their revision tells which launch has written them. */
function planRecords(
  place: { readonly workspaceId: WorkspaceId; readonly missionId: MissionId },
  { plan, staging }: StagedPlan,
  now: Instant,
): readonly StoredRecord[] {
  const { workspaceId, missionId } = place;
  const runPlace: RunPlace = { workspaceId, missionId, runNumber: staging.runNumber };
  const { nodes, specs, roots } = openPlan(plan, now);
  const revision = staging.sequence;
  return [
    ...nodes.map((node) => nodeRecord(runPlace, node, revision)),
    ...[...specs.map((spec) => specRecord(runPlace, spec)), rootsRecord(runPlace, roots)].map((record) => ({
      ...record,
      revision,
    })),
  ];
}

/** How many were written for this launch: they are written in order, so what stands before one that is there is there too. */
async function countWritten(
  context: EngineContext,
  records: readonly StoredRecord[],
  staging: Staging,
): Promise<number> {
  const width = pieceWidth();
  const ends = records.filter((_, place) => (place + 1) % width === 0);
  let pieceCount = 0;
  for (let at = 0; at < ends.length; at += GET_KEYS_MAX) {
    const stored = await context.store.get(ends.slice(at, at + GET_KEYS_MAX));
    const missing = stored.findIndex((record) => record?.revision !== staging.sequence);
    pieceCount += missing === -1 ? stored.length : missing;
    if (missing !== -1) break;
  }
  return pieceCount * width;
}

/** The plan of the document saved last. What is wrong with that is told of the mission that was named. */
export async function planLatest(context: EngineContext, on: OnBehalf): Promise<Result<PlannedVersion>> {
  const head = await loadHead(context, on);
  if (!head) return err(notFound('mission', on.missionId));
  const { documentVersion } = head;
  const text = await loadDocumentText(context, { ...on, version: documentVersion });
  if (text === undefined) return err(invalidArgument(['missionId'], 'The mission has no document.'));
  const plan = planOfText(text);
  if (plan.ok) return ok({ plan: plan.value, documentVersion });
  return err({ ...plan.error, path: ['missionId', ...plan.error.path] });
}

async function loadHead(
  context: EngineContext,
  place: { readonly workspaceId: WorkspaceId; readonly missionId: MissionId },
): Promise<MissionHead | undefined> {
  const [stored] = await context.store.get([headKey(place.workspaceId, place.missionId)]);
  return stored && HEAD.decode(stored.value);
}
