/** For each table of a lifecycle, how its statuses and commands are walked, and what is to come of each pair. */
import type { DomainError } from '@muster/core/error-table';
import { ASSERTION_LIFECYCLE, ASSERTION_STATUSES } from '@muster/core/lifecycle/assertion-lifecycle';
import { ATTEMPT_LIFECYCLE, ATTEMPT_STATUSES } from '@muster/core/lifecycle/attempt-lifecycle';
import { CHANNEL_LIFECYCLE, CHANNEL_STATUSES } from '@muster/core/lifecycle/channel-lifecycle';
import { CHECKPOINT_LIFECYCLE, CHECKPOINT_STATUSES } from '@muster/core/lifecycle/checkpoint-lifecycle';
import { DEAD_LETTER_LIFECYCLE, DEAD_LETTER_STATUSES } from '@muster/core/lifecycle/dead-letter-lifecycle';
import { DELAY_LIFECYCLE, DELAY_STATUSES } from '@muster/core/lifecycle/delay-lifecycle';
import { DELIVERY_LIFECYCLE, DELIVERY_STATUSES } from '@muster/core/lifecycle/delivery-lifecycle';
import { GATE_LIFECYCLE, GATE_STATUSES } from '@muster/core/lifecycle/gate-lifecycle';
import { isLegal, type Lifecycle, legalVerbs, verbOf } from '@muster/core/lifecycle/lifecycle';
import {
  hasOpenRun,
  MISSION_LIFECYCLE,
  MISSION_STATUSES,
  type MissionStatus,
} from '@muster/core/lifecycle/mission-lifecycle';
import { PILOT_LIFECYCLE, pilotVerb, pilotVerbs } from '@muster/core/lifecycle/pilot-lifecycle';
import { RUN_LIFECYCLE, RUN_STATUSES } from '@muster/core/lifecycle/run-lifecycle';
import { TASK_LIFECYCLE, TASK_STATUSES, type TaskStatus } from '@muster/core/lifecycle/task-lifecycle';
import { VALIDATION_LIFECYCLE, VALIDATION_STATUSES } from '@muster/core/lifecycle/validation-lifecycle';
import type { Governance } from '@muster/core/run/mission';
import {
  ATTEMPT_CALLS,
  type Call,
  CONTRACT_CALLS,
  ELEMENT_CALLS,
  MISSION_CALLS,
  TASK_CALLS,
} from './calls.ts';
import { aMissionAt, SCHEDULES, type ScheduleStanding, type Standing } from './standing.ts';
import * as contract from './standing-contract.ts';
import * as nodes from './standing-nodes.ts';
import { aChannelAt, aDeliveryAt, NOTIFY_CALLS } from './standing-notify.ts';

/** DONE: allowed. UNCHANGED: answered, and nothing is stored. Else the refusal, of which this is a part. */
export type Outcome = 'DONE' | 'UNCHANGED' | { readonly code: DomainError['code']; readonly detail?: object };

export interface Pair {
  readonly status: string;
  readonly command: string;
}

/** One way to bring the thing to its statuses. */
export interface Way {
  readonly name: string;
  /** Undefined where this way does not lead to the status. */
  readonly at: (pair: Pair) => Promise<Standing | undefined>;
  readonly call: (pair: Pair) => Call | undefined;
  readonly outcome: (pair: Pair) => Outcome;
}

export interface Walk {
  readonly statuses: readonly string[];
  /** Those that callers have, each with the mutation that asks for it. */
  readonly commands: readonly { readonly command: string; readonly verb: string }[];
  readonly ways: readonly Way[];
}

/** `verbs`: a mutation that asks for several commands names them apart. */
function walkOf<S extends string, C extends string>(
  table: Lifecycle<S, C>,
  statuses: readonly S[],
  ways: readonly Way[],
): Walk {
  const commands = (Object.keys(table.moves) as C[]).flatMap((command) => {
    const verb = table.verbs[command];
    return verb === undefined ? [] : [{ command, verb }];
  });
  return { statuses, commands, ways };
}

/** What the table says. */
function byTable<S extends string, C extends string>(table: Lifecycle<S, C>) {
  return ({ status, command }: Pair): Outcome => {
    if (isLegal(table, command as C, status as S)) return 'DONE';
    const verb = verbOf(table, command as C);
    const legal = [...legalVerbs(table, status as S)].sort();
    return { code: 'ILLEGAL_MOVE', detail: { subject: table.subject, status, command: verb, legal } };
  };
}

function missionWay(governance: Governance, scheduled: ScheduleStanding): Way {
  const verbs = MISSION_LIFECYCLE.verbs as Readonly<Record<string, string | undefined>>;
  return {
    name: `governance ${governance}, schedule ${scheduled}`,
    at: ({ status }) => aMissionAt(status as MissionStatus, { governance, scheduled }),
    call: ({ command }) => MISSION_CALLS[verbs[command] ?? ''],
    outcome: ({ status, command }) => {
      if (command === 'addDependency' && !wasLaunched(status, scheduled)) return { code: 'NOT_FOUND' };
      return byVerbs(verbs[command] ?? '', possible(status as MissionStatus, governance, scheduled));
    },
  };
}

/** To DRAFT and PLANNING a schedule is brought only by a pilot's steps back. */
function wasLaunched(status: string, scheduled: ScheduleStanding): boolean {
  if (status === 'DRAFT' || status === 'PLANNING') return scheduled !== 'NONE';
  return status !== 'SCHEDULED' && status !== 'RECURRING';
}

function byVerbs(verb: string, legal: readonly string[]): Outcome {
  if (legal.includes(verb)) return 'DONE';
  return { code: 'ILLEGAL_MOVE', detail: { subject: 'mission', command: verb, legal: [...legal].sort() } };
}

/** What its status and its schedule leave to be done, and its pilot. */
function possible(
  status: MissionStatus,
  governance: Governance,
  scheduled: ScheduleStanding,
): readonly string[] {
  const { schedule, unschedule, pauseSchedule, resumeSchedule } = MISSION_LIFECYCLE.verbs;
  const hidden = {
    NONE: [unschedule, pauseSchedule, resumeSchedule, ...(hasOpenRun(status) ? [schedule] : [])],
    SET: [resumeSchedule],
    PAUSED: [pauseSchedule],
  }[scheduled];
  const verbs = legalVerbs(MISSION_LIFECYCLE, status).filter((verb) => !hidden.includes(verb));
  return governance === 'PILOT' ? [...verbs, ...pilotVerbs(status)] : verbs;
}

function pilotWay(governance: Governance, scheduled: ScheduleStanding): Way {
  return {
    name: `governance ${governance}, schedule ${scheduled}`,
    at: ({ status }) => aMissionAt(status as MissionStatus, { governance, scheduled }),
    call: ({ command }) => MISSION_CALLS[pilotVerb(command as keyof typeof PILOT_LIFECYCLE.moves)],
    outcome: ({ status, command }) => {
      const verb = pilotVerb(command as keyof typeof PILOT_LIFECYCLE.moves);
      if (governance === 'PILOT' && verb === `setMissionStatus(${status})`) return 'UNCHANGED';
      return byVerbs(verb, possible(status as MissionStatus, governance, scheduled));
    },
  };
}

/** Each command of a run is a mutation on its mission, some of them on one with a pilot. */
const RUN_CALLS: Readonly<Record<string, { readonly verb: string; readonly isPiloted: boolean }>> = {
  pause: { verb: 'pauseMission', isPiloted: false },
  resume: { verb: 'resumeMission', isPiloted: false },
  validate: { verb: 'setMissionStatus(VALIDATING)', isPiloted: true },
  revise: { verb: 'setMissionStatus(ACTIVE)', isPiloted: true },
  reopen: { verb: 'setMissionStatus(VALIDATING)', isPiloted: true },
  cancel: { verb: 'cancelRun', isPiloted: false },
  retryFailed: { verb: 'retryFailed', isPiloted: false },
};

const RUN_WAY: Way = {
  name: 'by its mission',
  at: ({ status, command }) => nodes.aRunAt(status as 'ACTIVE', RUN_CALLS[command]?.isPiloted ?? false),
  call: ({ command }) => MISSION_CALLS[RUN_CALLS[command]?.verb ?? ''],
  outcome: ({ status, command }) => {
    const { verb, isPiloted } = RUN_CALLS[command] ?? { verb: '', isPiloted: false };
    if (verb === `setMissionStatus(${status})`) return 'UNCHANGED';
    return byVerbs(verb, possible(status as MissionStatus, isPiloted ? 'PILOT' : 'AUTOMATIC', 'NONE'));
  },
};

/** Nobody has claimed it on its way there. */
const NEVER_ATTEMPTED = ['WAITING', 'READY', 'BLOCKED', 'SKIPPED', 'CANCELLED'];

function taskWay(name: string, at: (status: TaskStatus) => Promise<Standing | undefined>): Way {
  const verbs = TASK_LIFECYCLE.verbs as Readonly<Record<string, string | undefined>>;
  return {
    name,
    at: ({ status }) => at(status as TaskStatus),
    call: ({ command }) => TASK_CALLS[verbs[command] ?? ''],
    outcome: (pair) => {
      const outcome = byTable(TASK_LIFECYCLE)(pair);
      if (outcome === 'DONE') return outcome;
      // Whoever claims is offered what there is.
      if (pair.command === 'claim') return 'UNCHANGED';
      if (!['heartbeat', 'submit', 'fail'].includes(pair.command)) return outcome;
      return { code: NEVER_ATTEMPTED.includes(pair.status) ? 'NOT_FOUND' : 'STALE_ATTEMPT' };
    },
  };
}

/** Reviews are given to the task that the attempt is at. */
const ATTEMPT_WAY: Way = {
  name: 'the first attempt at a task',
  at: ({ status }) => nodes.anAttemptAt(status as 'ACTIVE'),
  call: ({ command }) => {
    const verb = ATTEMPT_LIFECYCLE.verbs[command as keyof typeof ATTEMPT_LIFECYCLE.verbs] ?? '';
    return ATTEMPT_CALLS[verb] ?? TASK_CALLS[verb];
  },
  outcome: ({ status, command }) => {
    if (isLegal(ATTEMPT_LIFECYCLE, command as 'submit', status as 'ACTIVE')) return 'DONE';
    if (command === 'accept' || command === 'reject') return { code: 'ILLEGAL_MOVE' };
    return { code: 'STALE_ATTEMPT', detail: { status } };
  },
};

function nodeWay<S extends string, C extends string>(
  table: Lifecycle<S, C>,
  calls: Readonly<Record<string, Call>>,
  at: (status: S) => Promise<Standing>,
): Way {
  return {
    name: table.subject,
    at: ({ status }) => at(status as S),
    call: ({ command }) => calls[table.verbs[command as C] ?? ''],
    outcome: byTable(table),
  };
}

const GOVERNANCES: readonly Governance[] = ['AUTOMATIC', 'PILOT'];
const EACH = GOVERNANCES.flatMap((governance) =>
  SCHEDULES.map((scheduled) => [governance, scheduled] as const),
);

/** By the file of the table, without its ending. */
export const WALKS: Readonly<Record<string, Walk>> = {
  mission: walkOf(
    MISSION_LIFECYCLE,
    MISSION_STATUSES,
    EACH.map((each) => missionWay(...each)),
  ),
  pilot: walkOf(
    PILOT_LIFECYCLE,
    MISSION_STATUSES,
    EACH.map((each) => pilotWay(...each)),
  ),
  run: walkOf(RUN_LIFECYCLE, RUN_STATUSES, [RUN_WAY]),
  task: walkOf(TASK_LIFECYCLE, TASK_STATUSES, [
    taskWay('in a mission', nodes.aTaskAt),
    taskWay('standalone', nodes.aStandaloneTaskAt),
  ]),
  attempt: walkOf(ATTEMPT_LIFECYCLE, ATTEMPT_STATUSES, [ATTEMPT_WAY]),
  checkpoint: walkOf(CHECKPOINT_LIFECYCLE, CHECKPOINT_STATUSES, [
    nodeWay(CHECKPOINT_LIFECYCLE, ELEMENT_CALLS, nodes.aCheckpointAt),
  ]),
  gate: walkOf(GATE_LIFECYCLE, GATE_STATUSES, [nodeWay(GATE_LIFECYCLE, ELEMENT_CALLS, nodes.aGateAt)]),
  delay: walkOf(DELAY_LIFECYCLE, DELAY_STATUSES, [nodeWay(DELAY_LIFECYCLE, ELEMENT_CALLS, nodes.aDelayAt)]),
  assertion: walkOf(ASSERTION_LIFECYCLE, ASSERTION_STATUSES, [
    nodeWay(ASSERTION_LIFECYCLE, CONTRACT_CALLS, contract.anAssertionAt),
  ]),
  validation: walkOf(VALIDATION_LIFECYCLE, VALIDATION_STATUSES, [
    nodeWay(VALIDATION_LIFECYCLE, CONTRACT_CALLS, contract.aValidationAt),
  ]),
  channel: walkOf(CHANNEL_LIFECYCLE, CHANNEL_STATUSES, [
    nodeWay(CHANNEL_LIFECYCLE, NOTIFY_CALLS, aChannelAt),
  ]),
  delivery: walkOf(DELIVERY_LIFECYCLE, DELIVERY_STATUSES, [
    nodeWay(DELIVERY_LIFECYCLE, NOTIFY_CALLS, aDeliveryAt),
  ]),
  'dead-letter': walkOf(DEAD_LETTER_LIFECYCLE, DEAD_LETTER_STATUSES, [
    nodeWay(DEAD_LETTER_LIFECYCLE, { redriveDeadLetter: nodes.redrive }, nodes.aDeadLetterAt),
  ]),
};
