import { describe, expect, it } from 'vitest';
import { eventLine } from '../../../packages/cli/src/view/event-line.ts';
import type { EventType } from '../../../packages/client/src/generated/operations.ts';
import { aBoard, anEvent, aTask } from '../a-board.ts';

const board = aBoard(aTask('tsk_1', { title: 'Write the brief' }));

function told(type: EventType, data: Readonly<Record<string, unknown>>) {
  const found = eventLine(anEvent(type, data), board);
  return found && [found.tone, found.what, found.detail];
}

describe('the line of an event', () => {
  it.each([
    [{ from: 'READY', to: 'IN_PROGRESS', agent: 'theo' }, ['BUSY', 'Write the brief', 'theo']],
    [{ from: 'IN_PROGRESS', to: 'DONE', score: 4.5 }, ['GOOD', 'Write the brief', 'mara · score 4.5']],
    [{ from: 'REVIEW', to: 'DONE' }, ['GOOD', 'Write the brief', 'accepted by mara']],
    [{ from: 'IN_PROGRESS', to: 'REVIEW' }, ['WAITING', 'Write the brief', 'waits for a review']],
    [{ from: 'IN_PROGRESS', to: 'READY', reason: 'No ink.' }, ['BAD', 'Write the brief', 'again: No ink.']],
    [{ from: 'DONE', to: 'READY' }, ['BAD', 'Write the brief', 'again: was DONE']],
    [{ from: 'IN_PROGRESS', to: 'FAILED', reason: 'No ink.' }, ['BAD', 'Write the brief', 'No ink.']],
    [{ from: 'READY', to: 'BLOCKED', note: 'No key.' }, ['BAD', 'Write the brief', 'blocked: No key.']],
    [{ from: 'WAITING', to: 'SKIPPED' }, ['PLAIN', 'Write the brief', 'skipped']],
  ])('tells what happened to a task: %j', (data, expected) => {
    expect(told('TASK_STATUS_CHANGED', data)).toEqual(expected);
  });

  it('is absent for a task that only became ready', () => {
    expect(told('TASK_STATUS_CHANGED', { from: 'WAITING', to: 'READY' })).toBeUndefined();
  });

  it('is absent for what another event tells better', () => {
    expect(told('ATTEMPT_STATUS_CHANGED', { to: 'ACTIVE' })).toBeUndefined();
    expect(told('MISSION_STATUS_CHANGED', { to: 'COMPLETED' })).toBeUndefined();
  });

  it.each([
    [{ version: 1 }, 'report.md'],
    [{ version: 2 }, 'report.md, version 2'],
    [{}, 'report.md'],
  ])('says what was delivered, and which version where it is not the first: %j', (version, what) => {
    expect(told('ARTIFACT_DELIVERED', { name: 'report.md', ...version })).toEqual(['PLAIN', what, 'mara']);
  });

  it('says that a checkpoint waits for a person, and then who decided', () => {
    const name = 'Go or no-go';

    expect(told('CHECKPOINT_STATUS_CHANGED', { name, to: 'OPEN' })).toEqual([
      'WAITING',
      name,
      'waits for a person',
    ]);
    expect(told('CHECKPOINT_STATUS_CHANGED', { name, to: 'APPROVED' })).toEqual([
      'GOOD',
      name,
      'approved by mara',
    ]);
    expect(told('CHECKPOINT_STATUS_CHANGED', { name, to: 'REJECTED' })).toEqual([
      'BAD',
      name,
      'rejected by mara',
    ]);
  });

  it('says what was found out about an assertion, and nothing when it is to be found out anew', () => {
    const name = 'VAL-PRICE-001';

    expect(told('ASSERTION_STATUS_CHANGED', { name, to: 'FAILING', evidence: 'It is not.' })).toEqual([
      'BAD',
      name,
      'failing: It is not.',
    ]);
    expect(told('ASSERTION_STATUS_CHANGED', { name, to: 'PASSING' })).toEqual(['GOOD', name, 'passing']);
    expect(told('ASSERTION_STATUS_CHANGED', { name, to: 'PENDING' })).toBeUndefined();
  });

  it('says of a milestone that is opened again by its validation that it has to be mended', () => {
    const data = { name: 'Build', to: 'ACTIVE' };

    expect(told('MILESTONE_STATUS_CHANGED', { ...data, from: 'LOCKED' })).toEqual([
      'BUSY',
      'Build',
      'begins',
    ]);
    expect(told('MILESTONE_STATUS_CHANGED', { ...data, from: 'VALIDATING' })).toEqual([
      'BAD',
      'Build',
      'has to be mended',
    ]);
  });

  it('says what a validation asks a person', () => {
    const data = { name: 'Build', to: 'ASKING', reason: 'All rounds are used up.' };

    expect(told('VALIDATION_STATUS_CHANGED', data)).toEqual([
      'WAITING',
      'Validation of Build',
      'waits for a person: All rounds are used up.',
    ]);
    expect(told('VALIDATION_STATUS_CHANGED', { ...data, to: 'RUNNING' })).toBeUndefined();
  });

  it('says what a quality gate found', () => {
    const data = { name: 'Good enough', to: 'PASSED', averageScore: 4.25 };

    expect(told('GATE_STATUS_CHANGED', data)).toEqual(['GOOD', 'Good enough', 'passed, mean score 4.25']);
  });

  it('says why a quality gate holds, and who let it pass nevertheless', () => {
    const name = 'Good enough';
    const reasons = ['The mean score is 2.00;', 'at least 4 is needed.'];

    expect(told('GATE_STATUS_CHANGED', { name, to: 'FAILED', reasons })).toEqual([
      'BAD',
      name,
      'holds: The mean score is 2.00; at least 4 is needed.',
    ]);
    expect(told('GATE_STATUS_CHANGED', { name, to: 'OVERRIDDEN' })).toEqual([
      'GOOD',
      name,
      'overridden by mara',
    ]);
  });

  it('says why a run ended', () => {
    const data = { from: 'ACTIVE', to: 'FAILED', reason: 'A task failed.' };

    expect(told('RUN_STATUS_CHANGED', data)).toEqual(['BAD', 'Run 1 is FAILED', 'A task failed.']);
  });

  it('names things by their id when neither the board nor the event knows a name', () => {
    const event = anEvent('TASK_STATUS_CHANGED', { to: 'IN_PROGRESS' }, { subject: 'tsk_9' });

    expect(eventLine(event, board)?.what).toBe('tsk_9');
  });
});
