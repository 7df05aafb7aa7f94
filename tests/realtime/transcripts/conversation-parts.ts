/** What conversations have in common. */
import { Conversation } from '../support/conversation.ts';
import type { SocketEndpoint } from '../support/socket-endpoints.ts';

export type To = () => SocketEndpoint;

export const EVENTS = `subscription Events($missionId: ID!, $after: Int, $types: [EventType!]) {
  missionEvents(missionId: $missionId, after: $after, types: $types) { __typename
    ... on MissionSnapshot { sequence mission { status } }
    ... on Event { sequence type } } }`;
export const CREATE = `mutation($input: CreateMissionInput!) { createMission(input: $input) {
  ... on CreateMissionSuccess { mission { id } sequence } ... on Error { code } } }`;
export const CANCEL = `mutation($id: ID!) { cancelMission(input: { missionId: $id, reason: "Enough." }) {
  ... on CancelMissionSuccess { sequence } ... on Error { code } } }`;

/** D3: a code on one machine; a ping with the code, then the end, behind the gateway. */
export async function expelled(talk: Conversation, code: number): Promise<void> {
  if (talk.differs('D3', { oneMachine: true, gateway: false })) return talk.ends(code);
  await talk.hears({ type: 'ping', payload: { code } });
  await talk.endsSomehow();
}

export async function opened(...asked: Parameters<typeof Conversation.open>): Promise<Conversation> {
  const talk = await Conversation.open(...asked);
  if (typeof talk === 'number') throw new Error(`refused with ${talk}`);
  return talk;
}

/** One that was launched, with one task that nobody works on. */
export async function aMission(
  talk: Conversation,
  task: object = {},
  objective = 'Be watched.',
): Promise<{ readonly missionId: string; readonly sequence: number }> {
  const document = { tasks: [{ title: 'The task', assignTo: 'nobody', ...task }] };
  const input = { title: 'Watched', objective, document, launch: true };
  const { createMission } = await talk.ask(CREATE, { input });
  return { missionId: createMission.mission.id, sequence: createMission.sequence };
}
