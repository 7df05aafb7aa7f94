import { advance } from '@muster/core/decide/advance';
import { checkMover } from '@muster/core/decide/check-mission';
import { launch } from '@muster/core/decide/launch';
import { pauseMission, retryFailed } from '@muster/core/decide/mission-commands';
import { setMissionProgress, setMissionStatus } from '@muster/core/decide/pilot';
import { NOTHING_PARKED } from '@muster/core/decide/unpark';
import { MISSION_STATUSES, type MissionStatus } from '@muster/core/lifecycle/mission-lifecycle';
import { PILOTED_STATUSES, type PilotedStatus } from '@muster/core/lifecycle/pilot-lifecycle';
import { missionProgressOf } from '@muster/core/progress';
import { describe, expect, it } from 'vitest';
import {
  aDraftMission,
  aMission,
  approve,
  claim,
  complete,
  fail,
  launchAgain,
  OTTO,
  RITA,
} from '../../support/a-mission.ts';
import type { MissionUnderTest } from '../../support/mission-under-test.ts';

const REASON = 'Not yet.';

function move(mission: MissionUnderTest, status: PilotedStatus, reason = REASON): void {
  mission.must(RITA, (draft) => setMissionStatus(draft, { status, reason }));
  mission.settle();
}

/** A piloted mission in any status, its one task done. */
function pilotedAt(status: MissionStatus): MissionUnderTest {
  const mission = aMission({ tasks: ['A'], pilot: 'rita' });
  complete(mission, ['A']);
  if (status === 'PAUSED') mission.must(RITA, (draft) => pauseMission(draft, REASON));
  if (status === 'VALIDATING' || status === 'COMPLETED') move(mission, 'VALIDATING');
  if (status === 'COMPLETED') move(mission, 'COMPLETED');
  if (status === 'PLANNING' || status === 'DRAFT') move(mission, 'PLANNING');
  if (status === 'DRAFT') move(mission, 'DRAFT');
  if (mission.head.status !== status) mission.head = { ...mission.head, status };
  return mission;
}

/** Where each status leads, written out by hand. */
const STEPS: Readonly<Record<MissionStatus, readonly PilotedStatus[]>> = {
  DRAFT: ['PLANNING'],
  PLANNING: ['DRAFT', 'ACTIVE'],
  SCHEDULED: [],
  RECURRING: [],
  ACTIVE: ['PLANNING', 'VALIDATING'],
  PAUSED: [],
  VALIDATING: ['ACTIVE', 'COMPLETED'],
  COMPLETED: ['VALIDATING'],
  FAILED: [],
  CANCELLED: [],
};

const MOVES = MISSION_STATUSES.flatMap((from) => PILOTED_STATUSES.map((to) => ({ from, to })));

describe('setMissionStatus under a pilot', () => {
  it.each(MOVES)('from $from to $to', ({ from, to }) => {
    const mission = pilotedAt(from);

    if (from === to) {
      const before = mission.head.sequence;
      move(mission, to);
      expect(mission.head).toMatchObject({ status: to, sequence: before });
    } else if (STEPS[from].includes(to)) {
      const outcome = mission.must(RITA, (draft) => setMissionStatus(draft, { status: to, reason: REASON }));
      expect(outcome).toBe(from === 'PLANNING' && to === 'ACTIVE' ? 'LAUNCH' : 'MOVED');
      expect(mission.head.status).toBe(outcome === 'LAUNCH' ? from : to);
    } else {
      const error = mission.refused(RITA, (draft) => setMissionStatus(draft, { status: to, reason: REASON }));
      expect(error).toMatchObject({
        code: 'ILLEGAL_MOVE',
        detail: { status: from, command: `setMissionStatus(${to})` },
      });
      const steps = STEPS[from].map((step) => `setMissionStatus(${step})`);
      expect(error.detail).toHaveProperty('legal', expect.arrayContaining(steps));
    }
  });

  it.each(MOVES.filter(({ from, to }) => STEPS[from].includes(to) && isBack(from, to)))(
    'needs a reason from $from back to $to (V3)',
    ({ from, to }) => {
      const mission = pilotedAt(from);

      expect(mission.refused(RITA, (draft) => setMissionStatus(draft, { status: to }))).toMatchObject({
        code: 'INVALID_ARGUMENT',
        path: ['reason'],
      });
    },
  );

  it('is refused to a mission of governance AUTOMATIC, with what is possible there', () => {
    const mission = aDraftMission({ tasks: ['A'] });

    const error = mission.refused(RITA, (draft) => setMissionStatus(draft, { status: 'PLANNING' }));

    expect(error).toMatchObject({
      code: 'ILLEGAL_MOVE',
      detail: { status: 'DRAFT and governs itself', legal: expect.arrayContaining(['planMission']) },
    });
    expect(error.detail).toHaveProperty('legal', expect.not.arrayContaining(['setMissionStatus(PLANNING)']));
  });
});

function isBack(from: MissionStatus, to: PilotedStatus): boolean {
  const order: readonly MissionStatus[] = PILOTED_STATUSES;
  return order.indexOf(to) < order.indexOf(from);
}

describe('the engine under a pilot', () => {
  it('never completes the mission by itself (V1)', () => {
    const mission = aMission({ tasks: ['A'], pilot: 'rita' });

    complete(mission, ['A']);
    mission.settle();

    expect(mission.head).toMatchObject({ status: 'ACTIVE', run: { status: 'ACTIVE', openNodeCount: 0 } });
  });

  it('never fails it by itself: the run stands still until it is retried (V1)', () => {
    const mission = aMission({ tasks: [{ title: 'A', maxAttempts: 1 }, 'B'], pilot: 'rita' });

    fail(mission, 'A');
    mission.settle();

    expect(mission.head).toMatchObject({ status: 'ACTIVE', run: { status: 'ACTIVE' } });
    expect(claim(mission, ['B'])).toEqual([]);
    mission.must(RITA, retryFailed);
    mission.settle();
    expect(mission.head.run?.failing).toBeUndefined();
    expect(claim(mission, ['A', 'B'])).toEqual(['A', 'B']);
  });

  it('still enforces dependencies', () => {
    const mission = aMission({ tasks: ['A', { title: 'B', dependsOn: ['A'] }], pilot: 'rita' });

    expect(claim(mission, ['B'])).toEqual([]);
    complete(mission, ['A']);
    expect(claim(mission, ['B'])).toEqual(['B']);
  });

  it('releases and claims nothing while VALIDATING, and goes on after a step back', () => {
    const mission = aMission({ tasks: ['A', 'B'], pilot: 'rita' });
    move(mission, 'VALIDATING');

    expect(claim(mission, ['A'])).toEqual([]);

    move(mission, 'ACTIVE');
    expect(claim(mission, ['A', 'B'])).toEqual(['A', 'B']);
  });
});

describe('a step of the pilot', () => {
  it('to COMPLETED is refused while work has not settled, and says how much (V2)', () => {
    const mission = aMission({
      tasks: ['A', 'B'],
      checkpoints: [{ name: 'C', afterTasks: ['A'] }],
      pilot: 'rita',
    });
    complete(mission, ['A']);
    move(mission, 'VALIDATING');

    const error = mission.refused(RITA, (draft) => setMissionStatus(draft, { status: 'COMPLETED' }));

    expect(error).toMatchObject({
      code: 'WORK_NOT_SETTLED',
      path: ['status'],
      detail: { openNodeCount: 2 },
    });
  });

  it('to COMPLETED ends the run, with a report', () => {
    const mission = aMission({
      tasks: ['A'],
      checkpoints: [{ name: 'C', afterTasks: ['A'] }],
      pilot: 'rita',
    });
    complete(mission, ['A']);
    approve(mission, 'C');
    move(mission, 'VALIDATING');

    mission.must(RITA, (draft) => setMissionStatus(draft, { status: 'COMPLETED' }));

    expect(mission.head).toMatchObject({
      status: 'COMPLETED',
      run: { status: 'COMPLETED', endedAt: mission.now },
    });
    expect(mission.messages).toContainEqual({ type: 'REPORT', runNumber: 1 });
  });

  it('back from ACTIVE calls the run off, and the next one along needs a new run (V3)', () => {
    const mission = aMission({ tasks: ['A', 'B'], pilot: 'rita' });
    claim(mission, ['A']);

    move(mission, 'PLANNING');

    expect(mission.head).toMatchObject({ status: 'PLANNING', run: { status: 'CANCELLED', reason: REASON } });
    expect(mission.namesIn('CANCELLED')).toEqual(['A', 'B']);
    expect(mission.attempt('A').status).toBe('INTERRUPTED');
    launchAgain(mission);
    expect(mission.head).toMatchObject({ status: 'ACTIVE', runCount: 2 });
  });

  it('back from COMPLETED opens the same run again (V3)', () => {
    const mission = pilotedAt('COMPLETED');

    move(mission, 'VALIDATING');

    expect(mission.head).toMatchObject({ status: 'VALIDATING', runCount: 1, run: { status: 'VALIDATING' } });
    expect(mission.head.run?.endedAt).toBeUndefined();
    move(mission, 'COMPLETED');
    expect(mission.head.status).toBe('COMPLETED');
  });

  it('along is waited with until a run that is being called off is', () => {
    const tasks = Array.from({ length: 200 }, (_, at) => `T${at}`);
    const mission = aDraftMission({ tasks, pilot: 'rita' });
    mission.must(RITA, (draft) => launch(draft, mission.plan));
    mission.settle();
    mission.must(RITA, (draft) => setMissionStatus(draft, { status: 'PLANNING', reason: REASON }));

    const error = mission.refused(RITA, (draft) => setMissionStatus(draft, { status: 'ACTIVE' }));

    expect(error).toMatchObject({ code: 'ILLEGAL_MOVE', detail: { status: 'still being cancelled' } });
    expect(error.detail).toHaveProperty('legal', expect.not.arrayContaining(['launchMission']));
    mission.settle();
    expect(mission.must(RITA, (draft) => setMissionStatus(draft, { status: 'ACTIVE' }))).toBe('LAUNCH');
  });

  it('leaves late messages of the run it called off without effect', () => {
    const mission = aMission({ tasks: ['A', { title: 'B', dependsOn: ['A'] }], pilot: 'rita' });
    complete(mission, ['A']);
    move(mission, 'PLANNING');
    const late = { type: 'RELEASE', runNumber: 1, from: mission.task('A').index, cursor: 0 } as const;

    mission.must(RITA, (draft) => advance(draft, late, NOTHING_PARKED));

    expect(mission.namesIn('CANCELLED')).toEqual(['B']);
  });
});

describe('setMissionProgress', () => {
  it.each(MISSION_STATUSES)('of a piloted mission that is %s', (status) => {
    const mission = pilotedAt(status);
    const isOpen = !['COMPLETED', 'FAILED', 'CANCELLED'].includes(status);

    if (isOpen) {
      mission.must(RITA, (draft) => setMissionProgress(draft, 40));
      expect(missionProgressOf(mission.head)).toBe(40);
      expect(mission.eventsOf('MissionProgressSet')).toMatchObject([{ data: { from: 0, to: 40 } }]);
    } else {
      expect(mission.refused(RITA, (draft) => setMissionProgress(draft, 40)).code).toBe('ILLEGAL_MOVE');
    }
  });

  it.each([-1, 101, 0.5, Number.NaN])('refuses %d', (progress) => {
    const mission = pilotedAt('ACTIVE');

    expect(mission.refused(RITA, (draft) => setMissionProgress(draft, progress))).toMatchObject({
      code: 'INVALID_ARGUMENT',
      path: ['progress'],
    });
  });

  it.each([0, 100])('takes %d', (progress) => {
    const mission = pilotedAt('ACTIVE');

    mission.must(RITA, (draft) => setMissionProgress(draft, progress));

    expect(missionProgressOf(mission.head)).toBe(progress);
  });

  it('is refused to a mission of governance AUTOMATIC, whose progress is computed', () => {
    const mission = aMission({ tasks: ['A', 'B'] });
    complete(mission, ['A']);

    expect(mission.refused(RITA, (draft) => setMissionProgress(draft, 40)).code).toBe('ILLEGAL_MOVE');
    expect(missionProgressOf(mission.head)).toBe(50);
  });

  it('is what the pilot said, whatever the tasks say', () => {
    expect(missionProgressOf(pilotedAt('VALIDATING').head)).toBe(0);
  });
});

describe('who may move a mission', () => {
  it.each([
    { governance: 'PILOT', who: 'its pilot', actor: RITA, isAdministrator: false, isAllowed: true },
    { governance: 'PILOT', who: 'an administrator', actor: OTTO, isAdministrator: true, isAllowed: true },
    { governance: 'PILOT', who: 'anybody else', actor: OTTO, isAdministrator: false, isAllowed: false },
    { governance: 'AUTOMATIC', who: 'anybody', actor: OTTO, isAdministrator: false, isAllowed: true },
  ] as const)('under $governance: $who', ({ governance, actor, isAdministrator, isAllowed }) => {
    const { head } = aDraftMission(
      governance === 'PILOT' ? { tasks: ['A'], pilot: 'rita' } : { tasks: ['A'] },
    );

    const allowed = checkMover(head, { actor, isAdministrator });

    if (isAllowed) expect(allowed.ok).toBe(true);
    else expect(allowed).toMatchObject({ ok: false, error: { code: 'FORBIDDEN' } });
  });
});
