/** Records when each task's body ran in the worker, and checks order and exactly-once. */
import type { Workload } from './workloads.ts';

export interface Recorder {
  /** The no-op body of a task. */
  readonly body: (mission: number, task: number) => Promise<void>;
  readonly result: (startedAt: number, endedAt: number) => WorkloadResult;
}

export interface WorkloadResult {
  readonly tasks: number;
  readonly seconds: number;
  readonly tasksPerSecond: number;
  /** From the end of a task's last dependency to its own start, ms. */
  readonly hopP50Ms: number | null;
  readonly hopP99Ms: number | null;
  readonly missing: number;
  readonly repeated: number;
  readonly outOfOrder: number;
}

export function createRecorder(workload: Workload): Recorder {
  const runs = workload.missions.map((mission) => new Uint32Array(mission.deps.length));
  const times = workload.missions.map((mission) => new Float64Array(mission.deps.length));
  return {
    body: async (mission, task) => {
      const counts = runs[mission];
      const ranAt = times[mission];
      if (!counts || !ranAt) throw new Error(`the workload has no mission ${mission}`);
      counts[task] = (counts[task] ?? 0) + 1;
      ranAt[task] = performance.now();
    },
    result: (startedAt, endedAt) => judge(workload, { runs, times }, (endedAt - startedAt) / 1_000),
  };
}

function judge(workload: Workload, recorded: Recorded, seconds: number): WorkloadResult {
  const places = workload.missions.flatMap(({ deps }, mission) =>
    deps.map((before, task) => ({ mission, task, before })),
  );
  const counts = places.map(({ mission, task }) => recorded.runs[mission]?.[task] ?? 0);
  const hops = places.flatMap((place, position) => (counts[position] ? hopMs(recorded, place) : []));
  return {
    tasks: workload.total,
    seconds,
    tasksPerSecond: workload.total / seconds,
    hopP50Ms: quantile(hops, 0.5),
    hopP99Ms: quantile(hops, 0.99),
    missing: counts.filter((count) => count === 0).length,
    repeated: counts.filter((count) => count > 1).length,
    outOfOrder: hops.filter((ms) => ms < 0).length,
  };
}

interface Recorded {
  readonly runs: readonly Uint32Array[];
  readonly times: readonly Float64Array[];
}

/** None for a root; negative when a task ran before one of its dependencies. */
function hopMs(
  { times }: Recorded,
  place: { readonly mission: number; readonly task: number; readonly before: readonly number[] },
): readonly number[] {
  const ranAt = (task: number) => times[place.mission]?.[task] ?? 0;
  return place.before.length === 0 ? [] : [ranAt(place.task) - Math.max(...place.before.map(ranAt))];
}

export function quantile(values: readonly number[], share: number): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? null;
}
