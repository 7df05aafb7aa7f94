/**
 * Whether settling a task depends on the size of its mission: single completions of a mission of 100 tasks and of one of
 * 10,000, turn by turn in the same server, so that noise meets both alike.
 */
import { createApi, succeeded } from './muster/api.mjs';
import { startServer } from './muster/server.mjs';
import { quantile } from './recorder.ts';
import { layers } from './workloads.ts';

const WIDTH = 10;
const PAIRS = 60;

const CREATE = `mutation Create($input: CreateMissionInput!) {
  createMission(input: $input) { __typename ... on CreateMissionSuccess { mission { id } } ... on Error { message } }
}`;
const CLAIM = `mutation Claim($input: ClaimTasksInput!) {
  claimTasks(input: $input) { __typename ... on ClaimTasksSuccess { claims { attemptId } } ... on Error { message } }
}`;
const COMPLETE = `mutation Complete($input: CompleteTasksInput!) {
  completeTasks(input: $input) {
    __typename
    ... on CompleteTasksSuccess { results { __typename ... on Error { message } } }
    ... on Error { message }
  }
}`;

export interface Growth {
  readonly smallP50Ms: number;
  readonly largeP50Ms: number;
  readonly ratio: number;
  readonly pairs: number;
}

export async function measureGrowth(folder: string): Promise<Growth> {
  const server = await startServer(folder);
  const api = createApi({ url: server.url, key: server.key });
  try {
    await launch(100, 'warm-up');
    await launch(10_000, 'warm-up');
    await measure('warm-up');
    const times = { small: [] as number[], large: [] as number[] };
    for (let round = 0; round < 5; round++) {
      await launch(100, `round-${round}`);
      await launch(10_000, `round-${round}`);
      const measured = await measure(`round-${round}`);
      times.small.push(...measured.small);
      times.large.push(...measured.large);
    }
    const smallP50Ms = quantile(times.small, 0.5) ?? 0;
    const largeP50Ms = quantile(times.large, 0.5) ?? 0;
    return { smallP50Ms, largeP50Ms, ratio: largeP50Ms / smallP50Ms, pairs: times.small.length };
  } finally {
    api.close();
    await server.stop();
  }

  /** Its tasks are for one agent, so that each turn knows which mission it works on. */
  async function launch(size: number, round: string) {
    const tasks = layers(size / WIDTH, WIDTH).map((deps, index) => ({
      key: `t${index}`,
      title: `Task ${index}`,
      assignTo: `${round}-${size}`,
      dependsOn: deps.map((dep) => `t${dep}`),
    }));
    const team = [{ name: `${round}-${size}` }];
    const { createMission } = await api.request(CREATE, {
      input: { title: round, launch: true, document: { tasks, team } },
    });
    succeeded(createMission);
  }

  async function measure(round: string) {
    const small: number[] = [];
    const large: number[] = [];
    for (let pair = 0; pair < PAIRS; pair++) {
      small.push(await completeOne(`${round}-100`));
      large.push(await completeOne(`${round}-10000`));
    }
    return { small, large };
  }

  async function completeOne(agent: string): Promise<number> {
    const { claimTasks } = await api.request(CLAIM, { input: { agent, limit: 1 } });
    const [claim] = succeeded(claimTasks).claims;
    const task = {
      attemptId: claim.attemptId,
      submission: { noEvidenceReason: 'A benchmark does nothing.' },
    };
    const startedAt = performance.now();
    const { completeTasks } = await api.request(COMPLETE, { input: { tasks: [task] } });
    const endedAt = performance.now();
    for (const outcome of succeeded(completeTasks).results) succeeded(outcome);
    return endedAt - startedAt;
  }
}
