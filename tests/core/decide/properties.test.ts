/** What holds for every document and every order of events, found out by generating and by enumerating. */
import { launch } from '@muster/core/decide/launch';
import { compile } from '@muster/core/graph/compile';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aDraftMission, aMission, RITA } from '../../support/a-mission.ts';
import { MissionUnderTest } from '../../support/mission-under-test.ts';
import { numbersFrom } from '../../support/numbers.ts';
import { edgesByName, randomDocuments } from '../graph/random-document.ts';
import { deliverTwiceShuffled, workGreedily } from './greedy-worker.ts';

const seeds = fc.integer({ min: 1, max: 2 ** 31 - 2 });

function launched(document: Parameters<typeof compile>[0]): MissionUnderTest {
  const { head } = aDraftMission({});
  const mission = new MissionUnderTest(head, compile(document));
  mission.must(RITA, (draft) => launch(draft, mission.plan));
  return mission;
}

describe('a run of any document, worked greedily', () => {
  it('runs every task after its predecessors, and ends', () => {
    fc.assert(
      fc.property(randomDocuments(14), seeds, (document, seed) => {
        const mission = launched(document);
        const numbers = numbersFrom(seed);

        const { completed } = workGreedily(mission, {
          pick: (ready) => ready[Math.floor(numbers() * ready.length)],
        });

        expect(mission.run.status).toBe('COMPLETED');
        expect([...completed].sort()).toEqual(document.tasks.map((task) => task.key).sort());
        for (const edge of edgesByName(document)) expectFollowed(edge, completed);
      }),
      { numRuns: 150 },
    );
  });

  it('ends in the same state when every message is delivered twice and shuffled (R1, R3)', () => {
    fc.assert(
      fc.property(randomDocuments(14), seeds, (document, seed) => {
        const once = launched(document);
        const twice = launched(document);
        const numbers = numbersFrom(seed);

        workGreedily(once);
        workGreedily(twice, { deliver: (mission) => deliverTwiceShuffled(mission, numbers) });

        expect(outcome(twice)).toEqual(outcome(once));
      }),
      { numRuns: 150 },
    );
  });
});

/** "TASK a > TASK b": a was completed before b. Edges of other kinds are held by the statuses in between. */
function expectFollowed(edge: string, completed: readonly string[]): void {
  const [before, after] = edge.split(' > TASK ');
  if (!before?.startsWith('TASK ') || after === undefined) return;
  expect(completed.indexOf(before.slice(5)), edge).toBeLessThan(completed.indexOf(after));
}

function outcome(mission: MissionUnderTest) {
  return {
    status: mission.run.status,
    counts: mission.run.taskCounts,
    open: mission.run.openNodeCount,
    nodes: mission.nodes.map((node) => `${node.kind} ${node.name} ${node.status} ${node.waitsFor.join()}`),
  };
}

describe('every graph of up to four tasks, completed in every possible order', () => {
  it.each([1, 2, 3, 4])('of %i tasks releases each when its last predecessor is done, and ends', (count) => {
    let orders = 0;
    for (const before of graphsOf(count)) orders += completeInEveryOrder(before);

    // Pairs of a graph and an order it allows: the product of 2^k - 1 for k up to the count.
    expect(orders).toBe({ 1: 1, 2: 3, 3: 21, 4: 315 }[count]);
  });
});

/** Every way to let each task depend on some of the earlier ones: each acyclic graph, up to the names. */
function graphsOf(count: number): readonly (readonly (readonly number[])[])[] {
  if (count === 0) return [[]];
  const masks = Array.from({ length: 2 ** (count - 1) }, (_, mask) => mask);
  return graphsOf(count - 1).flatMap((smaller) =>
    masks.map((mask) => [
      ...smaller,
      Array.from({ length: count - 1 }, (_, at) => at).filter((at) => mask & (1 << at)),
    ]),
  );
}

/** Walks all linear extensions of the graph; answers how many there are. */
function completeInEveryOrder(before: readonly (readonly number[])[]): number {
  const tasks = before.map((earlier, at) => ({
    title: `T${at}`,
    dependsOn: earlier.map((name) => `T${name}`),
  }));
  const orders = ordersOf(before, []);
  for (const order of orders) {
    const mission = aMission({ tasks });
    const remaining = [...order];
    workGreedily(mission, {
      pick(ready) {
        const done = order.slice(0, order.length - remaining.length);
        expect(ready).toEqual(readyAfter(before, done).map((at) => `T${at}`));
        return `T${remaining.shift()}`;
      },
    });
    expect(mission.run.status).toBe('COMPLETED');
  }
  return orders.length;
}

function readyAfter(before: readonly (readonly number[])[], done: readonly number[]): readonly number[] {
  return before.flatMap((earlier, at) =>
    !done.includes(at) && earlier.every((one) => done.includes(one)) ? [at] : [],
  );
}

function ordersOf(
  before: readonly (readonly number[])[],
  done: readonly number[],
): readonly (readonly number[])[] {
  if (done.length === before.length) return [done];
  return readyAfter(before, done).flatMap((next) => ordersOf(before, [...done, next]));
}
