/** Subscriptions. */
import { createClient } from 'graphql-ws';
import { expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { Conversation } from '../support/conversation.ts';
import { aMission, CANCEL, CREATE, EVENTS, type To } from './conversation-parts.ts';

const NOBODY = 'mis_01M7YK9945NEHEJJHJ6VKX2E7D';

export function watching(to: To): void {
  it('missionEvents begins with a snapshot and tells what comes, until complete', async () => {
    const talk = await Conversation.begin(to());
    const { missionId, sequence } = await aMission(talk);

    talk.send({ id: 'w', type: 'subscribe', payload: { query: EVENTS, variables: { missionId } } });
    const snapshot = { __typename: 'MissionSnapshot', sequence, mission: { status: 'ACTIVE' } };
    await talk.hears({ id: 'w', type: 'next', payload: { data: { missionEvents: snapshot } } });
    const writer = await Conversation.begin(to());
    const { cancelMission } = await writer.ask(CANCEL, { id: missionId });
    for (let next = sequence + 1; next <= cancelMission.sequence; next += 1) {
      await talk.hears({ id: 'w', type: 'next', payload: { data: { missionEvents: { sequence: next } } } });
    }
    await laterEvents(talk, cancelMission.sequence, writer, missionId);
    talk.send({ id: 'w', type: 'complete' });
    await talk.hearsNothing();
    await writer.ask(`mutation($id: ID!) { launchMission(input: { missionId: $id }) { __typename } }`, {
      id: missionId,
    });

    await talk.hearsNothing();
  });

  it('missionEvents with a cursor tells what lies after it, then what comes, of the types asked for', async () => {
    const talk = await Conversation.begin(to());
    const { missionId, sequence } = await aMission(talk);
    const types = ['MISSION_STATUS_CHANGED'];

    talk.send({ id: 'a', type: 'subscribe', payload: { query: EVENTS, variables: { missionId, after: 0 } } });
    for (let next = 1; next <= sequence; next += 1) {
      await talk.hears({ id: 'a', type: 'next', payload: { data: { missionEvents: { sequence: next } } } });
    }
    talk.send({ id: 'a', type: 'complete' });
    const variables = { missionId, after: sequence, types };
    talk.send({ id: 'b', type: 'subscribe', payload: { query: EVENTS, variables } });
    const writer = await Conversation.begin(to());
    await writer.ask(CANCEL, { id: missionId });

    const event = { __typename: 'Event', type: 'MISSION_STATUS_CHANGED' };
    await talk.hears({ id: 'b', type: 'next', payload: { data: { missionEvents: event } } });
  });

  it.each([
    ['a mission that is not there', { missionId: NOBODY }, 'NOT_FOUND'],
    ['an id that is none', { missionId: 'nonsense' }, 'NOT_FOUND'],
  ])('missionEvents of %s is refused', async (_, variables, code) => {
    const talk = await Conversation.begin(to());

    talk.send({ id: 'w', type: 'subscribe', payload: { query: EVENTS, variables } });

    await talk.hears({ id: 'w', type: 'next', payload: { errors: [{ extensions: { code } }] } });
    await talk.hears({ id: 'w', type: 'complete' });
  });

  it.each(['missionEvents', 'missionProgress'])(
    '%s of another workspace is as if it were not there',
    async (name) => {
      const owner = await Conversation.begin(to());
      const { missionId } = await aMission(owner);
      const talk = await Conversation.begin(to(), to().strangersToken);
      const query = `subscription($id: ID!) { ${name}(missionId: $id) { __typename } }`;

      talk.send({ id: 'w', type: 'subscribe', payload: { query, variables: { id: missionId } } });

      await talk.hears({
        id: 'w',
        type: 'next',
        payload: { errors: [{ extensions: { code: 'NOT_FOUND' } }] },
      });
      await talk.hears({ id: 'w', type: 'complete' });
    },
  );

  it('tells nothing of another workspace', async () => {
    const talk = await Conversation.begin(to(), to().strangersToken);
    const query = 'subscription { workspaceEvents(types: [MISSION_CREATED]) { missionId } }';
    talk.send({ id: 'e', type: 'subscribe', payload: { query } });
    const owner = await Conversation.begin(to());
    const neighbour = await Conversation.begin(to(), to().strangersToken);
    const foreign: string[] = [];
    const made: string[] = [];

    while (!talk.hasNews && made.length < 500) {
      foreign.push((await aMission(owner)).missionId);
      made.push((await aMission(neighbour)).missionId);
    }

    const { payload } = await talk.hears({ id: 'e', type: 'next' });
    expect(made).toContain(payload.data.workspaceEvents.missionId);
    expect(foreign).not.toContain(payload.data.workspaceEvents.missionId);
  });

  it('missionEvents refuses a cursor from the future', async () => {
    const talk = await Conversation.begin(to());
    const { missionId } = await aMission(talk);

    const variables = { missionId, after: 1_000_000 };
    talk.send({ id: 'w', type: 'subscribe', payload: { query: EVENTS, variables } });

    const ahead = { extensions: { code: 'CURSOR_AHEAD', after: 1_000_000 } };
    await talk.hears({ id: 'w', type: 'next', payload: { errors: [ahead] } });
    await talk.hears({ id: 'w', type: 'complete' });
  });

  it('missionProgress tells how far it is at once, and the last state', async () => {
    const talk = await Conversation.begin(to());
    const { missionId } = await aMission(talk);
    const query = 'subscription($id: ID!) { missionProgress(missionId: $id) { status } }';

    talk.send({ id: 'p', type: 'subscribe', payload: { query, variables: { id: missionId } } });
    await talk.hears({ id: 'p', type: 'next', payload: { data: { missionProgress: { status: 'ACTIVE' } } } });
    const writer = await Conversation.begin(to());
    await writer.ask(CANCEL, { id: missionId });

    await talk.hears({
      id: 'p',
      type: 'next',
      payload: { data: { missionProgress: { status: 'CANCELLED' } } },
    });
  });

  it('tasksReady wakes at once and when something is ready for this agent', async () => {
    const talk = await Conversation.begin(to());
    const agent = `sleeper-${to().kind}`;
    const query = 'subscription($agent: String) { tasksReady(agent: $agent) { count } }';

    talk.send({ id: 'r', type: 'subscribe', payload: { query, variables: { agent } } });
    await talk.hears({ id: 'r', type: 'next', payload: { data: { tasksReady: { count: 0 } } } });
    const writer = await Conversation.begin(to());
    await aMission(writer, { assignTo: agent });

    await talk.hears({ id: 'r', type: 'next', payload: { data: { tasksReady: { count: 1 } } } });
  });

  it('workspaceEvents tells what happens in any mission from now on', async () => {
    const talk = await Conversation.begin(to());
    const query = 'subscription { workspaceEvents(types: [MISSION_CREATED]) { type missionId } }';
    talk.send({ id: 'e', type: 'subscribe', payload: { query } });
    const writer = await Conversation.begin(to());
    const made: string[] = [];

    // Nothing tells when listening has begun: one of these comes after that.
    while (!talk.hasNews && made.length < 500) {
      made.push((await aMission(writer, { assignTo: 'nobody' })).missionId);
    }

    const type = 'MISSION_CREATED';
    const { payload } = await talk.hears({
      id: 'e',
      type: 'next',
      payload: { data: { workspaceEvents: { type } } },
    });
    expect(made).toContain(payload.data.workspaceEvents.missionId);
  });

  it('approvals tells what begins to wait for a person, and what does no longer', async () => {
    const talk = await Conversation.begin(to());
    const query = 'subscription { approvals(kinds: [CHECKPOINT]) { isWaiting subjectId } }';
    talk.send({ id: 'a', type: 'subscribe', payload: { query } });
    const writer = await Conversation.begin(to());
    const document = { tasks: [], checkpoints: [{ name: 'Look' }] };

    // As above.
    for (let made = 0; !talk.hasNews && made < 500; made += 1) {
      await writer.ask(CREATE, { input: { title: 'Held', document, launch: true } });
    }
    const opened = await talk.hears({
      id: 'a',
      type: 'next',
      payload: { data: { approvals: { isWaiting: true } } },
    });
    const { subjectId } = opened.payload.data.approvals;
    const approve = `mutation($id: ID!) { approveCheckpoint(input: { checkpointId: $id }) { __typename } }`;
    await writer.ask(approve, { id: subjectId });

    for (;;) {
      const { payload } = await talk.hears({ id: 'a', type: 'next' });
      const { approvals } = payload.data;
      if (approvals.isWaiting) continue;
      expect(approvals.subjectId).toBe(subjectId);
      break;
    }
  });

  it('the client of graphql-ws is understood', async () => {
    const writer = await Conversation.begin(to());
    const { missionId, sequence } = await aMission(writer);
    const client = createClient({
      url: to().url,
      webSocketImpl: WebSocket,
      retryAttempts: 0,
      connectionParams: { authorization: `Bearer ${to().token}` },
    });
    const events = client.iterate({ query: EVENTS, variables: { missionId, after: sequence - 1 } });

    const first = await events.next();
    await writer.ask(CANCEL, { id: missionId });
    const second = await events.next();

    const sequences = [first, second].map(({ value }) => Object(value?.data?.missionEvents).sequence);
    expect(sequences).toEqual([sequence, sequence + 1]);
    await events.return?.();
    await client.dispose();
  });
}

/** What the engine adds by itself: the report, written a moment later. */
async function laterEvents(
  talk: Conversation,
  after: number,
  writer: Conversation,
  missionId: string,
): Promise<void> {
  const ask = 'query($id: ID!) { mission(id: $id) { sequence run { report { id } } } }';
  let isReported = false;
  for (let told = after; ; ) {
    const { mission } = await writer.ask(ask, { id: missionId });
    for (; told < mission.sequence; told += 1) {
      const missionEvents = { sequence: told + 1 };
      await talk.hears({ id: 'w', type: 'next', payload: { data: { missionEvents } } });
    }
    // The sequence may have been read before the report was written.
    if (isReported) return;
    isReported = mission.run.report !== null;
  }
}
