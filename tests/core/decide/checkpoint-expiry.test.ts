import { pauseMission, resumeMission, retryFailed } from '@muster/core/decide/mission-commands';
import { describe, expect, it } from 'vitest';
import { aMission, approve, complete, fail, MINUTE, RITA } from '../../support/a-mission.ts';
import type { MissionUnderTest } from '../../support/mission-under-test.ts';

/** A checkpoint of ten minutes before Publish, and a task that fails the run. */
function aTimedMission(onExpiry: string): MissionUnderTest {
  return aMission({
    tasks: ['Publish', { title: 'Other', maxAttempts: 1 }],
    checkpoints: [{ name: 'Review', blocksTasks: ['Publish'], expiresAfter: 'PT10M', onExpiry }],
  });
}

const review = (mission: MissionUnderTest) => mission.find('CHECKPOINT', 'Review');

describe('the time of a checkpoint in a run that has failed', () => {
  it.each(['APPROVE', 'REJECT', 'ESCALATE'])('with %s decides nothing (K3)', (onExpiry) => {
    const mission = aTimedMission(onExpiry);
    fail(mission, 'Other');

    mission.wait(20 * MINUTE);

    expect(mission.run.status).toBe('FAILED');
    expect(review(mission)).toMatchObject({ status: 'OPEN' });
    expect(review(mission)).not.toHaveProperty('expiresAt');
    expect(mission.eventsOf('CheckpointEscalated')).toEqual([]);
  });

  it('is the whole time again when the run is retried (K3)', () => {
    const mission = aTimedMission('APPROVE');
    fail(mission, 'Other');
    mission.wait(20 * MINUTE);

    mission.must(RITA, retryFailed);
    const given = review(mission).expiresAt;
    mission.wait(10 * MINUTE);

    expect(given).toBe(mission.now);
    expect(review(mission).status).toBe('EXPIRED');
    expect(mission.task('Publish').status).toBe('READY');
  });

  it('goes on as it was when it is not over yet', () => {
    const mission = aTimedMission('APPROVE');
    const { expiresAt } = review(mission);
    fail(mission, 'Other');
    mission.wait(MINUTE);

    mission.must(RITA, retryFailed);

    expect(review(mission).expiresAt).toBe(expiresAt);
  });

  it('does not come back for one that was escalated', () => {
    const mission = aTimedMission('ESCALATE');
    mission.wait(10 * MINUTE);
    fail(mission, 'Other');

    mission.must(RITA, retryFailed);

    expect(review(mission)).toMatchObject({ status: 'OPEN', escalatedAt: expect.any(Number) });
    expect(review(mission)).not.toHaveProperty('expiresAt');
  });
});

describe('the time of a checkpoint in a paused run', () => {
  it('keeps running, but releases nothing until the run is resumed (K3)', () => {
    const mission = aTimedMission('APPROVE');
    mission.must(RITA, (draft) => pauseMission(draft, undefined));

    mission.wait(10 * MINUTE);
    const paused = [review(mission).status, mission.task('Publish').status];
    mission.must(RITA, resumeMission);
    mission.settle();

    expect(paused).toEqual(['EXPIRED', 'WAITING']);
    expect([review(mission).status, mission.task('Publish').status]).toEqual(['EXPIRED', 'READY']);
  });

  it('holds the end of the run until then', () => {
    const mission = aMission({
      tasks: ['A'],
      checkpoints: [{ name: 'Review', expiresAfter: 'PT1M', onExpiry: 'APPROVE' }],
    });
    complete(mission, ['A']);
    mission.must(RITA, (draft) => pauseMission(draft, undefined));
    mission.wait(MINUTE);

    mission.must(RITA, resumeMission);
    const resumed = mission.run.status;
    mission.settle();

    expect([resumed, mission.run.status]).toEqual(['ACTIVE', 'COMPLETED']);
  });

  it('that rejects fails the run when it goes on', () => {
    const mission = aTimedMission('REJECT');
    mission.must(RITA, (draft) => pauseMission(draft, undefined));
    mission.wait(10 * MINUTE);
    const paused = mission.run.status;

    mission.must(RITA, resumeMission);

    expect([paused, mission.run.status]).toEqual(['PAUSED', 'FAILED']);
  });
});

describe('a final checkpoint', () => {
  it('holds the end of the run until it is decided', () => {
    const mission = aMission({
      tasks: ['A'],
      checkpoints: [{ name: 'Review', afterTasks: ['A'], blocksTasks: [] }],
    });
    complete(mission, ['A']);
    const open = mission.run.status;

    approve(mission, 'Review');

    expect([open, mission.run.status]).toEqual(['ACTIVE', 'COMPLETED']);
  });
});
