/**
 * What the embedded store sustains, in commits of the engine's shape: read three records, put five of 0.3–1 KB with two
 * index entries, durable before the next. Contenders take turns within each repetition, so that a busy machine slows all
 * of them alike: compare the ratios, not the figures of different runs.
 *
 *   node tests/bench/store-bench.ts [milliseconds a measurement, 1500] [repetitions, 3]
 */
import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { openSqliteStore, type SqliteStore } from '@muster/embedded/sqlite-store';
import type { Key, StoredRecord } from '@muster/engine/ports/store';

export const PUTS_PER_COMMIT = 5;
const CALLER_COUNTS = [1, 64];
const WARMING_MS = 500;

export interface Contender {
  readonly name: string;
  readonly open: (folder: string) => Opened;
}

export interface Opened {
  /** Resolves when the commit is durable. `number` counts the caller's commits from 1. */
  readonly commit: (caller: number, number: number) => Promise<void>;
  readonly close: () => Promise<void>;
}

export interface Measurement {
  readonly name: string;
  readonly callerCount: number;
  readonly commitsPerSecond: number;
  readonly medianMs: number;
  readonly p99Ms: number;
  /** Time of this process on its processors, user and system. */
  readonly cpuMicrosecondsPerCommit: number;
}

/** The five records of a commit: head, commit record, a node that became ready, one with a lease, an attempt. */
export function recordsOf(caller: number, number: number): readonly StoredRecord[] {
  const partition = `ws_bench#mis_01ARZ3NDEKTSV4RRFFQ69G5${String(caller).padStart(3, '0')}`;
  const place = String(number).padStart(8, '0');
  const ready = { partition: 'ws_bench#ready#ANY', sort: `3#${place}#${caller}` };
  const lease = { partition: 'due#7', sort: `${1_900_000_000_000 + number}#${caller}` };
  return [
    { partition, sort: 'HEAD', revision: number, value: bodyOf(number, 400) },
    { partition, sort: `COMMIT#${place}`, revision: 1, value: bodyOf(number, 1_000) },
    { partition, sort: `NODE#1#${place}`, revision: 1, value: bodyOf(number, 500), work: ready },
    { partition, sort: `NODE#2#${number % 100}`, revision: number, value: bodyOf(number, 500), due: lease },
    { partition, sort: `ATTEMPT#${place}`, revision: 1, value: bodyOf(number, 700) },
  ];
}

/** What the engine loads before such a commit. */
export function keysReadBefore(caller: number, number: number): readonly Key[] {
  const former = recordsOf(caller, Math.max(1, number - 1));
  return former.filter((record) => record.sort === 'HEAD' || record.sort.startsWith('NODE#'));
}

export async function measure(
  contender: Contender,
  callerCount: number,
  durationMs: number,
): Promise<Measurement> {
  const folder = mkdtempSync(join(tmpdir(), 'muster-bench-'));
  const opened = contender.open(folder);
  const latenciesMs: number[] = [];
  const cpuBefore = process.cpuUsage();
  const startedAt = performance.now();
  const endsAt = startedAt + durationMs;

  const call = async (caller: number) => {
    for (let number = 1; performance.now() < endsAt; number += 1) {
      const calledAt = performance.now();
      await opened.commit(caller, number);
      latenciesMs.push(performance.now() - calledAt);
    }
  };
  await Promise.all(Array.from({ length: callerCount }, (_, caller) => call(caller)));

  const elapsedSeconds = (performance.now() - startedAt) / 1_000;
  const cpu = process.cpuUsage(cpuBefore);
  await opened.close();
  rmSync(folder, { recursive: true });
  latenciesMs.sort((left, right) => left - right);
  return {
    name: contender.name,
    callerCount,
    commitsPerSecond: latenciesMs.length / elapsedSeconds,
    medianMs: latenciesMs[Math.floor(latenciesMs.length / 2)] ?? 0,
    p99Ms: latenciesMs[Math.floor(latenciesMs.length * 0.99)] ?? 0,
    cpuMicrosecondsPerCommit: (cpu.user + cpu.system) / latenciesMs.length,
  };
}

function embedded(name: string, options: { readonly cacheLengthMax?: number }): Contender {
  return {
    name,
    open: (folder) => {
      const store = openSqliteStore({ folder, now: () => 1_000, ...options });
      return { commit: (caller, number) => commitOnce(store, caller, number), close: () => store.close() };
    },
  };
}

async function commitOnce(store: SqliteStore, caller: number, number: number): Promise<void> {
  await store.get(keysReadBefore(caller, number));
  const records = recordsOf(caller, number);
  const puts = records.map((record) =>
    record.sort === 'HEAD' ? { record, expect: number - 1 } : { record },
  );
  const feed = records.find((record) => record.sort.startsWith('COMMIT#'));
  const outcome = await store.commit({ puts, ...(feed !== undefined && { feed }) });
  if (!outcome.isCommitted) throw new Error('nobody else writes here');
  await store.durable();
}

/** The floor: the same bytes, appended to a file and synced, one commit after the other. */
const APPENDING: Contender = {
  name: 'append, fdatasync each',
  open: (folder) => {
    const file = openSync(join(folder, 'log'), 'w');
    return {
      commit: async (caller, number) => {
        writeSync(file, JSON.stringify(recordsOf(caller, number)));
        fdatasyncSync(file);
      },
      close: async () => closeSync(file),
    };
  },
};

export const CONTENDERS: readonly Contender[] = [
  embedded('embedded store', {}),
  embedded('embedded, no cache', { cacheLengthMax: 0 }),
  APPENDING,
];

/** The first contender is what the others are compared with. */
export async function runBench(contenders: readonly Contender[]): Promise<void> {
  const durationMs = Number(process.argv[2] ?? 1_500);
  const repetitionCount = Number(process.argv[3] ?? 3);
  // Code and disk are warm before the first figure that is told.
  for (const contender of contenders) await measure(contender, 8, WARMING_MS);
  for (let repetition = 0; repetition < repetitionCount; repetition += 1) {
    for (const callerCount of CALLER_COUNTS) await compare(contenders, callerCount, durationMs);
  }
}

async function compare(
  contenders: readonly Contender[],
  callerCount: number,
  durationMs: number,
): Promise<void> {
  let reference: Measurement | undefined;
  for (const contender of contenders) {
    const measurement = await measure(contender, callerCount, durationMs);
    reference ??= measurement;
    process.stdout.write(lineOf(measurement, reference));
  }
}

function lineOf(measurement: Measurement, reference: Measurement): string {
  const ratio = measurement.commitsPerSecond / reference.commitsPerSecond;
  const columns = [
    measurement.name.padEnd(24),
    `${String(measurement.callerCount).padStart(2)} caller(s)`,
    `${measurement.commitsPerSecond.toFixed(0).padStart(6)} commits/s`,
    `${(measurement.commitsPerSecond * PUTS_PER_COMMIT).toFixed(0).padStart(6)} puts/s`,
    `×${ratio.toFixed(2)}`,
    `median ${measurement.medianMs.toFixed(2)} ms`,
    `p99 ${measurement.p99Ms.toFixed(2)} ms`,
    `${measurement.cpuMicrosecondsPerCommit.toFixed(0)} µs CPU/commit`,
  ];
  return `${columns.join('  ')}\n`;
}

function bodyOf(number: number, length: number): { readonly [key: string]: unknown } {
  return {
    number,
    kind: 'TASK',
    status: 'READY',
    weight: 1,
    text: 'x'.repeat(length - 70),
    tags: ['one', 'two'],
  };
}

if (import.meta.main) await runBench(CONTENDERS);
