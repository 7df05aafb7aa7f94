/** What needs somebody, over HTTP and while it is watched. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ATTENTION_KINDS, adviceOn } from '../../packages/core/src/attention.ts';
import { schema } from '../../schema/src/schema.ts';
import { aServer, type TestServer } from './support/running-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await aServer();
});
afterAll(() => server.stop());

const QUERY = `query($id: ID!) { mission(id: $id) {
  attentionCounts { waitingForPeople failed blocked isFailing isOverdue }
  attention { count next { kind } items { kind isForPerson since action advice subject {
    __typename ... on Mission { id } ... on Checkpoint { name } ... on Task { title } } } } } }`;

describe('the attention of a mission', () => {
  it('tells what needs somebody, and what to do about it', async () => {
    const document = {
      tasks: [{ title: 'A' }],
      checkpoints: [{ name: 'Go?', afterTasks: [], blocksTasks: ['A'] }],
    };
    const input = { title: 'A mission', document, launch: true };
    const { mission } = await server.run('createMission', input, { select: 'mission { id }' });
    await server.run('pauseMission', { missionId: mission.id }, { select: 'sequence' });

    const { body } = await server.ask(QUERY, { id: mission.id });

    expect(body.data.mission).toMatchObject({
      attentionCounts: { waitingForPeople: 1, failed: 0, blocked: 0, isFailing: false, isOverdue: false },
      attention: {
        count: 2,
        next: { kind: 'CHECKPOINT' },
        items: [
          {
            kind: 'CHECKPOINT',
            isForPerson: true,
            since: expect.any(String),
            action: 'approveCheckpoint',
            subject: { __typename: 'Checkpoint', name: 'Go?' },
          },
          { kind: 'PAUSED', isForPerson: false, action: 'resumeMission', subject: { __typename: 'Mission' } },
        ],
      },
    });
  });

  it('recommends mutations that there are', () => {
    const fields = Object.keys(schema.getMutationType()?.getFields() ?? {});
    const actions = ATTENTION_KINDS.flatMap((kind) =>
      (['MISSION', 'NODE'] as const).flatMap((subject) => adviceOn(kind, subject).action ?? []),
    );

    expect(actions.filter((action) => !fields.includes(action))).toEqual([]);
    expect(actions.length).toBeGreaterThan(0);
  });
});
