import { missionIdOf } from '@muster/core/ids';
import { type Instant, instantOf } from '@muster/core/instant';
import {
  attemptSort,
  claimOrder,
  commitSort,
  commitsAfter,
  dueKey,
  dueOfIndexSort,
  dueUntil,
  headKey,
  nodeOfIndexSort,
  operationKey,
  operationOfSort,
  readyPartition,
  watchOfSort,
  watchPartition,
  watchSort,
} from '@muster/engine/keys';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MISSION_ID, START, WORKSPACE_ID, workspaceId } from '../support/a-mission.ts';

const REF = { missionId: MISSION_ID, runNumber: 3, index: 41 };
const instants = fc.integer({ min: 0, max: 4_102_444_800_000 }).map((ms): Instant => instantOf(ms));

describe('the order of claims', () => {
  const rank = fc.record({
    priority: fc.integer({ min: 1, max: 5 }),
    remainingPath: fc.integer({ min: 0, max: 1_000_000 }),
    since: instants,
  });

  it('is priority, then the longer remaining path, then the older, for any two tasks', () => {
    fc.assert(
      fc.property(rank, rank, (a, b) => {
        const isBefore = a.priority - b.priority || b.remainingPath - a.remainingPath || a.since - b.since;

        const order = Math.sign(compare(claimOrder(a, REF), claimOrder(b, REF)));

        expect(order + 0).toBe(Math.sign(isBefore) + 0);
      }),
    );
  });

  it('ends in the task it is about', () => {
    const sort = claimOrder({ priority: 1, remainingPath: 5, since: START }, REF);

    expect(nodeOfIndexSort(sort)).toEqual(REF);
  });
});

describe('what is due', () => {
  it('may be a mission as a whole', () => {
    const { sort } = dueKey(WORKSPACE_ID, REF.missionId, START);

    expect(dueOfIndexSort(sort)).toEqual({ due: START, workspaceId: WORKSPACE_ID, missionId: REF.missionId });
  });

  it('is found by its time, its workspace and its node, for any instant', () => {
    fc.assert(
      fc.property(instants, (due) => {
        const { sort } = dueKey(WORKSPACE_ID, REF, due);

        expect(dueOfIndexSort(sort)).toEqual({
          due,
          workspaceId: WORKSPACE_ID,
          missionId: REF.missionId,
          node: REF,
        });
        expect(sort <= dueUntil(due)).toBe(true);
        expect(sort <= dueUntil(instantOf(due - 1))).toBe(false);
      }),
    );
  });
});

describe('the commits after a sequence', () => {
  it('are those whose last event is later, whatever the number of digits', () => {
    fc.assert(
      fc.property(fc.nat(2_000_000), fc.nat(2_000_000), (sequence, after) => {
        const { from, to } = commitsAfter(after);
        const sort = commitSort(sequence, 1);

        expect(sort >= from && sort <= to).toBe(sequence > after);
      }),
    );
  });
});

describe('keys', () => {
  it('start with the workspace, so that nothing crosses it', () => {
    const other = workspaceId('ws_other');

    expect(headKey(WORKSPACE_ID, MISSION_ID).partition).not.toBe(headKey(other, MISSION_ID).partition);
    expect(readyPartition(WORKSPACE_ID, { kind: 'ANY' })).not.toBe(readyPartition(other, { kind: 'ANY' }));
  });

  it('keep lanes apart whatever their names are', () => {
    const names = ['a', 'a#b', 'a b', 'ANY', 'é', '', '%23', '.'];
    const partitions = names.flatMap((name) => [
      readyPartition(WORKSPACE_ID, { kind: 'AGENT', name }),
      readyPartition(WORKSPACE_ID, { kind: 'SPECIALTY', name }),
    ]);

    expect(new Set(partitions).size).toBe(partitions.length);
  });

  it('sort attempts by task and then by generation', () => {
    const sorts = [
      attemptSort({ index: 2, generation: 1 }),
      attemptSort({ index: 2, generation: 12 }),
      attemptSort({ index: 10, generation: 2 }),
    ];

    expect([...sorts].sort()).toEqual(sorts);
  });

  it('of watches lead back to the connection and its operation', () => {
    const sort = watchSort('JKJaXmPLvHcESHA=', 'd1ce');

    expect(watchOfSort(sort)).toEqual({ connectionId: 'JKJaXmPLvHcESHA=', operation: 'd1ce' });
    expect(operationOfSort(operationKey('JKJaXmPLvHcESHA=', 'd1ce').sort)).toBe('d1ce');
    expect(watchPartition(WORKSPACE_ID, MISSION_ID)).not.toBe(watchPartition(WORKSPACE_ID, undefined));
  });

  it('sort missions by the time in their ids', () => {
    expect(missionIdOf('01JD6Z3Q0000000000000000MS') < missionIdOf('01JD6Z3Q1000000000000000MS')).toBe(true);
  });
});

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
