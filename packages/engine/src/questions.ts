/** Reading. Nothing here decides anything; every answer is of the principal's own workspace. */
import { notFound } from '@muster/core/error-table';
import type { Event, EventBody } from '@muster/core/event';
import type { AttemptRef, MissionId, NodeKind, NodeRef, RunRef } from '@muster/core/ids';
import { runIdOf } from '@muster/core/ids';
import { MISSION_STATUSES } from '@muster/core/lifecycle/mission-lifecycle';
import type { Report } from '@muster/core/report';
import { err, ok, type Result } from '@muster/core/result';
import type { Artifact, Attempt } from '@muster/core/run/attempt';
import type { MissionHead, Run } from '@muster/core/run/mission';
import type { Node } from '@muster/core/run/node';
import { listApprovals } from './approvals.ts';
import type { EngineContext } from './context.ts';
import type { EventsPage, Listed, PageOf, Questions } from './engine.ts';
import {
  artifactsOf,
  commitsAfter,
  infoKey,
  missionPartition,
  missionsPartition,
  reportParts,
  runPartition,
  runSort,
  statusPartition,
} from './keys.ts';
import { activeAttempt, loadAttempts, loadHeads, loadNodes, loadSpecs } from './loading.ts';
import { newestFirst } from './newest-first.ts';
import type { Principal } from './principal.ts';
import { ARTIFACT, COMMIT, type CommitRecord, INFO, RUN } from './records.ts';
import { loadDocument } from './stored-documents.ts';
import { joinJson } from './text-parts.ts';

export function questions(context: EngineContext): Questions {
  return {
    missions: (principal, ids) => loadHeads(context, principal.workspaceId, ids),
    async missionInfos(principal, ids) {
      const stored = await context.store.get(ids.map((id) => infoKey(principal.workspaceId, id)));
      return stored.map((record) => record && INFO.decode(record.value));
    },
    listMissions: (principal, page) => listMissions(context, principal, page),
    document: (principal, missionId, version) =>
      loadDocument(context, { workspaceId: principal.workspaceId, missionId, version }),
    runs: (principal, refs) => Promise.all(refs.map((ref) => loadRun(context, principal, ref))),
    listRuns: (principal, page) => listRuns(context, principal, page),
    nodes: (principal, refs) => visibleNodes(context, principal, refs),
    specs: (principal, refs) => loadSpecs(context, principal.workspaceId, refs),
    listNodes: (principal, page) => listNodes(context, principal, page),
    attempts: (principal, refs) => loadAttempts(context, principal.workspaceId, refs),
    listAttempts: (principal, page) => listAttempts(context, principal, page),
    listArtifacts: (principal, page) => listArtifacts(context, principal, page),
    listApprovals: (principal, page) => listApprovals(context, principal, page),
    report: (principal, ref) => loadReport(context, principal, ref),
    listEvents: (principal, page) => listEvents(context, principal, page),
  };
}

/** Nodes of runs that have begun: those of a launch or an addition being written out don't exist yet. */
async function visibleNodes(
  context: EngineContext,
  principal: Principal,
  refs: readonly NodeRef[],
): Promise<readonly (Node | undefined)[]> {
  const missionIds = [...new Set(refs.map((ref) => ref.missionId))];
  const heads = await loadHeads(context, principal.workspaceId, missionIds);
  const headOf = new Map(missionIds.map((id, position) => [id, heads[position]]));
  const former = refs.filter((ref) => ref.runNumber < (headOf.get(ref.missionId)?.runCount ?? 0));
  const formerCounts = await nodeCountsOf(context, principal, former);
  const nodes = await loadNodes(context, principal.workspaceId, refs);
  return refs.map((ref, position) => {
    const run = headOf.get(ref.missionId)?.run;
    const isLatest = run?.number === ref.runNumber;
    const nodeCount = isLatest ? run.nodeCount : (formerCounts.get(runIdOf(ref)) ?? 0);
    return ref.index < nodeCount ? nodes[position] : undefined;
  });
}

/** By run id, of runs that a later one has followed. */
async function nodeCountsOf(
  context: EngineContext,
  principal: Principal,
  refs: readonly RunRef[],
): Promise<ReadonlyMap<string, number>> {
  const runs = [...new Map(refs.map((ref) => [runIdOf(ref), ref]))];
  const keys = runs.map(([, ref]) => ({
    partition: missionPartition(principal.workspaceId, ref.missionId),
    sort: runSort(ref.runNumber),
  }));
  const stored = keys.length === 0 ? [] : await context.store.get(keys);
  return new Map(
    runs.map(([id], position) => {
      const record = stored[position];
      return [id, record ? RUN.decode(record.value).nodeCount : 0];
    }),
  );
}

async function listMissions(
  context: EngineContext,
  principal: Principal,
  page: Parameters<Questions['listMissions']>[1],
): Promise<Listed<MissionHead>> {
  const { workspaceId } = principal;
  const { statuses, first, after } = page;
  const isFiltered = statuses !== undefined && new Set(statuses).size < MISSION_STATUSES.length;
  const ids = await newestFirst(context, {
    first: first + 1,
    after,
    ...(isFiltered
      ? { indexes: [...new Set(statuses)].map((status) => statusPartition(workspaceId, status)) }
      : { partition: missionsPartition(workspaceId) }),
  });
  const heads = await loadHeads(context, workspaceId, ids.slice(0, first));
  const items = heads.flatMap((head) => (head ? [{ cursor: head.id, node: head }] : []));
  return { items, hasNext: ids.length > first };
}

async function loadRun(context: EngineContext, principal: Principal, ref: RunRef): Promise<Run | undefined> {
  const [head] = await loadHeads(context, principal.workspaceId, [ref.missionId]);
  if (!head || ref.runNumber > head.runCount) return undefined;
  if (head.run?.number === ref.runNumber) return head.run;
  const partition = missionPartition(principal.workspaceId, ref.missionId);
  const [stored] = await context.store.get([{ partition, sort: runSort(ref.runNumber) }]);
  return stored && RUN.decode(stored.value);
}

async function listRuns(
  context: EngineContext,
  principal: Principal,
  page: PageOf<{ readonly missionId: MissionId }>,
): Promise<Listed<Run>> {
  const { missionId, first, after } = page;
  const [head] = await loadHeads(context, principal.workspaceId, [missionId]);
  if (!head) return { items: [], hasNext: false };
  const newest = Math.min(head.runCount, after === undefined ? head.runCount : Number(after) - 1);
  const numbers = Array.from(
    { length: Math.max(0, Math.min(first, newest)) },
    (_, offset) => newest - offset,
  );
  const runs = await Promise.all(
    numbers.map((runNumber) => loadRun(context, principal, { missionId, runNumber })),
  );
  const items = runs.flatMap((run) => (run ? [{ cursor: String(run.number), node: run }] : []));
  return { items, hasNext: newest > first };
}

async function listNodes(
  context: EngineContext,
  principal: Principal,
  page: PageOf<RunRef & { readonly kind: NodeKind }>,
): Promise<Listed<Node>> {
  const run = await loadRun(context, principal, page);
  const indexes = run ? indexesOf(run, page.kind) : [];
  const after = page.after === undefined ? -1 : Number(page.after);
  const rest = indexes.filter((index) => index > after);
  const { missionId, runNumber } = page;
  const refs = rest.slice(0, page.first).map((index) => ({ missionId, runNumber, index }));
  const nodes = await loadNodes(context, principal.workspaceId, refs);
  const items = nodes.flatMap((node) => (node ? [{ cursor: String(node.index), node }] : []));
  return { items, hasNext: rest.length > page.first };
}

function indexesOf(run: Run, kind: NodeKind): readonly number[] {
  return run.ranges
    .filter((range) => range.kind === kind)
    .flatMap((range) => Array.from({ length: range.count }, (_, offset) => range.from + offset));
}

async function listAttempts(
  context: EngineContext,
  principal: Principal,
  page: PageOf<NodeRef>,
): Promise<Listed<Attempt>> {
  const { first, after, ...ref } = page;
  const [task] = await visibleNodes(context, principal, [ref]);
  if (task?.kind !== 'TASK') return { items: [], hasNext: false };
  const from = after === undefined ? 1 : Number(after) + 1;
  const to = Math.min(task.generation, from + first - 1);
  const refs: readonly AttemptRef[] = Array.from({ length: Math.max(0, to - from + 1) }, (_, offset) => ({
    ...ref,
    generation: from + offset,
  }));
  const partition = runPartition(principal.workspaceId, ref);
  const stored = await loadAttemptRecords(context, principal, { partition, refs, task });
  return { items: stored, hasNext: to < task.generation };
}

async function loadAttemptRecords(
  context: EngineContext,
  principal: Principal,
  asked: { readonly partition: string; readonly refs: readonly AttemptRef[]; readonly task: Node },
) {
  const attempts = await loadAttempts(context, principal.workspaceId, asked.refs);
  return asked.refs.flatMap((ref, position) => {
    const node = attempts[position] ?? activeAttempt(ref, asked.task);
    return node ? [{ cursor: String(ref.generation), node }] : [];
  });
}

async function listArtifacts(
  context: EngineContext,
  principal: Principal,
  page: PageOf<NodeRef>,
): Promise<Listed<Artifact>> {
  const { first, after, ...ref } = page;
  const bounds = artifactsOf(ref.index);
  const partition = runPartition(principal.workspaceId, ref);
  // A cursor of another task must not lead there.
  const from = after === undefined || after < bounds.from ? bounds.from : `${after}~`;
  const found = await context.store.query({ partition, from, to: bounds.to, limit: first });
  const items = found.items.map((record) => ({ cursor: record.sort, node: ARTIFACT.decode(record.value) }));
  return { items, hasNext: found.next !== undefined };
}

async function loadReport(
  context: EngineContext,
  principal: Principal,
  ref: RunRef,
): Promise<Report | undefined> {
  const partition = missionPartition(principal.workspaceId, ref.missionId);
  const page = await context.store.query({ partition, ...reportParts(ref.runNumber), limit: 1_000 });
  if (page.items.length === 0) return undefined;
  return joinJson(page.items.map((record) => record.value)) as Report;
}

async function listEvents(
  context: EngineContext,
  principal: Principal,
  page: EventsPage,
): Promise<Result<Listed<Event>>> {
  const { missionId, after, first, types } = page;
  const [head] = await loadHeads(context, principal.workspaceId, [missionId]);
  if (!head) return err(notFound('mission', missionId));
  if (after > head.sequence) {
    return err({ code: 'CURSOR_AHEAD', path: ['after'], detail: { after, sequence: head.sequence } });
  }
  const items: { cursor: string; node: Event }[] = [];
  for await (const commit of commitsFrom(context, principal, { missionId, after })) {
    for (const event of eventsOf(commit)) {
      if (event.sequence <= after || (types && !types.includes(event.type))) continue;
      if (items.length === first) return ok({ items, hasNext: true });
      items.push({ cursor: String(event.sequence), node: event });
    }
  }
  return ok({ items, hasNext: false });
}

/** The commits of a mission whose events lie after a sequence, in order, up to now. */
export async function* commitsFrom(
  context: EngineContext,
  principal: Principal,
  from: { readonly missionId: MissionId; readonly after: number },
): AsyncGenerator<CommitRecord> {
  const partition = missionPartition(principal.workspaceId, from.missionId);
  const bounds = commitsAfter(from.after);
  let next: string | undefined;
  do {
    const page = await context.store.query({
      partition,
      ...bounds,
      limit: 100,
      ...(next === undefined ? {} : { after: next }),
    });
    for (const record of page.items) yield COMMIT.decode(record.value);
    next = page.next;
  } while (next !== undefined);
}

export function eventsOf(commit: CommitRecord): readonly Event[] {
  const { missionId, at: occurredAt, actor } = commit;
  return commit.events.map((body: EventBody) => ({ ...body, missionId, occurredAt, actor }));
}
