/** A server killed in the middle of the work loses nothing it has answered, and what it was doing goes on after a start. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ServerProcess, startServerProcess } from './support/server-process.ts';

const TASK_COUNT = 200;
const WORKERS = 4;
/** Completions answered before the first and before the second kill. */
const KILL_AFTER = [40, 110];

const CREATE = `mutation($input: CreateMissionInput!) { created: createMission(input: $input) {
  ... on CreateMissionSuccess { mission { id } } } }`;
const WORK = `mutation($input: CompleteAndClaimInput!) { worked: completeAndClaim(input: $input) {
  ... on CompleteAndClaimSuccess {
    results { __typename ... on TaskCompletion { sequence } }
    claims { attemptId } } } }`;
const STATUS = 'query($id: ID!) { mission(id: $id) { status sequence } }';
const EVENTS = `query($id: ID!, $after: String) { mission(id: $id) { events(first: 100, after: $after) {
  nodes { sequence type subject data } pageInfo { hasNextPage endCursor } } } }`;

interface Fact {
  readonly sequence: number;
  readonly type: string;
  readonly subject: string;
  readonly data: Readonly<Record<string, unknown>>;
}

let folder: string;
let server: ServerProcess;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'muster-kill-'));
  server = await startServerProcess(folder);
});
afterEach(async () => {
  await server.kill();
  await rm(folder, { recursive: true, force: true });
});

/** Four lanes of fifty, joined at every tenth: work is released all the time, by one and by several predecessors. */
function document(): object {
  const tasks = Array.from({ length: TASK_COUNT }, (_, at) => {
    const isJoin = at % 40 >= 36;
    const before = isJoin ? [1, 2, 3, 4].map((back) => at - (at % 4) - back) : [at - 4];
    return {
      title: `T${at}`,
      dependsOn: before.filter((one) => one >= 0).map((one) => `T${one}`),
      maxAttempts: 50,
    };
  });
  return { tasks };
}

/** Works until the server goes, the mission ends, or `isEnough`; adds every completion that was answered. */
async function work(
  missionId: string,
  worker: number,
  told: { readonly acknowledged: Map<string, number>; readonly isEnough: () => boolean },
): Promise<void> {
  let attempts: readonly string[] = [];
  while (!told.isEnough()) {
    const complete = attempts.map((attemptId) => ({ attemptId, submission: { evidence: 'Done.' } }));
    const claim = { agent: `worker-${worker}`, limit: 3, leaseMs: 1_000 };
    const { worked } = await server.ask<{ readonly worked: Worked }>(WORK, { input: { complete, claim } });
    const { results, claims } = worked;
    for (const [at, result] of results.entries()) {
      if (result.sequence !== undefined) told.acknowledged.set(attempts[at] ?? '', result.sequence);
    }
    attempts = claims.map(({ attemptId }) => attemptId);
    if (attempts.length === 0 && (await statusOf(missionId)) !== 'ACTIVE') return;
  }
}

interface Created {
  readonly created: { readonly mission: { readonly id: string } };
}

interface Worked {
  readonly results: readonly { readonly sequence?: number }[];
  readonly claims: readonly { readonly attemptId: string }[];
}

async function statusOf(id: string): Promise<string> {
  const { mission } = await server.ask<{ readonly mission: { readonly status: string } }>(STATUS, { id });
  return mission.status;
}

async function eventsOf(id: string): Promise<readonly Fact[]> {
  const events: Fact[] = [];
  let after: string | null = null;
  for (;;) {
    const answer: EventsAnswer = await server.ask(EVENTS, { id, after });
    const { nodes, pageInfo } = answer.mission.events;
    events.push(...nodes);
    if (!pageInfo.hasNextPage) return events;
    after = pageInfo.endCursor;
  }
}

interface EventsAnswer {
  readonly mission: {
    readonly events: {
      readonly nodes: readonly Fact[];
      readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
    };
  };
}

describe('a server that is killed twice during a mission of 200 tasks', () => {
  it('finishes it after a start: no task settles twice, no answered completion is lost, sequences are dense', async () => {
    const input = { title: 'Killed', document: document(), launch: true };
    const { created } = await server.ask<Created>(CREATE, { input });
    const { id } = created.mission;
    const acknowledged = new Map<string, number>();
    const workers = (isEnough: () => boolean) =>
      Array.from({ length: WORKERS }, (_, worker) => work(id, worker, { acknowledged, isEnough }));

    for (const count of KILL_AFTER) {
      const working = workers(() => false).map((one) => one.catch(() => undefined));
      while (acknowledged.size < count)
        await Promise.race([...working, new Promise((go) => setTimeout(go, 5))]);
      await server.kill();
      await Promise.all(working);
      server = await startServerProcess(folder);
    }
    await Promise.all(workers(() => false));

    const events = await eventsOf(id);
    expect(await statusOf(id)).toBe('COMPLETED');
    expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, at) => at + 1));
    const done = events.filter(({ type, data }) => type === 'TASK_STATUS_CHANGED' && data.to === 'DONE');
    expect(new Set(done.map(({ subject }) => subject)).size).toBe(TASK_COUNT);
    expect(done).toHaveLength(TASK_COUNT);
    const accepted = events.filter(({ data }) => data.to === 'ACCEPTED').map(({ subject }) => subject);
    expect(accepted).toEqual(expect.arrayContaining([...acknowledged.keys()]));
  }, 60_000);
});
