/**
 * Writes the report of an ended run that was not reported as it ended (see report-along.ts): reads all of the run once.
 *
 * R1. Parts that an earlier, longer report has left over go in the same commit: read with the rest they would be no JSON.
 */
import { SYSTEM_ACTOR } from '@muster/core/actor';
import { buildReport } from '@muster/core/build-report';
import type { Draft } from '@muster/core/decide/draft';
import { reportIdOf } from '@muster/core/ids';
import { isRunEnded } from '@muster/core/lifecycle/run-lifecycle';
import { ok, type Result } from '@muster/core/result';
import type { Attempt } from '@muster/core/run/attempt';
import type { MissionHead, Run } from '@muster/core/run/mission';
import type { Node } from '@muster/core/run/node';
import { commitDecision } from './commit-loop.ts';
import type { EngineContext } from './context.ts';
import { ALL_ATTEMPTS, missionPartition, reportParts, runPartition, runSort } from './keys.ts';
import { loadHeads, loadNodes, loadSpecs } from './loading.ts';
import type { Put, StoredRecord } from './ports/store.ts';
import { ATTEMPT, RUN, type RunPlace } from './records.ts';
import { reportPuts } from './report-records.ts';

/**
 * Repeating it changes nothing; a run that goes on gets no report. One that a later run has followed meanwhile gets its own
 * all the same.
 */
export async function writeReport(context: EngineContext, place: RunPlace): Promise<Result<void>> {
  const { workspaceId, missionId, runNumber } = place;
  const [head] = await loadHeads(context, workspaceId, [missionId]);
  const run = head && (await loadRun(context, place, head));
  if (!head || !run || !isRunEnded(run.status)) return ok(undefined);
  const nodes = await allNodes(context, place, run);
  const report = buildReport({
    head,
    run,
    nodes,
    fulfilledBy: await claimsOf(context, place, nodes),
    attempts: await allAttempts(context, place),
  });
  const parts = reportPuts(place, report);
  const stored = await storedParts(context, place);
  // A message that came twice: it would be announced again.
  if (isSameText(stored, parts)) return ok(undefined);
  const written = await commitDecision(
    context,
    { workspaceId, missionId, actor: SYSTEM_ACTOR },
    {
      *decide(draft) {
        const isDue = isStillEnded(draft, run);
        if (isDue) {
          const subject = reportIdOf({ missionId, runNumber });
          draft.emitOfRun(runNumber, { type: 'ReportWritten', subject, data: { status: report.status } });
          if (parts.length > 1 && draft.run.number === runNumber) draft.setRun({ isReportLong: true });
        }
        return ok(isDue);
      },
      alsoPut: ({ value: isDue }) => (isDue ? parts : []),
      alsoDelete: stored.slice(parts.length).map(({ partition, sort }) => ({ partition, sort })),
    },
  );
  return written.ok ? ok(undefined) : written;
}

/** In order. */
async function storedParts(context: EngineContext, place: RunPlace): Promise<readonly StoredRecord[]> {
  const partition = missionPartition(place.workspaceId, place.missionId);
  const page = await context.store.query({ partition, ...reportParts(place.runNumber), limit: 1_000 });
  return page.items;
}

function isSameText(stored: readonly StoredRecord[], parts: readonly Put[]): boolean {
  if (stored.length !== parts.length) return false;
  return parts.every(({ record }, part) => stored[part]?.value.text === record.value.text);
}

/** What was read is of this end of the run: when it went on since, a later message asks for its report. */
function isStillEnded(draft: Draft, run: Run): boolean {
  const { run: latest } = draft.head;
  if (latest?.number !== run.number) return true;
  return latest.status === run.status && latest.endedAt === run.endedAt;
}

async function loadRun(context: EngineContext, place: RunPlace, head: MissionHead): Promise<Run | undefined> {
  if (head.run?.number === place.runNumber) return head.run;
  const partition = missionPartition(place.workspaceId, place.missionId);
  const [stored] = await context.store.get([{ partition, sort: runSort(place.runNumber) }]);
  return stored && RUN.decode(stored.value);
}

async function allNodes(context: EngineContext, place: RunPlace, run: Run): Promise<readonly Node[]> {
  const nodes: Node[] = [];
  for (let from = 0; from < run.nodeCount; from += 100) {
    const length = Math.min(100, run.nodeCount - from);
    const refs = Array.from({ length }, (_, offset) => ({ ...place, index: from + offset }));
    for (const node of await loadNodes(context, place.workspaceId, refs)) if (node) nodes.push(node);
  }
  return nodes;
}

/** By index of an assertion, the tasks that say they fulfil it. Reads nothing without a contract. */
async function claimsOf(
  context: EngineContext,
  place: RunPlace,
  nodes: readonly Node[],
): Promise<ReadonlyMap<number, readonly number[]>> {
  const assertions = nodes.filter((node) => node.kind === 'ASSERTION');
  const claims = new Map<number, readonly number[]>();
  for (let from = 0; from < assertions.length; from += 100) {
    const refs = assertions.slice(from, from + 100).map(({ index }) => ({ ...place, index }));
    for (const spec of await loadSpecs(context, place.workspaceId, refs)) {
      if (spec?.kind === 'ASSERTION') claims.set(spec.index, spec.fulfilledBy);
    }
  }
  return claims;
}

async function allAttempts(
  context: EngineContext,
  place: RunPlace,
): Promise<ReadonlyMap<number, readonly Attempt[]>> {
  const attempts = new Map<number, Attempt[]>();
  let next: string | undefined;
  do {
    const partition = runPartition(place.workspaceId, place);
    const page = await context.store.query({
      partition,
      ...ALL_ATTEMPTS,
      limit: 500,
      ...(next === undefined ? {} : { after: next }),
    });
    for (const record of page.items) {
      const attempt = ATTEMPT.decode(record.value);
      const group = attempts.get(attempt.taskIndex);
      if (group) group.push(attempt);
      else attempts.set(attempt.taskIndex, [attempt]);
    }
    next = page.next;
  } while (next !== undefined);
  return attempts;
}
