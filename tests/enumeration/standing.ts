/** Brings missions, tasks and the rest to each status by the commands of the engine, and gives them commands. */
import type { MissionId, NodeRef } from '@muster/core/ids';
import { hasOpenRun, type MissionStatus } from '@muster/core/lifecycle/mission-lifecycle';
import type { PilotedStatus } from '@muster/core/lifecycle/pilot-lifecycle';
import type { Governance } from '@muster/core/run/mission';
import { headKey } from '@muster/engine/keys';
import { claim, complete, headOf } from '../support/a-launched-mission.ts';
import { WORKSPACE_ID } from '../support/a-mission.ts';
import {
  ADA_IN_TESTS,
  anEngine,
  answerOf,
  type EngineUnderTest,
  RITA_IN_TESTS,
} from '../support/an-engine.ts';
import { aDumpedStore, type DumpedStore } from './a-dumped-store.ts';

export interface Standing {
  readonly under: EngineUnderTest;
  readonly dump: DumpedStore['dump'];
  readonly missionId: MissionId;
}

export function aNode(standing: Pick<Standing, 'missionId'>, index = 0): NodeRef {
  return { missionId: standing.missionId, runNumber: 1, index };
}

function anEmptyPlace(): Omit<Standing, 'missionId'> {
  let dumped: DumpedStore | undefined;
  const under = anEngine((now) => {
    dumped = aDumpedStore(now);
    return dumped.store;
  });
  return { under, dump: () => dumped?.dump() ?? '' };
}

/** Never launched. Its tasks are the nodes 0, 1, 2 …, in the order of the document. */
export async function aDraft(document: object, governance: Governance = 'AUTOMATIC'): Promise<Standing> {
  const place = anEmptyPlace();
  const input = { title: 'A mission', document, governance };
  const { mission } = answerOf(await place.under.engine.createMission(RITA_IN_TESTS, input));
  return { ...place, missionId: mission.id };
}

export async function launched(document: object, governance?: Governance): Promise<Standing> {
  const standing = await aDraft(document, governance);
  await launch(standing);
  return standing;
}

async function launch({ under, missionId }: Standing): Promise<void> {
  answerOf(await under.engine.launchMission(RITA_IN_TESTS, { missionId }));
  await under.settle();
}

/** In no mission; the node 0 of its container. */
export async function aStandaloneTask(task: object): Promise<Standing> {
  const place = anEmptyPlace();
  const { ref } = answerOf(await place.under.engine.createTask(RITA_IN_TESTS, { task }));
  await place.under.settle();
  return { ...place, missionId: ref.missionId };
}

/** The first task is claimed by ada and then submitted, or not. */
export async function work({ under }: Standing, how: 'HOLD' | 'SUBMIT' | 'FAIL'): Promise<void> {
  const [first] = await claim(under, { limit: 1 });
  if (!first) throw new Error('nothing can be claimed');
  if (how === 'SUBMIT') await complete(under, [first]);
  if (how === 'FAIL')
    answerOf(await under.engine.failTask(ADA_IN_TESTS, { attempt: first.ref, message: 'It broke.' }));
  await under.settle();
}

export async function pilotTo({ under, missionId }: Standing, status: PilotedStatus): Promise<void> {
  const input = { missionId, status, reason: 'So it is.' };
  answerOf(await under.engine.setMissionStatus(RITA_IN_TESTS, input));
  await under.settle();
}

/** For statuses that no command leads to in its governance: written over what is stored, run and all. */
async function putThere({ under, missionId }: Standing, status: MissionStatus): Promise<void> {
  const [stored] = await under.store.get([headKey(WORKSPACE_ID, missionId)]);
  if (!stored) throw new Error('the mission is gone');
  const value = stored.value as { readonly run: object };
  const record = {
    ...stored,
    revision: stored.revision + 1,
    value: { ...value, status, run: { ...value.run, status } },
  };
  await under.store.commit({ puts: [{ record, expect: stored.revision }] });
}

export const ONE_TASK = {
  tasks: [
    { title: 'T', maxAttempts: 1 },
    { title: 'U', dependsOn: ['T'] },
  ],
};
const CRON = { cron: '0 9 * * *', timeZone: 'UTC' };

async function schedule({ under, missionId }: Standing, told: object): Promise<void> {
  answerOf(await under.engine.scheduleMission(RITA_IN_TESTS, { missionId, schedule: told }));
}

/** What a schedule can be while its mission stands in a status. */
export const SCHEDULES = ['NONE', 'SET', 'PAUSED'] as const;
export type ScheduleStanding = (typeof SCHEDULES)[number];

/** Undefined where the status can't have such a schedule. */
export async function aMissionAt(
  status: MissionStatus,
  { governance, scheduled }: { readonly governance: Governance; readonly scheduled: ScheduleStanding },
): Promise<Standing | undefined> {
  const waits = status === 'SCHEDULED' || status === 'RECURRING';
  const isTakenBack = governance === 'PILOT' && (status === 'DRAFT' || status === 'PLANNING');
  if (scheduled === 'NONE' ? waits : !waits && !hasOpenRun(status) && !isTakenBack) return undefined;
  const standing = await bringTo(status, governance, scheduled !== 'NONE');
  const { under, missionId } = standing;
  if (scheduled === 'PAUSED') answerOf(await under.engine.pauseSchedule(RITA_IN_TESTS, { missionId }));
  await under.settle();
  const head = await headOf(under, missionId);
  if (head.status !== status) throw new Error(`it is ${head.status}, not ${status}`);
  return standing;
}

function bringTo(status: MissionStatus, governance: Governance, isScheduled: boolean): Promise<Standing> {
  switch (status) {
    case 'DRAFT':
    case 'PLANNING':
      return isScheduled ? takenBack(governance, status) : unlaunched(governance, status);
    case 'SCHEDULED':
    case 'RECURRING':
      return unlaunched(governance, status);
    default:
      return inRun(governance, { isScheduled, status });
  }
}

type Unlaunched = 'DRAFT' | 'PLANNING' | 'SCHEDULED' | 'RECURRING';

async function unlaunched(governance: Governance, status: Unlaunched): Promise<Standing> {
  const standing = await aDraft(ONE_TASK, governance);
  const { under, missionId } = standing;
  if (status === 'PLANNING') answerOf(await under.engine.planMission(RITA_IN_TESTS, { missionId }));
  if (status === 'RECURRING') await schedule(standing, CRON);
  if (status === 'SCHEDULED') await schedule(standing, { at: '2027-01-01T00:00:00Z' });
  return standing;
}

async function inRun(
  governance: Governance,
  to: { readonly isScheduled: boolean; readonly status: Exclude<MissionStatus, Unlaunched> },
): Promise<Standing> {
  const standing = await aDraft(ONE_TASK, governance);
  if (to.isScheduled) await schedule(standing, CRON);
  await launch(standing);
  const isPiloted = governance === 'PILOT';
  const { engine } = standing.under;
  const on = { missionId: standing.missionId, reason: 'So it is.' };
  switch (to.status) {
    case 'ACTIVE':
      break;
    case 'PAUSED':
      answerOf(await engine.pauseMission(RITA_IN_TESTS, on));
      break;
    case 'CANCELLED':
      answerOf(await engine.cancelMission(RITA_IN_TESTS, on));
      break;
    case 'VALIDATING':
      if (isPiloted) await workAllAndPilotTo(standing, ['VALIDATING']);
      else await putThere(standing, 'VALIDATING');
      break;
    case 'COMPLETED':
      await workAllAndPilotTo(standing, isPiloted ? ['VALIDATING', 'COMPLETED'] : []);
      break;
    case 'FAILED':
      await work(standing, 'FAIL');
      if (isPiloted) await putThere(standing, 'FAILED');
      break;
  }
  await standing.under.settle();
  return standing;
}

async function workAllAndPilotTo(standing: Standing, steps: readonly PilotedStatus[]): Promise<void> {
  await work(standing, 'SUBMIT');
  await work(standing, 'SUBMIT');
  for (const step of steps) await pilotTo(standing, step);
}

async function takenBack(governance: Governance, status: 'DRAFT' | 'PLANNING'): Promise<Standing> {
  const standing = await inRun(governance, { isScheduled: true, status: 'ACTIVE' });
  await pilotTo(standing, 'PLANNING');
  if (status === 'DRAFT') await pilotTo(standing, 'DRAFT');
  return standing;
}
