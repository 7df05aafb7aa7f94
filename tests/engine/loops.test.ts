/** The loops as they run beside a server, on a real folder and in real time, kept short. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EventType } from '@muster/core/event';
import type { MissionId, NodeRef } from '@muster/core/ids';
import { instantOf } from '@muster/core/instant';
import type { MissionHead } from '@muster/core/run/mission';
import { openSqliteStore } from '@muster/embedded/sqlite-store';
import { createEngine } from '@muster/engine/create-engine';
import type { Engine } from '@muster/engine/engine';
import { createFeedHub } from '@muster/engine/feed-hub';
import { nodeSort, runPartition } from '@muster/engine/keys';
import { createLoops } from '@muster/engine/loops';
import type { Store } from '@muster/engine/ports/store';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aDocumentInput, type DocumentInput } from '../support/a-document.ts';
import { TOO_WIDE_TO_REPORT_ALONG } from '../support/a-launched-mission.ts';
import { aSubmission, WORKSPACE_ID } from '../support/a-mission.ts';
import { ADA_IN_TESTS, anEngine, answerOf, RITA_IN_TESTS } from '../support/an-engine.ts';
import { UNREADABLE } from '../support/an-engine-with-queues.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'muster-loops-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

interface Machine {
  readonly engine: Engine;
  readonly store: Store;
  /** Ends both loops and gives the folder back. */
  readonly stop: () => Promise<void>;
}

/** One process of one machine. Without loops it commits and nobody follows. */
function start(options: { readonly hasLoops: boolean } = { hasLoops: true }): Machine {
  const store = openSqliteStore({ folder, now: Date.now });
  const loops = createLoops();
  const hub = createFeedHub();
  const context = {
    ...anEngine(() => store).context,
    store,
    now: () => instantOf(Date.now()),
    sleep: (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms)),
    onDue: loops.onDue,
  };
  const stopping = new AbortController();
  const running = options.hasLoops ? loops.run(context, hub, stopping.signal) : Promise.resolve();
  return {
    engine: createEngine(context, hub),
    store,
    stop: async () => {
      stopping.abort();
      await running;
      await store.close();
    },
  };
}

async function launch({ engine }: Machine, document: DocumentInput): Promise<MissionId> {
  const input = { title: 'A mission', document: aDocumentInput(document), launch: true };
  return answerOf(await engine.createMission(RITA_IN_TESTS, input)).mission.id;
}

/** Watches until the mission has reached a state: every item is news, so that nothing is polled. */
async function reached(
  { engine }: Machine,
  missionId: MissionId,
  isReached: (head: MissionHead) => boolean,
): Promise<MissionHead> {
  const { signal } = new AbortController();
  const heads = answerOf(await engine.missionProgress(RITA_IN_TESTS, { missionId, signal, intervalMs: 1 }));
  for await (const head of heads) if (isReached(head)) return head;
  throw new Error('the subscription ended');
}

describe('the loops', () => {
  it('let a delay of 50 ms elapse in time', async () => {
    const machine = start();
    const startedAt = performance.now();

    const missionId = await launch(machine, {
      tasks: [],
      delays: [{ name: 'Rest', afterTasks: [], blocksTasks: [], duration: 'PT0.05S' }],
    });
    const head = await reached(machine, missionId, ({ status }) => status === 'COMPLETED');
    const waitedMs = performance.now() - startedAt;
    await machine.stop();

    expect((head.run?.endedAt ?? 0) - (head.run?.startedAt ?? 0)).toBeGreaterThanOrEqual(50);
    expect(waitedMs).toBeLessThan(1_000);
  });

  it('handle messages: what one commit could not tell is told by the next', async () => {
    const machine = start();
    const behind = Array.from({ length: 250 }, (_, at) => ({ title: `T${at}`, dependsOn: ['Start'] }));
    const missionId = await launch(machine, { tasks: ['Start', ...behind] });

    await completeOne(machine);
    const head = await reached(machine, missionId, ({ run }) => run?.taskCounts.READY === 250);
    await machine.stop();

    expect(head.run?.taskCounts).toMatchObject({ DONE: 1, READY: 250 });
  });

  it('write the report of a run that has ended, when it was too wide to be reported at once', async () => {
    const machine = start();
    const missionId = await launch(machine, TOO_WIDE_TO_REPORT_ALONG);
    answerOf(await machine.engine.cancelMission(RITA_IN_TESTS, { missionId, reason: 'No.' }));

    await untilEvent(machine, missionId, 'ReportWritten');
    const report = await machine.engine.report(RITA_IN_TESTS, { missionId, runNumber: 1 });
    await machine.stop();

    expect(report?.status).toBe('CANCELLED');
  });

  it('take up messages where nobody had handled them before a restart (O1)', async () => {
    const before = start({ hasLoops: false });
    const behind = Array.from({ length: 250 }, (_, at) => ({ title: `T${at}`, dependsOn: ['Start'] }));
    const missionId = await launch(before, { tasks: ['Start', ...behind] });
    await completeOne(before);
    const [unhandled] = await before.engine.missions(RITA_IN_TESTS, [missionId]);
    await before.stop();

    const after = start();
    const head = await reached(after, missionId, ({ run }) => run?.taskCounts.READY === 250);
    await after.stop();

    expect(unhandled?.run?.taskCounts.READY).toBeLessThan(250);
    expect(head.run?.taskCounts.READY).toBe(250);
  });

  it('let time that passed while nobody ran have its effect at the start', async () => {
    const before = start({ hasLoops: false });
    const missionId = await launch(before, {
      tasks: [],
      delays: [{ name: 'Rest', afterTasks: [], blocksTasks: [], duration: 'PT0.01S' }],
    });
    await before.stop();

    const after = start();
    const head = await reached(after, missionId, ({ status }) => status === 'COMPLETED');
    await after.stop();

    expect(head.status).toBe('COMPLETED');
  });

  it('put a message aside that fails for ever, and go on with those behind it (O1)', async () => {
    const machine = start();
    const [damaged, healthy] = [await launchWide(machine), await launchWide(machine)];
    const mend = await damageNode(machine, { missionId: damaged, runNumber: 1, index: 200 });

    for (let count = 0; count < 2; count++) await completeOne(machine);
    await reached(machine, healthy, ({ run }) => run?.taskCounts.READY === 250);
    await untilEvent(machine, damaged, 'DeadLetterStatusChanged');
    const [letter] = (await machine.engine.listDeadLetters(RITA_IN_TESTS, { first: 10 })).items;
    await mend();
    const deadLetter = { missionId: damaged, name: letter?.node.name ?? '' };
    answerOf(await machine.engine.redriveDeadLetter(RITA_IN_TESTS, { deadLetter }));
    const head = await reached(machine, damaged, ({ run }) => run?.taskCounts.READY === 250);
    await machine.stop();

    expect(letter?.node).toMatchObject({ missionId: damaged, origin: 'MESSAGE' });
    expect(head.run?.taskCounts).toMatchObject({ DONE: 1, READY: 250 });
  });

  it('put a timer aside that fails for ever, and let the others come due in time', async () => {
    const machine = start();
    const rest = (duration: string) => ({
      tasks: [],
      delays: [{ name: 'Rest', afterTasks: [], blocksTasks: [], duration }],
    });
    const damaged = await launch(machine, rest('PT0.05S'));
    const mend = await damageNode(machine, { missionId: damaged, runNumber: 1, index: 0 });
    const healthy = await launch(machine, rest('PT0.1S'));

    await reached(machine, healthy, ({ status }) => status === 'COMPLETED');
    await untilEvent(machine, damaged, 'DeadLetterStatusChanged');
    await mend();
    const deadLetter = { missionId: damaged, name: 't-1-0' };
    answerOf(await machine.engine.redriveDeadLetter(RITA_IN_TESTS, { deadLetter }));
    const head = await reached(machine, damaged, ({ status }) => status === 'COMPLETED');
    await machine.stop();

    expect(head.status).toBe('COMPLETED');
  });

  it('both end when they are told to, also with nothing to do', async () => {
    const machine = start();

    await expect(machine.stop()).resolves.toBeUndefined();
  });
});

function launchWide(machine: Machine): Promise<MissionId> {
  const behind = Array.from({ length: 250 }, (_, at) => ({ title: `T${at}`, dependsOn: ['Start'] }));
  return launch(machine, { tasks: ['Start', ...behind] });
}

/** As a fault of ours, or of a disk, would. Answers how to undo it: the record keeps its place in the index. */
async function damageNode({ store }: Machine, ref: NodeRef): Promise<() => Promise<void>> {
  const key = { partition: runPartition(WORKSPACE_ID, ref), sort: nodeSort(ref.index) };
  const [stored] = await store.get([key]);
  if (!stored) throw new Error('there is such a node');
  await store.commit({ puts: [{ record: { ...stored, value: UNREADABLE } }] });
  return async () => {
    const [now] = await store.get([key]);
    if (now) await store.commit({ puts: [{ record: { ...now, value: stored.value } }] });
  };
}

async function completeOne({ engine }: Machine): Promise<void> {
  const [claimed] = answerOf(await engine.claimTasks(ADA_IN_TESTS, { agent: 'ada', limit: 1 }));
  if (!claimed) throw new Error('there was to be a task');
  const tasks = [{ attempt: claimed.ref, submission: aSubmission() }];
  answerOf(await engine.completeTasks(ADA_IN_TESTS, { tasks }));
}

async function untilEvent({ engine }: Machine, missionId: MissionId, type: EventType): Promise<void> {
  const { signal } = new AbortController();
  const items = answerOf(
    await engine.missionEvents(RITA_IN_TESTS, { missionId, after: 0, types: [type], signal }),
  );
  for await (const item of items) if (item.kind === 'EVENT') return;
}
