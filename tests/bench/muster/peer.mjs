// Muster measured the hard way: the server in its own process, this worker talking the public GraphQL API to it over
// loopback HTTP, every answer durable, events on, progress subscribed, idempotency keys on every command.
//
// The same two files (this and variants.mjs) fit any harness that calls
// `create({ variant, conf: { dir }, body, concurrency }) → { run(workload, epoch), close() }`.
import { randomUUID } from 'node:crypto';
import { createApi, succeeded } from './api.mjs';
import { startServer } from './server.mjs';

/** A mutation that creates and launches `count` missions in one request, one after the other. */
function createMany(count) {
  const places = Array.from({ length: count }, (_, place) => place);
  const variables = places.map((place) => `$m${place}: CreateMissionInput!`).join(' ');
  const fields = places.map(
    (place) => `m${place}: createMission(input: $m${place}) {
      __typename ... on CreateMissionSuccess { mission { id } } ... on Error { message }
    }`,
  );
  return `mutation Create(${variables}) { ${fields.join(' ')} }`;
}
const WORK = `mutation Work($input: CompleteAndClaimInput!) {
  completeAndClaim(input: $input) {
    __typename
    ... on CompleteAndClaimSuccess {
      results { __typename ... on Error { message } }
      claims { attemptId task { id key } }
    }
    ... on Error { message }
  }
}`;
const ENDS = 'subscription Ends { workspaceEvents(types: [MISSION_STATUS_CHANGED]) { subject data } }';
const READY = 'subscription Ready { tasksReady { count } }';
const PROGRESS =
  'subscription Progress($missionId: ID!) { missionProgress(missionId: $missionId) { progress } }';

const ENDED = new Set(['COMPLETED', 'FAILED', 'CANCELLED']);
const SUBMISSION = { noEvidenceReason: 'A benchmark does nothing.' };
/** Requests under way at once: while the server works on one, the worker handles the answer to another. */
const REQUESTS_MAX = 3;
/** Missions that one request creates. */
const CREATED_AT_ONCE = 20;
/** Watching the progress of more missions than this is left to the workspace's events. */
const PROGRESS_WATCHED_MAX = 1;

export async function create({ conf, body, concurrency }) {
  const server = await startServer(conf.dir);
  const api = createApi({ url: server.url, key: server.key });
  const worker = createWorker({ api, body, concurrency });
  const ends = new Map();
  const subscriptions = [
    api.subscribe(READY, {}, () => worker.wake()),
    api.subscribe(ENDS, {}, ({ workspaceEvents: { subject, data } }) => {
      if (!ENDED.has(data.to)) return;
      const end = ends.get(subject);
      if (end) end();
      else ends.set(subject, undefined);
    }),
  ];
  await new Promise((resolve) => setTimeout(resolve, 200));

  const createMissions = async (title, missions) => {
    const variables = {};
    for (const [place, mission] of missions.entries()) {
      variables[`m${place}`] = {
        title,
        document: documentOf(mission),
        launch: true,
        idempotencyKey: randomUUID(),
      };
    }
    const created = await api.request(createMany(missions.length), variables);
    return missions.map((_, place) => succeeded(created[`m${place}`]).mission.id);
  };

  const ended = (id) =>
    new Promise((resolve) => {
      if (ends.has(id)) resolve();
      else ends.set(id, resolve);
    });

  return {
    versions: { muster: '0.0.0' },
    serverPid: server.pid,
    async run(workload) {
      worker.begin();
      const awaited = [];
      const create = async (from) => {
        const missions = workload.missions.slice(from, from + CREATED_AT_ONCE);
        const ids = await createMissions(workload.name, missions);
        for (const [offset, id] of ids.entries()) {
          worker.know(id, from + offset);
          awaited.push(ended(id));
        }
        if (from < PROGRESS_WATCHED_MAX) {
          subscriptions.push(api.subscribe(PROGRESS, { missionId: ids[0] }, () => {}));
        }
      };
      const starts = workload.missions.flatMap((_, place) => (place % CREATED_AT_ONCE === 0 ? [place] : []));
      await Promise.all(starts.map(create));
      await Promise.all(awaited);
      await worker.end();
    },
    async close() {
      for (const subscription of subscriptions) subscription.close();
      api.close();
      await server.stop();
    },
  };
}

function documentOf(mission) {
  const tasks = mission.deps.map((deps, index) => ({
    key: `t${index}`,
    title: `Task ${index}`,
    dependsOn: deps.map((dep) => `t${dep}`),
  }));
  return { tasks };
}

/** Claims as much as it may hold, runs what it holds, and hands in results along with the next claim. */
function createWorker({ api, body, concurrency }) {
  const positions = new Map();
  let held = 0;
  let requests = 0;
  let results = [];
  let mayBeMore = false;
  let isOn = false;
  let atRest = () => {};

  function wake() {
    mayBeMore = true;
    pump();
  }

  function pump() {
    while (isOn && requests < REQUESTS_MAX && (results.length > 0 || wantsMore())) void ask();
  }

  /** Results on their way bring claims back with them: only an idle worker asks for nothing but work. */
  function wantsMore() {
    return mayBeMore && held < concurrency && requests === 0;
  }

  async function ask() {
    const complete = results;
    results = [];
    held -= complete.length;
    const limit = Math.max(1, concurrency - held);
    mayBeMore = false;
    held += limit;
    requests++;
    const input = { complete, claim: { agent: 'bench', limit }, idempotencyKey: randomUUID() };
    const { completeAndClaim } = await api.request(WORK, { input });
    requests--;
    if (requests === 0 && !isOn) atRest();
    const { results: outcomes, claims } = succeeded(completeAndClaim);
    for (const outcome of outcomes) succeeded(outcome);
    held -= limit - claims.length;
    if (claims.length === limit) mayBeMore = true;
    for (const claim of claims) void work(claim);
    pump();
  }

  async function work({ attemptId, task }) {
    const mission = positions.get(task.id.slice(4, 30)) ?? (await learned(task.id.slice(4, 30)));
    await body(mission, Number(task.key.slice(1)));
    results.push({ attemptId, submission: SUBMISSION });
    if (results.length >= concurrency || held === results.length || requests < REQUESTS_MAX)
      queueMicrotask(pump);
  }

  /** A task may be claimed before the answer to its mission's creation has arrived. */
  const waiting = new Map();
  function learned(missionBody) {
    return new Promise((resolve) => {
      const others = waiting.get(missionBody) ?? [];
      waiting.set(missionBody, [...others, resolve]);
    });
  }

  return {
    wake,
    begin() {
      isOn = true;
      wake();
    },
    /** Resolves when no request is under way any more. */
    end() {
      isOn = false;
      return new Promise((resolve) => {
        atRest = resolve;
        if (requests === 0) resolve();
      });
    },
    know(missionId, position) {
      const missionBody = missionId.slice(4);
      positions.set(missionBody, position);
      for (const resolve of waiting.get(missionBody) ?? []) resolve(position);
      waiting.delete(missionBody);
    },
  };
}
