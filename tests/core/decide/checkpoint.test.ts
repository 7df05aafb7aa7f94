import { approveCheckpoint, rejectCheckpoint } from '@muster/core/decide/checkpoint';
import { retryFailed } from '@muster/core/decide/mission-commands';
import { LIMITS } from '@muster/core/limits';
import { describe, expect, it } from 'vitest';
import {
  ADA,
  aMission,
  approve,
  complete,
  fail,
  MINUTE,
  OTTO,
  RITA,
  reject,
} from '../../support/a-mission.ts';
import type { MissionUnderTest } from '../../support/mission-under-test.ts';

/** Draft, then a person decides, then Publish. */
function aReviewedMission(checkpoint: Readonly<Record<string, unknown>> = {}): MissionUnderTest {
  const mission = aMission({
    tasks: ['Draft', 'Publish'],
    checkpoints: [{ name: 'Review', afterTasks: ['Draft'], blocksTasks: ['Publish'], ...checkpoint }],
  });
  complete(mission, ['Draft']);
  return mission;
}

describe('approving a checkpoint', () => {
  it('releases what it blocks', () => {
    const mission = aReviewedMission();

    approve(mission, 'Review');

    expect(mission.find('CHECKPOINT', 'Review').status).toBe('APPROVED');
    expect(mission.namesIn('READY')).toEqual(['Publish']);
  });

  it('is refused before its tasks have settled', () => {
    const mission = aMission({
      tasks: ['Draft'],
      checkpoints: [{ name: 'Review', afterTasks: ['Draft'], blocksTasks: [] }],
    });
    const checkpoint = mission.ref('CHECKPOINT', 'Review');

    const error = mission.refused(RITA, (draft) => approveCheckpoint(draft, { checkpoint }));

    expect(error).toMatchObject({
      code: 'ILLEGAL_MOVE',
      detail: { status: 'PENDING', command: 'approveCheckpoint', legal: [] },
    });
  });

  it('counts once, and whoever comes second is told that it is decided (K1)', () => {
    const mission = aReviewedMission();
    const checkpoint = mission.ref('CHECKPOINT', 'Review');
    approve(mission, 'Review');

    const approval = mission.refused(OTTO, (draft) => approveCheckpoint(draft, { checkpoint }));
    const rejection = mission.refused(OTTO, (draft) => rejectCheckpoint(draft, { checkpoint, reopen: [] }));

    expect([approval, rejection].map((error) => error.detail)).toMatchObject([
      { status: 'APPROVED' },
      { status: 'APPROVED' },
    ]);
  });

  it('waits for the quorum, and counts nobody twice', () => {
    const mission = aReviewedMission({ quorum: 2 });

    approve(mission, 'Review', RITA);
    approve(mission, 'Review', RITA);
    const afterOne = mission.find('CHECKPOINT', 'Review');
    approve(mission, 'Review', OTTO);

    expect(afterOne).toMatchObject({ status: 'OPEN', approvals: [{ actor: RITA }] });
    expect(mission.find('CHECKPOINT', 'Review').status).toBe('APPROVED');
    expect(mission.eventsOf('CheckpointApprovalRecorded')).toHaveLength(1);
  });

  it('is refused to whoever is not among the approvers', () => {
    const mission = aReviewedMission({ approvers: ['rita'] });
    const checkpoint = mission.ref('CHECKPOINT', 'Review');

    const error = mission.refused(OTTO, (draft) => approveCheckpoint(draft, { checkpoint }));

    expect(error).toMatchObject({ code: 'NOT_AN_APPROVER', detail: { actor: 'otto' } });
  });

  it('stops only what it blocks, and several can be open', () => {
    const mission = aMission({
      tasks: ['A', 'B', 'C'],
      checkpoints: [
        { name: 'One', afterTasks: [], blocksTasks: ['A'] },
        { name: 'Two', afterTasks: [], blocksTasks: ['B'] },
      ],
    });

    expect(mission.namesIn('READY')).toEqual(['C']);
    expect(mission.eventsOf('CheckpointStatusChanged').map((event) => event.data.to)).toEqual([
      'OPEN',
      'OPEN',
    ]);
  });
});

describe('rejecting a checkpoint', () => {
  it('sends the named tasks back and asks anew when they have settled (K2)', () => {
    const mission = aReviewedMission();

    reject(mission, 'Review', ['Draft']);
    const sentBack = [mission.task('Draft').status, mission.find('CHECKPOINT', 'Review').status];
    complete(mission, ['Draft']);
    const askedAnew = mission.find('CHECKPOINT', 'Review').status;
    approve(mission, 'Review');

    expect(sentBack).toEqual(['READY', 'PENDING']);
    expect(askedAnew).toBe('OPEN');
    expect(mission.namesIn('READY')).toEqual(['Publish']);
  });

  it('without tasks fails the run (K2)', () => {
    const mission = aReviewedMission();

    reject(mission, 'Review');

    expect(mission.run).toMatchObject({ status: 'FAILED', reason: 'The checkpoint "Review" was rejected.' });
  });

  it('is refused for tasks that do not stand right before it, and changes nothing', () => {
    const mission = aReviewedMission();
    const checkpoint = mission.ref('CHECKPOINT', 'Review');
    const reopen = [mission.ref('TASK', 'Draft'), mission.ref('TASK', 'Publish')];

    const error = mission.refused(RITA, (draft) => rejectCheckpoint(draft, { checkpoint, reopen }));

    expect(error).toMatchObject({ code: 'INVALID_ARGUMENT', path: ['reopenTaskIds', 1] });
  });

  it('names a task twice like once', () => {
    const mission = aReviewedMission();

    reject(mission, 'Review', ['Draft', 'Draft']);

    expect(mission.task('Draft').status).toBe('READY');
  });

  it('sends back at most reopenTasksMax tasks', () => {
    const titles = Array.from({ length: LIMITS.reopenTasksMax + 1 }, (_, at) => `T${at}`);
    const mission = aMission({
      tasks: titles,
      checkpoints: [{ name: 'Review', afterTasks: titles, blocksTasks: [] }],
    });
    complete(mission, titles);
    const checkpoint = mission.ref('CHECKPOINT', 'Review');
    const reopen = titles.map((title) => mission.ref('TASK', title));

    const error = mission.refused(RITA, (draft) => rejectCheckpoint(draft, { checkpoint, reopen }));
    reject(mission, 'Review', titles.slice(1));

    expect(error).toMatchObject({ code: 'LIMIT_EXCEEDED', detail: { limit: 'reopenTasksMax' } });
    expect(mission.namesIn('READY')).toHaveLength(LIMITS.reopenTasksMax);
  });
});

describe('a checkpoint that sent tasks back', () => {
  const MANY = Array.from({ length: 200 }, (_, at) => `T${at}`);
  const tasks = ['Draft', 'Figures', ...MANY.map((title) => ({ title, dependsOn: ['Draft'] }))];
  const checkpoints = [{ name: 'Review', afterTasks: ['Draft', 'Figures'], blocksTasks: [] }];

  /** Draft and Figures are done, 200 tasks stand ready behind Draft, and Review is open. */
  function aWideReview(): MissionUnderTest {
    const mission = aMission({ tasks, checkpoints }).checkingAtTheEnd();
    complete(mission, ['Draft', 'Figures']);
    return mission.settle();
  }

  it('waits for them from the same commit on, though the rest of the rearming is left to a message', () => {
    const mission = aWideReview();

    reject(mission, 'Review', ['Draft', 'Figures']);

    expect(mission.messages).toContainEqual(expect.objectContaining({ type: 'REARM' }));
    expect(mission.find('CHECKPOINT', 'Review')).toMatchObject({
      status: 'PENDING',
      waitsFor: expect.arrayContaining([mission.task('Draft').index]),
    });
  });

  it('is open again when they have settled before that message comes, and asked once', () => {
    const mission = aWideReview();
    reject(mission, 'Review', ['Draft', 'Figures']);
    const late = mission.messages.splice(0);
    complete(mission, ['Draft', 'Figures']);
    mission.settle();

    for (const message of late) mission.deliver(message);
    mission.settle();

    expect(mission.find('CHECKPOINT', 'Review')).toMatchObject({ status: 'OPEN', waitsFor: [] });
    expect(mission.namesIn('READY')).toHaveLength(200);
    approve(mission, 'Review');
    expect(mission.find('CHECKPOINT', 'Review').status).toBe('APPROVED');
  });

  /** As if it had heard of none of the tasks that it sent back. */
  function rejectUnheard(mission: MissionUnderTest, names: readonly string[]): void {
    const review = mission.find('CHECKPOINT', 'Review');
    mission.nodes[review.index] = {
      ...review,
      status: 'REJECTED',
      waitsFor: [],
      reopened: names.map((name) => mission.task(name).index),
    };
    mission.head = { ...mission.head, run: { ...mission.run, askingCount: 0 } };
  }

  function rearmLate(mission: MissionUnderTest, name: string): void {
    const { index } = mission.task(name);
    mission.deliver({ type: 'REARM', runNumber: mission.run.number, from: index, cursor: 0 });
  }

  it('and hears only late that all have settled again is asked anew', () => {
    const mission = aReviewedMission();
    rejectUnheard(mission, ['Draft']);

    rearmLate(mission, 'Draft');

    expect(mission.find('CHECKPOINT', 'Review')).toMatchObject({ status: 'OPEN', approvals: [] });
    expect(
      mission
        .eventsOf('CheckpointStatusChanged')
        .slice(-2)
        .map((event) => event.data.to),
    ).toEqual(['PENDING', 'OPEN']);
  });

  it('and hears late of one is not asked before the others have settled too', () => {
    const mission = aMission({ tasks: ['Draft', 'Figures'], checkpoints });
    complete(mission, ['Draft', 'Figures']);
    reject(mission, 'Review', ['Figures']);
    rejectUnheard(mission, ['Draft', 'Figures']);

    const statusAfter = (act: () => void) => {
      act();
      return mission.find('CHECKPOINT', 'Review').status;
    };
    const afterDraft = statusAfter(() => rearmLate(mission, 'Draft'));
    const afterFigures = statusAfter(() => rearmLate(mission, 'Figures'));
    const afterAll = statusAfter(() => complete(mission, ['Figures']));

    expect([afterDraft, afterFigures, afterAll]).toEqual(['REJECTED', 'PENDING', 'OPEN']);
  });
});

describe('a checkpoint that nobody decides', () => {
  it.each([
    { onExpiry: 'APPROVE', checkpoint: 'EXPIRED', run: 'ACTIVE', publish: 'READY' },
    { onExpiry: 'REJECT', checkpoint: 'EXPIRED', run: 'FAILED', publish: 'WAITING' },
    { onExpiry: 'ESCALATE', checkpoint: 'OPEN', run: 'ACTIVE', publish: 'WAITING' },
  ])('with $onExpiry is $checkpoint, the run $run, what it blocks $publish', (expected) => {
    const mission = aReviewedMission({ expiresAfter: 'PT10M', onExpiry: expected.onExpiry });

    mission.wait(10 * MINUTE);

    expect(mission.find('CHECKPOINT', 'Review').status).toBe(expected.checkpoint);
    expect(mission.run.status).toBe(expected.run);
    expect(mission.task('Publish').status).toBe(expected.publish);
  });

  it('escalates once, and can still be decided', () => {
    const mission = aReviewedMission({ expiresAfter: 'PT10M', onExpiry: 'ESCALATE' });

    mission.wait(10 * MINUTE).wait(10 * MINUTE);
    approve(mission, 'Review');

    expect(mission.eventsOf('CheckpointEscalated')).toHaveLength(1);
    expect(mission.find('CHECKPOINT', 'Review').status).toBe('APPROVED');
  });

  it('does not expire a millisecond early (T1)', () => {
    const mission = aReviewedMission({ expiresAfter: 'PT10M', onExpiry: 'REJECT' });

    mission.wait(10 * MINUTE - 1);

    expect(mission.find('CHECKPOINT', 'Review').status).toBe('OPEN');
  });
});

describe('retrying a run that a checkpoint stopped', () => {
  it('asks it again from the beginning, without the former verdict', () => {
    const mission = aReviewedMission({ expiresAfter: 'PT10M' });
    reject(mission, 'Review');
    mission.wait(MINUTE);

    mission.must(RITA, retryFailed);

    const { status, openedAt, expiresAt, approvals, ...rest } = mission.find('CHECKPOINT', 'Review');
    expect({ status, openedAt, expiresAt, approvals }).toEqual({
      status: 'OPEN',
      openedAt: mission.now,
      expiresAt: mission.now + 10 * MINUTE,
      approvals: [],
    });
    expect(Object.keys(rest).sort()).toEqual(['index', 'kind', 'name', 'waitsFor']);
  });

  it('leaves one alone that expired with APPROVE: what it blocked goes on already', () => {
    const mission = aMission({
      tasks: ['Publish', { title: 'Other', maxAttempts: 1 }],
      checkpoints: [
        {
          name: 'Review',
          afterTasks: [],
          blocksTasks: ['Publish'],
          expiresAfter: 'PT1M',
          onExpiry: 'APPROVE',
        },
      ],
    });
    mission.wait(MINUTE);
    fail(mission, 'Other');

    mission.must(RITA, retryFailed);

    expect(mission.find('CHECKPOINT', 'Review').status).toBe('EXPIRED');
    complete(mission, ['Publish', 'Other']);
    expect(mission.run.status).toBe('COMPLETED');
  });
});

describe('who decides', () => {
  it('is recorded with the time and the feedback', () => {
    const mission = aReviewedMission({ approvers: ['ada'] });
    const checkpoint = mission.ref('CHECKPOINT', 'Review');

    mission.must(ADA, (draft) => approveCheckpoint(draft, { checkpoint, feedback: 'Fine.' }));

    expect(mission.find('CHECKPOINT', 'Review').approvals).toEqual([
      { actor: ADA, at: mission.now, feedback: 'Fine.' },
    ]);
  });
});
