/**
 * Adding to a run that is open.
 *
 * W1. All or nothing: the new nodes can be seen from the commit on that joins them to the run, and nothing is left of
 *     an addition that was refused or interrupted.
 * W2. Nothing is put before what has begun or settled.
 * W3. Reads and writes the new nodes and the ones they are joined to. What follows from it (releasing, longer paths)
 *     goes on through messages when there is no more room.
 */
import { assert } from '../assert.ts';
import type { Problem } from '../document/problem.ts';
import { problem } from '../document/sections.ts';
import type { Path } from '../document/shape-problem.ts';
import type { DomainError } from '../error-table.ts';
import type { Growth, TaskPath } from '../graph/plan-growth.ts';
import { runIdOf } from '../ids.ts';
import { isTaskSettled } from '../lifecycle/task-lifecycle.ts';
import { LIMITS, type LimitName } from '../limits.ts';
import { withAddedParts } from '../notify/notifying-parts.ts';
import { err, ok, type Result } from '../result.ts';
import { type AdditionInput, sectionPast } from '../run/addition.ts';
import type { NodeRange } from '../run/mission.ts';
import type { Node } from '../run/node.ts';
import { argumentOf } from '../subject.ts';
import type { Decision } from './ask.ts';
import { checkMission } from './check-mission.ts';
import type { Draft } from './draft.ts';
import { endRunWhenSettled } from './end-run.ts';
import { recallFinalValidation } from './final-validation.ts';
import { pullBack, releasesItsSuccessors, skipsItsSuccessors } from './rearm.ts';
import { becomeReady, releaseSuccessors, skipSuccessors } from './release.ts';
import { withClockStarted } from './task-deadline.ts';
import { toldEdges } from './told-growth.ts';

export type GrowCommand = 'addTasks' | 'addElements' | 'addDependency';

export interface GrowRun {
  readonly command: GrowCommand;
  readonly growth: Growth;
  /** The nodes were written out before, under this token. Else they go with the commit. */
  readonly staged?: string;
}

/** TOO_LARGE: write the nodes out first. OUTDATED: somebody else added something meanwhile, plan anew. */
export type GrowOutcome = 'GROWN' | 'TOO_LARGE' | 'OUTDATED';

export function* growRun(draft: Draft, { command, growth, staged }: GrowRun): Decision<Result<GrowOutcome>> {
  const legal = checkMission(draft.head, command);
  if (!legal.ok) return legal;
  if (!fits(draft, growth) || (staged !== undefined && draft.run.growing !== staged)) return ok('OUTDATED');
  const refusal = sizeRefusal(draft, growth) ?? (yield* settledRefusal(draft, growth));
  if (refusal) return err(refusal);
  if (staged === undefined && recordsOf(growth) > draft.room) return ok('TOO_LARGE');
  assert(reachOf(growth) < draft.room, 'what an addition is joined to fits into one commit');
  if (staged === undefined) {
    for (const node of growth.nodes) draft.putNode(withClockStarted(node, draft.now));
    for (const spec of growth.specs) draft.putSpec(spec);
  }
  yield* joinToRun(draft, growth);
  yield* tellNeighbours(draft, growth);
  endRunWhenSettled(draft);
  return ok('GROWN');
}

/** Keeps others from writing out nodes in the same places: the latest token counts. */
export function* beginGrowing(
  draft: Draft,
  { command, growth }: GrowRun,
  token: string,
): Decision<Result<boolean>> {
  const legal = checkMission(draft.head, command);
  if (!legal.ok) return legal;
  if (!fits(draft, growth)) return ok(false);
  draft.setRun({ growing: token });
  return ok(true);
}

/** Whether the run is the one that the growth was planned for. */
function fits(draft: Draft, growth: Growth): boolean {
  const { nodeCount, additionCount = 0 } = draft.run;
  return nodeCount === growth.firstIndex && additionCount === growth.additionCount;
}

/** Nodes and specs of what is new, whatever it is joined to, and the record of the addition. */
function recordsOf(growth: Growth): number {
  return 2 * growth.nodes.length + reachOf(growth) + 1;
}

/** Nodes of the run that get something before or behind them. */
function reachOf(growth: Growth): number {
  return growth.held.length + growth.followed.length + (growth.fulfilled?.length ?? 0);
}

function sizeRefusal(draft: Draft, growth: Growth): DomainError | undefined {
  return (
    over('additionNodesMax', tooManyIn(growth), growth.nodes.length) ??
    over('additionReachMax', reachingTooFar(growth), reachOf(growth)) ??
    over('additionsPerRunMax', argumentOf('run'), growth.additionCount + 1) ??
    over('rangesPerRunMax', argumentOf('run'), rangesWith(draft.run.ranges, growth.nodes).length)
  );
}

function over(limit: LimitName, path: Path, actual: number): DomainError | undefined {
  const max = LIMITS[limit];
  return actual > max ? { code: 'LIMIT_EXCEEDED', path, detail: { limit, max, actual } } : undefined;
}

function tooManyIn({ input }: Growth): Path {
  return [sectionPast(LIMITS.additionNodesMax, input, (section) => input[section]?.length ?? 0)];
}

function reachingTooFar({ input, held, followed, fulfilled = [], firstIndex, nodes }: Growth): Path {
  const reaching = [
    ...held.map(({ path }) => path[0]),
    ...followed.map(({ successors }) => sectionOf(nodes[Math.max(...successors) - firstIndex])),
    ...fulfilled.map(() => 'tasks'),
  ];
  const max = LIMITS.additionReachMax;
  return [sectionPast(max, input, (section) => reaching.filter((name) => name === section).length)];
}

/** Where an addition has it; what is not new is joined by a dependency. */
function sectionOf(node: Node | undefined): keyof AdditionInput {
  switch (node?.kind) {
    case 'TASK':
      return 'tasks';
    case 'CHECKPOINT':
      return 'checkpoints';
    case 'GATE':
      return 'qualityGates';
    case 'DELAY':
      return 'delays';
    default:
      return 'dependencies';
  }
}

function* settledRefusal(draft: Draft, growth: Growth): Decision<DomainError | undefined> {
  const problems: Problem[] = [];
  const nodes = yield* draft.nodes(growth.held.map(({ index }) => index));
  for (const [position, node] of nodes.entries()) {
    const { path = [], waitsFor = [] } = growth.held[position] ?? {};
    const width = over('grownJoinWidthMax', path, node.waitsFor.length + waitsFor.length);
    if (width) return width;
    if (canStillWait(node)) continue;
    const text = `is to hold back "${node.name}", which is ${node.status} already: leave it out`;
    problems.push(problem('SETTLED', path, text, node.name));
  }
  return problems.length === 0 ? undefined : invalidAddition(problems);
}

/** Its path leads to the argument that the first problem is in. */
export function invalidAddition(problems: readonly Problem[]): DomainError {
  return { code: 'INVALID_ADDITION', path: problems[0]?.path.slice(0, 1) ?? [], detail: { problems } };
}

/** See W2. */
export function canStillWait(node: Node): boolean {
  switch (node.kind) {
    case 'TASK':
      return node.status === 'WAITING' || node.status === 'READY' || node.status === 'BLOCKED';
    case 'MILESTONE':
      return node.status === 'LOCKED' || node.status === 'ACTIVE' || node.status === 'VALIDATING';
    case 'VALIDATION':
      return node.status === 'PENDING' || node.status === 'RUNNING';
    case 'ASSERTION':
      return false;
    case 'JUNCTION':
      return node.status === 'WAITING';
    default:
      return node.status === 'PENDING';
  }
}

function* joinToRun(draft: Draft, growth: Growth): Decision<void> {
  const { run } = draft;
  const tasks = growth.nodes.filter((node) => node.kind === 'TASK');
  const { growing: _, ...rest } = run;
  const notifies = withAddedParts(run.notifies, growth.specs);
  draft.startRun({
    ...rest,
    nodeCount: run.nodeCount + growth.nodes.length,
    ranges: rangesWith(run.ranges, growth.nodes),
    openNodeCount: run.openNodeCount + growth.nodes.length,
    taskCounts: { ...run.taskCounts, WAITING: run.taskCounts.WAITING + tasks.length },
    weight: { ...run.weight, total: tasks.reduce((sum, task) => sum + task.weight, run.weight.total) },
    additionCount: growth.additionCount + 1,
    ...(notifies ? { notifies } : {}),
  });
  draft.putAddition({
    number: growth.additionCount + 1,
    firstIndex: growth.firstIndex,
    addedAt: draft.now,
    addedBy: draft.actor,
    input: growth.input,
  });
  draft.emit('RunGrown', runIdOf(draft.runRef), {
    number: growth.additionCount + 1,
    taskCount: tasks.length,
    elementCount: growth.nodes.length - tasks.length,
    nodeCount: run.nodeCount + growth.nodes.length,
    ...(yield* toldEdges(draft, growth)),
  });
  yield* noteClaims(draft, growth);
  yield* holdBack(draft, growth);
  if (!isOfValidation(draft, growth)) recallFinalValidation(draft);
}

function* noteClaims(draft: Draft, { fulfilled = [] }: Growth): Decision<void> {
  for (const { index, tasks } of fulfilled) {
    const spec = yield* draft.spec('ASSERTION', index);
    draft.putSpec({ ...spec, fulfilledBy: [...spec.fulfilledBy, ...tasks] });
  }
}

/** Its task, or something that it waits for: it goes on. */
function isOfValidation(draft: Draft, { held }: Growth): boolean {
  const final = draft.run.finalValidation?.index;
  return held.length > 0 && held.every(({ index }) => index === final);
}

/** Ascending and without gaps; what follows one of its own kind goes along with it. */
function rangesWith(ranges: readonly NodeRange[], nodes: readonly Node[]): readonly NodeRange[] {
  const grown = [...ranges];
  for (const { kind, index } of nodes) {
    const last = grown.at(-1);
    if (last?.kind === kind) grown[grown.length - 1] = { ...last, count: last.count + 1 };
    else grown.push({ kind, from: index, count: 1 });
  }
  return grown;
}

/** Puts the edges. An edge from what has settled well already is one for later: should it be opened again. */
function* holdBack(draft: Draft, growth: Growth): Decision<void> {
  yield* draft.nodes(growth.followed.map(({ index }) => index));
  for (const { index, waitsFor } of growth.held) {
    const node = yield* draft.node(index);
    const open: number[] = [];
    for (const other of waitsFor) {
      const isOpen =
        other >= growth.firstIndex || !(yield* releasesItsSuccessors(draft, yield* draft.node(other)));
      if (isOpen && !node.waitsFor.includes(other)) open.push(other);
    }
    if (open.length > 0)
      pullBack(
        draft,
        node,
        [...node.waitsFor, ...open].sort((a, b) => a - b),
      );
  }
  for (const spec of yield* draft.specs(growth.followed.map(({ index }) => index))) {
    const added = growth.followed.find(({ index }) => index === spec.index)?.successors ?? [];
    // Behind those that are there: a message may be on its way that counts them.
    draft.putSpec({
      ...spec,
      successors: [...spec.successors, ...added.filter((index) => !spec.successors.includes(index))],
    });
  }
}

/** What the run has reached already is told to those that it was not told to. */
function* tellNeighbours(draft: Draft, growth: Growth): Decision<void> {
  for (const { index, successors } of growth.followed) {
    const node = yield* draft.node(index);
    const cursor = (yield* draft.successors(index)).length - successors.length;
    if (yield* releasesItsSuccessors(draft, node)) yield* releaseSuccessors(draft, index, cursor);
    else if (yield* skipsItsSuccessors(draft, node)) yield* skipSuccessors(draft, index, cursor);
  }
  const from = growth.firstIndex;
  yield* openAdded(draft, from, from + growth.nodes.length);
  yield* lengthenPaths(draft, growth.paths);
}

/** Makes ready what waits for nobody among the nodes from `from` on, up to `to`. */
export function* openAdded(draft: Draft, from: number, to: number): Decision<void> {
  for (let index = from; index < to; index++) {
    if (draft.room <= 1) {
      draft.send({ type: 'OPEN', runNumber: draft.run.number, from: index, to });
      return;
    }
    if ((index - from) % OPEN_NODES === 0) yield* draft.nodes(range(index, Math.min(to, index + OPEN_NODES)));
    const node = yield* draft.node(index);
    if (node.waitsFor.length === 0 && canStillWait(node)) yield* becomeReady(draft, node);
  }
}

/** Paths only ever get longer: a message that comes late changes nothing. */
export function* lengthenPaths(draft: Draft, paths: readonly TaskPath[]): Decision<void> {
  for (const [position, { index, minutes }] of paths.entries()) {
    if (draft.room <= 1) {
      draft.send({ type: 'LENGTHEN', runNumber: draft.run.number, paths: paths.slice(position) });
      return;
    }
    if (position % OPEN_NODES === 0) {
      yield* draft.nodes(paths.slice(position, position + OPEN_NODES).map((path) => path.index));
    }
    const node = yield* draft.node(index);
    if (node.kind !== 'TASK' || isTaskSettled(node.status) || node.remainingPath >= minutes) continue;
    draft.putNode({ ...node, remainingPath: minutes });
  }
}

/** Nodes asked for together. */
const OPEN_NODES = 90;

function range(from: number, to: number): readonly number[] {
  return Array.from({ length: to - from }, (_, offset) => from + offset);
}
