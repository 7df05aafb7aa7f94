/**
 * One commit for every change: load what the decision asks for, decide, write everything in one transaction guarded by
 * the head's revision. Lost the race: load again, decide again, a bounded number of times.
 *
 * G1. Nothing is written unless the head is still the one that was decided on.
 * G2. A refused decision writes nothing.
 * G3. A decision that changes nothing commits nothing of its own.
 * G4. A decision may have read records of two moments, when somebody committed in between. What it throws then is no
 *     mistake of ours: it is decided again.
 */
import type { Actor } from '@muster/core/actor';
import { assert } from '@muster/core/assert';
import type { Answer, Ask, Decision } from '@muster/core/decide/ask';
import { type Changes, Draft } from '@muster/core/decide/draft';
import { dueAt } from '@muster/core/decide/due';
import { missionDueAt } from '@muster/core/decide/mission-due';
import { notFound } from '@muster/core/error-table';
import type { MissionId, WorkspaceId } from '@muster/core/ids';
import { instantOf } from '@muster/core/instant';
import { LIMITS } from '@muster/core/limits';
import { err, ok, type Result } from '@muster/core/result';
import type { MissionHead } from '@muster/core/run/mission';
import type { EngineContext } from './context.ts';
import { headRecord, nodeRecord } from './indexed-records.ts';
import {
  artifactVersionsSort,
  attemptSort,
  headKey,
  nodeSort,
  ROOTS_SORT,
  runPartition,
  specSort,
} from './keys.ts';
import { nearEntries } from './outgoing.ts';
import type { Key, Put, StoredRecord } from './ports/store.ts';
import {
  ARTIFACT_VERSIONS,
  ATTEMPT,
  additionRecord,
  artifactRecord,
  artifactVersionsRecord,
  attemptRecord,
  commitRecord,
  decodeNode,
  decodeRoots,
  decodeSpec,
  formerRunRecord,
  HEAD,
  type RunPlace,
  rootsRecord,
  specRecord,
} from './records.ts';
import { reportAlong } from './report-along.ts';

/** The mission a decision is about, and who wants it. */
export interface OnBehalf {
  readonly workspaceId: WorkspaceId;
  readonly missionId: MissionId;
  readonly actor: Actor;
}

export interface Committed<T> {
  readonly value: T;
  readonly head: MissionHead;
  /** Of the last event, this commit's or an earlier one's when nothing changed. */
  readonly sequence: number;
}

/** Records of the caller's own that belong into the same transaction: a receipt, a document. */
export type AlsoPut<T> = (committed: Committed<T>) => readonly Put[];

/**
 * NOT_FOUND without such a mission, CONFLICT when others were faster `LIMITS.commitConflictRetriesMax` times in a row,
 * or at once when a record of `alsoPut` stands in the way; else what the decision refuses.
 */
export async function commitDecision<T>(
  context: EngineContext,
  on: OnBehalf,
  decision: {
    readonly decide: (draft: Draft) => Decision<Result<T>>;
    readonly alsoPut?: AlsoPut<NoInfer<T>> | undefined;
    /** Goes with what the decision changes, and stays where that is nothing. */
    readonly alsoDelete?: readonly Key[];
  },
): Promise<Result<Committed<T>>> {
  for (let attempt = 1; attempt <= LIMITS.commitConflictRetriesMax; attempt++) {
    const [stored] = await context.store.get([headKey(on.workspaceId, on.missionId)]);
    if (!stored) return err(notFound('mission', on.missionId));
    const draft = new Draft(HEAD.decode(stored.value), on.actor, context.now());
    const decided = await driveUnlessOvertaken(context, draft, {
      decision: decideWithReport(draft, decision.decide),
      revision: stored.revision,
    });
    if (decided === 'OVERTAKEN') continue;
    if (!decided.ok) return decided;
    const changes = draft.isEmpty ? undefined : draft.changes();
    const head = changes?.head ?? draft.head;
    const committed = { value: decided.value.value, head, sequence: head.sequence };
    const also = [...decided.value.report, ...(decision.alsoPut?.(committed) ?? [])];
    const { alsoDelete } = decision;
    const conflicts = await commitChanges(context, on, { changes, former: stored, also, alsoDelete });
    if (conflicts.length === 0) return ok(committed);
    if (also.some(({ record }) => conflicts.some((key) => isSameKey(key, record)))) break;
    await context.sleep(retryDelayMs(attempt, context.random()));
  }
  return err({ code: 'CONFLICT', path: [], detail: { attempts: LIMITS.commitConflictRetriesMax } });
}

function* decideWithReport<T>(
  draft: Draft,
  decide: (draft: Draft) => Decision<Result<T>>,
): Decision<Result<{ readonly value: T; readonly report: readonly Put[] }>> {
  const decided = yield* decide(draft);
  return decided.ok ? ok({ value: decided.value, report: yield* reportAlong(draft) }) : decided;
}

/** Commits a draft that starts a mission: there must be no head yet. */
export async function commitNewMission(
  context: EngineContext,
  on: OnBehalf,
  created: { readonly draft: Draft; readonly also: readonly Put[] },
): Promise<boolean> {
  const { draft, also } = created;
  const conflicts = await commitChanges(context, on, { changes: draft.changes(), also });
  return conflicts.length === 0;
}

/** See G4. */
async function driveUnlessOvertaken<T>(
  context: EngineContext,
  draft: Draft,
  deciding: { readonly decision: Decision<T>; readonly revision: number },
): Promise<T | 'OVERTAKEN'> {
  try {
    return await drive(context, draft, deciding.decision);
  } catch (error) {
    const { workspaceId, id } = draft.head;
    const [stored] = await context.store.get([headKey(workspaceId, id)]);
    if (stored?.revision === deciding.revision) throw error;
    return 'OVERTAKEN';
  }
}

/** Runs a decision to its end, loading what it asks for. */
export async function drive<T>(context: EngineContext, draft: Draft, decision: Decision<T>): Promise<T> {
  let turn = decision.next();
  while (!turn.done) turn = decision.next(await answer(context, draft, turn.value));
  return turn.value;
}

async function answer(context: EngineContext, draft: Draft, ask: Ask): Promise<Answer> {
  const partition = runPartition(draft.head.workspaceId, draft.runRef);
  switch (ask.ask) {
    case 'NODES':
    case 'SPECS':
    case 'NODES_AND_SPECS': {
      const nodes = ask.ask === 'SPECS' ? [] : ask.indexes.map(nodeSort);
      const specs = ask.ask === 'NODES' ? [] : ask.indexes.map(specSort);
      const stored = await getAll(context, partition, [...nodes, ...specs]);
      return {
        nodes: stored.slice(0, nodes.length).map((record) => record && decodeNode(record.value)),
        specs: stored.slice(nodes.length).map((record) => record && decodeSpec(record.value)),
      };
    }
    case 'ATTEMPTS': {
      const stored = await getAll(context, partition, ask.places.map(attemptSort));
      return { attempts: stored.map((record) => record && ATTEMPT.decode(record.value)) };
    }
    case 'ARTIFACT_VERSIONS': {
      const [stored] = await context.store.get([{ partition, sort: artifactVersionsSort(ask.taskIndex) }]);
      return { artifactVersions: stored && ARTIFACT_VERSIONS.decode(stored.value) };
    }
    case 'ROOTS': {
      const [stored] = await context.store.get([{ partition, sort: ROOTS_SORT }]);
      assert(stored, 'a run that is launched has roots');
      return { roots: decodeRoots(stored.value) };
    }
  }
}

function getAll(
  context: EngineContext,
  partition: string,
  sorts: readonly string[],
): Promise<readonly (StoredRecord | undefined)[]> {
  const keys: readonly Key[] = sorts.map((sort) => ({ partition, sort }));
  if (keys.length <= GET_KEYS_MAX) return context.store.get(keys);
  const pages: Promise<readonly (StoredRecord | undefined)[]>[] = [];
  for (let at = 0; at < keys.length; at += GET_KEYS_MAX) {
    pages.push(context.store.get(keys.slice(at, at + GET_KEYS_MAX)));
  }
  return Promise.all(pages).then((all) => all.flat());
}

const GET_KEYS_MAX = 100;

interface Write {
  readonly changes: Changes | undefined;
  /** The head that was decided on; absent when there was none. */
  readonly former?: StoredRecord;
  readonly also: readonly Put[];
  readonly alsoDelete?: readonly Key[] | undefined;
}

/** Answers the keys whose expectations did not hold: none when it was written. */
async function commitChanges(context: EngineContext, on: OnBehalf, write: Write): Promise<readonly Key[]> {
  const { changes, former } = write;
  if (!changes) return commitAlso(context, on, write);
  const expect = former?.revision ?? 0;
  const revision = expect + 1;
  const puts: Put[] = [
    { record: headRecord(changes.head, revision), expect },
    ...runPuts(on, changes, revision),
    ...write.also,
  ];
  const due = comingDue(puts, former);
  const log =
    changes.events.length + changes.messages.length > 0
      ? logRecord(context, on, { changes, revision, due })
      : undefined;
  // The head's revision is part of its key: nobody else can have written it.
  if (log) puts.push({ record: log });
  const { alsoDelete: deletes = [] } = write;
  const outcome = await context.store.commit({
    puts,
    ...(log ? { feed: log } : {}),
    ...(deletes.length > 0 ? { deletes } : {}),
  });
  if (!outcome.isCommitted) return outcome.conflicts;
  announceDue(context, changes);
  context.onCommitted?.({ log, comingDue: due });
  return [];
}

/** A head that comes due when it did before has been told of. */
function comingDue(puts: readonly Put[], former: StoredRecord | undefined): readonly Key[] {
  return puts.flatMap(({ record: { due } }) => (due && due.sort !== former?.due?.sort ? [due] : []));
}

/** G3, but the caller's own records are kept: a repeated request is answered like the first also where that did nothing. */
async function commitAlso(
  context: EngineContext,
  on: OnBehalf,
  { also, former }: Write,
): Promise<readonly Key[]> {
  if (also.length === 0) return [];
  const checks = [{ ...headKey(on.workspaceId, on.missionId), revision: former?.revision ?? 0 }];
  const outcome = await context.store.commit({ puts: also, checks });
  return outcome.isCommitted ? [] : outcome.conflicts;
}

function isSameKey(a: Key, b: Key): boolean {
  return a.partition === b.partition && a.sort === b.sort;
}

function logRecord(
  context: EngineContext,
  on: OnBehalf,
  logged: { readonly changes: Changes; readonly revision: number; readonly due: readonly Key[] },
): StoredRecord {
  const { changes, revision, due } = logged;
  const { head, events, messages } = changes;
  const { workspaceId, missionId, actor } = on;
  const near = context.keepsOutbox === true ? nearEntries(due, context.now()) : [];
  const commit = {
    workspaceId,
    missionId,
    actor,
    sequence: head.sequence,
    at: head.updatedAt,
    events,
    messages,
    ...(head.run?.notifies
      ? { notifies: { documentVersion: head.run.documentVersion, parts: head.run.notifies } }
      : {}),
    ...(near.length > 0 && { comingDue: near }),
  };
  const isInOutbox = context.keepsOutbox === true && messages.length > 0;
  return commitRecord(commit, revision, { isInOutbox });
}

function runPuts(on: OnBehalf, changes: Changes, revision: number): readonly Put[] {
  const { run } = changes.head;
  if (!run) return [];
  const place: RunPlace = { workspaceId: on.workspaceId, missionId: on.missionId, runNumber: run.number };
  const puts: Put[] = [];
  for (const node of changes.nodes) puts.push({ record: nodeRecord(place, node, revision) });
  for (const spec of changes.specs) puts.push({ record: specRecord(place, spec) });
  if (changes.roots) puts.push({ record: rootsRecord(place, changes.roots) });
  for (const attempt of changes.attempts) puts.push({ record: attemptRecord(place, attempt, revision) });
  for (const addition of changes.additions) puts.push({ record: additionRecord(place, addition) });
  for (const artifact of changes.artifacts) puts.push({ record: artifactRecord(place, artifact) });
  for (const versions of changes.artifactVersions)
    puts.push({ record: artifactVersionsRecord(place, versions) });
  if (changes.formerRun) puts.push({ record: formerRunRecord(on, changes.formerRun) });
  return puts;
}

function announceDue(context: EngineContext, changes: Changes): void {
  if (!context.onDue) return;
  let earliest: number = missionDueAt(changes.head) ?? Number.POSITIVE_INFINITY;
  for (const node of changes.nodes) earliest = Math.min(earliest, dueAt(node) ?? Number.POSITIVE_INFINITY);
  if (earliest !== Number.POSITIVE_INFINITY) context.onDue(instantOf(earliest));
}

/** Full jitter: uniform between 0 and a cap that doubles from 1 ms to 256 ms. */
function retryDelayMs(attempt: number, random: number): number {
  return attempt === 1 ? 0 : random * Math.min(256, 2 ** (attempt - 1));
}
