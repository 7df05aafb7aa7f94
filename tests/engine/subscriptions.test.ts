import type { MissionId } from '@muster/core/ids';
import { LIMITS } from '@muster/core/limits';
import type { MissionEventsItem } from '@muster/engine/subscribing';
import { describe, expect, it, vi } from 'vitest';
import { claim, complete, headOf, launchMission, workAll } from '../support/a-launched-mission.ts';
import {
  ADA_IN_TESTS,
  anEngine,
  answerOf,
  type EngineUnderTest,
  errorOf,
  RITA_IN_TESTS,
} from '../support/an-engine.ts';

const TASKS = Array.from({ length: 12 }, (_, at) => `T${at}`);

async function watch(
  under: EngineUnderTest,
  missionId: MissionId,
  input: { readonly after?: number; readonly types?: readonly ['RunStatusChanged'] } = {},
): Promise<AsyncIterator<MissionEventsItem>> {
  const { signal } = new AbortController();
  const items = answerOf(await under.engine.missionEvents(RITA_IN_TESTS, { missionId, signal, ...input }));
  return items[Symbol.asyncIterator]();
}

/** Reads until the event with this sequence has come. */
async function readUntil(
  items: AsyncIterator<MissionEventsItem>,
  sequence: number,
): Promise<readonly MissionEventsItem[]> {
  const read: MissionEventsItem[] = [];
  for (;;) {
    const { value } = await items.next();
    if (value === undefined) return read;
    read.push(value);
    if (value.kind === 'EVENT' && value.event.sequence >= sequence) return read;
  }
}

function sequencesOf(items: readonly MissionEventsItem[]): readonly number[] {
  return items.flatMap((item) => (item.kind === 'EVENT' ? [item.event.sequence] : []));
}

function range(from: number, to: number): readonly number[] {
  return Array.from({ length: to - from + 1 }, (_, at) => from + at);
}

describe('missionEvents', () => {
  it('without a cursor begins with a snapshot, then tells every later event once and in order', async () => {
    const under = anEngine();
    const missionId = await launchMission(under, { tasks: TASKS });
    const { sequence } = await headOf(under, missionId);
    const items = await watch(under, missionId);

    const first = await items.next();
    await workAll(under);
    const rest = await readUntil(items, (await headOf(under, missionId)).sequence);

    expect(first.value).toMatchObject({ kind: 'SNAPSHOT', mission: { id: missionId, sequence } });
    expect(sequencesOf(rest)).toEqual(range(sequence + 1, (await headOf(under, missionId)).sequence));
  });

  it('with a cursor tells what lies after it, then goes on live, without gap or duplicate', async () => {
    const under = anEngine();
    const missionId = await launchMission(under, { tasks: TASKS });
    await complete(under, await claim(under, { limit: 5 }));
    const items = await watch(under, missionId, { after: 3 });
    const backfill = await readUntil(items, (await headOf(under, missionId)).sequence);

    await workAll(under);
    const live = await readUntil(items, (await headOf(under, missionId)).sequence);

    expect(sequencesOf([...backfill, ...live])).toEqual(range(4, (await headOf(under, missionId)).sequence));
  });

  it('misses nothing that is committed while it reads, one commit between any two events', async () => {
    const under = anEngine();
    const missionId = await launchMission(under, { tasks: TASKS });
    const items = await watch(under, missionId, { after: 0 });
    const read: MissionEventsItem[] = [];

    for (;;) {
      const { value } = await items.next();
      if (value) read.push(value);
      const [next] = await claim(under, { limit: 1 });
      if (next) await complete(under, [next]);
      const { status, sequence } = await headOf(under, missionId);
      if (status === 'COMPLETED' && sequencesOf(read).at(-1) === sequence) break;
    }

    expect(sequencesOf(read)).toEqual(range(1, read.length));
  });

  it('keeps to the types asked for', async () => {
    const under = anEngine();
    const missionId = await launchMission(under);
    const items = await watch(under, missionId, { after: 0, types: ['RunStatusChanged'] });
    await workAll(under);

    const read = [await items.next(), await items.next()];

    expect(read.map(({ value }) => value?.kind === 'EVENT' && value.event.data.to)).toEqual([
      'ACTIVE',
      'COMPLETED',
    ]);
  });

  it('refuses a cursor ahead of the mission, and one before its beginning', async () => {
    const under = anEngine();
    const missionId = await launchMission(under);
    const { sequence } = await headOf(under, missionId);
    const { signal } = new AbortController();
    const watch = async (after: number) =>
      errorOf(await under.engine.missionEvents(RITA_IN_TESTS, { missionId, after, signal }));

    expect(await watch(sequence + 1)).toMatchObject({ code: 'CURSOR_AHEAD', path: ['after'] });
    expect(await watch(-5)).toMatchObject({ code: 'INVALID_ARGUMENT', path: ['after'] });
  });

  it('tells a reader that is too far behind how much it missed, and goes on from there', async () => {
    const lagMax = vi.spyOn(LIMITS, 'subscriptionLagEventsMax', 'get').mockReturnValue(5 as never);
    const under = anEngine();
    const missionId = await launchMission(under, { tasks: TASKS });
    await workAll(under);
    const { sequence } = await headOf(under, missionId);

    const items = await watch(under, missionId, { after: 1 });
    const { value } = await items.next();

    expect(value).toMatchObject({ kind: 'LAGGED', missed: sequence - 1, mission: { sequence } });
    lagMax.mockRestore();
  });
});

describe('a subscription whose reader goes', () => {
  it.each(['missionEvents', 'missionProgress', 'tasksReady', 'workspaceEvents'] as const)(
    '%s ends while it waits for news',
    async (name) => {
      const under = anEngine();
      const missionId = await launchMission(under);
      const items = await iteratorOf(under, name, missionId);
      if (name !== 'workspaceEvents') await items.next();

      const waiting = items.next();
      const ended = await items.return?.();

      expect(ended).toMatchObject({ done: true });
      expect(await waiting).toMatchObject({ done: true });
    },
  );

  it.each(['missionEvents', 'missionProgress', 'tasksReady', 'workspaceEvents'] as const)(
    '%s ends when its signal aborts',
    async (name) => {
      const under = anEngine();
      const missionId = await launchMission(under);
      const gone = new AbortController();
      const items = await iteratorOf(under, name, missionId, gone.signal);
      if (name !== 'workspaceEvents') await items.next();

      const waiting = items.next();
      gone.abort();

      expect(await waiting).toMatchObject({ done: true });
    },
  );
});

async function iteratorOf(
  { engine }: EngineUnderTest,
  name: 'missionEvents' | 'missionProgress' | 'tasksReady' | 'workspaceEvents',
  missionId: MissionId,
  signal: AbortSignal = new AbortController().signal,
): Promise<AsyncIterator<unknown>> {
  switch (name) {
    case 'missionEvents':
      return answerOf(await engine.missionEvents(RITA_IN_TESTS, { missionId, signal }))[
        Symbol.asyncIterator
      ]();
    case 'missionProgress':
      return answerOf(await engine.missionProgress(RITA_IN_TESTS, { missionId, signal }))[
        Symbol.asyncIterator
      ]();
    case 'tasksReady':
      return engine.tasksReady(RITA_IN_TESTS, { signal })[Symbol.asyncIterator]();
    case 'workspaceEvents':
      return engine.workspaceEvents(RITA_IN_TESTS, { signal })[Symbol.asyncIterator]();
  }
}

describe('missionProgress', () => {
  it('coalesces what happens between two looks, and tells the last state always', async () => {
    const under = anEngine();
    const missionId = await launchMission(under, { tasks: TASKS });
    const { signal } = new AbortController();
    const heads = answerOf(await under.engine.missionProgress(RITA_IN_TESTS, { missionId, signal }));
    const items = heads[Symbol.asyncIterator]();

    const first = await items.next();
    await workAll(under);
    const second = await items.next();

    expect(first.value).toMatchObject({ status: 'ACTIVE' });
    expect(second.value).toEqual(await headOf(under, missionId));
  });
});

describe('tasksReady', () => {
  const DESIGN = {
    tasks: [{ title: 'A', specialty: 'design' }],
    team: [{ name: 'ada', specialties: ['design'] }],
  };

  it('tells at once, then of tasks in the lanes of this agent only', async () => {
    const under = anEngine();
    const { signal } = new AbortController();
    const items = under.engine
      .tasksReady(ADA_IN_TESTS, { agent: 'ada', specialties: ['code'], signal })
      [Symbol.asyncIterator]();

    const first = await items.next();
    await launchMission(under, DESIGN);
    await launchMission(under, { tasks: ['B', 'C'] });
    const second = await items.next();

    expect([first.value, second.value]).toEqual([{ count: 0 }, { count: 2 }]);
  });

  it('tells of tasks that come back into the queue', async () => {
    const under = anEngine();
    const missionId = await launchMission(under, { tasks: ['A'] });
    const [claimed] = await claim(under);
    const { signal } = new AbortController();
    const items = under.engine.tasksReady(ADA_IN_TESTS, { agent: 'ada', signal })[Symbol.asyncIterator]();
    await items.next();

    if (claimed) answerOf(await under.engine.failTask(ADA_IN_TESTS, { attempt: claimed.ref, message: 'x' }));
    await under.settle();

    expect((await items.next()).value).toEqual({ count: 1 });
    expect((await headOf(under, missionId)).run?.taskCounts.READY).toBe(1);
  });
});

describe('workspaceEvents', () => {
  it('tells of all missions of the workspace, and keeps to the types asked for', async () => {
    const under = anEngine();
    const { signal } = new AbortController();
    const types = ['RunStatusChanged'] as const;
    const items = under.engine.workspaceEvents(RITA_IN_TESTS, { types, signal })[Symbol.asyncIterator]();
    const first = items.next();

    const one = await launchMission(under);
    const two = await launchMission(under);
    const read = [await first, await items.next()];

    expect(read.map(({ value }) => value?.missionId)).toEqual([one, two]);
  });
});
