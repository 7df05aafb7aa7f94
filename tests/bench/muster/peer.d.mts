import type { Workload } from '../workloads.ts';

export interface BenchInstance {
  readonly serverPid: number | undefined;
  readonly versions: Readonly<Record<string, string>>;
  run(workload: Workload): Promise<void>;
  close(): Promise<void>;
}

export function create(options: {
  readonly conf: { readonly dir: string };
  readonly body: (mission: number, task: number) => Promise<void>;
  readonly concurrency: number;
}): Promise<BenchInstance>;
