/** Launching: in one commit when the plan is small, else staged (see core's decide/launch.ts). */
import type { Actor } from '@muster/core/actor';
import { activateStaged, launch, openPlan } from '@muster/core/decide/launch';
import { invalidArgument } from '@muster/core/error-table';
import type { MissionId, WorkspaceId } from '@muster/core/ids';
import { err, ok, type Result } from '@muster/core/result';
import type { MissionHead } from '@muster/core/run/mission';
import type { Plan } from '@muster/core/run/plan';
import { type AlsoPut, commitDecision, type OnBehalf } from './commit-loop.ts';
import type { EngineContext } from './context.ts';
import { loadDocument, planOf } from './documents.ts';
import type { MissionAnswer } from './engine.ts';
import { headKey } from './keys.ts';
import { HEAD, nodeRecord, type RunPlace, rootsRecord, specRecord } from './records.ts';

/** Launches the latest document of a mission and answers when the run is ACTIVE. */
export async function launchLatest(
  context: EngineContext,
  on: OnBehalf,
  alsoPut?: AlsoPut<unknown>,
): Promise<Result<MissionAnswer>> {
  const plan = await planOfVersion(context, on);
  if (!plan.ok) return plan;
  const launched = await commitDecision(context, on, {
    decide: (draft) => launch(draft, plan.value),
    ...(alsoPut ? { alsoPut } : {}),
  });
  if (!launched.ok) return launched;
  if (launched.value.value === 'LAUNCHED')
    return ok({ mission: launched.value.head, sequence: launched.value.sequence });
  return finishStaging(context, on, plan.value);
}

/** Writes out a staged launch and makes it ACTIVE. Repeating it, or finding it done or cancelled, changes nothing. */
export async function finishStaging(
  context: EngineContext,
  on: OnBehalf,
  plan: Plan,
): Promise<Result<MissionAnswer>> {
  const head = await loadHead(context, on);
  if (head?.staging) await stagePlan(context, { ...on, runNumber: head.staging.runNumber }, openPlan(plan));
  const active = await commitDecision(context, on, { decide: (draft) => activateStaged(draft, plan) });
  return active.ok ? ok({ mission: active.value.head, sequence: active.value.sequence }) : active;
}

/** A STAGE message: finishes what a crash may have left. */
export async function resumeStaging(
  context: EngineContext,
  place: { readonly workspaceId: WorkspaceId; readonly missionId: MissionId },
): Promise<void> {
  const head = await loadHead(context, place);
  if (!head?.staging) return;
  const version = head.staging.documentVersion;
  const plan = planOf(await loadDocument(context, { ...place, version }));
  if (plan.ok) await finishStaging(context, { ...place, actor: head.staging.actor }, plan.value);
}

async function stagePlan(
  context: EngineContext,
  place: RunPlace & { readonly actor: Actor },
  plan: Plan,
): Promise<void> {
  await context.store.stage([
    ...plan.nodes.map((node) => nodeRecord(place, node, 1)),
    ...plan.specs.map((spec) => specRecord(place, spec)),
    rootsRecord(place, plan.roots),
  ]);
}

async function planOfVersion(context: EngineContext, on: OnBehalf): Promise<Result<Plan>> {
  const head = await loadHead(context, on);
  if (!head) return err({ code: 'NOT_FOUND', path: [], detail: { subject: 'mission', id: on.missionId } });
  const document = await loadDocument(context, { ...on, version: head.documentVersion });
  if (document === undefined) return err(invalidArgument(['missionId'], 'The mission has no document.'));
  return planOf(document);
}

async function loadHead(
  context: EngineContext,
  place: { readonly workspaceId: WorkspaceId; readonly missionId: MissionId },
): Promise<MissionHead | undefined> {
  const [stored] = await context.store.get([headKey(place.workspaceId, place.missionId)]);
  return stored && HEAD.decode(stored.value);
}
