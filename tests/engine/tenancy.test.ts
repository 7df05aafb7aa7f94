/** Another workspace's ids behave exactly like ids that don't exist: for every command, question and subscription. */
import { type MissionId, missionIdOf } from '@muster/core/ids';
import { buryMessage } from '@muster/engine/dead-letters';
import type { Principal } from '@muster/engine/principal';
import { describe, expect, it } from 'vitest';
import { claim, complete, headOf, launchMission, nodeRef } from '../support/a-launched-mission.ts';
import { aSubmission, WORKSPACE_ID } from '../support/a-mission.ts';
import {
  ADA_IN_TESTS,
  anEngine,
  type EngineUnderTest,
  RITA_IN_TESTS,
  STRANGER,
} from '../support/an-engine.ts';

const NOBODYS = missionIdOf('7ZZZZZZZZZZZZZZZZZZZZZZZZZ');
const NEVER = AbortSignal.abort();

type Call = (under: EngineUnderTest, principal: Principal, missionId: MissionId) => unknown;

const COMMANDS: Readonly<Record<string, Call>> = {
  saveDocument: ({ engine }, who, missionId) => engine.saveDocument(who, { missionId, document: {} }),
  planMission: ({ engine }, who, missionId) => engine.planMission(who, { missionId }),
  launchMission: ({ engine }, who, missionId) => engine.launchMission(who, { missionId }),
  pauseMission: ({ engine }, who, missionId) => engine.pauseMission(who, { missionId }),
  resumeMission: ({ engine }, who, missionId) => engine.resumeMission(who, { missionId }),
  cancelMission: ({ engine }, who, missionId) => engine.cancelMission(who, { missionId, reason: 'x' }),
  cancelRun: ({ engine }, who, missionId) => engine.cancelRun(who, { missionId, reason: 'x' }),
  retryFailed: ({ engine }, who, missionId) => engine.retryFailed(who, { missionId }),
  heartbeat: ({ engine }, who, missionId) => engine.heartbeat(who, { attempt: attemptOf(missionId) }),
  completeTasks: async ({ engine }, who, missionId) => {
    const tasks = [{ attempt: attemptOf(missionId), submission: aSubmission() }];
    const answers = await engine.completeTasks(who, { tasks });
    return answers.ok ? answers.value[0] : answers;
  },
  failTask: ({ engine }, who, missionId) =>
    engine.failTask(who, { attempt: attemptOf(missionId), message: 'x' }),
  acceptTask: ({ engine }, who, missionId) => engine.acceptTask(who, { task: nodeRef(missionId, 0) }),
  rejectTask: ({ engine }, who, missionId) => engine.rejectTask(who, { task: nodeRef(missionId, 0) }),
  blockTask: ({ engine }, who, missionId) =>
    engine.blockTask(who, { task: nodeRef(missionId, 0), cause: 'OTHER', note: 'x' }),
  unblockTask: ({ engine }, who, missionId) => engine.unblockTask(who, { task: nodeRef(missionId, 0) }),
  retryTask: ({ engine }, who, missionId) => engine.retryTask(who, { task: nodeRef(missionId, 0) }),
  skipTask: ({ engine }, who, missionId) =>
    engine.skipTask(who, { task: nodeRef(missionId, 0), reason: 'x' }),
  cancelTask: ({ engine }, who, missionId) =>
    engine.cancelTask(who, { task: nodeRef(missionId, 0), reason: 'x' }),
  approveCheckpoint: ({ engine }, who, missionId) =>
    engine.approveCheckpoint(who, { node: nodeRef(missionId, 2) }),
  rejectCheckpoint: ({ engine }, who, missionId) =>
    engine.rejectCheckpoint(who, { node: nodeRef(missionId, 2), reopen: [] }),
  overrideGate: ({ engine }, who, missionId) =>
    engine.overrideGate(who, { node: nodeRef(missionId, 3), reason: 'x' }),
  skipDelay: ({ engine }, who, missionId) =>
    engine.skipDelay(who, { node: nodeRef(missionId, 4), reason: 'x' }),
  redriveDeadLetter: ({ engine }, who, missionId) =>
    engine.redriveDeadLetter(who, { deadLetter: { missionId, name: 'm-9-9-0' } }),
  listEvents: ({ engine }, who, missionId) => engine.listEvents(who, { missionId, after: 0, first: 10 }),
  missionEvents: ({ engine }, who, missionId) => engine.missionEvents(who, { missionId, signal: NEVER }),
  missionProgress: ({ engine }, who, missionId) => engine.missionProgress(who, { missionId, signal: NEVER }),
};

const QUESTIONS: Readonly<Record<string, Call>> = {
  missions: ({ engine }, who, missionId) => engine.missions(who, [missionId]),
  missionInfos: ({ engine }, who, missionId) => engine.missionInfos(who, [missionId]),
  document: ({ engine }, who, missionId) => engine.document(who, missionId, 1),
  runs: ({ engine }, who, missionId) => engine.runs(who, [{ missionId, runNumber: 1 }]),
  listRuns: ({ engine }, who, missionId) => engine.listRuns(who, { missionId, first: 10 }),
  nodes: ({ engine }, who, missionId) => engine.nodes(who, [nodeRef(missionId, 0)]),
  specs: ({ engine }, who, missionId) => engine.specs(who, [nodeRef(missionId, 0)]),
  listNodes: ({ engine }, who, missionId) =>
    engine.listNodes(who, { missionId, runNumber: 1, kind: 'TASK', first: 10 }),
  attempts: ({ engine }, who, missionId) => engine.attempts(who, [attemptOf(missionId)]),
  listAttempts: ({ engine }, who, missionId) =>
    engine.listAttempts(who, { ...nodeRef(missionId, 0), first: 10 }),
  listArtifacts: ({ engine }, who, missionId) =>
    engine.listArtifacts(who, { ...nodeRef(missionId, 0), first: 10 }),
  deadLetters: ({ engine }, who, missionId) => engine.deadLetters(who, [{ missionId, name: 'm-9-9-0' }]),
  listDeadLetters: ({ engine }, who, missionId) => engine.listDeadLetters(who, { missionId, first: 10 }),
  report: ({ engine }, who, missionId) => engine.report(who, { missionId, runNumber: 1 }),
};

function attemptOf(missionId: MissionId) {
  return { ...nodeRef(missionId, 0), generation: 1 };
}

async function aTenant() {
  const under = anEngine();
  const missionId = await launchMission(under, {
    tasks: ['A', 'B'],
    checkpoints: [{ name: 'C', afterTasks: [], blocksTasks: [] }],
    qualityGates: [{ name: 'G', afterTasks: [], blocksTasks: [], minScore: 5 }],
    delays: [{ name: 'D', afterTasks: [], blocksTasks: [], duration: 'PT1H' }],
  });
  const [first] = await claim(under, { limit: 1 });
  const artifacts = [{ name: 'a', kind: 'ASSET' as const, text: 'x' }];
  if (first) await complete(under, [first], { artifacts });
  const message = { id: `${missionId}#9#9#0`, workspaceId: WORKSPACE_ID, missionId, message: {} };
  await buryMessage(under.context, message, new Error('a fault'));
  return { under, missionId };
}

/** Equal answers but for the id that was asked for. */
function withoutId(answer: unknown, missionId: MissionId): unknown {
  return JSON.parse(JSON.stringify(answer ?? null).replaceAll(missionId.slice(4), 'THE-ID'));
}

describe.each(Object.entries(COMMANDS))('%s', (_, call) => {
  it('answers NOT_FOUND for another workspace, as for what does not exist, and changes nothing', async () => {
    const { under, missionId } = await aTenant();
    const before = await headOf(under, missionId);

    const foreign = await call(under, STRANGER, missionId);
    const absent = await call(under, RITA_IN_TESTS, NOBODYS);

    expect(foreign).toMatchObject({ ok: false, error: { code: 'NOT_FOUND' } });
    expect(withoutId(foreign, missionId)).toEqual(withoutId(absent, NOBODYS));
    expect(await headOf(under, missionId)).toEqual(before);
  });
});

describe.each(Object.entries(QUESTIONS))('%s', (_, call) => {
  it('answers another workspace as if nothing were there', async () => {
    const { under, missionId } = await aTenant();

    const own = await call(under, RITA_IN_TESTS, missionId);
    const foreign = await call(under, STRANGER, missionId);
    const absent = await call(under, RITA_IN_TESTS, NOBODYS);

    expect(withoutId(foreign, missionId)).toEqual(withoutId(absent, NOBODYS));
    if (call !== QUESTIONS.report) expect(own).not.toEqual(foreign);
  });
});

describe('another workspace', () => {
  it('finds nothing to claim and lists no missions', async () => {
    const { under } = await aTenant();

    const claims = await claim(under, { principal: { ...STRANGER, actor: ADA_IN_TESTS.actor } });

    expect(claims).toEqual([]);
    expect((await under.engine.listMissions(STRANGER, { first: 10 })).items).toEqual([]);
  });
});
