import { resumeMission } from '@muster/core/decide/mission-commands';
import { cancelTask, skipTask } from '@muster/core/decide/task-commands';
import { describe, expect, it } from 'vitest';
import {
  aMilestoneContract,
  aRunContract,
  assertion,
  claimAs,
  giveUp,
  grant,
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
import { ADA, aMission, BOB, complete, fail, MINUTE, RITA } from '../../support/a-mission.ts';
import type { MissionUnderTest } from '../../support/mission-under-test.ts';

const BOTH_PASS = { 'VAL-A-001': 'PASSING', 'VAL-B-001': 'PASSING' } as const;
const A_FAILS = { 'VAL-A-001': 'FAILING', 'VAL-B-001': 'PASSING' } as const;

function statusOf(mission: MissionUnderTest, milestone = 'one'): string {
  return mission.find('MILESTONE', milestone).status;
}

function worked(mission: MissionUnderTest, names: readonly string[] = ['A', 'B']): MissionUnderTest {
  complete(mission, names);
  return mission.settle();
}

describe('a milestone whose tasks have settled', () => {
  it('is VALIDATING, and offers a task that asks about each of its assertions (R1)', () => {
    const mission = worked(aMilestoneContract());

    expect(statusOf(mission)).toBe('VALIDATING');
    expect(roundTask(mission)).toMatchObject({
      status: 'READY',
      priority: 1,
      lane: { kind: 'AGENT', name: 'vera' },
      purpose: { kind: 'VALIDATION', round: 1 },
    });
    expect(validation(mission)).toMatchObject({
      status: 'RUNNING',
      round: 1,
      rounds: [{ number: 1, asked: ['VAL-A-001', 'VAL-B-001'].map((id) => assertion(mission, id).index) }],
    });
  });

  it('is DONE when all of them pass, and the next one opens (R2)', () => {
    const mission = worked(aMilestoneContract());

    validate(mission, BOTH_PASS);

    expect([statusOf(mission), statusOf(mission, 'two')]).toEqual(['DONE', 'ACTIVE']);
    expect(validation(mission)).toMatchObject({ status: 'PASSED', roundsUsed: 1 });
    expect(mission.task('C').status).toBe('READY');
  });

  it('passes at once when no assertion is about it', () => {
    const mission = aMission({ milestones: [{ name: 'one' }], tasks: [{ title: 'A', milestone: 'one' }] });

    complete(mission, ['A']);

    expect(statusOf(mission)).toBe('DONE');
    expect(mission.head.status).toBe('COMPLETED');
  });

  it('has its assertions validated at the run’s end when it has no tasks', () => {
    const mission = aMission({
      milestones: [{ name: 'one' }],
      tasks: ['A'],
      contract: [{ id: 'VAL-A-001', title: 'A works.', milestone: 'one' }],
    });

    worked(mission, ['A']);

    expect(statusOf(mission)).toBe('DONE');
    expect(mission.head.status).toBe('VALIDATING');
    expect(roundTask(mission, 'run').status).toBe('READY');
  });
});

describe('an assertion that is failing', () => {
  it('gets one task that goes back to the one that was to fulfil it, with what was seen (R3)', () => {
    const mission = worked(aMilestoneContract());

    validate(mission, A_FAILS);

    expect(remediation(mission, 'VAL-A-001')).toMatchObject({
      status: 'READY',
      priority: 1,
      purpose: { kind: 'REMEDIATION', origin: mission.task('A').index, round: 1 },
    });
    const spec = mission.specs[remediation(mission, 'VAL-A-001').index];
    expect(spec?.kind === 'TASK' && spec.definition).toMatchObject({
      description: 'VAL-A-001 is FAILING.',
      milestone: 'one',
      fulfills: ['VAL-A-001'],
    });
    expect(statusOf(mission)).toBe('ACTIVE');
    expect(statusOf(mission, 'two')).toBe('LOCKED');
  });

  it('is mended by whom the task was for that it goes back to', () => {
    const tasks = [
      { title: 'A', milestone: 'one', fulfills: ['VAL-A-001'], assignTo: 'ada' },
      { title: 'B', milestone: 'one', fulfills: ['VAL-B-001'] },
    ];
    const mission = worked(aMilestoneContract({ tasks }));

    validate(mission, { 'VAL-A-001': 'FAILING', 'VAL-B-001': 'FAILING' });

    expect(remediation(mission, 'VAL-A-001').lane).toEqual({ kind: 'AGENT', name: 'ada' });
    expect(remediation(mission, 'VAL-B-001').lane).toEqual({ kind: 'ANY' });
  });

  it('is asked about again when it was mended, and what it touched (R3)', () => {
    const mission = worked(aMilestoneContract());
    validate(mission, A_FAILS);

    worked(mission, [remediation(mission, 'VAL-A-001').name]);

    expect(statusOf(mission)).toBe('VALIDATING');
    expect(validation(mission).rounds.at(-1)?.asked).toEqual([assertion(mission, 'VAL-A-001').index]);
    expect(assertion(mission, 'VAL-B-001').status).toBe('PASSING');

    validate(mission, { 'VAL-A-001': 'PASSING' });

    expect(statusOf(mission)).toBe('DONE');
    expect(validation(mission).rounds.map(({ outcome }) => outcome)).toEqual(['FAILING', 'PASSED']);
  });

  it('has whatever else its task was to fulfil validated anew (M2)', () => {
    const tasks = [
      { title: 'A', milestone: 'one', fulfills: ['VAL-A-001', 'VAL-B-001'] },
      { title: 'B', milestone: 'one' },
    ];
    const mission = worked(aMilestoneContract({ tasks, milestones: [{ name: 'one' }] }));
    validate(mission, A_FAILS);

    worked(mission, [remediation(mission, 'VAL-A-001').name]);

    expect(assertion(mission, 'VAL-B-001').status).toBe('PENDING');
  });

  it('has a history of what was said of it', () => {
    const mission = worked(aMilestoneContract());
    validate(mission, A_FAILS);
    worked(mission, [remediation(mission, 'VAL-A-001').name]);

    const { history } = assertion(mission, 'VAL-A-001');

    expect(history.map(({ status, round }) => `${status} ${round}`)).toEqual(['FAILING 1', 'PENDING 2']);
    expect(history[0]).toMatchObject({ evidence: 'VAL-A-001 is FAILING.', actor: VERA });
  });

  it('mended by nobody, because a person skipped that, is found failing again (R3)', () => {
    const mission = worked(aMilestoneContract());
    validate(mission, A_FAILS);
    for (let round = 2; round <= 3; round++) {
      worked(mission, [remediation(mission, 'VAL-A-001').name]);
      validate(mission, { 'VAL-A-001': 'FAILING' });
    }

    expect(validation(mission)).toMatchObject({ status: 'ASKING', asks: { need: 'ROUNDS' }, roundsUsed: 3 });
  });
});

describe('a validation whose rounds are used up', () => {
  function usedUp(maxRounds = 1, change = {}): MissionUnderTest {
    const mission = worked(aMilestoneContract({ contractPolicy: { maxRounds }, ...change }));
    validate(mission, A_FAILS);
    return mission;
  }

  it('pauses the mission and asks a person (R3)', () => {
    const mission = usedUp();

    expect(mission.head.status).toBe('PAUSED');
    expect(mission.run.reason).toMatch(/After 1 rounds VAL-A-001 \(1\) still failing/);
    expect(validation(mission)).toMatchObject({ status: 'ASKING', asks: { need: 'ROUNDS' } });
  });

  it('goes on with another round that is granted', () => {
    const mission = usedUp();

    grant(mission);

    expect(mission.head.status).toBe('ACTIVE');
    expect(remediation(mission, 'VAL-A-001').status).toBe('READY');
  });

  it('passes when what fails is waived, and the mission goes on', () => {
    const mission = usedUp();

    waive(mission, 'VAL-A-001');

    expect(statusOf(mission)).toBe('DONE');
    expect(mission.head.status).toBe('ACTIVE');
  });

  it('fails the run when a person gives it up', () => {
    const mission = usedUp();

    giveUp(mission);

    expect(statusOf(mission)).toBe('FAILED');
    expect(mission.head.status).toBe('FAILED');
    expect(mission.run.reason).toMatch(/"one" was not validated: Hopeless\./);
  });

  it('asks still when somebody resumes the mission without an answer', () => {
    const mission = usedUp();

    mission.must(RITA, resumeMission);
    mission.settle();

    expect(mission.head.status).toBe('ACTIVE');
    expect(validation(mission).status).toBe('ASKING');

    grant(mission);

    expect(remediation(mission, 'VAL-A-001').status).toBe('READY');
  });

  it('does not pause a mission that a pilot moves', () => {
    const mission = usedUp(1, { pilot: 'pia' });

    expect(mission.head.status).toBe('ACTIVE');
    expect(validation(mission).status).toBe('ASKING');
  });
});

describe('an assertion that is blocked', () => {
  const BLOCKED = { 'VAL-A-001': 'BLOCKED', 'VAL-B-001': 'FAILING' } as const;

  it('asks a person before anything is mended (R4)', () => {
    const mission = worked(aMilestoneContract());

    validate(mission, BLOCKED);

    expect(validation(mission)).toMatchObject({ status: 'ASKING', asks: { need: 'BLOCKED' } });
    expect(assertion(mission, 'VAL-B-001').remediations).toBeUndefined();
    expect(mission.head.status).toBe('ACTIVE');
  });

  it.each([
    ['reported', (mission: MissionUnderTest) => reportByHand(mission, 'VAL-A-001', 'PASSING')],
    ['waived', (mission: MissionUnderTest) => waive(mission, 'VAL-A-001')],
  ])('lets the validation go on once it is %s', (_, decide) => {
    const mission = worked(aMilestoneContract());
    validate(mission, BLOCKED);

    decide(mission);

    expect(remediation(mission, 'VAL-B-001').status).toBe('READY');
    expect(statusOf(mission)).toBe('ACTIVE');
  });
});

describe('the task of a round', () => {
  it.each([
    ['skips', skipTask],
    ['cancels', cancelTask],
  ])('that a person %s leaves the rest to people (R4)', (_, end) => {
    const mission = worked(aMilestoneContract());
    claimAs(mission, VERA, roundTask(mission));
    report(mission, { 'VAL-A-001': 'PASSING' });
    mission.wait(2 * MINUTE);

    const task = mission.ref('TASK', roundTask(mission).name);
    mission.must(RITA, (draft) => end(draft, { task, reason: 'Not now.' }));
    mission.settle();

    expect(assertion(mission, 'VAL-A-001').status).toBe('PASSING');
    expect(assertion(mission, 'VAL-B-001').status).toBe('BLOCKED');
    expect(validation(mission).status).toBe('ASKING');
  });

  it('is called off when people have said all that it asks about', () => {
    const mission = worked(aMilestoneContract());

    reportByHand(mission, 'VAL-A-001', 'PASSING');
    waive(mission, 'VAL-B-001');

    expect(roundTask(mission).status).toBe('CANCELLED');
    expect(statusOf(mission)).toBe('DONE');
  });

  it('that failed for good fails its milestone, and the run', () => {
    const mission = worked(aMilestoneContract());
    const { name } = roundTask(mission);

    for (let attempt = 0; attempt < 3; attempt++) fail(mission, name, VERA);
    mission.settle();

    expect(statusOf(mission)).toBe('FAILED');
    expect(validation(mission).status).toBe('FAILED');
    expect(mission.head.status).toBe('FAILED');
  });

  it('keeps what was reported before its attempt was lost', () => {
    const mission = worked(aMilestoneContract());
    claimAs(mission, VERA, roundTask(mission));
    report(mission, { 'VAL-A-001': 'PASSING' });
    mission.wait(2 * MINUTE);

    validate(mission, { 'VAL-B-001': 'PASSING' });

    expect(statusOf(mission)).toBe('DONE');
  });
});

describe('assertions of no milestone', () => {
  it('are validated when nothing else is open: run and mission are VALIDATING (E7)', () => {
    const mission = worked(aRunContract(), ['A']);

    expect([mission.head.status, mission.run.status]).toEqual(['VALIDATING', 'VALIDATING']);

    validate(mission, { 'VAL-A-001': 'PASSING' }, { name: 'run' });

    expect([mission.head.status, mission.run.status]).toEqual(['COMPLETED', 'COMPLETED']);
  });

  it('that fail have the run ACTIVE again until they are mended', () => {
    const mission = worked(aRunContract(), ['A']);

    validate(mission, { 'VAL-A-001': 'FAILING' }, { name: 'run' });

    expect([mission.head.status, mission.run.status]).toEqual(['ACTIVE', 'ACTIVE']);

    claimAs(mission, BOB, remediation(mission, 'VAL-A-001'));
    submitAs(mission, BOB, remediation(mission, 'VAL-A-001'));

    expect(mission.head.status).toBe('VALIDATING');
    expect(claimAs(mission, ADA, roundTask(mission, 'run'))).toBe(false);

    validate(mission, { 'VAL-A-001': 'PASSING' }, { name: 'run' });

    expect(mission.head.status).toBe('COMPLETED');
  });

  it('are not validated when the work is not good enough anyway (E5)', () => {
    const mission = aRunContract({ qualityThreshold: 4 });

    complete(mission, ['A'], { selfScore: 2 });
    mission.settle();

    expect(mission.head.status).toBe('FAILED');
    expect(validation(mission, 'run').round).toBe(0);
  });
});
