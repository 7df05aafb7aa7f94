/** Launching: in one commit when the plan is small, else staged (see core's decide/launch.ts). */
import type { Decision } from '@muster/core/decide/ask';
import type { Draft } from '@muster/core/decide/draft';
import { activateStaged, type LaunchOutcome, launch, openPlan } from '@muster/core/decide/launch';
import { invalidArgument, notFound } from '@muster/core/error-table';
import type { MissionId, WorkspaceId } from '@muster/core/ids';
import { LIMITS } from '@muster/core/limits';
import { err, ok, type Result } from '@muster/core/result';
import type { MissionHead, Staging } from '@muster/core/run/mission';
import type { Plan } from '@muster/core/run/plan';
import { type AlsoPut, commitDecision, type OnBehalf } from './commit-loop.ts';
import type { EngineContext } from './context.ts';
import { loadDocument, planOf } from './documents.ts';
import type { MissionAnswer } from './engine.ts';
import { headKey } from './keys.ts';
import type { Key, StoredRecord } from './ports/store.ts';
import { HEAD, nodeRecord, type RunPlace, rootsRecord, specRecord } from './records.ts';

export interface Launching {
  readonly alsoPut?: AlsoPut<unknown>;
  /** Whether it may be launched at all, and by whoever asks. */
  readonly check?: (draft: Draft) => Result<void>;
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
  { check }: Launching,
): Decision<Result<LaunchOutcome | 'OUTDATED'>> {
  const allowed = check?.(draft) ?? ok(undefined);
  if (!allowed.ok) return allowed;
  if (draft.head.documentVersion !== documentVersion) return ok('OUTDATED');
  return yield* launch(draft, plan);
}

/** A launch that was taken, and the plan to be written out for it. */
export interface StagedPlan {
  readonly plan: Plan;
  readonly staging: Staging;
}

/** Writes out a staged launch and makes it ACTIVE. Repeating it, or finding it done or cancelled, changes nothing. */
export async function finishStaging(
  context: EngineContext,
  on: OnBehalf,
  { plan, staging }: StagedPlan,
): Promise<Result<MissionAnswer>> {
  const staged = await stagePlan(context, on, { plan, staging });
  if (!staged.ok) return staged;
  const active = await commitDecision(context, on, {
    decide: (draft) => activateStaged(draft, plan, staging.sequence),
  });
  return active.ok ? ok({ mission: active.value.head, sequence: staging.sequence }) : active;
}

/** A STAGE message: finishes what a crash may have left. */
export async function resumeStaging(
  context: EngineContext,
  place: { readonly workspaceId: WorkspaceId; readonly missionId: MissionId },
): Promise<Result<void>> {
  const staging = (await loadHead(context, place))?.staging;
  if (!staging) return ok(undefined);
  const plan = planOf(await loadDocument(context, { ...place, version: staging.documentVersion }));
  if (!plan.ok) {
    context.log.error({ ...place, code: plan.error.code }, 'a launch that was taken can not be written out');
    return ok(undefined);
  }
  const active = await finishStaging(
    context,
    { ...place, actor: staging.actor },
    { plan: plan.value, staging },
  );
  return active.ok ? ok(undefined) : active;
}

/**
 * Two may be writing out the same plan: the launcher and a STAGE message. Each piece is bound to the head on which it
 * is staged, so that the slower one can't put the nodes of a run that is going on already back to their beginning.
 */
async function stagePlan(
  context: EngineContext,
  on: OnBehalf,
  { plan, staging }: StagedPlan,
): Promise<Result<void>> {
  const key = headKey(on.workspaceId, on.missionId);
  const records = planRecords({ ...on, runNumber: staging.runNumber }, openPlan(plan, context.now()));
  // The check of the head takes a place in the transaction too.
  const width = LIMITS.commitRecordsMax - 1;
  let conflicts = 0;
  let revision: number | undefined;
  for (let at = 0; at < records.length; ) {
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

function planRecords(place: RunPlace, plan: Plan): readonly StoredRecord[] {
  return [
    ...plan.nodes.map((node) => nodeRecord(place, node, 1)),
    ...plan.specs.map((spec) => specRecord(place, spec)),
    rootsRecord(place, plan.roots),
  ];
}

/** The plan of the document saved last. */
export async function planLatest(context: EngineContext, on: OnBehalf): Promise<Result<PlannedVersion>> {
  const head = await loadHead(context, on);
  if (!head) return err(notFound('mission', on.missionId));
  const { documentVersion } = head;
  const document = await loadDocument(context, { ...on, version: documentVersion });
  if (document === undefined) return err(invalidArgument(['missionId'], 'The mission has no document.'));
  const plan = planOf(document);
  return plan.ok ? ok({ plan: plan.value, documentVersion }) : plan;
}

async function loadHead(
  context: EngineContext,
  place: { readonly workspaceId: WorkspaceId; readonly missionId: MissionId },
): Promise<MissionHead | undefined> {
  const [stored] = await context.store.get([headKey(place.workspaceId, place.missionId)]);
  return stored && HEAD.decode(stored.value);
}
