import { setMissionStatus } from '@muster/core/decide/pilot';
import { pilotCommandTo } from '@muster/core/lifecycle/pilot-lifecycle';
import { currentLane } from '@muster/core/run/node';
import { describe, expect, it } from 'vitest';
import {
  aMilestoneContract,
  aRunContract,
  claimAs,
  refusedReport,
  reportByHand,
  roundTask,
  VERA,
  VITO,
  validation,
  waive,
} from '../../support/a-contract.ts';
import { ADA, BOB, claim, complete, MINUTE, OTTO, RITA } from '../../support/a-mission.ts';
import type { MissionUnderTest } from '../../support/mission-under-test.ts';

function worked(mission: MissionUnderTest, names: readonly string[] = ['A', 'B']): MissionUnderTest {
  complete(mission, names);
  return mission.settle();
}

const VALIDATORS = ['vera', 'vito'].map((name) => ({ name, role: 'validator' }));

describe('who validates', () => {
  it('is somebody who has worked at none of it, however his attempt ended (J1)', () => {
    const mission = aMilestoneContract({ team: [{ name: 'ada' }, { name: 'bob' }] });
    claim(mission, ['B'], { actor: BOB });
    mission.wait(2 * MINUTE);
    worked(mission);

    expect(validation(mission).workers).toEqual(['bob', 'ada']);
    expect(claimAs(mission, ADA, roundTask(mission))).toBe(false);
    expect(claimAs(mission, BOB, roundTask(mission))).toBe(false);
    expect(claimAs(mission, VERA, roundTask(mission))).toBe(true);
  });

  it('is everybody else where the team has no validator (J2)', () => {
    const mission = worked(aMilestoneContract({ team: [] }));

    expect(currentLane(roundTask(mission))).toEqual({ kind: 'ANY' });
  });

  it('is each of the team’s validators in turn, as long as nobody takes it (J2)', () => {
    const mission = worked(aMilestoneContract({ team: VALIDATORS }));
    const offeredTo = () => currentLane(roundTask(mission));

    expect(offeredTo()).toEqual({ kind: 'AGENT', name: 'vera' });
    mission.wait(10 * MINUTE);
    expect(offeredTo()).toEqual({ kind: 'AGENT', name: 'vito' });
    mission.wait(10 * MINUTE);
    expect(offeredTo()).toEqual({ kind: 'AGENT', name: 'vera' });
  });

  it('is another validator after one has lost it (J2)', () => {
    const mission = worked(aMilestoneContract({ team: VALIDATORS }));
    claimAs(mission, VERA, roundTask(mission));

    mission.wait(2 * MINUTE);

    expect(roundTask(mission).status).toBe('READY');
    expect(claimAs(mission, VITO, roundTask(mission))).toBe(true);
  });

  it('is no validator who has done some of the work (J1)', () => {
    const mission = aMilestoneContract({ team: VALIDATORS });
    claim(mission, ['A'], { actor: VERA });
    mission.wait(2 * MINUTE);

    worked(mission);

    expect(currentLane(roundTask(mission))).toEqual({ kind: 'AGENT', name: 'vito' });
  });

  it('has worked at nothing that he validates in another milestone', () => {
    const contract = [
      { id: 'VAL-A-001', title: 'A works.', milestone: 'one' },
      { id: 'VAL-C-001', title: 'C works.', milestone: 'two' },
    ];
    const tasks = [
      { title: 'A', milestone: 'one' },
      { title: 'C', milestone: 'two' },
    ];
    const mission = aMilestoneContract({ contract, tasks, team: [] });
    worked(mission, ['A']);
    waive(mission, 'VAL-A-001');

    claim(mission, ['C'], { actor: BOB });

    expect(validation(mission, 'one').workers).toEqual(['ada']);
    expect(validation(mission, 'two').workers).toEqual(['bob']);
  });
});

describe('a report', () => {
  const told = { status: 'PASSING', evidence: 'Seen.' } as const;

  it('without the attempt is a person’s who may decide (Q1)', () => {
    const mission = worked(aMilestoneContract());

    const error = refusedReport(mission, VERA, { ...told, id: 'VAL-A-001', mayDecide: false });

    expect(error.code).toBe('FORBIDDEN');
  });

  it('under a lease is about what its task validates, and of who holds that (Q1)', () => {
    const mission = aRunContract({ tasks: ['A', { title: 'B', dependsOn: ['A'] }], team: [] });
    claim(mission, ['A']);
    const elsewhere = mission.attemptRef('A');
    const late = { ...told, id: 'VAL-A-001', mayDecide: false, attempt: elsewhere };

    expect(refusedReport(mission, ADA, late).code).toBe('FORBIDDEN');
    mission.wait(2 * MINUTE);
    expect(refusedReport(mission, ADA, late).code).toBe('STALE_ATTEMPT');
  });

  it('of his own work is not PASSING, a person’s neither; of another’s it may be (Q2)', () => {
    const mission = aMilestoneContract();
    claim(mission, ['A'], { actor: RITA });
    const attempt = mission.attemptRef('A');
    mission.wait(2 * MINUTE);
    expect(attempt.generation).toBe(1);

    const error = refusedReport(mission, RITA, { ...told, id: 'VAL-A-001', mayDecide: true });
    expect(error).toMatchObject({ code: 'IMPLEMENTER_CANNOT_VALIDATE', detail: { actor: 'rita' } });

    reportByHand(mission, 'VAL-A-001', 'FAILING');
    reportByHand(mission, 'VAL-B-001', 'PASSING');
    expect(mission.find('ASSERTION', 'VAL-B-001').status).toBe('PASSING');
  });

  it('needs evidence, of a bounded length', () => {
    const mission = worked(aMilestoneContract());
    const command = { status: 'PASSING', id: 'VAL-A-001', mayDecide: true } as const;

    expect(refusedReport(mission, OTTO, { ...command, evidence: ' ' }).code).toBe('INVALID_ARGUMENT');
    const long = refusedReport(mission, OTTO, { ...command, evidence: 'x'.repeat(4_001) });
    expect(long).toMatchObject({ code: 'LIMIT_EXCEEDED', path: ['evidence'] });
  });

  it('that is repeated changes nothing', () => {
    const mission = worked(aMilestoneContract());
    reportByHand(mission, 'VAL-A-001', 'PASSING');
    const { sequence } = mission.head;

    reportByHand(mission, 'VAL-A-001', 'PASSING');

    expect(mission.head.sequence).toBe(sequence);
  });

  it('comes too late once the milestone is DONE (Q3)', () => {
    const mission = worked(aMilestoneContract());
    waive(mission, 'VAL-A-001');
    reportByHand(mission, 'VAL-B-001', 'PASSING');

    const error = refusedReport(mission, OTTO, { ...told, id: 'VAL-B-001', mayDecide: true });

    expect(error).toMatchObject({ code: 'ILLEGAL_MOVE', detail: { subject: 'assertion', legal: [] } });
  });

  it('is remembered with the latest ones only', () => {
    const mission = aMilestoneContract();

    for (let count = 0; count < 30; count++)
      reportByHand(mission, 'VAL-A-001', count % 2 === 0 ? 'FAILING' : 'BLOCKED');

    expect(mission.find('ASSERTION', 'VAL-A-001').history).toHaveLength(20);
  });
});

describe('under a pilot', () => {
  function moveTo(mission: MissionUnderTest, status: 'ACTIVE' | 'VALIDATING' | 'COMPLETED'): void {
    expect(pilotCommandTo(status)).toBeTypeOf('string');
    mission.must(RITA, (draft) => setMissionStatus(draft, { status, reason: 'So it is.' }));
    mission.settle();
  }

  it('the run’s end is validated when he says so, and nothing else is claimed then (J3)', () => {
    const mission = aRunContract({ tasks: ['A', 'B'], pilot: 'pia' });
    worked(mission, ['A']);

    moveTo(mission, 'VALIDATING');
    expect(claim(mission, ['B'])).toEqual([]);
    expect(validation(mission, 'run').round).toBe(0);

    moveTo(mission, 'ACTIVE');
    worked(mission, ['B']);
    expect(mission.head.status).toBe('ACTIVE');
    moveTo(mission, 'VALIDATING');

    expect(claimAs(mission, VERA, roundTask(mission, 'run'))).toBe(true);
  });

  it('a mission is COMPLETED only when its contract is met', () => {
    const mission = worked(aRunContract({ pilot: 'pia' }), ['A']);
    moveTo(mission, 'VALIDATING');

    const error = mission.refused(RITA, (draft) => setMissionStatus(draft, { status: 'COMPLETED' }));
    expect(error.code).toBe('WORK_NOT_SETTLED');

    waive(mission, 'VAL-A-001');
    moveTo(mission, 'COMPLETED');
    expect(mission.head.status).toBe('COMPLETED');
  });

  it('a step back calls the round off', () => {
    const mission = worked(aRunContract({ pilot: 'pia' }), ['A']);
    moveTo(mission, 'VALIDATING');
    const { name } = roundTask(mission, 'run');

    moveTo(mission, 'ACTIVE');

    expect(mission.task(name).status).toBe('CANCELLED');
    expect(validation(mission, 'run')).toMatchObject({
      status: 'PENDING',
      roundsUsed: 0,
      rounds: [{ outcome: 'CALLED_OFF' }],
    });
  });
});
