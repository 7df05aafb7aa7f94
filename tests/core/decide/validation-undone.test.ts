/** What opening, adding, pausing, failing and cancelling do to what is being validated. */
import {
  cancelMission,
  pauseMission,
  resumeMission,
  retryFailed,
} from '@muster/core/decide/mission-commands';
import { submitTask } from '@muster/core/decide/submit';
import { reopenTask, retryFromTask, retryTask, skipTask } from '@muster/core/decide/task-commands';
import { LIMITS } from '@muster/core/limits';
import { describe, expect, it } from 'vitest';
import {
  aMilestoneContract,
  aRunContract,
  assertion,
  claimAs,
  giveUp,
  MILESTONE_CONTRACT,
  RUN_CONTRACT,
  remediation,
  report,
  reportByHand,
  roundTask,
  submitAs,
  VERA,
  validate,
  validation,
  waive,
} from '../../support/a-contract.ts';
import { GrowingMission } from '../../support/a-growing-mission.ts';
import { ADA, aSubmission, complete, fail, MINUTE, RITA } from '../../support/a-mission.ts';
import type { MissionUnderTest } from '../../support/mission-under-test.ts';

const BOTH_PASS = { 'VAL-A-001': 'PASSING', 'VAL-B-001': 'PASSING' } as const;

function worked(mission: MissionUnderTest, names: readonly string[] = ['A', 'B']): MissionUnderTest {
  complete(mission, names);
  return mission.settle();
}

function statusOf(mission: MissionUnderTest, milestone = 'one'): string {
  return mission.find('MILESTONE', milestone).status;
}

function reopen(mission: MissionUnderTest, name: string): void {
  const command = { task: mission.ref('TASK', name), reason: 'Look again.' };
  mission.must(RITA, (draft) => reopenTask(draft, command));
  mission.settle();
}

describe('work that is opened again while it is validated', () => {
  it('calls the round off, which counts for nothing (R5)', () => {
    const mission = worked(aMilestoneContract());
    const round = roundTask(mission);
    claimAs(mission, VERA, round);
    report(mission, { 'VAL-B-001': 'PASSING' });

    reopen(mission, 'A');

    expect(statusOf(mission)).toBe('ACTIVE');
    expect(mission.task(round.name).status).toBe('CANCELLED');
    expect(validation(mission)).toMatchObject({ status: 'PENDING', roundsUsed: 0, waitsFor: [] });
  });

  it('has everything validated anew when it is done (R5)', () => {
    const mission = worked(aMilestoneContract());
    claimAs(mission, VERA, roundTask(mission));
    report(mission, { 'VAL-B-001': 'PASSING' });
    reopen(mission, 'A');

    worked(mission, ['A']);

    expect(assertion(mission, 'VAL-B-001').status).toBe('PENDING');
    expect(validation(mission).rounds.at(-1)?.asked).toHaveLength(2);
    validate(mission, BOTH_PASS);
    expect(statusOf(mission)).toBe('DONE');
  });

  it('keeps what was waived', () => {
    const mission = worked(aMilestoneContract());
    waive(mission, 'VAL-A-001');
    reopen(mission, 'A');

    worked(mission, ['A']);

    expect(assertion(mission, 'VAL-A-001').status).toBe('WAIVED');
    expect(validation(mission).rounds.at(-1)?.asked).toEqual([assertion(mission, 'VAL-B-001').index]);
  });

  it('leaves a milestone that is DONE alone, as everything behind a reopened task', () => {
    const mission = worked(aMilestoneContract());
    validate(mission, BOTH_PASS);

    reopen(mission, 'A');

    expect(statusOf(mission)).toBe('DONE');
    expect(validation(mission).status).toBe('PASSED');
  });

  it('undoes a milestone that is DONE when it is retried from (B1)', () => {
    const mission = worked(aMilestoneContract());
    validate(mission, BOTH_PASS);
    const command = { task: mission.ref('TASK', 'A'), reason: 'Wrong all along.' };

    mission.must(RITA, (draft) => retryFromTask(draft, command));
    mission.settle();

    expect([statusOf(mission), statusOf(mission, 'two')]).toEqual(['ACTIVE', 'LOCKED']);
    expect(validation(mission)).toMatchObject({ status: 'PENDING', touched: 'ALL' });

    worked(mission, ['A']);
    expect(statusOf(mission)).toBe('VALIDATING');
    validate(mission, BOTH_PASS);
    expect(statusOf(mission)).toBe('DONE');
  });

  it('has the run’s end wait', () => {
    const mission = worked(aRunContract(), ['A']);

    reopen(mission, 'A');

    expect([mission.head.status, mission.run.status]).toEqual(['ACTIVE', 'ACTIVE']);
    expect(mission.run.finalValidation).not.toHaveProperty('isBegun');

    worked(mission, ['A']);
    expect(mission.head.status).toBe('VALIDATING');
    validate(mission, { 'VAL-A-001': 'PASSING' }, { name: 'run' });
    expect(mission.head.status).toBe('COMPLETED');
  });

  it('is never the task of a round itself', () => {
    const mission = worked(aMilestoneContract());
    const round = roundTask(mission);
    validate(mission, { 'VAL-A-001': 'FAILING', 'VAL-B-001': 'PASSING' });
    const command = { task: mission.ref('TASK', round.name), reason: 'Look again.' };

    for (const again of [reopenTask, retryFromTask])
      expect(mission.refused(RITA, (draft) => again(draft, command)).code).toBe('INVALID_ARGUMENT');
  });

  it('is waited for when a remediation is opened again', () => {
    const mission = worked(aMilestoneContract());
    validate(mission, { 'VAL-A-001': 'FAILING', 'VAL-B-001': 'PASSING' });
    const mending = remediation(mission, 'VAL-A-001').name;
    worked(mission, [mending]);

    reopen(mission, mending);
    expect(statusOf(mission)).toBe('ACTIVE');
    worked(mission, [mending]);

    expect(statusOf(mission)).toBe('VALIDATING');
    expect(assertion(mission, 'VAL-A-001').remediations).toHaveLength(1);
  });
});

describe('what is added', () => {
  it('to a milestone that is VALIDATING has it wait, and be validated anew', () => {
    const growing = new GrowingMission(MILESTONE_CONTRACT);
    const mission = worked(growing.mission);

    growing.add({ tasks: [{ title: 'Late', milestone: 'one', fulfills: ['VAL-A-001'] }] });

    expect(statusOf(mission)).toBe('ACTIVE');
    const spec = mission.specs[assertion(mission, 'VAL-A-001').index];
    expect(spec?.kind === 'ASSERTION' && spec.fulfilledBy).toContain(mission.task('Late').index);

    worked(mission, ['Late']);
    expect(statusOf(mission)).toBe('VALIDATING');
    expect(validation(mission).workers).toEqual(['ada']);
  });

  it('to a run that is VALIDATING has it ACTIVE again', () => {
    const growing = new GrowingMission(RUN_CONTRACT);
    const mission = worked(growing.mission, ['A']);

    growing.add({ tasks: ['Late'] });

    expect(mission.head.status).toBe('ACTIVE');
    worked(mission, ['Late']);
    expect(mission.head.status).toBe('VALIDATING');
  });
});

describe('a blocking issue that a validator tells of', () => {
  it('is waited for; what he reported stands', () => {
    const mission = worked(aMilestoneContract());
    const round = roundTask(mission);
    claimAs(mission, VERA, round);
    report(mission, BOTH_PASS);
    const issues = [{ severity: 'BLOCKING', title: 'A hole', description: '' }] as const;
    const attempt = mission.attemptRef(round.name);
    mission.must(VERA, (draft) => submitTask(draft, { attempt, submission: aSubmission({ issues }) }));
    mission.settle();

    expect(statusOf(mission)).toBe('VALIDATING');
    const issue = mission.nodes.find((node) => node.kind === 'TASK' && node.title === 'A hole');
    if (issue?.kind !== 'TASK') throw new Error('the issue became no task');
    worked(mission, [issue.name]);

    expect(statusOf(mission)).toBe('DONE');
  });
});

describe('a mission that is paused while it validates', () => {
  it('takes reports, but offers nothing until it goes on', () => {
    const mission = worked(aRunContract(), ['A']);
    mission.must(RITA, (draft) => pauseMission(draft, 'Lunch.'));

    expect(claimAs(mission, VERA, roundTask(mission, 'run'))).toBe(false);
    reportByHand(mission, 'VAL-A-001', 'PASSING');
    expect(mission.head.status).toBe('PAUSED');

    mission.must(RITA, resumeMission);
    expect(mission.head.status).toBe('COMPLETED');
  });

  it('goes on ACTIVE when something is to be mended meanwhile', () => {
    const mission = worked(aRunContract(), ['A']);
    claimAs(mission, VERA, roundTask(mission, 'run'));
    mission.must(RITA, (draft) => pauseMission(draft, 'Lunch.'));
    report(mission, { 'VAL-A-001': 'FAILING' }, { name: 'run' });
    submitAs(mission, VERA, roundTask(mission, 'run'));

    mission.must(RITA, resumeMission);

    expect([mission.head.status, mission.run.status]).toEqual(['ACTIVE', 'ACTIVE']);
    expect(remediation(mission, 'VAL-A-001').status).toBe('READY');
  });
});

describe('a mission that is cancelled while it validates', () => {
  it('has the task of the round CANCELLED, and asks nobody any more', () => {
    const mission = worked(aMilestoneContract());

    mission.must(RITA, (draft) => cancelMission(draft, 'Enough.'));
    mission.settle();

    expect(roundTask(mission).status).toBe('CANCELLED');
    expect(mission.head.status).toBe('CANCELLED');
  });
});

describe('a validation that failed', () => {
  function failed(mission: MissionUnderTest, name = 'one'): MissionUnderTest {
    const { name: task } = roundTask(mission, name);
    for (let attempt = 0; attempt < 3; attempt++) fail(mission, task, VERA);
    return mission.settle();
  }

  it('goes on with its task when the mission is retried', () => {
    const mission = failed(worked(aMilestoneContract()));

    mission.must(RITA, retryFailed);
    mission.settle();

    expect([mission.head.status, statusOf(mission)]).toEqual(['ACTIVE', 'VALIDATING']);
    validate(mission, BOTH_PASS);
    expect(statusOf(mission)).toBe('DONE');
  });

  it('goes on with its task when that is retried while others are at work', () => {
    const tasks = [{ title: 'A', milestone: 'one' }, { title: 'B', milestone: 'one' }, { title: 'Held' }];
    const mission = worked(aMilestoneContract({ tasks }));
    claimAs(mission, ADA, mission.task('Held'));
    failed(mission);
    expect([mission.head.status, statusOf(mission)]).toEqual(['ACTIVE', 'FAILED']);

    const task = mission.ref('TASK', roundTask(mission).name);
    mission.must(RITA, (draft) => retryTask(draft, task));
    mission.settle();

    expect(statusOf(mission)).toBe('VALIDATING');
    expect(mission.run.failing).toBeUndefined();
  });

  it('of the run’s end is begun anew when the mission is retried', () => {
    const mission = failed(worked(aRunContract({ team: [] }), ['A']), 'run');
    expect(mission.head.status).toBe('FAILED');

    mission.must(RITA, retryFailed);
    mission.settle();

    expect(mission.head.status).toBe('VALIDATING');
    validate(mission, { 'VAL-A-001': 'PASSING' }, { name: 'run' });
    expect(mission.head.status).toBe('COMPLETED');
  });

  it('because a person gave it up has another round when the mission is retried', () => {
    const mission = worked(aMilestoneContract({ contractPolicy: { maxRounds: 1 } }));
    validate(mission, { 'VAL-A-001': 'FAILING', 'VAL-B-001': 'PASSING' });
    giveUp(mission);

    mission.must(RITA, retryFailed);
    mission.settle();

    expect(mission.head.status).toBe('ACTIVE');
    expect(remediation(mission, 'VAL-A-001').status).toBe('READY');
  });

  it('because work was opened again is forgotten', () => {
    const tasks = [{ title: 'A', milestone: 'one' }, { title: 'B', milestone: 'one' }, { title: 'Held' }];
    const mission = worked(aMilestoneContract({ tasks }));
    claimAs(mission, ADA, mission.task('Held'));
    const round = roundTask(failed(mission));

    reopen(mission, 'A');

    expect(mission.task(round.name).status).toBe('SKIPPED');
    expect(mission.run.failing).toBeUndefined();
    expect(statusOf(mission)).toBe('ACTIVE');
  });
});

describe('a deadline', () => {
  it('that passes while the run’s end is validated fails it, and it is validated anew when it is retried', () => {
    const mission = worked(aRunContract({ deadline: 'PT10M', onBreach: 'FAIL' }), ['A']);

    mission.wait(11 * MINUTE);
    mission.settle();
    expect(mission.head.status).toBe('FAILED');

    mission.must(RITA, retryFailed);
    mission.settle();
    expect(mission.head.status).toBe('VALIDATING');
    validate(mission, { 'VAL-A-001': 'PASSING' }, { name: 'run' });
    expect(mission.head.status).toBe('COMPLETED');
  });
});

describe('a remediation', () => {
  it('that fails for good fails the run, and is done again when that is retried', () => {
    const mission = worked(aMilestoneContract());
    validate(mission, { 'VAL-A-001': 'FAILING', 'VAL-B-001': 'PASSING' });
    const { name } = remediation(mission, 'VAL-A-001');
    for (let attempt = 0; attempt < 3; attempt++) fail(mission, name);
    mission.settle();
    expect(mission.head.status).toBe('FAILED');

    mission.must(RITA, retryFailed);
    mission.settle();
    worked(mission, [name]);

    expect(statusOf(mission)).toBe('VALIDATING');
  });

  it('that a person skips has the assertion validated as it is', () => {
    const mission = worked(aMilestoneContract());
    validate(mission, { 'VAL-A-001': 'FAILING', 'VAL-B-001': 'PASSING' });
    const task = mission.ref('TASK', remediation(mission, 'VAL-A-001').name);

    mission.must(RITA, (draft) => skipTask(draft, { task, reason: 'It was the test.' }));
    mission.settle();

    expect(statusOf(mission)).toBe('VALIDATING');
    expect(assertion(mission, 'VAL-A-001').status).toBe('PENDING');
  });
});

describe('a contract as large as it may be', () => {
  it('is validated in pieces, each of which fits into a commit (R6)', () => {
    const ids = Array.from({ length: 250 }, (_, place) => `VAL-BIG-${String(place).padStart(3, '0')}`);
    const mission = aRunContract({
      tasks: [{ title: 'A', fulfills: ids }],
      contract: ids.map((id) => ({ id, title: 'It works.' })),
      team: [],
    }).checkingAtTheEnd();
    worked(mission, ['A']);
    const failing = Object.fromEntries(ids.map((id) => [id, 'FAILING' as const]));

    validate(mission, failing, { name: 'run' });
    const mending = ids.map((id) => remediation(mission, id));
    expect(new Set(mending.map(({ index }) => index)).size).toBe(250);
    worked(
      mission,
      mending.map(({ name }) => name),
    );
    validate(mission, Object.fromEntries(ids.map((id) => [id, 'PASSING' as const])), { name: 'run' });

    expect(mission.head.status).toBe('COMPLETED');
    expect(mission.recordCountMax).toBeLessThanOrEqual(LIMITS.commitRecordsMax);
  });
});
