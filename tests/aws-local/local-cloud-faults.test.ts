import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { throttled } from '@muster/aws-local/sqs/sqs-fault';
import { ENVIRONMENT } from '@muster/infra/environment';
import { expect, it } from 'vitest';
import * as z from 'zod';
import { type CloudUnderTest, describeOnLocalCloud } from './a-local-cloud.ts';
import { launch, statusOf, workOff } from './work-in-the-cloud.ts';

const WAIT = { timeout: 25_000, interval: 100 };
const WIDTH = 250;
const LATENESS_MS_MAX = 2_000;

let areQueuesOut = false;
const interfere = (operation: string) =>
  areQueuesOut && operation.startsWith('SendMessage') ? throttled() : undefined;

describeOnLocalCloud(
  'a stage of AWS in trouble',
  (under) => {
    it('loses nothing while its queues take no messages: the stream sends them again', async () => {
      areQueuesOut = true;
      // More than one commit can release: the rest is left to a message, which the committer can not send.
      const behind = Array.from({ length: WIDTH }, (_, at) => ({
        title: `T${at}`,
        dependsOn: ['Start'],
        specialty: 'outage',
      }));
      const missionId = await launch(under(), {
        tasks: [{ title: 'Start', specialty: 'outage' }, ...behind],
      });
      areQueuesOut = false;

      await workOff(under(), 'outage', WIDTH + 1);

      await expect.poll(() => statusOf(under(), missionId), WAIT).toBe('COMPLETED');
    });

    it('waits for a delay to the second though whoever started it was killed before it could tell', async () => {
      const missionId = await launch(under(), {
        tasks: [
          { title: 'First', specialty: 'killed' },
          { title: 'Then', specialty: 'after' },
        ],
        delays: [{ name: 'Wait', afterTasks: ['First'], blocksTasks: ['Then'], duration: 'PT3S' }],
      });

      const script = join(import.meta.dirname, 'a-committer-that-dies.ts');
      const child = spawn(process.execPath, [script, 'ws_test', 'killed'], { stdio: 'inherit' });
      const [, signal] = await once(child, 'exit');
      await workOff(under(), 'after', 1);

      expect(signal).toBe('SIGKILL');
      const delayedMs = await delayOf(under(), missionId);
      expect(delayedMs).toBeGreaterThanOrEqual(3_000);
      expect(delayedMs).toBeLessThanOrEqual(3_000 + LATENESS_MS_MAX);
    });

    it('lays what it has given up before the owner of its mission', async () => {
      const missionId = await launch(under(), { tasks: [{ title: 'Only', specialty: 'dead' }] });
      const envelope = {
        v: 99,
        kind: 'MESSAGE',
        id: `${missionId}#1#1#0`,
        workspaceId: 'ws_test',
        missionId,
      };
      const { [ENVIRONMENT.sqsEndpoint]: endpoint = '', [ENVIRONMENT.advanceQueue]: url = '' } = process.env;
      const sqs = new SQSClient({ endpoint });
      await sqs.send(
        new SendMessageCommand({
          QueueUrl: url.replace('-advance', '-advanceDead'),
          MessageBody: JSON.stringify(envelope),
          MessageGroupId: missionId,
          MessageDeduplicationId: envelope.id,
        }),
      );

      const query = 'query($id: ID!) { mission(id: $id) { deadLetters { nodes { reason status } } } }';
      await expect
        .poll(() => under().ask(query, { id: missionId }), WAIT)
        .toEqual({
          data: {
            mission: {
              deadLetters: { nodes: [{ status: 'DEAD', reason: expect.stringContaining('version 99') }] },
            },
          },
        });
    });
  },
  () => ({ interfere }),
);

const MOVES = z.object({
  data: z.object({
    mission: z.object({
      events: z.object({
        nodes: z.array(z.object({ occurredAt: z.string(), data: z.object({ to: z.string() }) })),
      }),
    }),
  }),
});

/** How long the one delay of a mission has held, by its events. */
async function delayOf(under: CloudUnderTest, missionId: string): Promise<number> {
  const query = `query($id: ID!) {
    mission(id: $id) { events(types: [DELAY_STATUS_CHANGED], first: 10) { nodes { occurredAt data } } }
  }`;
  const { data } = MOVES.parse(await under.ask(query, { id: missionId }));
  const at = (status: string) => {
    const moved = data.mission.events.nodes.find((event) => event.data.to === status);
    return Date.parse(moved?.occurredAt ?? '');
  };
  return at('ELAPSED') - at('RUNNING');
}
