/** One run in a process of its own: start, warm up on ten diamonds, run one workload, tell the parent. */
import { readFileSync } from 'node:fs';
import { create } from './muster/peer.mjs';
import { createRecorder } from './recorder.ts';
import { makeWorkload, type WorkloadName } from './workloads.ts';

const [name, dir] = process.argv.slice(2);
if (name === undefined || dir === undefined) throw new Error('usage: run-workload.ts <workload> <folder>');

let recorder = createRecorder(makeWorkload('warm'));
const body = (mission: number, task: number) => recorder.body(mission, task);
const instance = await create({ conf: { dir }, body, concurrency: 64 });
await run('warm');
await new Promise((resolve) => setTimeout(resolve, 300));
const result = await run(name as WorkloadName);
await instance.close();
if (process.send) {
  process.send(result);
  process.disconnect();
} else {
  process.stdout.write(`${JSON.stringify(result)}\n`);
}

async function run(workloadName: WorkloadName) {
  const workload = makeWorkload(workloadName);
  recorder = createRecorder(workload);
  const workerCpu = process.cpuUsage();
  const serverCpu = cpuSeconds(instance.serverPid);
  const startedAt = performance.now();
  await instance.run(workload);
  const result = recorder.result(startedAt, performance.now());
  const { user, system } = process.cpuUsage(workerCpu);
  const served = cpuSeconds(instance.serverPid);
  return {
    ...result,
    workerCpuSeconds: (user + system) / 1e6,
    serverCpuSeconds: served === undefined || serverCpu === undefined ? null : served - serverCpu,
  };
}

/** User and system time of a process so far, in steps of 10 ms; undefined where there is no /proc. */
function cpuSeconds(pid: number | undefined): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) / 100;
  } catch {
    return undefined;
  }
}
