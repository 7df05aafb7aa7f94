/**
 * What of a mission needs somebody, on demand: its dead letters, its run as a whole, and each of its nodes. Reads the nodes
 * of an open run once, in pages; a run has an end to them. Nothing of this is kept: the count that is, stands in the head.
 */
import { ATTENTION_KINDS, type Attention, attentionOf } from '@muster/core/attention';
import type { DeadLetter } from '@muster/core/dead-letter';
import type { MissionId, NodeRef } from '@muster/core/ids';
import { isRunEnded } from '@muster/core/lifecycle/run-lifecycle';
import { LIMITS } from '@muster/core/limits';
import type { MissionHead, Run } from '@muster/core/run/mission';
import type { Node, TaskNode } from '@muster/core/run/node';
import type { EngineContext } from './context.ts';
import { deadLettersOf, deadLettersPartition, nodeSort, runPartition } from './keys.ts';
import { loadAttempts, loadHeads, loadSpecs } from './loading.ts';
import type { Principal } from './principal.ts';
import { DEAD_LETTER, decodeNode } from './records.ts';

export interface AttentionQuestions {
  /** Undefined without such a mission. */
  attention(principal: Principal, missionId: MissionId): Promise<MissionAttention | undefined>;
}

export interface MissionAttention {
  /** Most urgent first, longest waiting first among equals; at most `LIMITS.attentionItemsMax`. */
  readonly items: readonly AttentionItem[];
  /** Of all there is, also beyond `items`; of dead letters the first `LIMITS.attentionItemsMax` of the mission are looked at. */
  readonly count: number;
}

/** About a node, a dead letter, or, with neither, the mission itself. */
export interface AttentionItem extends Attention {
  readonly mission: MissionHead;
  readonly ref?: NodeRef;
  readonly node?: Node;
  readonly letter?: DeadLetter;
}

export function attentionQuestions(context: EngineContext): AttentionQuestions {
  return {
    async attention(principal, missionId) {
      const [mission] = await loadHeads(context, principal.workspaceId, [missionId]);
      if (!mission) return undefined;
      const letters = await deadLetters(context, principal, missionId);
      const found: AttentionItem[] = [
        ...letters.map((letter) => ({ kind: 'DEAD_LETTER', since: letter.diedAt, letter }) as const),
        ...ofRun(mission),
        ...(await ofNodes(context, principal, mission)),
      ].map((item) => ({ ...item, mission }));
      const items = found.sort(byUrgency).slice(0, LIMITS.attentionItemsMax);
      return { items: await told(context, principal, items), count: found.length };
    },
  };
}

type Found = Omit<AttentionItem, 'mission'>;

async function deadLetters(
  context: EngineContext,
  { workspaceId }: Principal,
  missionId: MissionId,
): Promise<readonly DeadLetter[]> {
  const partition = deadLettersPartition(workspaceId);
  const range = { partition, ...deadLettersOf(missionId), limit: LIMITS.attentionItemsMax };
  const { items } = await context.store.query(range);
  return items.map(({ value }) => DEAD_LETTER.decode(value)).filter(({ status }) => status === 'DEAD');
}

/** What is to be said of the mission as a whole. */
function ofRun({ status, governance, run }: MissionHead): readonly Found[] {
  if (!run) return [];
  // Under a pilot a run that fails stands still instead (V1).
  const isFailed = status === 'FAILED' || (governance === 'PILOT' && run.failing !== undefined);
  const { breachedAt } = run.deadline ?? {};
  const isOverdue = breachedAt !== undefined && !isRunEnded(run.status);
  return [
    ...(isFailed ? [{ kind: 'FAILED', ...(run.endedAt && { since: run.endedAt }) } as const] : []),
    ...(isOverdue ? [{ kind: 'OVERDUE', since: breachedAt } as const] : []),
    ...(status === 'PAUSED' ? [{ kind: 'PAUSED' } as const] : []),
  ];
}

async function ofNodes(
  context: EngineContext,
  principal: Principal,
  { id: missionId, run }: MissionHead,
): Promise<readonly Found[]> {
  if (!run || isRunEnded(run.status)) return [];
  const found: Found[] = [];
  for await (const node of nodesOf(context, principal, { missionId, run })) {
    const needed = attentionOf(node, context.now());
    const ref = { missionId, runNumber: run.number, index: node.index };
    if (needed) found.push({ ...needed, ref, node });
  }
  const tolerated = await toleratedFailures(context, principal, found);
  return found.filter((item) => !tolerated.has(item));
}

async function* nodesOf(
  context: EngineContext,
  { workspaceId }: Principal,
  { missionId, run }: { readonly missionId: MissionId; readonly run: Run },
): AsyncGenerator<Node> {
  const partition = runPartition(workspaceId, { missionId, runNumber: run.number });
  const bounds = { from: nodeSort(0), to: nodeSort(run.nodeCount - 1) };
  let next: string | undefined;
  do {
    const after = next === undefined ? {} : { after: next };
    const page = await context.store.query({ partition, ...bounds, limit: PAGE, ...after });
    for (const { value } of page.items) yield decodeNode(value);
    next = page.next;
  } while (next !== undefined);
}

const PAGE = 500;

/** Failures that hold nothing: the run goes on without the task, as its document says. */
async function toleratedFailures(
  context: EngineContext,
  { workspaceId }: Principal,
  found: readonly Found[],
): Promise<ReadonlySet<Found>> {
  const failed = found.filter(
    ({ kind, node }) => kind === 'FAILED' && !(node as TaskNode | undefined)?.failsRun,
  );
  const tolerated = new Set<Found>();
  for (let at = 0; at < failed.length; at += LIMITS.pageSizeMax) {
    const page = failed.slice(at, at + LIMITS.pageSizeMax);
    const specs = await loadSpecs(
      context,
      workspaceId,
      page.flatMap(({ ref }) => ref ?? []),
    );
    for (const [place, spec] of specs.entries()) {
      const item = page[place];
      if (item && spec?.kind === 'TASK' && spec.definition.onFailure !== 'BLOCK') tolerated.add(item);
    }
  }
  return tolerated;
}

function byUrgency(a: AttentionItem, b: AttentionItem): number {
  const rank = ({ kind }: AttentionItem) => ATTENTION_KINDS.indexOf(kind);
  return rank(a) - rank(b) || (a.since ?? 0) - (b.since ?? 0) || (a.ref?.index ?? 0) - (b.ref?.index ?? 0);
}

/** Of what is tried again: whether the last one to have it went silent. */
async function told(
  context: EngineContext,
  { workspaceId }: Principal,
  items: readonly AttentionItem[],
): Promise<readonly AttentionItem[]> {
  const places = new Map(items.flatMap((item) => lastEndedAttempt(item) ?? []));
  const attempts = await loadAttempts(context, workspaceId, [...places.values()]);
  const lost = new Set([...places.keys()].filter((_, place) => attempts[place]?.status === 'EXPIRED'));
  return items
    .map((item) => (lost.has(item) ? ({ ...item, kind: 'LEASE_LOST' } as const) : item))
    .sort(byUrgency);
}

function lastEndedAttempt(item: AttentionItem) {
  const { kind, node, ref } = item;
  if (kind !== 'RETRYING' || node?.kind !== 'TASK' || !ref) return undefined;
  const generation = node.status === 'IN_PROGRESS' ? node.generation - 1 : node.generation;
  return generation < 1 ? undefined : [[item, { ...ref, generation }] as const];
}
