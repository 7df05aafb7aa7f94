import type { MissionId } from '@muster/core/ids';
import type { Listed } from '@muster/engine/engine';
import { describe, expect, it } from 'vitest';
import { claim, headOf, launchMission, nodeRef, workAll } from '../support/a-launched-mission.ts';
import { anEngine, answerOf, type EngineUnderTest, errorOf, RITA_IN_TESTS } from '../support/an-engine.ts';

/** All nodes of all pages, `first` at a time. */
async function pages<T>(read: (after?: string) => Promise<Listed<T>>): Promise<readonly T[]> {
  const nodes: T[] = [];
  let after: string | undefined;
  for (;;) {
    const page = await read(after);
    nodes.push(...page.items.map(({ node }) => node));
    after = page.items.at(-1)?.cursor;
    if (!page.hasNext) return nodes;
  }
}

async function fiveMissions(under: EngineUnderTest): Promise<readonly MissionId[]> {
  const ids: MissionId[] = [];
  for (let at = 0; at < 5; at++) ids.push(await launchMission(under, { title: `M${at}`, tasks: ['A'] }));
  for (const missionId of [ids[1], ids[3]]) {
    if (missionId) answerOf(await under.engine.pauseMission(RITA_IN_TESTS, { missionId }));
  }
  return ids;
}

describe('listMissions', () => {
  it.each([1, 2, 3, 5, 100])('lists newest first, in pages of %i', async (first) => {
    const under = anEngine();
    await fiveMissions(under);

    const found = await pages((after) =>
      under.engine.listMissions(RITA_IN_TESTS, { first, ...(after === undefined ? {} : { after }) }),
    );

    expect(found.map(({ title }) => title)).toEqual(['M4', 'M3', 'M2', 'M1', 'M0']);
  });

  it.each([
    { statuses: ['PAUSED'] as const, titles: ['M3', 'M1'] },
    { statuses: ['ACTIVE'] as const, titles: ['M4', 'M2', 'M0'] },
    { statuses: ['ACTIVE', 'PAUSED', 'ACTIVE'] as const, titles: ['M4', 'M3', 'M2', 'M1', 'M0'] },
    { statuses: ['FAILED'] as const, titles: [] },
    { statuses: [] as const, titles: [] },
  ])('lists those in $statuses only', async ({ statuses, titles }) => {
    const under = anEngine();
    await fiveMissions(under);

    const found = await pages((after) =>
      under.engine.listMissions(RITA_IN_TESTS, {
        first: 1,
        statuses,
        ...(after === undefined ? {} : { after }),
      }),
    );

    expect(found.map(({ title }) => title)).toEqual(titles);
  });
});

describe('listRuns', () => {
  it('lists newest first, with former runs from their own records', async () => {
    const under = anEngine();
    const missionId = await launchMission(under);
    for (let run = 2; run <= 4; run++) {
      await workAll(under);
      answerOf(await under.engine.launchMission(RITA_IN_TESTS, { missionId }));
    }

    const found = await pages((after) =>
      under.engine.listRuns(RITA_IN_TESTS, {
        missionId,
        first: 3,
        ...(after === undefined ? {} : { after }),
      }),
    );

    expect(found.map(({ number, status }) => `${number} ${status}`)).toEqual([
      '4 ACTIVE',
      '3 COMPLETED',
      '2 COMPLETED',
      '1 COMPLETED',
    ]);
  });
});

describe('listNodes', () => {
  it('lists the nodes of one kind in the order of the document', async () => {
    const under = anEngine();
    const missionId = await launchMission(under, {
      tasks: ['A', 'B', 'C', 'D', 'E'],
      checkpoints: [{ name: 'X', afterTasks: [], blocksTasks: [] }],
    });
    const list = (kind: 'TASK' | 'CHECKPOINT' | 'GATE') =>
      pages((after) =>
        under.engine.listNodes(RITA_IN_TESTS, {
          missionId,
          runNumber: 1,
          kind,
          first: 2,
          ...(after === undefined ? {} : { after }),
        }),
      );

    const named = await Promise.all([list('TASK'), list('CHECKPOINT'), list('GATE')]);

    expect(named.map((nodes) => nodes.map(({ name }) => name))).toEqual([
      ['A', 'B', 'C', 'D', 'E'],
      ['X'],
      [],
    ]);
  });

  it('of a run that was never made are none', async () => {
    const under = anEngine();
    const missionId = await launchMission(under);

    const page = await under.engine.listNodes(RITA_IN_TESTS, {
      missionId,
      runNumber: 2,
      kind: 'TASK',
      first: 2,
    });

    expect(page).toEqual({ items: [], hasNext: false });
  });
});

describe('batches', () => {
  it('answer in the order asked, undefined for what is not there', async () => {
    const under = anEngine();
    const missionId = await launchMission(under, { tasks: ['A', 'B'] });
    await claim(under, { limit: 1 });

    const nodes = await under.engine.nodes(
      RITA_IN_TESTS,
      [1, 9, 0].map((index) => nodeRef(missionId, index)),
    );
    const attempts = await under.engine.attempts(
      RITA_IN_TESTS,
      [1, 2].map((generation) => ({ ...nodeRef(missionId, 0), generation })),
    );

    expect(nodes.map((node) => node?.name)).toEqual(['B', undefined, 'A']);
    expect(attempts.map((attempt) => attempt?.status)).toEqual(['ACTIVE', undefined]);
  });
});

describe('listEvents', () => {
  it('pages through all of them, ascending and without a gap', async () => {
    const under = anEngine();
    const missionId = await launchMission(under, { tasks: ['A', 'B', 'C'] });
    await workAll(under);
    const { sequence } = await headOf(under, missionId);

    const found = await pages(async (after) =>
      answerOf(
        await under.engine.listEvents(RITA_IN_TESTS, {
          missionId,
          first: 4,
          after: after === undefined ? 0 : Number(after),
        }),
      ),
    );

    expect(found.map((event) => event.sequence)).toEqual(Array.from({ length: sequence }, (_, at) => at + 1));
  });

  it('keeps to the types asked for', async () => {
    const under = anEngine();
    const missionId = await launchMission(under);
    await workAll(under);

    const { items } = answerOf(
      await under.engine.listEvents(RITA_IN_TESTS, {
        missionId,
        after: 0,
        first: 50,
        types: ['RunStatusChanged'],
      }),
    );

    expect(items.map(({ node }) => node.data.to)).toEqual(['ACTIVE', 'COMPLETED']);
  });

  it('refuses a cursor from the future', async () => {
    const under = anEngine();
    const missionId = await launchMission(under);
    const { sequence } = await headOf(under, missionId);

    const error = errorOf(
      await under.engine.listEvents(RITA_IN_TESTS, { missionId, after: sequence + 1, first: 1 }),
    );
    const atTheEnd = answerOf(
      await under.engine.listEvents(RITA_IN_TESTS, { missionId, after: sequence, first: 1 }),
    );

    expect(error).toMatchObject({ code: 'CURSOR_AHEAD', detail: { after: sequence + 1, sequence } });
    expect(atTheEnd).toEqual({ items: [], hasNext: false });
  });
});
