/** Every cause for which a task can be blocked, wherever it stands. */
import { BLOCK_CAUSES, type BlockCause, type TaskNode } from '@muster/core/run/node';
import { describe, expect, it } from 'vitest';
import { claim, launchMission, nodeRef } from '../support/a-launched-mission.ts';
import { anEngine, answerOf, RITA_IN_TESTS } from '../support/an-engine.ts';

const STANDINGS = ['WAITING', 'READY', 'IN_PROGRESS'] as const;
const PAIRS = BLOCK_CAUSES.flatMap((cause) => STANDINGS.map((standing) => [cause, standing] as const));
/** A person is to do something about it: it is listed among the approvals. */
const ASKS_A_PERSON: readonly BlockCause[] = ['HUMAN', 'AUTHORISATION'];

async function aTaskThatIs(standing: (typeof STANDINGS)[number]) {
  const under = anEngine();
  const tasks = standing === 'WAITING' ? ['Before', { title: 'A', dependsOn: ['Before'] }] : ['A'];
  const missionId = await launchMission(under, { tasks });
  if (standing === 'IN_PROGRESS') await claim(under);
  const task = nodeRef(missionId, tasks.length - 1);
  const read = async (): Promise<TaskNode | undefined> => {
    const [node] = await under.engine.nodes(RITA_IN_TESTS, [task]);
    return node?.kind === 'TASK' ? node : undefined;
  };
  return { under, task, read };
}

describe('Blocking a task', () => {
  it.each(PAIRS)(
    'because of %s while it is %s keeps cause and note until it is unblocked',
    async (cause, standing) => {
      const { under, task, read } = await aTaskThatIs(standing);

      answerOf(await under.engine.blockTask(RITA_IN_TESTS, { task, cause, note: 'A key is missing.' }));
      const blocked = await read();
      const claimed = (await claim(under)).map(({ task: { title } }) => title);
      const asked = (await under.engine.listApprovals(RITA_IN_TESTS, { first: 10 })).items.length;
      answerOf(await under.engine.unblockTask(RITA_IN_TESTS, { task }));
      const unblocked = await read();

      expect(blocked).toMatchObject({ status: 'BLOCKED', blocked: { cause, note: 'A key is missing.' } });
      expect(claimed).not.toContain('A');
      expect(asked).toBe(ASKS_A_PERSON.includes(cause) ? 1 : 0);
      expect(unblocked?.status).toBe(standing === 'WAITING' ? 'WAITING' : 'READY');
      expect(unblocked?.blocked).toBeUndefined();
    },
  );
});
