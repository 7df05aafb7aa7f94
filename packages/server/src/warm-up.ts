/**
 * A fresh process is slow: its code is interpreted until it has run a few hundred times. So the server rehearses, beside
 * its real work: a second one on a throw-away folder runs small missions through the same code, over the same protocol,
 * until it has seen enough of them or the time is up. The first real missions are then two to three times as fast
 * (`npm run bench`). What counts is how often the code ran, so a slow machine rehearses for longer.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Logger } from '@muster/engine/context';
import { type RunningServer, startServer } from './start-server.ts';

const CREATE = `mutation ($input: CreateMissionInput!) {
  createMission(input: $input) { __typename ... on CreateMissionSuccess { mission { id } sequence } }
}`;
const WORK = `mutation ($input: CompleteAndClaimInput!) {
  completeAndClaim(input: $input) {
    __typename
    ... on CompleteAndClaimSuccess { results { __typename } claims { attemptId task { id key title } } }
  }
}`;
/** A little of everything: tasks in a row, side by side, and joined. */
const SMALL_PLAN: Plan = {
  tasks: [
    { key: 'a', title: 'A' },
    { key: 'b', title: 'B', dependsOn: ['a'] },
    { key: 'c', title: 'C', dependsOn: ['a'] },
    { key: 'd', title: 'D', dependsOn: ['b', 'c'] },
    ...rowAfter('d', 12),
  ],
};
/** Launched in pieces, and with nothing beside it: each commit has the disk for itself. */
const LONG_PLAN: Plan = { tasks: [{ key: 'a', title: 'A' }, ...rowAfter('a', 200)] };
const MISSIONS_AT_ONCE = 8;
/** Rounds of small missions before each long one. */
const SMALL_ROUNDS = 6;

interface Plan {
  readonly tasks: readonly { readonly key: string; readonly title: string; readonly dependsOn?: string[] }[];
}

function rowAfter(first: string, length: number): Plan['tasks'] {
  return Array.from({ length }, (_, place) => ({
    key: `e${place}`,
    title: `E ${place}`,
    dependsOn: [place === 0 ? first : `e${place - 1}`],
  }));
}

export interface WarmUpOptions {
  /** Tasks to run, about. */
  readonly tasks: number;
  /** When to stop even if they have not run, ms. */
  readonly timeMaxMs: number;
  readonly log: Logger;
  readonly signal: AbortSignal;
}

/** Never rejects: a server that could not rehearse is a slower one, no worse. */
export async function warmUp(options: WarmUpOptions): Promise<void> {
  const { log } = options;
  try {
    const folder = await mkdtemp(join(tmpdir(), 'muster-warm-up-'));
    try {
      const server = await startServer({ folder: join(folder, 'data'), port: 0, log, logBytes: 0 });
      try {
        log.debug({ tasks: await rehearse(server, options) }, 'warmed up');
      } finally {
        await server.close();
      }
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  } catch (error) {
    log.warn({ err: error }, 'warming up failed; the first requests will be slower');
  }
}

async function rehearse(server: RunningServer, { tasks, timeMaxMs, signal }: WarmUpOptions): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: MISSIONS_AT_ONCE });
  const until = performance.now() + timeMaxMs;
  let count = 0;
  try {
    for (let round = 1; count < tasks && performance.now() < until && !signal.aborted; round++) {
      const plans =
        round % SMALL_ROUNDS === 0 ? [LONG_PLAN] : Array.from({ length: MISSIONS_AT_ONCE }, () => SMALL_PLAN);
      await Promise.all(plans.map((plan, lane) => runMission({ server, agent }, plan, `${round}-${lane}`)));
      for (const plan of plans) count += plan.tasks.length;
      await nextTurn();
    }
  } finally {
    agent.destroy();
  }
  return count;
}

interface Stage {
  readonly server: RunningServer;
  readonly agent: Agent;
}

async function runMission({ server, agent }: Stage, plan: Plan, name: string): Promise<void> {
  const input = { title: name, document: plan, launch: true, idempotencyKey: `create-${name}` };
  await post(server, agent, { query: CREATE, variables: { input } });
  let complete: readonly object[] = [];
  for (let round = 0; round < plan.tasks.length; round++) {
    const work = { complete, claim: { agent: 'warm-up', limit: 2 }, idempotencyKey: `work-${name}-${round}` };
    const { data } = await post(server, agent, { query: WORK, variables: { input: work } });
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

function post(server: RunningServer, agent: Agent, operation: object): Promise<{ readonly data: unknown }> {
  const body = JSON.stringify(operation);
  const headers = {
    authorization: `Bearer ${server.key}`,
    'content-type': 'application/json',
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
