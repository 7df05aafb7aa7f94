import type { MissionId } from '@muster/core/ids';
import { addMs, type Instant, instantOf } from '@muster/core/instant';
import { LIMITS } from '@muster/core/limits';
import type { CommitRecord } from '@muster/engine/records';
import { Resumption, resumingSubscriptions, type Told } from '@muster/engine/resuming';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { headOf, launchMission, workAll } from '../support/a-launched-mission.ts';
import { START } from '../support/a-mission.ts';
import {
  ADA_IN_TESTS,
  anEngine,
  answerOf,
  type EngineUnderTest,
  errorOf,
  RITA_IN_TESTS,
} from '../support/an-engine.ts';

const TASKS = Array.from({ length: 6 }, (_, at) => `T${at}`);

interface Given {
  readonly told?: Told;
  readonly commits?: readonly CommitRecord[];
  readonly since?: Instant;
}

function aRound(under: EngineUnderTest, { told, commits = [], since = START }: Given = {}) {
  const resumption = new Resumption({ told, commits, since });
  return { resumption, subscriptions: resumingSubscriptions(under.context, resumption) };
}

async function all<T>(items: AsyncIterable<T>): Promise<readonly T[]> {
  const read: T[] = [];
  for await (const item of items) read.push(item);
  return read;
}

const { signal } = new AbortController();

/** What one round tells a watcher of the mission, and what is told then. */
async function eventsRound(under: EngineUnderTest, missionId: MissionId, given: Given & { after?: number }) {
  const { after, ...rest } = given;
  const { resumption, subscriptions } = aRound(under, rest);
  const input = { missionId, signal, ...(after === undefined ? {} : { after }) };
  const items = await all(answerOf(await subscriptions.missionEvents(RITA_IN_TESTS, input)));
  return { items, told: resumption.told };
}

/** A mission worked to its end, with every commit the feed carried. */
async function aWorkedMission(under: EngineUnderTest) {
  const commits: CommitRecord[] = [];
  under.hub.watch({ workspaceId: RITA_IN_TESTS.workspaceId, signal }, (commit) => commits.push(commit));
  const missionId = await launchMission(under, { tasks: TASKS });
  await workAll(under);
  const { sequence } = await headOf(under, missionId);
  return { missionId, sequence, commits };
}

function range(from: number, to: number): readonly number[] {
  return Array.from({ length: to - from + 1 }, (_, at) => from + at);
}

describe('a watcher of a mission', () => {
  it('is told a snapshot in the first round, and where the next one goes on', async () => {
    const under = anEngine();
    const { missionId, sequence } = await aWorkedMission(under);

    const { items, told } = await eventsRound(under, missionId, {});

    expect(items).toMatchObject([{ kind: 'SNAPSHOT', mission: { sequence } }]);
    expect(told).toEqual([[missionId, sequence]]);
  });

  it('with a cursor is told everything after it in the first round', async () => {
    const under = anEngine();
    const { missionId, sequence } = await aWorkedMission(under);

    const { items } = await eventsRound(under, missionId, { after: 2 });

    expect(items.map((item) => item.kind === 'EVENT' && item.event.sequence)).toEqual(range(3, sequence));
  });

  it('R1: is told each event once and in order, however the commits are cut, repeated and lost', async () => {
    const under = anEngine();
    const { missionId, sequence, commits } = await aWorkedMission(under);
    const batches = fc.array(
      fc.tuple(fc.nat(commits.length), fc.nat(8)).map(([from, count]) => commits.slice(from, from + count)),
      { maxLength: 12 },
    );

    await fc.assert(
      fc.asyncProperty(batches, async (given) => {
        let told: Told = [[missionId, 1]];
        const seen: number[] = [];
        for (const batch of [...given, commits]) {
          const round = await eventsRound(under, missionId, { told, commits: batch });
          told = round.told;
          for (const item of round.items) if (item.kind === 'EVENT') seen.push(item.event.sequence);
        }
        expect(seen).toEqual(range(2, sequence));
      }),
      { numRuns: 60 },
    );
  });

  it('R3: was told what it was handed, and nothing beyond', async () => {
    const under = anEngine();
    const { missionId, commits } = await aWorkedMission(under);
    const { resumption, subscriptions } = aRound(under, { told: [[missionId, 1]], commits });
    const items = answerOf(await subscriptions.missionEvents(RITA_IN_TESTS, { missionId, signal }));

    for await (const item of items) {
      const sequence = item.kind === 'EVENT' ? item.event.sequence : -1;
      expect(resumption.told).toEqual([[missionId, sequence]]);
    }
  });

  it('is refused a cursor ahead and a mission that is not there, in the first round', async () => {
    const under = anEngine();
    const { missionId, sequence } = await aWorkedMission(under);
    const { subscriptions } = aRound(under);
    const nobody = `${missionId.slice(0, -1)}0` as MissionId;

    const ahead = await subscriptions.missionEvents(RITA_IN_TESTS, {
      missionId,
      after: sequence + 1,
      signal,
    });
    const missing = await subscriptions.missionProgress(RITA_IN_TESTS, { missionId: nobody, signal });

    expect([errorOf(ahead).code, errorOf(missing).code]).toEqual(['CURSOR_AHEAD', 'NOT_FOUND']);
  });

  it('is told the latest progress, once', async () => {
    const under = anEngine();
    const { missionId, sequence, commits } = await aWorkedMission(under);
    const progress = async (told: Told | undefined) => {
      const { resumption, subscriptions } = aRound(under, { commits, ...(told ? { told } : {}) });
      const heads = answerOf(await subscriptions.missionProgress(RITA_IN_TESTS, { missionId, signal }));
      return { heads: await all(heads), told: resumption.told };
    };

    const first = await progress(undefined);
    const second = await progress(first.told);

    expect(first.heads).toMatchObject([{ sequence }]);
    expect(second.heads).toEqual([]);
  });
});

describe('a watcher of a workspace', () => {
  it('R2: is told of a commit once, also when it is given twice', async () => {
    const under = anEngine();
    const { missionId, sequence, commits } = await aWorkedMission(under);
    const events = async (told: Told | undefined) => {
      const { resumption, subscriptions } = aRound(under, { commits, ...(told ? { told } : {}) });
      return {
        items: await all(subscriptions.workspaceEvents(RITA_IN_TESTS, { signal })),
        told: resumption.told,
      };
    };

    const first = await events(undefined);
    const second = await events(first.told);

    expect(first.items.map((event) => event.sequence)).toEqual(range(1, sequence));
    expect(first.told).toEqual([[missionId, sequence]]);
    expect(second.items).toEqual([]);
  });

  it('is told nothing from before it began', async () => {
    const under = anEngine();
    const { commits } = await aWorkedMission(under);
    const { subscriptions } = aRound(under, { commits, since: addMs(START, 1) });

    expect(await all(subscriptions.workspaceEvents(RITA_IN_TESTS, { signal }))).toEqual([]);
  });

  it('is woken at once, then when something is ready for it', async () => {
    const under = anEngine();
    const commits: CommitRecord[] = [];
    under.hub.watch({ workspaceId: RITA_IN_TESTS.workspaceId, signal }, (commit) => commits.push(commit));
    await launchMission(under, { tasks: TASKS });
    const ready = (given: Given) =>
      all(aRound(under, given).subscriptions.tasksReady(ADA_IN_TESTS, { agent: 'ada', signal }));

    expect(await ready({})).toEqual([{ count: 0 }]);
    expect(await ready({ told: [], commits })).toEqual([{ count: TASKS.length }]);
    expect(await ready({ told: [], commits: [] })).toEqual([]);
  });

  it('is remembered with a bounded number of missions, the one it heard of last at the end', () => {
    const resumption = new Resumption({ since: START, commits: [] });
    const ids = range(1, LIMITS.watchToldMissionsMax + 5).map((at) => `mis_${at}` as MissionId);

    for (const [at, id] of ids.entries()) resumption.tell(id, at);

    expect(resumption.told.map(([id]) => id)).toEqual(ids.slice(5));
    expect(resumption.isNews({ ...aCommit(ids[0]), at: instantOf(0) })).toBe(false);
  });
});

function aCommit(missionId: MissionId | undefined): CommitRecord {
  const { workspaceId, actor } = RITA_IN_TESTS;
  const events = [{ sequence: 1, type: 'MissionCreated', subject: 'x', data: {} }] as const;
  return {
    workspaceId,
    missionId: missionId ?? ('' as MissionId),
    sequence: 1,
    at: START,
    actor,
    events,
    messages: [],
  };
}
