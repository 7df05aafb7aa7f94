/**
 * Adding to an open run (see core's decide/grow.ts): in one commit when it is small. The nodes of a larger addition are
 * written out first, behind the last node of the run, where nobody can see them; joining them is then one commit.
 *
 * W4. Each piece is bound to the head it is written on: when something else was added meanwhile, or is being written out
 *     to the same places, it is not written.
 */
import { checkMission } from '@muster/core/decide/check-mission';
import { beginGrowing, type GrowCommand, growRun, invalidAddition } from '@muster/core/decide/grow';
import { type DomainError, notFound } from '@muster/core/error-table';
import { type Growth, planGrowth } from '@muster/core/graph/plan-growth';
import { LIMITS } from '@muster/core/limits';
import { err, ok, type Result } from '@muster/core/result';
import { type AdditionInput, type RunAddition, sectionPast } from '@muster/core/run/addition';
import type { MissionHead } from '@muster/core/run/mission';
import { type AlsoPut, commitDecision, type OnBehalf } from './commit-loop.ts';
import type { EngineContext } from './context.ts';
import type { AddedNode, Grown } from './engine.ts';
import { nodeRecord } from './indexed-records.ts';
import { ALL_ADDITIONS, headKey, runPartition } from './keys.ts';
import type { Key, StoredRecord } from './ports/store.ts';
import { ADDITION, HEAD, type RunPlace, specRecord } from './records.ts';
import { loadDocument } from './stored-documents.ts';

export interface GrowRequest {
  readonly command: GrowCommand;
  readonly input: AdditionInput;
  /** Belongs into the commit that joins what is new to the run. */
  readonly alsoPut?: (grown: Grown) => ReturnType<AlsoPut<unknown>>;
}

/** INVALID_ADDITION with all its problems, ILLEGAL_MOVE without an open run, CONFLICT when others kept adding. */
export async function addToRun(
  context: EngineContext,
  on: OnBehalf,
  request: GrowRequest,
): Promise<Result<Grown>> {
  const bytes = Buffer.byteLength(JSON.stringify(request.input));
  if (bytes > LIMITS.additionBytesMax) {
    const { additionBytesMax: max } = LIMITS;
    const { input } = request;
    const path = [sectionPast(max, input, (section) => Buffer.byteLength(JSON.stringify(input[section])))];
    return err({ code: 'LIMIT_EXCEEDED', path, detail: { limit: 'additionBytesMax', max, actual: bytes } });
  }
  for (let attempt = 1; attempt <= LIMITS.commitConflictRetriesMax; attempt++) {
    const planned = await planAddition(context, on, request);
    if (!planned.ok) return planned;
    const joined = await join(context, on, { ...request, ...planned.value });
    if (joined !== 'OUTDATED') return joined;
  }
  return err({ code: 'CONFLICT', path: [], detail: { attempts: LIMITS.commitConflictRetriesMax } });
}

interface PlannedAddition {
  readonly growth: Growth;
  readonly place: RunPlace;
}

async function planAddition(
  context: EngineContext,
  on: OnBehalf,
  { command, input }: GrowRequest,
): Promise<Result<PlannedAddition, DomainError>> {
  const head = await loadHead(context, on);
  if (!head) return err(notFound('mission', on.missionId));
  const legal = checkMission(head, command);
  if (!legal.ok) return legal;
  const { run } = head;
  if (!run) return err(notFound('mission', on.missionId));
  const place = { workspaceId: on.workspaceId, missionId: on.missionId, runNumber: run.number };
  const document = await loadDocument(context, { ...on, version: run.documentVersion });
  const additions = await loadAdditions(context, place);
  const contractFrom = run.ranges.find(({ kind }) => kind === 'ASSERTION')?.from;
  const growing = { document, additions, nodeCount: run.nodeCount };
  const growth = planGrowth(contractFrom === undefined ? growing : { ...growing, contractFrom }, input);
  if (growth.ok) return ok({ growth: growth.value, place });
  return err(invalidAddition(growth.error));
}

type Joining = GrowRequest & PlannedAddition;

async function join(
  context: EngineContext,
  on: OnBehalf,
  joining: Joining,
): Promise<Result<Grown> | 'OUTDATED'> {
  const whole = await commitGrowth(context, on, joining);
  if (whole !== 'TOO_LARGE') return whole;
  const staged = context.nextId();
  const { command, growth } = joining;
  const begun = await commitDecision(context, on, {
    decide: (draft) => beginGrowing(draft, { command, growth }, staged),
  });
  if (!begun.ok) return begun;
  const written = begun.value.value && (await writeOut(context, on, { ...joining, staged }));
  if (!written) return 'OUTDATED';
  const rest = await commitGrowth(context, on, { ...joining, staged });
  return rest === 'TOO_LARGE' ? 'OUTDATED' : rest;
}

async function commitGrowth(
  context: EngineContext,
  on: OnBehalf,
  joining: Joining & { readonly staged?: string },
): Promise<Result<Grown> | 'OUTDATED' | 'TOO_LARGE'> {
  const { alsoPut } = joining;
  const added = addedNodes(joining);
  const done = await commitDecision(context, on, {
    decide: (draft) => growRun(draft, joining),
    alsoPut: ({ value, head, sequence }) =>
      value === 'GROWN' ? (alsoPut?.({ mission: head, sequence, added }) ?? []) : [],
  });
  if (!done.ok) return done;
  const { value, head, sequence } = done.value;
  return value === 'GROWN' ? ok({ mission: head, sequence, added }) : value;
}

function addedNodes({ growth, place }: PlannedAddition): readonly AddedNode[] {
  const { missionId, runNumber } = place;
  return growth.nodes.map(({ kind, index }) => ({ kind, ref: { missionId, runNumber, index } }));
}

/** Answers whether all was written. See W4. */
async function writeOut(
  context: EngineContext,
  on: OnBehalf,
  { growth, place, staged }: Joining & { readonly staged: string },
): Promise<boolean> {
  const key = headKey(on.workspaceId, on.missionId);
  const records: readonly StoredRecord[] = [
    ...growth.nodes.map((node) => nodeRecord(place, node, 1)),
    ...growth.specs.map((spec) => specRecord(place, spec)),
  ];
  // The check of the head takes a place in the transaction too.
  const width = LIMITS.commitRecordsMax - 1;
  let conflicts = 0;
  let revision: number | undefined;
  for (let at = 0; at < records.length; ) {
    // The same revision is the same head: it is read again only when it has moved.
    revision ??= await growingRevision(context, key, { growth, staged });
    if (revision === undefined) return false;
    const puts = records.slice(at, at + width).map((record) => ({ record }));
    const outcome = await context.store.commit({ puts, checks: [{ ...key, revision }] });
    if (outcome.isCommitted) {
      at += width;
      conflicts = 0;
      continue;
    }
    revision = undefined;
    if (++conflicts >= LIMITS.commitConflictRetriesMax) return false;
  }
  return true;
}

/** Of the head while this addition is being written out to the places behind its run. */
async function growingRevision(
  context: EngineContext,
  key: Key,
  { growth, staged }: { readonly growth: Growth; readonly staged: string },
): Promise<number | undefined> {
  const [stored] = await context.store.get([key]);
  const run = stored && HEAD.decode(stored.value).run;
  return run?.growing === staged && run.nodeCount === growth.firstIndex ? stored?.revision : undefined;
}

/** What was added to a run, in order. */
export async function loadAdditions(
  context: EngineContext,
  place: RunPlace,
): Promise<readonly RunAddition[]> {
  const partition = runPartition(place.workspaceId, place);
  const additions: RunAddition[] = [];
  let next: string | undefined;
  do {
    const after = next === undefined ? {} : { after: next };
    const page = await context.store.query({ partition, ...ALL_ADDITIONS, limit: 100, ...after });
    for (const record of page.items) additions.push(ADDITION.decode(record.value));
    next = page.next;
  } while (next !== undefined);
  return additions;
}

async function loadHead(context: EngineContext, on: OnBehalf): Promise<MissionHead | undefined> {
  const [stored] = await context.store.get([headKey(on.workspaceId, on.missionId)]);
  return stored && HEAD.decode(stored.value);
}
