/** The graphs that are measured: missions of tasks with integer ids and dependencies. */
import { mulberry32 } from './random.ts';

export interface WorkloadMission {
  readonly deps: readonly (readonly number[])[];
}
export interface Workload {
  readonly name: string;
  readonly missions: readonly WorkloadMission[];
  readonly total: number;
}

export const WORKLOAD_NAMES = ['chain', 'fan', 'layered', 'many', 'steady'] as const;
export type WorkloadName = (typeof WORKLOAD_NAMES)[number] | 'warm';

const DIAMOND: WorkloadMission = { deps: [[], [0], [0], [1, 2]] };

export function makeWorkload(name: WorkloadName): Workload {
  const missions = missionsOf(name);
  return { name, missions, total: missions.reduce((sum, mission) => sum + mission.deps.length, 0) };
}

function missionsOf(name: WorkloadName): readonly WorkloadMission[] {
  switch (name) {
    case 'chain':
      return [{ deps: Array.from({ length: 500 }, (_, index) => (index === 0 ? [] : [index - 1])) }];
    case 'fan':
      return [{ deps: [[], ...repeat(1_000, [0]), Array.from({ length: 1_000 }, (_, index) => index + 1)] }];
    case 'layered':
      return [{ deps: layers(20, 50) }];
    case 'many':
      return repeat(200, DIAMOND);
    case 'steady':
      return repeat(2_000, DIAMOND);
    case 'warm':
      return repeat(10, DIAMOND);
  }
}

/** Each task depends on two different tasks of the layer before, drawn by a fixed seed. */
export function layers(count: number, width: number): readonly (readonly number[])[] {
  const random = mulberry32(42);
  const draw = () => Math.floor(random() * width);
  return Array.from({ length: count * width }, (_, index) => {
    const layer = Math.floor(index / width);
    if (layer === 0) return [];
    const first = draw();
    let second = draw();
    while (second === first) second = draw();
    return [(layer - 1) * width + first, (layer - 1) * width + second];
  });
}

function repeat<T>(count: number, value: T): readonly T[] {
  return Array.from({ length: count }, () => value);
}
