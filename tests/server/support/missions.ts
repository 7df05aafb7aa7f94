/** Missions and work, made through the API. */
import type { TestServer } from './running-server.ts';

/** Answers the id of a mission that was just launched. */
export async function aLaunchedMission(server: TestServer, document: object): Promise<string> {
  const input = { title: 'A mission', document, launch: true };
  const answer = await server.run('createMission', input, { select: 'mission { id }' });
  if (answer.__typename !== 'CreateMissionSuccess') throw new Error(JSON.stringify(answer));
  return answer.mission.id;
}

export async function aDraft(server: TestServer, document: object = { tasks: [] }): Promise<string> {
  const answer = await server.run(
    'createMission',
    { title: 'A draft', document },
    { select: 'mission { id }' },
  );
  return answer.mission.id;
}

/** A task of its own agent, so that no other test can claim it. */
export function aTaskFor(agent: string, more: object = {}): object {
  return { title: 'The task', assignTo: agent, ...more };
}

/** Claims until something is there: what a continuation releases comes a moment later. Answers the attempt's id. */
export async function claim(server: TestServer, agent: string, token?: string): Promise<string> {
  for (let round = 0; round < 200; round += 1) {
    const options = { select: 'claims { attemptId }', ...(token === undefined ? {} : { token }) };
    const answer = await server.run('claimTasks', { agent }, options);
    const attemptId = answer.claims?.[0]?.attemptId;
    if (attemptId !== undefined) return attemptId;
    if (answer.__typename !== 'ClaimTasksSuccess') throw new Error(JSON.stringify(answer));
  }
  throw new Error(`nothing to claim for ${agent}`);
}

export async function complete(server: TestServer, attemptId: string, more: object = {}): Promise<void> {
  const input = { attemptId, submission: { evidence: 'It is done.', ...more } };
  const answer = await server.run('completeTask', input);
  if (answer.__typename !== 'CompleteTaskSuccess') throw new Error(JSON.stringify(answer));
}

/** Asks until `isReached` says so; consumers of the feed follow a moment behind. */
export async function until<T>(look: () => Promise<T>, isReached: (seen: T) => boolean): Promise<T> {
  for (let round = 0; round < 500; round += 1) {
    const seen = await look();
    if (isReached(seen)) return seen;
  }
  return look();
}
