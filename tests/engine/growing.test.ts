import { LIMITS } from '@muster/core/limits';
import { MemoryStore } from '@muster/embedded/memory-store';
import { describe, expect, it } from 'vitest';
import { headOf, launchMission, nodeRef, workAll } from '../support/a-launched-mission.ts';
import {
  ADA_IN_TESTS,
  anEngine,
  answerOf,
  errorOf,
  pendingMessages,
  RITA_IN_TESTS,
  STRANGER,
} from '../support/an-engine.ts';

const WIDE = Array.from({ length: 120 }, (_, place) => ({ title: `N${place}` }));

describe('adding to an open run through the engine', () => {
  it('answers the ids of what is new, in the order of the input', async () => {
    const under = anEngine();
    const missionId = await launchMission(under, { tasks: ['A'] });

    const grown = answerOf(
      await under.engine.addTasks(RITA_IN_TESTS, { missionId, tasks: [{ title: 'B' }, { title: 'C' }] }),
    );

    expect(grown.added).toEqual([
      { kind: 'TASK', ref: nodeRef(missionId, 1) },
      { kind: 'TASK', ref: nodeRef(missionId, 2) },
    ]);
    const listed = await under.engine.listNodes(RITA_IN_TESTS, {
      missionId,
      runNumber: 1,
      kind: 'TASK',
      first: 10,
    });
    expect(listed.items.map(({ node }) => node.name)).toEqual(['A', 'B', 'C']);
  });

  it('can be looked at afterwards: who added what and when, page by page', async () => {
    const under = anEngine();
    const missionId = await launchMission(under, { tasks: ['A'] });
    const { engine } = under;
    await engine.addTasks(RITA_IN_TESTS, { missionId, tasks: [{ title: 'B', dependsOn: ['A'] }] });
    await engine.addElements(RITA_IN_TESTS, { missionId, delays: [{ name: 'D', duration: 'PT1M' }] });
    await engine.addDependency(RITA_IN_TESTS, {
      task: nodeRef(missionId, 1),
      dependsOn: nodeRef(missionId, 0),
    });
    const run = { missionId, runNumber: 1 };

    const first = await engine.listAdditions(RITA_IN_TESTS, { ...run, first: 2 });
    const after = first.items.at(-1)?.cursor ?? '';
    const rest = await engine.listAdditions(RITA_IN_TESTS, { ...run, first: 2, after });

    expect([first.hasNext, rest.hasNext]).toEqual([true, false]);
    expect(
      [...first.items, ...rest.items].map(({ node }) => [node.number, node.firstIndex, node.addedBy]),
    ).toEqual([
      [1, 1, RITA_IN_TESTS.actor],
      [2, 2, RITA_IN_TESTS.actor],
      [3, 3, RITA_IN_TESTS.actor],
    ]);
    expect(rest.items[0]?.node.input).toEqual({
      dependencies: [{ kind: 'TASK', name: 'B', dependsOn: 'A' }],
    });
    expect((await engine.listAdditions(STRANGER, { ...run, first: 2 })).items).toEqual([]);
  });

  it('remembers former additions when it checks the next one', async () => {
    const under = anEngine();
    const missionId = await launchMission(under, { tasks: ['A'] });
    await under.engine.addTasks(RITA_IN_TESTS, { missionId, tasks: [{ title: 'B', dependsOn: ['A'] }] });

    const cyclic = await under.engine.addElements(RITA_IN_TESTS, {
      missionId,
      checkpoints: [{ name: 'Look', afterTasks: ['B'], blocksTasks: ['A'] }],
    });
    const repeated = await under.engine.addTasks(RITA_IN_TESTS, { missionId, tasks: [{ title: 'B' }] });

    const codesOf = (error: ReturnType<typeof errorOf>) =>
      error.code === 'INVALID_ADDITION' ? error.detail.problems.map(({ code }) => code) : [error.code];
    expect([cyclic, repeated].map(errorOf).map(codesOf)).toEqual([['CYCLE'], ['DUPLICATE_NAME']]);
  });

  it('joins a large addition in one commit, after its nodes were written where nobody can see them (W1)', async () => {
    const under = anEngine();
    const missionId = await launchMission(under, { tasks: ['A'] });
    const before = await headOf(under, missionId);

    const grown = answerOf(await under.engine.addTasks(RITA_IN_TESTS, { missionId, tasks: WIDE }));
    await under.settle();
    const released = (await headOf(under, missionId)).run;
    await workAll(under);

    expect(grown.added).toHaveLength(120);
    expect(grown.sequence).toBeGreaterThan(before.sequence);
    expect(released).toMatchObject({ nodeCount: 121, taskCounts: { READY: 121 } });
    expect(released).not.toHaveProperty('growing');
    expect((await headOf(under, missionId)).run).toMatchObject({
      status: 'COMPLETED',
      taskCounts: { DONE: 121 },
    });
  });

  it('reads the head once for all that it writes out, unless somebody moves it', async () => {
    let headReadCount = 0;
    const under = anEngine((now) => {
      const store = new MemoryStore({ now });
      const { get } = store;
      store.get = (keys) => {
        headReadCount += keys.filter(({ sort }) => sort === 'HEAD').length;
        return get.call(store, keys);
      };
      return store;
    });
    const missionId = await launchMission(under, { tasks: ['A'] });
    const readsFor = async (count: number) => {
      headReadCount = 0;
      const tasks = Array.from({ length: count }, (_, place) => ({ title: `${count}, ${place}` }));
      answerOf(await under.engine.addTasks(RITA_IN_TESTS, { missionId, tasks }));
      return headReadCount;
    };

    const [few, many] = [await readsFor(120), await readsFor(480)];

    expect(many).toBe(few);
  });

  it('leaves nothing of a large addition whose writer died, and takes the next one (W1, W4)', async () => {
    let commitsLeft = Number.POSITIVE_INFINITY;
    const under = anEngine((now) => {
      const inner = new MemoryStore({ now });
      return Object.assign(Object.create(inner), {
        commit: (commit: Parameters<typeof inner.commit>[0]) => {
          if (--commitsLeft < 0) throw new Error('the process died');
          return inner.commit(commit);
        },
        get: inner.get.bind(inner),
        query: inner.query.bind(inner),
        list: inner.list.bind(inner),
        feed: inner.feed.bind(inner),
        durable: inner.durable.bind(inner),
      });
    });
    const missionId = await launchMission(under, { tasks: ['A'] });
    commitsLeft = 2;
    await expect(under.engine.addTasks(RITA_IN_TESTS, { missionId, tasks: WIDE })).rejects.toThrow('died');
    commitsLeft = Number.POSITIVE_INFINITY;

    const unseen = await under.engine.nodes(RITA_IN_TESTS, [nodeRef(missionId, 5)]);
    answerOf(
      await under.engine.addTasks(RITA_IN_TESTS, { missionId, tasks: [{ title: 'B', dependsOn: ['A'] }] }),
    );
    await workAll(under);

    expect(unseen).toEqual([undefined]);
    expect((await headOf(under, missionId)).run).toMatchObject({ status: 'COMPLETED', nodeCount: 2 });
  });

  it('gives two who add at once different places', async () => {
    const under = anEngine();
    const missionId = await launchMission(under, { tasks: ['A'] });
    under.meanwhile.act = async () => {
      answerOf(await under.engine.addTasks(RITA_IN_TESTS, { missionId, tasks: [{ title: 'First' }] }));
    };

    const second = answerOf(
      await under.engine.addTasks(RITA_IN_TESTS, { missionId, tasks: [{ title: 'Second' }] }),
    );

    expect(second.added).toEqual([{ kind: 'TASK', ref: nodeRef(missionId, 2) }]);
    const nodes = await under.engine.nodes(RITA_IN_TESTS, [nodeRef(missionId, 1), nodeRef(missionId, 2)]);
    expect(nodes.map((node) => node?.name)).toEqual(['First', 'Second']);
  });

  it('answers a repeated request like the first, and adds nothing', async () => {
    const under = anEngine();
    const missionId = await launchMission(under, { tasks: ['A'] });
    const input = { missionId, tasks: [{ title: 'B' }], idempotencyKey: 'once' };

    const first = answerOf(await under.engine.addTasks(RITA_IN_TESTS, input));
    const second = answerOf(await under.engine.addTasks(RITA_IN_TESTS, input));

    expect([second.added, second.sequence]).toEqual([first.added, first.sequence]);
    expect((await headOf(under, missionId)).run?.nodeCount).toBe(2);
  });

  it('lets a later run start from the document, without what was added', async () => {
    const under = anEngine();
    const missionId = await launchMission(under, { tasks: ['A'] });
    await under.engine.addTasks(RITA_IN_TESTS, { missionId, tasks: [{ title: 'B' }] });
    await workAll(under);

    answerOf(await under.engine.launchMission(RITA_IN_TESTS, { missionId }));

    expect((await headOf(under, missionId)).run).toMatchObject({ number: 2, nodeCount: 1 });
  });

  it('sends no message when everything fits', async () => {
    const under = anEngine();
    const missionId = await launchMission(under, { tasks: ['A'] });

    await under.engine.addTasks(RITA_IN_TESTS, { missionId, tasks: [{ title: 'B', dependsOn: ['A'] }] });

    expect(pendingMessages(under)).toEqual([]);
  });
});

describe('a dependency added through the engine', () => {
  it('is between two tasks of one run', async () => {
    const under = anEngine();
    const missionId = await launchMission(under, { tasks: ['A', 'B'] });
    const [a, b] = [nodeRef(missionId, 0), nodeRef(missionId, 1)];

    answerOf(await under.engine.addDependency(RITA_IN_TESTS, { task: a, dependsOn: b }));

    const [waiting] = await under.engine.nodes(RITA_IN_TESTS, [a]);
    expect(waiting).toMatchObject({ status: 'WAITING', waitsFor: [1] });
  });

  it.each([
    ['another run', 1, 2, 'INVALID_ARGUMENT'],
    ['a task that is not there', 7, 1, 'NOT_FOUND'],
    ['the task itself', 0, 1, 'INVALID_ADDITION'],
  ] as const)('is refused on %s, which is told at its argument', async (_, index, runNumber, code) => {
    const under = anEngine();
    const missionId = await launchMission(under, { tasks: ['A', 'B'] });

    const refused = await under.engine.addDependency(RITA_IN_TESTS, {
      task: nodeRef(missionId, 0),
      dependsOn: nodeRef(missionId, index, runNumber),
    });

    expect(errorOf(refused)).toMatchObject({ code, path: ['dependsOnTaskId'] });
  });

  it.each([
    ['has begun', 'taskId', 'SETTLED', 1, 0],
    ['would wait for itself in the end', 'dependsOnTaskId', 'CYCLE', 1, 2],
  ] as const)('is refused to a task that %s, at %s', async (_, argument, code, index, on) => {
    const under = anEngine();
    const tasks = ['A', 'B', { title: 'C', dependsOn: ['B'] }];
    const missionId = await launchMission(under, { tasks });
    answerOf(await under.engine.claimTasks(ADA_IN_TESTS, { agent: 'ada', limit: 1 }));

    const refused = await under.engine.addDependency(RITA_IN_TESTS, {
      task: nodeRef(missionId, index),
      dependsOn: nodeRef(missionId, on),
    });

    const problems = [{ code, path: [argument] }];
    expect(errorOf(refused)).toMatchObject({ path: [argument], detail: { problems } });
  });

  it('is refused without an open run, which is told of the task', async () => {
    const under = anEngine();
    const missionId = await launchMission(under, { tasks: ['A', 'B'] });
    answerOf(await under.engine.cancelRun(RITA_IN_TESTS, { missionId, reason: 'No more.' }));
    await under.settle();

    const refused = await under.engine.addDependency(RITA_IN_TESTS, {
      task: nodeRef(missionId, 0),
      dependsOn: nodeRef(missionId, 1),
    });

    expect(errorOf(refused)).toMatchObject({ code: 'ILLEGAL_MOVE', path: ['taskId'] });
  });
});

describe('a dependency in a run that a later one has followed', () => {
  it('is refused, but a repeated request is answered like the first (W1)', async () => {
    const under = anEngine();
    const missionId = await launchMission(under, { tasks: ['A', 'B'] });
    const [a, b] = [nodeRef(missionId, 0), nodeRef(missionId, 1)];
    const input = { task: a, dependsOn: b, idempotencyKey: 'once' };
    const first = answerOf(await under.engine.addDependency(RITA_IN_TESTS, input));
    await workAll(under);
    answerOf(await under.engine.launchMission(RITA_IN_TESTS, { missionId }));

    const again = answerOf(await under.engine.addDependency(RITA_IN_TESTS, input));
    const refused = await under.engine.addDependency(RITA_IN_TESTS, { task: b, dependsOn: a });

    expect(again.sequence).toBe(first.sequence);
    expect(errorOf(refused)).toMatchObject({
      code: 'ILLEGAL_MOVE',
      detail: { status: 'in a run that has ended' },
    });
  });
});

describe('what can not be added', () => {
  it.each([
    ['nothing at all', { tasks: [] }, 'INVALID_ARGUMENT'],
    [
      'more than its bytes',
      { tasks: [{ title: 'B', description: 'x'.repeat(LIMITS.additionBytesMax) }] },
      'LIMIT_EXCEEDED',
    ],
    ['a task without a title', { tasks: [{}] }, 'INVALID_ADDITION'],
  ] as const)('%s', async (_, added, code) => {
    const under = anEngine();
    const missionId = await launchMission(under, { tasks: ['A'] });

    const refused = await under.engine.addTasks(RITA_IN_TESTS, { missionId, ...added });

    expect(errorOf(refused)).toMatchObject({ code, path: ['tasks'] });
    expect((await headOf(under, missionId)).run?.nodeCount).toBe(1);
  });

  it('anything to another tenant’s mission, which does not exist', async () => {
    const under = anEngine();
    const missionId = await launchMission(under, { tasks: ['A', 'B'] });

    const refused = [
      await under.engine.addTasks(STRANGER, { missionId, tasks: [{ title: 'C' }] }),
      await under.engine.addElements(STRANGER, { missionId, delays: [{ name: 'D', duration: 'PT1S' }] }),
      await under.engine.addDependency(STRANGER, {
        task: nodeRef(missionId, 0),
        dependsOn: nodeRef(missionId, 1),
      }),
    ];

    expect(refused.map((result) => errorOf(result).code)).toEqual(['NOT_FOUND', 'NOT_FOUND', 'NOT_FOUND']);
  });
});
