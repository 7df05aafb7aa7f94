/** Many sockets on one mission, some of them in a bad way, through the gateway. */
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { Conversation } from './support/conversation.ts';
import { aMemoryStore, behindTheGateway, type GatewayEndpoint } from './support/socket-endpoints.ts';
import { CREATE, EVENTS } from './transcripts/conversation-parts.ts';

const SOCKETS = 20;
const TASKS = 20;
const BATCH = 10;
const WORK = `mutation($complete: [TaskCompletionInput!]!, $agent: String!) {
  completeAndClaim(input: { complete: $complete, claim: { agent: $agent, limit: ${BATCH} } }) {
    ... on CompleteAndClaimSuccess { claims { attemptId } } ... on Error { code message } } }`;

let to: GatewayEndpoint;
beforeAll(async () => {
  to = await behindTheGateway(aMemoryStore());
});
afterAll(async () => {
  Conversation.endAll();
  await to.stop();
});

interface Watcher {
  readonly socket: WebSocket;
  readonly sequences: number[];
}

async function aWatcher(missionId: string): Promise<Watcher> {
  const socket = new WebSocket(to.url, 'graphql-transport-ws');
  const sequences: number[] = [];
  socket.on('error', () => {});
  socket.on('message', (data) => {
    const { type, payload } = JSON.parse(String(data));
    const subscribe = {
      id: 'w',
      type: 'subscribe',
      payload: { query: EVENTS, variables: { missionId, after: 0 } },
    };
    if (type === 'connection_ack') socket.send(JSON.stringify(subscribe));
    if (type === 'next') sequences.push(payload.data.missionEvents.sequence);
  });
  await once(socket, 'open');
  socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${to.token}` } }));
  return { socket, sequences };
}

/** Works on the mission until nothing is left, ten tasks at a time. */
async function workOff(writer: Conversation): Promise<void> {
  let complete: readonly object[] = [];
  do {
    const { completeAndClaim } = await writer.ask(WORK, { complete, agent: 'ann' });
    complete = completeAndClaim.claims.map(({ attemptId }: { readonly attemptId: string }) => ({
      attemptId,
      submission: { evidence: 'done' },
    }));
  } while (complete.length > 0);
}

describe('a mission that many watch', () => {
  it('is told to each of them, whole and in order, though one does not read and one has gone', async () => {
    const writer = await Conversation.begin(to);
    const tasks = Array.from({ length: TASKS }, (_, at) => ({ title: `Task ${at}`, assignTo: 'ann' }));
    const input = { title: 'Watched by many', document: { tasks }, launch: true };
    const missionId = (await writer.ask(CREATE, { input })).createMission.mission.id;
    const watchers = await Promise.all(Array.from({ length: SOCKETS }, () => aWatcher(missionId)));
    const [deaf, gone, ...well] = watchers;
    const isWatching = () => watchers.every(({ sequences }) => sequences.length > 0);
    await expect.poll(isWatching, { timeout: 20_000 }).toBe(true);
    deaf?.socket.pause();
    gone?.socket.terminate();

    await workOff(writer);

    const ask = 'query($id: ID!) { mission(id: $id) { sequence run { report { id } } } }';
    const { mission } = await writer.ask(ask, { id: missionId });
    const all = Array.from({ length: mission.sequence }, (_, at) => at + 1);
    for (const { sequences } of well) {
      await expect.poll(() => sequences.length, { timeout: 20_000 }).toBeGreaterThanOrEqual(all.length);
      expect(sequences.slice(0, all.length)).toEqual(all);
    }
    for (const { socket } of watchers) socket.terminate();
  });
});
