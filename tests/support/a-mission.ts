/** Builders for missions: a test names what matters to it, everything else is fixed, the clock included. */
import type { Actor } from '@muster/core/actor';
import { approveCheckpoint, rejectCheckpoint } from '@muster/core/decide/checkpoint';
import { claimTasks } from '@muster/core/decide/claim';
import { launch } from '@muster/core/decide/launch';
import { failTask, submitTask } from '@muster/core/decide/submit';
import { compile } from '@muster/core/graph/compile';
import { missionIdOf, parseWorkspaceId, type WorkspaceId } from '@muster/core/ids';
import { type Instant, instantOf } from '@muster/core/instant';
import { LIMITS } from '@muster/core/limits';
import type { Submission } from '@muster/core/run/attempt';
import type { MissionHead } from '@muster/core/run/mission';
import { aDocument, type DocumentInput } from './a-document.ts';
import { MissionUnderTest } from './mission-under-test.ts';

/** Saturday, 21 November 2026, 08:00 UTC. */
export const START: Instant = instantOf(Date.UTC(2026, 10, 21, 8));
export const SECOND = 1_000;
export const MINUTE = 60_000;

export const RITA: Actor = { kind: 'USER', name: 'rita' };
export const OTTO: Actor = { kind: 'USER', name: 'otto' };
export const ADA: Actor = { kind: 'AGENT', name: 'ada' };
export const BOB: Actor = { kind: 'AGENT', name: 'bob' };

export const MISSION_ID = missionIdOf('01JD6Z3Q0000000000000000MS');
export const WORKSPACE_ID: WorkspaceId = workspaceId('ws_tests');

export function workspaceId(text: string): WorkspaceId {
  const parsed = parseWorkspaceId(text);
  if (parsed === undefined) throw new Error(`${text} names no workspace`);
  return parsed;
}

export type MissionInput = DocumentInput & Partial<Pick<MissionHead, 'status' | 'maxConcurrent' | 'pilot'>>;

/** A mission that was never launched. With a pilot its governance is PILOT. */
export function aDraftMission({ status, maxConcurrent, pilot, ...input }: MissionInput): MissionUnderTest {
  const head: MissionHead = {
    workspaceId: WORKSPACE_ID,
    id: MISSION_ID,
    title: 'A mission',
    status: status ?? 'DRAFT',
    governance: pilot === undefined ? 'AUTOMATIC' : 'PILOT',
    ...(pilot === undefined ? {} : { pilot }),
    sequence: 0,
    documentVersion: 1,
    runCount: 0,
    ...(maxConcurrent === undefined ? {} : { maxConcurrent }),
    createdAt: START,
    updatedAt: START,
  };
  return new MissionUnderTest(head, compile(aDocument(input)));
}

/** A mission whose first run is ACTIVE. */
export function aMission(input: MissionInput): MissionUnderTest {
  const mission = aDraftMission(input);
  launchAgain(mission);
  return mission.settle();
}

export function launchAgain(mission: MissionUnderTest): void {
  mission.must(RITA, (draft) => launch(draft, mission.plan));
}

export function aSubmission(told: Partial<Submission> = {}): Submission {
  return {
    evidence: 'It was looked at.',
    outcomes: [],
    filesCreated: [],
    filesEdited: [],
    expectationResults: [],
    issues: [],
    artifacts: [],
    ...told,
  };
}

/** Claims tasks by name; answers the names of those it got. */
export function claim(
  mission: MissionUnderTest,
  names: readonly string[],
  claimer: { readonly actor?: Actor; readonly leaseMs?: number } = {},
): readonly string[] {
  const { actor = ADA, leaseMs = LIMITS.leaseMsDefault } = claimer;
  const candidates = names.map((name) => mission.task(name).index);
  const command = { agent: actor.name, leaseMs, limit: LIMITS.claimTasksMax, candidates };
  return mission.must(actor, (draft) => claimTasks(draft, command)).map(({ task }) => task.name);
}

export function submit(mission: MissionUnderTest, name: string, told: Partial<Submission> = {}): void {
  const attempt = mission.attemptRef(name);
  mission.must(ADA, (draft) => submitTask(draft, { attempt, submission: aSubmission(told) }));
}

/** Claims each task and submits it. */
export function complete(
  mission: MissionUnderTest,
  names: readonly string[],
  told: Partial<Submission> = {},
): void {
  for (const name of names) {
    claim(mission, [name]);
    submit(mission, name, told);
  }
}

/** Claims the task and says that it failed, once. */
export function fail(mission: MissionUnderTest, name: string, actor = ADA): void {
  claim(mission, [name], { actor });
  const attempt = mission.attemptRef(name);
  mission.must(actor, (draft) => failTask(draft, { attempt, message: 'It broke.' }));
}

export function approve(mission: MissionUnderTest, name: string, actor = RITA): void {
  const checkpoint = mission.ref('CHECKPOINT', name);
  mission.must(actor, (draft) => approveCheckpoint(draft, { checkpoint }));
}

export function reject(mission: MissionUnderTest, name: string, reopen: readonly string[] = []): void {
  const checkpoint = mission.ref('CHECKPOINT', name);
  const refs = reopen.map((task) => mission.ref('TASK', task));
  mission.must(RITA, (draft) => rejectCheckpoint(draft, { checkpoint, reopen: refs, feedback: 'Not yet.' }));
}
