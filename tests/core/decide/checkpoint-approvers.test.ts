import { approveCheckpoint, rejectCheckpoint } from '@muster/core/decide/checkpoint';
import { parseDocument } from '@muster/core/document/parse-document';
import { describe, expect, it } from 'vitest';
import { aDocumentInput } from '../../support/a-document.ts';
import { ADA, aMission, approve, BOB, complete, OTTO, RITA, reject } from '../../support/a-mission.ts';
import type { MissionUnderTest } from '../../support/mission-under-test.ts';

/** Rita launched it, ada did Draft, somebody decides, then Publish. */
function aReviewedMission(checkpoint: Readonly<Record<string, unknown>>): MissionUnderTest {
  const mission = aMission({
    tasks: ['Draft', 'Publish'],
    checkpoints: [{ name: 'Review', afterTasks: ['Draft'], blocksTasks: ['Publish'], ...checkpoint }],
  });
  complete(mission, ['Draft']);
  return mission;
}

const approving = (mission: MissionUnderTest, actor = RITA) => {
  const checkpoint = mission.ref('CHECKPOINT', 'Review');
  return mission.refused(actor, (draft) => approveCheckpoint(draft, { checkpoint }));
};

describe('the requester of what a checkpoint is about', () => {
  it.each([
    ['who launched the run', RITA],
    ['who did what the checkpoint is about', ADA],
  ])('%s can not approve it when the approvers say so', (_, requester) => {
    const mission = aReviewedMission({ approvers: ['rita', 'ada', 'otto', '!requester'] });

    expect(approving(mission, requester)).toMatchObject({
      code: 'REQUESTER_CANNOT_APPROVE',
      detail: { actor: requester.name },
    });
    approve(mission, 'Review', OTTO);
    expect(mission.find('CHECKPOINT', 'Review').status).toBe('APPROVED');
  });

  it('can not approve it though he is named beside that', () => {
    const mission = aReviewedMission({ approvers: ['rita', 'otto', '!requester'] });

    expect(approving(mission).code).toBe('REQUESTER_CANNOT_APPROVE');
    expect(approving(mission, { kind: 'USER', name: 'pia' }).code).toBe('NOT_AN_APPROVER');
  });

  it('can still reject it', () => {
    const mission = aReviewedMission({ approvers: ['!requester'] });

    reject(mission, 'Review', ['Draft']);

    expect(mission.task('Draft').status).toBe('READY');
  });

  it('may approve it where the approvers do not say so', () => {
    const mission = aReviewedMission({});

    approve(mission, 'Review', RITA);

    expect(mission.find('CHECKPOINT', 'Review').status).toBe('APPROVED');
  });
});

describe('an agent', () => {
  it('decides where it is named, and nowhere else', () => {
    const unnamed = aReviewedMission({});
    const named = aReviewedMission({ approvers: ['bob'] });

    expect(approving(unnamed, BOB).code).toBe('NOT_AN_APPROVER');
    approve(named, 'Review', BOB);
    expect(named.find('CHECKPOINT', 'Review').status).toBe('APPROVED');
  });

  it('that did the work can not approve it, whether it may decide or not', () => {
    const mission = aReviewedMission({ approvers: ['ada', '!requester'] });

    expect(approving(mission, ADA).code).toBe('REQUESTER_CANNOT_APPROVE');
  });
});

describe('a quorum', () => {
  it.each([
    [['rita', 'otto', '!requester'], 3],
    [['rita', 'otto'], 3],
  ])('of %j can not be %i', (approvers, quorum) => {
    const { problems } = parseDocument(
      aDocumentInput({ tasks: ['A'], checkpoints: [{ name: 'Review', approvers, quorum }] }),
    );

    expect(problems).toMatchObject([{ code: 'OUT_OF_RANGE', path: ['checkpoints', 0, 'quorum'] }]);
  });

  it('is not bound by approvers that only leave somebody out', () => {
    const { problems } = parseDocument(
      aDocumentInput({
        tasks: ['A'],
        checkpoints: [{ name: 'Review', approvers: ['!requester'], quorum: 5 }],
      }),
    );

    expect(problems).toEqual([]);
  });

  it('starts from nothing when the checkpoint is asked anew', () => {
    const mission = aReviewedMission({ quorum: 2 });
    approve(mission, 'Review', RITA);
    reject(mission, 'Review', ['Draft']);
    complete(mission, ['Draft']);

    approve(mission, 'Review', OTTO);

    expect(mission.find('CHECKPOINT', 'Review')).toMatchObject({
      status: 'OPEN',
      approvals: [{ actor: OTTO }],
    });
  });
});

describe('the feedback of a rejection', () => {
  it('reaches the tasks that are sent back, with who gave it', () => {
    const mission = aReviewedMission({});
    const checkpoint = mission.ref('CHECKPOINT', 'Review');
    const reopen = [mission.ref('TASK', 'Draft')];

    mission.must(OTTO, (draft) => rejectCheckpoint(draft, { checkpoint, reopen, feedback: 'Shorter.' }));

    expect(mission.task('Draft').sentBack).toEqual({ actor: OTTO, at: mission.now, feedback: 'Shorter.' });
    expect(mission.task('Publish')).not.toHaveProperty('sentBack');
  });
});
