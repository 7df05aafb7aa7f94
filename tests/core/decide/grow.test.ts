import { growRun } from '@muster/core/decide/grow';
import { pauseMission } from '@muster/core/decide/mission-commands';
import { compile } from '@muster/core/graph/compile';
import { planGrowth } from '@muster/core/graph/plan-growth';
import { nodeIdOf } from '@muster/core/ids';
import { progressOf } from '@muster/core/progress';
import { describe, expect, it } from 'vitest';
import { aDocument, aDocumentInput } from '../../support/a-document.ts';
import { GrowingMission } from '../../support/a-growing-mission.ts';
import { approve, claim, complete, fail, MINUTE, RITA, reject } from '../../support/a-mission.ts';

const CHAIN = { tasks: ['A', { title: 'B', dependsOn: ['A'] }] };

describe('adding tasks to an open run', () => {
  it('makes ready at once what waits for nobody', () => {
    const growing = new GrowingMission(CHAIN);

    growing.add({ tasks: ['C'] });

    expect(growing.mission.namesIn('READY')).toEqual(['A', 'C']);
  });

  it('lets what was added wait for tasks of the run, and for each other', () => {
    const growing = new GrowingMission(CHAIN);
    growing.add({
      tasks: [
        { title: 'D', dependsOn: ['C'] },
        { title: 'C', dependsOn: ['B'] },
      ],
    });
    const { mission } = growing;

    complete(mission, ['A', 'B']);
    const afterB = mission.namesIn('READY');
    complete(mission, ['C', 'D']);

    expect(afterB).toEqual(['C']);
    expect(mission.run.status).toBe('COMPLETED');
  });

  it('does not wait for what has settled well', () => {
    const growing = new GrowingMission(CHAIN);
    complete(growing.mission, ['A']);

    growing.add({ tasks: [{ title: 'C', dependsOn: ['A'] }] });

    expect(growing.mission.namesIn('READY')).toEqual(['B', 'C']);
  });

  it('waits anew when what it came after is opened again', () => {
    const growing = new GrowingMission({
      tasks: ['A'],
      checkpoints: [{ name: 'Look', afterTasks: ['A'], blocksTasks: [] }],
    });
    complete(growing.mission, ['A']);
    growing.add({ tasks: [{ title: 'C', dependsOn: ['A'] }] });

    reject(growing.mission, 'Look', ['A']);

    expect(growing.mission.task('C')).toMatchObject({ status: 'WAITING', waitsFor: [0] });
  });

  it('skips what comes after a failure that skips its dependents', () => {
    const growing = new GrowingMission({
      tasks: [{ title: 'A', maxAttempts: 1, onFailure: 'SKIP_DEPENDENTS' }, 'B'],
    });
    fail(growing.mission, 'A');

    growing.add({ tasks: [{ title: 'C', dependsOn: ['A'] }] });

    expect(growing.mission.task('C')).toMatchObject({ status: 'SKIPPED', isSkippedByFailure: true });
  });

  it('counts them in totals, weights and progress', () => {
    const growing = new GrowingMission({ tasks: ['A', 'B'] });
    complete(growing.mission, ['A']);
    const before = progressOf(growing.mission.run);

    growing.add({ tasks: [{ title: 'C', weight: 2 }] });

    const { run } = growing.mission;
    expect(before).toBe(50);
    expect(progressOf(run)).toBe(25);
    expect(run).toMatchObject({ nodeCount: 3, weight: { total: 4 }, taskCounts: { READY: 2, DONE: 1 } });
  });

  it('lengthens the remaining path of everything before them, as a launch would have', () => {
    const chain = ['A', { title: 'B', dependsOn: ['A'] }];
    const growing = new GrowingMission({ tasks: chain });
    const added = [{ title: 'C', dependsOn: ['B'], estimate: { minutes: 30 } }];

    growing.add({ tasks: added });

    const launched = compile(aDocument({ tasks: [...chain, ...added] }));
    const pathsOf = (nodes: typeof launched.nodes) =>
      nodes.map((node) => node.kind === 'TASK' && node.remainingPath);
    expect(pathsOf(growing.mission.nodes)).toEqual(pathsOf(launched.nodes));
    expect(growing.mission.task('A').remainingPath).toBe(32);
  });

  it('holds the milestone it belongs to, and waits for the one before', () => {
    const growing = new GrowingMission({
      milestones: [{ name: 'one' }, { name: 'two' }],
      tasks: [
        { title: 'A', milestone: 'one' },
        { title: 'B', milestone: 'two' },
      ],
    });
    growing.add({
      tasks: [
        { title: 'A2', milestone: 'one' },
        { title: 'B2', milestone: 'two' },
      ],
    });
    const { mission } = growing;

    complete(mission, ['A']);
    const afterA = mission.namesIn('READY');
    complete(mission, ['A2']);

    expect(afterA).toEqual(['A2']);
    expect(mission.namesIn('READY')).toEqual(['B', 'B2']);
  });

  it('leaves the pinned document alone, and records what was added', () => {
    const growing = new GrowingMission(CHAIN);

    growing.add({ tasks: ['C'] });
    growing.add({ tasks: ['D'] });

    expect(growing.mission.run.documentVersion).toBe(1);
    expect(growing.mission.additions).toMatchObject([
      { number: 1, firstIndex: 2, addedBy: RITA, input: { tasks: [{ title: 'C' }] } },
      { number: 2, firstIndex: 3, input: { tasks: [{ title: 'D' }] } },
    ]);
    expect(growing.mission.eventsOf('RunGrown')).toMatchObject([
      { data: { number: 1, taskCount: 1, nodeCount: 3 } },
      { data: { number: 2, nodeCount: 4 } },
    ]);
    expect(growing.mission.run.ranges).toEqual([{ kind: 'TASK', from: 0, count: 4 }]);
  });

  it('tells each edge that it makes by the ids of both ends, so that events alone give the graph', () => {
    const growing = new GrowingMission(CHAIN);
    const { mission } = growing;

    growing.add({
      tasks: [{ title: 'C', dependsOn: ['A'] }],
      checkpoints: [{ name: 'Look', afterTasks: ['C'], blocksTasks: ['B'] }],
    });
    const names = Array.from({ length: 16 }, (_, place) => `T${place}`);
    growing.add({ tasks: names.map((title, place) => ({ title, dependsOn: names.slice(0, place) })) });

    const id = (kind: 'TASK' | 'CHECKPOINT', name: string) => nodeIdOf(kind, mission.ref(kind, name));
    const [few, many] = mission.eventsOf('RunGrown').map(({ data }) => data);
    expect(few?.edgeCount).toBe(3);
    expect(new Set(few?.edges as readonly unknown[])).toEqual(
      new Set([
        [id('TASK', 'C'), id('CHECKPOINT', 'Look')],
        [id('CHECKPOINT', 'Look'), id('TASK', 'B')],
        [id('TASK', 'A'), id('TASK', 'C')],
      ]),
    );
    expect(many?.edgeCount).toBe(120);
    expect(many).not.toHaveProperty('edges');
  });

  it('is possible while the mission is paused, and releases nothing to claimers before it is resumed', () => {
    const growing = new GrowingMission(CHAIN);
    growing.mission.must(RITA, (draft) => pauseMission(draft, undefined));

    growing.add({ tasks: ['C'] });

    expect(claim(growing.mission, ['C'])).toEqual([]);
  });

  it('is refused without an open run, with what is possible named', () => {
    const growing = new GrowingMission({ tasks: ['A'] });
    complete(growing.mission, ['A']);

    expect(growing.refused({ tasks: ['B'] })).toMatchObject({
      code: 'ILLEGAL_MOVE',
      detail: {
        status: 'COMPLETED',
        command: 'addTasks',
        legal: ['saveDocument', 'launchMission', 'scheduleMission'],
      },
    });
  });

  it('has to be planned anew when somebody else added something meanwhile', () => {
    const growing = new GrowingMission(CHAIN);
    const run = { document: aDocumentInput(CHAIN), additions: [], nodeCount: 2 };
    const growth = planGrowth(run, { tasks: [{ title: 'C' }] });
    if (!growth.ok) throw new Error('it can be planned');
    growing.add({ tasks: ['D'] });

    const outcome = growing.mission.must(RITA, (draft) =>
      growRun(draft, { command: 'addTasks', growth: growth.value }),
    );

    expect(outcome).toBe('OUTDATED');
    expect(growing.mission.nodes.map((node) => node.name)).toEqual(['A', 'B', 'D']);
  });
});

describe('adding elements to an open run', () => {
  it('holds a ready task back until a checkpoint is approved', () => {
    const growing = new GrowingMission({ tasks: ['A', 'B'] });

    growing.add({ checkpoints: [{ name: 'Look', afterTasks: ['A'], blocksTasks: ['B'] }] }, 'addElements');
    const ready = growing.mission.namesIn('READY');
    complete(growing.mission, ['A']);
    approve(growing.mission, 'Look');

    expect(ready).toEqual(['A']);
    expect(growing.mission.namesIn('READY')).toEqual(['B']);
  });

  it('holds the end of the run when it blocks nothing', () => {
    const growing = new GrowingMission({ tasks: ['A'] });
    growing.add({ delays: [{ name: 'Rest', afterTasks: ['A'], blocksTasks: [], duration: 'PT1M' }] });

    complete(growing.mission, ['A']);
    const waiting = growing.mission.run.status;
    growing.mission.wait(MINUTE);

    expect([waiting, growing.mission.run.status]).toEqual(['ACTIVE', 'COMPLETED']);
  });

  it('evaluates a gate at once when its tasks have settled already', () => {
    const growing = new GrowingMission({ tasks: ['A', 'B'] });
    complete(growing.mission, ['A'], { selfScore: 2 });

    growing.add({ qualityGates: [{ name: 'Good', afterTasks: ['A'], blocksTasks: ['B'], minScore: 4 }] });

    expect(growing.mission.find('GATE', 'Good').status).toBe('FAILED');
    expect(growing.mission.namesIn('WAITING')).toEqual(['B']);
  });

  it('is refused before work that has begun or settled, and names each such task', () => {
    const growing = new GrowingMission({ tasks: ['A', 'B', 'C'] });
    complete(growing.mission, ['A']);
    claim(growing.mission, ['B']);

    const error = growing.refused({
      checkpoints: [{ name: 'Look', blocksTasks: ['C', 'A', 'B'] }],
    });

    expect(error).toMatchObject({
      code: 'INVALID_ADDITION',
      path: ['checkpoints'],
      detail: {
        problems: [
          { code: 'SETTLED', path: ['checkpoints', 0, 'blocksTasks', 1], value: 'A' },
          { code: 'SETTLED', path: ['checkpoints', 0, 'blocksTasks', 2], value: 'B' },
        ],
      },
    });
  });

  it('is refused in a milestone that is over', () => {
    const growing = new GrowingMission({
      milestones: [{ name: 'one' }],
      tasks: [{ title: 'A', milestone: 'one' }, 'B'],
    });
    complete(growing.mission, ['A']);

    expect(growing.refused({ tasks: [{ title: 'C', milestone: 'one' }] })).toMatchObject({
      detail: { problems: [{ code: 'SETTLED', path: ['tasks', 0, 'milestone'], value: 'one' }] },
    });
  });
});

describe('adding a dependency to an open run', () => {
  const onB = { dependencies: [{ kind: 'TASK', name: 'A', dependsOn: 'B' }] } as const;

  it('pulls a ready task back until the other one has settled', () => {
    const growing = new GrowingMission({ tasks: ['A', 'B'] });

    growing.add(onB, 'addDependency');
    const ready = growing.mission.namesIn('READY');
    complete(growing.mission, ['B']);

    expect(ready).toEqual(['B']);
    expect(growing.mission.namesIn('READY')).toEqual(['A']);
  });

  it('changes nothing about who may go on when the other one has settled', () => {
    const growing = new GrowingMission({ tasks: ['A', 'B'] });
    complete(growing.mission, ['B']);

    growing.add(onB, 'addDependency');

    expect(growing.mission.namesIn('READY')).toEqual(['A']);
  });

  it('is refused when it would form a cycle, which is named', () => {
    const growing = new GrowingMission({
      tasks: ['A', { title: 'B', dependsOn: ['A'] }, { title: 'C', dependsOn: ['B'] }],
    });

    const problems = growing.problemsOf({ dependencies: [{ kind: 'TASK', name: 'A', dependsOn: 'C' }] });

    expect(problems).toMatchObject([
      { code: 'CYCLE', path: ['dependencies', 0, 'dependsOn'], value: ['A', 'B', 'C'] },
    ]);
  });
});
