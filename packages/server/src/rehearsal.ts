/** What a fresh server rehearses: what clients send all day, as they send it. */
import { Agent, request } from 'node:http';
import type { RunningServer } from './start-server.ts';

const WORK = `mutation ($input: CompleteAndClaimInput!) {
  completeAndClaim(input: $input) {
    __typename
    ... on CompleteAndClaimSuccess {
      results { __typename ... on Error { message } }
      claims { attemptId task { id key title } }
    }
    ... on Error { message }
  }
}`;
const WATCHED = [
  'subscription { tasksReady { count } }',
  'subscription { workspaceEvents(types: [MISSION_STATUS_CHANGED]) { subject data } }',
];

type Plan = readonly {
  readonly key: string;
  readonly title: string;
  readonly dependsOn: readonly string[];
}[];

const DIAMOND: Plan = [
  { key: 'a', title: 'A', dependsOn: [] },
  { key: 'b', title: 'B', dependsOn: ['a'] },
  { key: 'c', title: 'C', dependsOn: ['a'] },
  { key: 'd', title: 'D', dependsOn: ['b', 'c'] },
];
/** A little of everything: tasks in a row, side by side, and joined. */
const SMALL_PLAN: Plan = [...DIAMOND, ...rowAfter('d', 12)];
/** Launched in pieces. */
const LONG_PLAN: Plan = [{ key: 'a', title: 'A', dependsOn: [] }, ...rowAfter('a', 200)];

function rowAfter(first: string, length: number): Plan {
  return Array.from({ length }, (_, place) => ({
    key: `e${place}`,
    title: `E ${place}`,
    dependsOn: [place === 0 ? first : `e${place - 1}`],
  }));
}

export interface Stage {
  readonly server: Pick<RunningServer, 'url' | 'key'>;
  readonly agent: Agent;
  close(): void;
}

/** With subscribers, as a server has them. `onTold` gets what they are told. */
export function openStage(server: Stage['server'], onTold: (text: string) => void = () => {}): Stage {
  const agent = new Agent({ keepAlive: true });
  const stage = { server, agent, close: () => agent.destroy() };
  for (const query of WATCHED) watch(stage, query, onTold);
  return stage;
}

type Scene = (stage: Stage, name: string) => Promise<number>;

const SCENES: readonly Scene[] = [sideBySide, atOnce, sideBySide, atOnce, sideBySide, alone];

/** One round; answers how many tasks it ran, about. */
export function playScene(stage: Stage, round: number): Promise<number> {
  const scene = SCENES[round % SCENES.length] ?? sideBySide;
  return scene(stage, `${round}`);
}

const WORKERS = 8;

/** Several small missions and workers, each of which holds a task or two. */
async function sideBySide(stage: Stage, name: string): Promise<number> {
  const lanes = Array.from({ length: WORKERS }, async (_, lane) => {
    await createMissions(stage, { name: `${name}-${lane}`, plan: SMALL_PLAN, count: 1 });
    await work(stage, { name: `${name}-${lane}`, limit: 2, rounds: SMALL_PLAN.length });
  });
  await Promise.all(lanes);
  return WORKERS * SMALL_PLAN.length;
}

const CREATED_AT_ONCE = 20;
const HELD = 64;
/** One to claim the roots, one for each 64 tasks then, and some to spare. */
const ROUNDS_AT_ONCE = 8;

/** Many missions in few requests, and one worker that holds as much as it may. */
async function atOnce(stage: Stage, name: string): Promise<number> {
  const creators = Array.from({ length: 3 }, (_, place) =>
    createMissions(stage, { name: `${name}-${place}`, plan: DIAMOND, count: CREATED_AT_ONCE }),
  );
  await Promise.all(creators);
  await work(stage, { name, limit: HELD, rounds: ROUNDS_AT_ONCE });
  return creators.length * CREATED_AT_ONCE * DIAMOND.length;
}

/** One mission with nothing beside it: each commit has the disk for itself. */
async function alone(stage: Stage, name: string): Promise<number> {
  await createMissions(stage, { name, plan: LONG_PLAN, count: 1 });
  await work(stage, { name, limit: 2, rounds: LONG_PLAN.length });
  return LONG_PLAN.length;
}

async function createMissions(
  stage: Stage,
  { name, plan, count }: { readonly name: string; readonly plan: Plan; readonly count: number },
): Promise<void> {
  const places = Array.from({ length: count }, (_, place) => place);
  const inputs = places.map((place): [string, object] => {
    const idempotencyKey = `create-${name}-${place}`;
    return [`input${place}`, { title: name, document: { tasks: plan }, launch: true, idempotencyKey }];
  });
  const fields = places.map(
    (place) => `mission${place}: createMission(input: $input${place}) {
      __typename ... on CreateMissionSuccess { mission { id } sequence } ... on Error { message }
    }`,
  );
  const declared = inputs.map(([input]) => `$${input}: CreateMissionInput!`).join(' ');
  const query = `mutation (${declared}) { ${fields.join(' ')} }`;
  await post(stage, { query, variables: Object.fromEntries(inputs) });
}

/** Hands in what it holds, and claims again. */
async function work(
  stage: Stage,
  { name, limit, rounds }: { readonly name: string; readonly limit: number; readonly rounds: number },
): Promise<void> {
  let complete: readonly object[] = [];
  for (let round = 0; round < rounds; round++) {
    const input = { complete, claim: { agent: 'warm-up', limit }, idempotencyKey: `work-${name}-${round}` };
    const { data } = await post(stage, { query: WORK, variables: { input } });
    complete = attemptsOf(data).map((attemptId) => ({
      attemptId,
      submission: { noEvidenceReason: 'A rehearsal.' },
    }));
  }
}

function attemptsOf(data: unknown): readonly string[] {
  const { completeAndClaim } = data as { completeAndClaim: { claims?: readonly { attemptId: string }[] } };
  return (completeAndClaim.claims ?? []).map((claim) => claim.attemptId);
}

/** Reads on until the stage is closed. */
function watch({ server, agent }: Stage, query: string, onTold: (text: string) => void): void {
  const headers = { ...headersFor(server), accept: 'text/event-stream' };
  const call = request(server.url, { agent, method: 'POST', headers }, (answer) => {
    answer.setEncoding('utf8');
    answer.on('data', onTold);
    // Closing the stage cuts it off.
    answer.on('error', () => {});
  });
  call.on('error', () => {});
  call.end(JSON.stringify({ query }));
}

function post({ server, agent }: Stage, operation: object): Promise<{ readonly data: unknown }> {
  const body = JSON.stringify(operation);
  const headers = {
    ...headersFor(server),
    accept: 'application/json',
    'content-length': Buffer.byteLength(body),
  };
  return new Promise((resolve, reject) => {
    const call = request(server.url, { agent, method: 'POST', headers }, (answer) => {
      let text = '';
      answer.setEncoding('utf8');
      answer.on('data', (chunk: string) => {
        text += chunk;
      });
      answer.on('end', () => resolve(JSON.parse(text)));
      answer.on('error', reject);
    });
    call.on('error', reject);
    call.end(body);
  });
}

function headersFor({ key }: Stage['server']) {
  return { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
}
