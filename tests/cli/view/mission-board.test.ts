import { describe, expect, it } from 'vitest';
import { aBoard, anEvent, aTask } from '../a-board.ts';

describe('the board of a mission', () => {
  it('counts done, skipped and failed tasks as settled, and leaves cancelled ones out', () => {
    const board = aBoard(
      aTask('a', { status: 'DONE' }),
      aTask('b', { status: 'SKIPPED' }),
      aTask('c', { status: 'FAILED' }),
      aTask('d', { status: 'CANCELLED' }),
      aTask('e', { status: 'REVIEW' }),
    );

    expect(board.whole).toMatchObject({ settledCount: 3, totalCount: 4, troubledCount: 1 });
  });

  it('follows a task from its claim, with the agent, to its end', () => {
    const board = aBoard(aTask('tsk_1', { status: 'READY' }));

    board.apply(anEvent('TASK_STATUS_CHANGED', { from: 'READY', to: 'IN_PROGRESS', agent: 'mara' }));
    const during = board.whole.running;
    board.apply(anEvent('TASK_STATUS_CHANGED', { from: 'IN_PROGRESS', to: 'DONE' }));

    expect(during).toEqual([aTask('tsk_1', { status: 'IN_PROGRESS', agent: 'mara' })]);
    expect(board.whole).toMatchObject({ settledCount: 1, running: [] });
  });

  it('stands the same after an event that it had already seen', () => {
    const board = aBoard(aTask('tsk_1', { status: 'DONE' }));

    board.apply(anEvent('TASK_STATUS_CHANGED', { from: 'IN_PROGRESS', to: 'DONE' }));

    expect(board.whole).toMatchObject({ settledCount: 1, totalCount: 1 });
  });

  it('takes up a task that came into the run, in the lane of its milestone', () => {
    const board = aBoard(aTask('a', { milestone: 'Build' }), aTask('b', { milestone: 'Launch' }));

    board.add(aTask('c', { milestone: 'Build', status: 'DONE' }));
    board.add(aTask('c', { milestone: 'Build' }));

    expect(board.whole).toMatchObject({ totalCount: 3, settledCount: 1 });
    expect(board.lanes.map(({ name, totalCount }) => [name, totalCount])).toEqual([
      ['Build', 2],
      ['Launch', 1],
    ]);
  });

  it('leaves tasks alone that it does not know, and events of other things', () => {
    const board = aBoard(aTask('tsk_1'));

    board.apply(anEvent('TASK_STATUS_CHANGED', { to: 'DONE' }, { subject: 'tsk_2' }));
    board.apply(anEvent('CHECKPOINT_STATUS_CHANGED', { to: 'OPEN' }));

    expect(board.task('tsk_1')).toEqual(aTask('tsk_1'));
    expect(board.whole.totalCount).toBe(1);
  });

  it('has one lane for each milestone, in the order of the document', () => {
    const board = aBoard(
      aTask('a', { milestone: 'First', specialty: 'x' }),
      aTask('b', { milestone: 'Second', specialty: 'y' }),
      aTask('c', { milestone: 'First', specialty: 'y' }),
    );

    expect(board.lanes.map(({ name, totalCount }) => [name, totalCount])).toEqual([
      ['First', 2],
      ['Second', 1],
    ]);
  });

  it('has one lane for each specialty where there are no milestones', () => {
    const board = aBoard(aTask('a', { specialty: 'x' }), aTask('b'));

    expect(board.lanes.map(({ name }) => name)).toEqual(['x', 'Anybody']);
  });

  it('has no lanes where one would be all, or more than eight would be too many', () => {
    const many = Array.from({ length: 9 }, (_, at) => aTask(`t${at}`, { specialty: `s${at}` }));

    expect(aBoard(aTask('a'), aTask('b')).lanes).toEqual([]);
    expect(aBoard(...many).lanes).toEqual([]);
    expect(aBoard(...many.slice(1)).lanes).toHaveLength(8);
  });

  it('has ended when the mission is COMPLETED, FAILED or CANCELLED, and not before', () => {
    for (const [to, hasEnded] of [
      ['PAUSED', false],
      ['COMPLETED', true],
      ['FAILED', true],
      ['CANCELLED', true],
    ] as const) {
      const board = aBoard();

      board.apply(anEvent('MISSION_STATUS_CHANGED', { from: 'ACTIVE', to }));

      expect([board.status, board.hasEnded]).toEqual([to, hasEnded]);
    }
  });
});
