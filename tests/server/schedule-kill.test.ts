/** A slot whose time comes while the server is dead is fired after its start, once, however often it is killed again. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type ServerProcess, startServerProcess } from './support/server-process.ts';

const CREATE = `mutation($input: CreateMissionInput!) { created: createMission(input: $input) {
  ... on CreateMissionSuccess { mission { id } } } }`;
const SCHEDULE = `mutation($input: ScheduleMissionInput!) { scheduled: scheduleMission(input: $input) {
  __typename ... on ScheduleMissionSuccess { mission { status } } } }`;
const MISSION = `query($id: ID!) { mission(id: $id) { status runCount run { slot taskCounts { ready } }
  events(first: 100, types: [SLOT_FIRED]) { nodes { data } } } }`;

/** Too many for one commit: the launch is announced, and written out in pieces. */
const TASK_COUNT = 300;

interface MissionTold {
  readonly mission: {
    readonly status: string;
    readonly runCount: number;
    readonly run: { readonly slot: string; readonly taskCounts: { readonly ready: number } } | null;
    readonly events: { readonly nodes: readonly { readonly data: { readonly slot: string } }[] };
  };
}

let folder: string;
let server: ServerProcess;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'muster-slot-'));
  server = await startServerProcess(folder);
});
afterEach(async () => {
  await server.kill();
  await rm(folder, { recursive: true, force: true });
});

async function restarted(): Promise<void> {
  await server.kill();
  server = await startServerProcess(folder);
}

/** As soon as it is released whole, or as it is after ten seconds. */
async function whenReleased(id: string): Promise<MissionTold['mission']> {
  const until = Date.now() + 10_000;
  for (;;) {
    const { mission } = await server.ask<MissionTold>(MISSION, { id });
    if (mission.run?.taskCounts.ready === TASK_COUNT || Date.now() > until) return mission;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

it('a slot is fired once by a server that was killed before it, and again after it', async () => {
  const document = { tasks: Array.from({ length: TASK_COUNT }, (_, place) => ({ title: `T${place}` })) };
  const { created } = await server.ask<{ created: { mission: { id: string } } }>(CREATE, {
    input: { title: 'Nightly', document },
  });
  const missionId = created.mission.id;
  const at = new Date(Date.now() + 1_500).toISOString();
  const { scheduled } = await server.ask<{ scheduled: unknown }>(SCHEDULE, {
    input: { missionId, schedule: { at } },
  });
  await restarted();
  const launched = await whenReleased(missionId);

  await restarted();
  await restarted();
  const afterwards = await whenReleased(missionId);

  expect(scheduled).toMatchObject({ mission: { status: 'SCHEDULED' } });
  expect(launched).toMatchObject({ status: 'ACTIVE', runCount: 1, run: { slot: at } });
  expect(afterwards).toMatchObject({
    status: 'ACTIVE',
    runCount: 1,
    run: { slot: at, taskCounts: { ready: TASK_COUNT } },
  });
  expect(afterwards.events.nodes.map(({ data }) => data.slot)).toEqual([at]);
}, 30_000);
