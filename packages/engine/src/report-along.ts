/**
 * Reporting in the commit that ends a run: where the run is small, its report costs one record there instead of a commit
 * of its own, which would read all of it again.
 *
 * W1. The report, its event and the end of the run are stored together or not at all, and the message that else asks for
 *     the report is not sent.
 * W2. A run of more than `LIMITS.reportAlongNodesMax` nodes or `LIMITS.reportAlongAttemptsMax` attempts, or with a report of
 *     more than one record, now or when it ended before, is left to that message.
 */
import { buildReport } from '@muster/core/build-report';
import type { Decision } from '@muster/core/decide/ask';
import type { Draft } from '@muster/core/decide/draft';
import { LIMITS } from '@muster/core/limits';
import type { Node } from '@muster/core/run/node';
import type { Put } from './ports/store.ts';
import { reportPuts } from './report-records.ts';

/** To be called when everything else is decided. */
export function* reportAlong(draft: Draft): Decision<readonly Put[]> {
  if (!draft.isReportAsked || draft.room <= 0) return [];
  const { head, run } = draft;
  if (run.isReportLong || run.nodeCount > LIMITS.reportAlongNodesMax) return [];
  const nodes = yield* draft.nodes(Array.from({ length: run.nodeCount }, (_, index) => index));
  const places = nodes.flatMap(attemptPlaces);
  if (places.length > LIMITS.reportAlongAttemptsMax) return [];
  const attempts = Map.groupBy(yield* draft.attempts(places), ({ taskIndex }) => taskIndex);
  const report = buildReport({ head, run, nodes, attempts, fulfilledBy: yield* fulfilledBy(draft, nodes) });
  const puts = reportPuts({ ...draft.runRef, workspaceId: head.workspaceId }, report);
  if (puts.length > 1) return [];
  draft.tellReport();
  return puts;
}

function attemptPlaces(node: Node) {
  if (node.kind !== 'TASK') return [];
  return Array.from({ length: node.generation }, (_, past) => ({ index: node.index, generation: past + 1 }));
}

/** By index of an assertion, the tasks that say they fulfil it. */
function* fulfilledBy(
  draft: Draft,
  nodes: readonly Node[],
): Decision<ReadonlyMap<number, readonly number[]>> {
  const indexes = nodes.filter(({ kind }) => kind === 'ASSERTION').map(({ index }) => index);
  const specs = yield* draft.specs(indexes);
  return new Map(
    specs.flatMap((spec) => (spec.kind === 'ASSERTION' ? [[spec.index, spec.fulfilledBy]] : [])),
  );
}
