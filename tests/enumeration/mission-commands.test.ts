/** Every command that a caller can give to a mission, in every status, under both governances, through the real decisions. */
import { completePlanning, launch } from '@muster/core/decide/launch';
import {
  cancelMission,
  cancelRun,
  pauseMission,
  planMission,
  resumeMission,
  retryFailed,
  saveDocument,
} from '@muster/core/decide/mission-commands';
import { setMissionProgress, setMissionStatus } from '@muster/core/decide/pilot';
import type { DomainError } from '@muster/core/error-table';
import { isLegal, legalVerbs, verbOf } from '@muster/core/lifecycle/lifecycle';
import {
  hasOpenRun,
  MISSION_LIFECYCLE,
  MISSION_STATUSES,
  type MissionStatus,
} from '@muster/core/lifecycle/mission-lifecycle';
import { PILOTED_STATUSES, pilotVerbs } from '@muster/core/lifecycle/pilot-lifecycle';
import { RUN_STATUSES, type RunStatus } from '@muster/core/lifecycle/run-lifecycle';
import type { Result } from '@muster/core/result';
import { describe, expect, it } from 'vitest';
import { aDraftMission, aMission, complete, fail, RITA } from '../support/a-mission.ts';
import type { MissionUnderTest } from '../support/mission-under-test.ts';
import { expectByTable, pairs } from './a-refusal.ts';

const REASON = 'So it is.';
const COMMANDS = {
  plan: (m: MissionUnderTest) => m.act(RITA, planMission),
  saveDocument: (m: MissionUnderTest) => m.act(RITA, saveDocument),
  launch: (m: MissionUnderTest) => m.act(RITA, (draft) => launch(draft, m.plan)),
  completePlanning: (m: MissionUnderTest) => m.act(RITA, (draft) => completePlanning(draft, m.plan)),
  pause: (m: MissionUnderTest) => m.act(RITA, (draft) => pauseMission(draft, REASON)),
  resume: (m: MissionUnderTest) => m.act(RITA, resumeMission),
  cancel: (m: MissionUnderTest) => m.act(RITA, (draft) => cancelMission(draft, REASON)),
  cancelRun: (m: MissionUnderTest) => m.act(RITA, (draft) => cancelRun(draft, REASON)),
  retryFailed: (m: MissionUnderTest) => m.act(RITA, retryFailed),
} as const;
type Command = keyof typeof COMMANDS;
const NAMES = Object.keys(COMMANDS) as Command[];

/** None of the missions here has one. */
function withoutSchedule(status: MissionStatus): readonly string[] {
  const needs = ['unscheduleMission', 'pauseSchedule', 'resumeSchedule'];
  return hasOpenRun(status) ? [...needs, 'scheduleMission'] : needs;
}

function possible(status: MissionStatus): readonly string[] {
  return legalVerbs(MISSION_LIFECYCLE, status).filter((verb) => !withoutSchedule(status).includes(verb));
}

/** Brought there by commands where they lead there; SCHEDULED, RECURRING and VALIDATING are put there. */
const STANDING: Readonly<Record<MissionStatus, () => MissionUnderTest>> = {
  DRAFT: () => aDraftMission({ tasks: ['A'] }),
  PLANNING: () => after(aDraftMission({ tasks: ['A'] }), COMMANDS.plan),
  SCHEDULED: () => aDraftMission({ tasks: ['A'], status: 'SCHEDULED' }),
  RECURRING: () => aDraftMission({ tasks: ['A'], status: 'RECURRING' }),
  ACTIVE: () => aMission({ tasks: ['A'] }),
  PAUSED: () => after(aMission({ tasks: ['A'] }), COMMANDS.pause),
  VALIDATING: () => {
    const mission = aMission({ tasks: ['A'] });
    const run = { ...mission.run, status: 'VALIDATING' } as const;
    mission.head = { ...mission.head, status: 'VALIDATING', run };
    return mission;
  },
  COMPLETED: () => after(aMission({ tasks: ['A'] }), (m) => complete(m, ['A'])),
  FAILED: () => after(aMission({ tasks: [{ title: 'A', maxAttempts: 1 }] }), (m) => fail(m, 'A')),
  CANCELLED: () => after(aMission({ tasks: ['A'] }), COMMANDS.cancel),
};

function after(mission: MissionUnderTest, act: (mission: MissionUnderTest) => unknown): MissionUnderTest {
  act(mission);
  return mission.settle();
}

describe('a mission of governance AUTOMATIC', () => {
  it.each(pairs(MISSION_STATUSES, NAMES))('that is $status: $command', ({ status, command }) => {
    const standing = STANDING[status]();
    expect(standing.head.status).toBe(status);

    const move = { status, command, hidden: withoutSchedule(status) };
    expectByTable(MISSION_LIFECYCLE, move, COMMANDS[command](standing));
  });

  it.each(pairs(MISSION_STATUSES, [...PILOTED_STATUSES]))(
    'that is $status is not moved to $command by hand',
    ({ status, command: to }) => {
      const standing = STANDING[status]();

      const result = standing.act(RITA, (draft) => setMissionStatus(draft, { status: to, reason: REASON }));

      const command = `setMissionStatus(${to})`;
      expectRefusal(result, { command, legal: possible(status) });
    },
  );

  it.each(MISSION_STATUSES)('that is %s is given no progress by hand', (status) => {
    const result = STANDING[status]().act(RITA, (draft) => setMissionProgress(draft, 50));

    expectRefusal(result, { command: 'setMissionProgress', legal: possible(status) });
  });
});

describe('a mission of governance PILOT', () => {
  it.each(pairs(MISSION_STATUSES, NAMES))(
    'that is $status, to its pilot: $command as of any other',
    ({ status, command }) => {
      const standing = STANDING[status]();
      standing.head = { ...standing.head, governance: 'PILOT', pilot: 'rita' };

      const result = COMMANDS[command](standing);

      if (isLegal(MISSION_LIFECYCLE, command, status)) expect(result.ok).toBe(true);
      else {
        const legal = [...possible(status), ...pilotVerbs(status)];
        expectRefusal(result, { command: verbOf(MISSION_LIFECYCLE, command), legal });
      }
    },
  );
});

function expectRefusal(
  result: Result<unknown, DomainError>,
  refusal: { readonly command: string; readonly legal: readonly string[] },
): void {
  const { command, legal } = refusal;
  expect(result).toMatchObject({ ok: false, error: { code: 'ILLEGAL_MOVE', detail: { command, legal } } });
}

/** A mission whose run stands there. */
const OF_RUN: Readonly<Record<RunStatus, MissionStatus>> = {
  ACTIVE: 'ACTIVE',
  PAUSED: 'PAUSED',
  VALIDATING: 'VALIDATING',
  COMPLETED: 'COMPLETED',
  FAILED: 'FAILED',
  CANCELLED: 'CANCELLED',
};

/** The statuses of a run out of which each command leads it, and where to. */
const RUN_MOVES: Readonly<Record<string, Partial<Record<RunStatus, RunStatus>>>> = {
  pause: { ACTIVE: 'PAUSED', VALIDATING: 'PAUSED' },
  resume: { PAUSED: 'ACTIVE' },
  cancelRun: { ACTIVE: 'CANCELLED', PAUSED: 'CANCELLED', VALIDATING: 'CANCELLED' },
  retryFailed: { FAILED: 'ACTIVE' },
};

describe('a run', () => {
  it.each(pairs(RUN_STATUSES, ['pause', 'resume', 'cancelRun', 'retryFailed']))(
    'that is $status: $command',
    ({ status, command }) => {
      const standing = STANDING[OF_RUN[status]]();
      expect(standing.run.status).toBe(status);

      const result = COMMANDS[command](standing);

      const to = RUN_MOVES[command]?.[status];
      expect(result.ok).toBe(to !== undefined);
      expect(standing.run).toMatchObject({ number: 1, status: to ?? status });
    },
  );
});
