/**
 * What must hold for a mission at rest between two commits, recounted from its nodes in the plainest way.
 *
 * Cited from the sources: D2 dense sequences, N1 `waitsFor` names predecessors only, N3 a lease exactly while in
 * progress, and the run's counters as they are described beside their fields.
 */
import { kindOf } from '@muster/core/approval';
import { LIMITS } from '@muster/core/limits';
import type { Node, NodeSpec } from '@muster/core/run/node';
import { expect } from 'vitest';
import type { MissionUnderTest } from './mission-under-test.ts';

export function checkBooks(mission: MissionUnderTest): void {
  expect(
    mission.events.map((event) => event.sequence),
    'D2: sequences are dense from 1',
  ).toEqual(mission.events.map((_, position) => position + 1));
  expect(mission.head.sequence).toBe(mission.events.length);
  expect(mission.recordCountMax, 'D3: a commit has room for all its records').toBeLessThanOrEqual(
    LIMITS.commitRecordsMax,
  );
  if (!mission.head.run || mission.nodes.length === 0) return;
  checkLeases(mission);
  checkCounters(mission);
}

function checkLeases(mission: MissionUnderTest): void {
  for (const node of mission.nodes) {
    if (node.kind !== 'TASK') continue;
    expect(node.lease !== undefined, `N3: lease of ${node.name}`).toBe(node.status === 'IN_PROGRESS');
  }
}

function checkCounters(mission: MissionUnderTest): void {
  const { run, nodes, specs } = mission;
  const tasks = nodes.filter((node) => node.kind === 'TASK');
  const count = (status: string) => tasks.filter((task) => task.status === status).length;
  const statuses = Object.keys(run.taskCounts);
  expect(run.taskCounts).toEqual(Object.fromEntries(statuses.map((status) => [status, count(status)])));
  expect(run.openNodeCount, 'openNodeCount equals a recount').toBe(
    nodes.filter((node) => isOpen(node, specs[node.index])).length,
  );
  expect(run.parkedCount, 'parkedCount equals a recount').toBe(tasks.filter((task) => task.isParked).length);
  const asking = nodes.filter((node) => kindOf(node) !== undefined).length;
  expect(run.askingCount ?? 0, 'askingCount equals a recount').toBe(asking);
  const aside = nodes.filter(({ kind }) => kind === 'DELAY' || kind === 'CHECKPOINT').filter(isParked);
  expect(run.parkedElementCount ?? 0, 'parkedElementCount equals a recount').toBe(aside.length);
  const failing = nodes.filter((node) => 'failsRun' in node && node.failsRun).length;
  expect(run.failureCount ?? 0, 'failureCount equals a recount').toBe(failing);
  for (const { name, running } of run.agents ?? [])
    expect(running, `tasks that ${name} holds`).toBe(
      tasks.filter((task) => task.lease?.agent === name).length,
    );
  const settled = ['DONE', 'SKIPPED', 'FAILED'];
  const weightOf = (some: readonly { readonly weight: number }[]) =>
    some.reduce((sum, task) => sum + task.weight, 0);
  expect(run.weight.settled).toBeCloseTo(weightOf(tasks.filter((task) => settled.includes(task.status))), 6);
  expect(run.weight.cancelled).toBeCloseTo(weightOf(tasks.filter((task) => task.status === 'CANCELLED')), 6);
  const scored = tasks.filter((task) => task.status === 'DONE' && task.score !== undefined);
  expect(run.score.weight).toBeCloseTo(weightOf(scored), 6);
}

function isParked(node: Node): boolean {
  return 'isParked' in node && node.isParked === true;
}

/** Holds the run's end. */
function isOpen(node: Node, spec: NodeSpec | undefined): boolean {
  switch (node.kind) {
    case 'TASK': {
      if (node.status === 'FAILED') return !letsTheRunGoOn(spec);
      return !['DONE', 'SKIPPED', 'CANCELLED'].includes(node.status);
    }
    case 'CHECKPOINT':
      if (node.status === 'EXPIRED') {
        if (node.isParked) return true;
        return spec?.kind === 'CHECKPOINT' && spec.definition.onExpiry === 'REJECT';
      }
      return !['APPROVED', 'SKIPPED'].includes(node.status);
    case 'GATE':
      return !['PASSED', 'OVERRIDDEN', 'SKIPPED'].includes(node.status);
    case 'DELAY':
      return !['ELAPSED', 'SKIPPED'].includes(node.status);
    case 'MILESTONE':
      return node.status !== 'DONE';
    case 'JUNCTION':
      return node.status === 'WAITING';
    case 'ASSERTION':
      return false;
    // That of a milestone holds the milestone, that of the run its end.
    case 'VALIDATION':
      return node.milestone === undefined && node.status !== 'PASSED';
  }
}

function letsTheRunGoOn(spec: NodeSpec | undefined): boolean {
  return spec?.kind === 'TASK' && ['CONTINUE', 'SKIP_DEPENDENTS'].includes(spec.definition.onFailure);
}
