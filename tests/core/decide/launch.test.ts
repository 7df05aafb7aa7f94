import { launch } from '@muster/core/decide/launch';
import { cancelMission, resumeMission, retryFailed } from '@muster/core/decide/mission-commands';
import { LIMITS } from '@muster/core/limits';
import { describe, expect, it } from 'vitest';
import { aChain } from '../../support/a-document.ts';
import { aDraftMission, aMission, complete, launchAgain, RITA } from '../../support/a-mission.ts';

const MANY = Array.from({ length: 300 }, (_, at) => `T${at}`);

describe('launching', () => {
  it('makes the run and the mission ACTIVE and releases what waits for nobody', () => {
    const mission = aMission({ tasks: ['A', { title: 'B', dependsOn: ['A'] }] });

    expect(mission.head).toMatchObject({
      status: 'ACTIVE',
      runCount: 1,
      run: { number: 1, status: 'ACTIVE' },
    });
    expect(mission.namesIn('READY')).toEqual(['A']);
    expect(mission.namesIn('WAITING')).toEqual(['B']);
  });

  it('opens the first milestone and keeps the others locked', () => {
    const mission = aMission({
      tasks: [
        { title: 'A', milestone: 'One' },
        { title: 'B', milestone: 'Two' },
      ],
      milestones: [{ name: 'One' }, { name: 'Two' }],
    });

    expect(mission.find('MILESTONE', 'One').status).toBe('ACTIVE');
    expect(mission.find('MILESTONE', 'Two').status).toBe('LOCKED');
    expect(mission.namesIn('READY')).toEqual(['A']);
  });

  it('passes milestones without tasks at once, and completes a run with nothing in it', () => {
    const mission = aMission({ tasks: [], milestones: [{ name: 'One' }, { name: 'Two' }] });

    expect(mission.run.status).toBe('COMPLETED');
    expect(mission.find('MILESTONE', 'Two').status).toBe('DONE');
  });

  it('is refused while a run is open', () => {
    const mission = aMission({ tasks: ['A'] });

    const error = mission.refused(RITA, (draft) => launch(draft, mission.plan));

    expect(error).toMatchObject({
      code: 'ILLEGAL_MOVE',
      detail: {
        status: 'ACTIVE',
        legal: expect.arrayContaining(['pauseMission', 'cancelMission', 'cancelRun']),
      },
    });
  });

  it('again after the run ended makes run 2 and keeps a record of run 1', () => {
    const mission = aMission({ tasks: ['A'] });
    complete(mission, ['A']);

    launchAgain(mission);

    expect(mission.run).toMatchObject({ number: 2, status: 'ACTIVE', attemptCount: 0 });
    expect(mission.formerRuns).toMatchObject([{ number: 1, status: 'COMPLETED' }]);
    expect(mission.namesIn('READY')).toEqual(['A']);
  });

  it('writes a plan of up to launchNodesMax nodes in one commit (L2)', () => {
    const mission = aDraftMission(aChain(LIMITS.launchNodesMax));

    const outcome = mission.must(RITA, (draft) => launch(draft, mission.plan));

    expect(outcome).toBe('LAUNCHED');
    expect(mission.recordCountMax).toBeLessThanOrEqual(LIMITS.commitRecordsMax);
  });
});

describe('launching a plan that does not fit into one commit', () => {
  it('is announced, and no run number is used until it is written out (L1, L2)', () => {
    const mission = aDraftMission({ tasks: MANY });

    const outcome = mission.must(RITA, (draft) => launch(draft, mission.plan));

    expect(outcome).toBe('STAGED');
    expect(mission.head).toMatchObject({ status: 'DRAFT', runCount: 0, staging: { runNumber: 1 } });
    expect(mission.messages).toEqual([{ type: 'STAGE', runNumber: 1 }]);
  });

  it('becomes ACTIVE once the plan is there, however often that is told', () => {
    const mission = aDraftMission({ tasks: MANY });
    launchAgain(mission);

    mission.deliver({ type: 'STAGE', runNumber: 1 });
    mission.settle();
    const { sequence } = mission.head;
    mission.deliver({ type: 'STAGE', runNumber: 1 });

    expect(mission.head).toMatchObject({ status: 'ACTIVE', runCount: 1, sequence });
    expect(mission.head.staging).toBeUndefined();
    expect(mission.namesIn('READY')).toHaveLength(300);
  });

  it('can be cancelled before: no task is left and no run number is used (L1)', () => {
    const mission = aDraftMission({ tasks: MANY });
    launchAgain(mission);

    mission.must(RITA, (draft) => cancelMission(draft, 'Not now.'));
    mission.settle();

    expect(mission.head).toMatchObject({ status: 'CANCELLED', runCount: 0 });
    expect(mission.head.run).toBeUndefined();
  });

  it('refuses everything but cancel meanwhile', () => {
    const mission = aDraftMission({ tasks: MANY });
    launchAgain(mission);

    const second = mission.refused(RITA, (draft) => launch(draft, mission.plan));
    const resume = mission.refused(RITA, resumeMission);

    expect(second.detail).toMatchObject({ status: 'being launched', legal: ['cancelMission'] });
    expect(resume.detail).toMatchObject({ status: 'DRAFT', legal: ['cancelMission'] });
  });

  it('offers no cancel where the status has none (C1)', () => {
    const mission = aDraftMission({ tasks: MANY, status: 'FAILED' });
    launchAgain(mission);

    const retry = mission.refused(RITA, retryFailed);
    const cancel = mission.refused(RITA, (draft) => cancelMission(draft, 'Not now.'));

    expect(retry.detail).toMatchObject({ status: 'being launched', legal: [] });
    expect(cancel.detail).toMatchObject({ status: 'FAILED', legal: [] });
  });
});
