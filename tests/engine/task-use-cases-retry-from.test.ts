/** Undoing more than one commit can take, on a store. */

import { handleMessage } from '@muster/engine/messages';
import { COMMIT } from '@muster/engine/records';
import { describe, expect, it } from 'vitest';
import {
  claim,
  claimTitles,
  complete,
  headOf,
  launchMission,
  nodeRef,
  workAll,
} from '../support/a-launched-mission.ts';
import { anEngine, answerOf, type EngineUnderTest, errorOf, RITA_IN_TESTS } from '../support/an-engine.ts';

const WIDTH = 100;

/** One task, a hundred behind it, one behind them all; the first and the wide part are done. */
async function aWideMission(under: EngineUnderTest) {
  const middle = Array.from({ length: WIDTH }, (_, place) => `T${place}`);
  const missionId = await launchMission(under, {
    tasks: [
      'First',
      ...middle.map((title) => ({ title, dependsOn: ['First'] })),
      { title: 'Last', dependsOn: middle },
    ],
  });
  await complete(under, await claim(under));
  await complete(under, await claim(under));
  await complete(under, await claim(under));
  return { missionId, first: nodeRef(missionId, 0) };
}

function retryFrom(under: EngineUnderTest, task: ReturnType<typeof nodeRef>, idempotencyKey = 'k') {
  return under.engine.retryFromTask(RITA_IN_TESTS, { task, reason: 'Wrong figures.', idempotencyKey });
}

/** On an engine of DynamoDB each of them is thousands of requests. */
const TIMEOUT_MS = 120_000;

describe('retrying from a task with 100 behind it', { timeout: TIMEOUT_MS }, () => {
  it('is answered at once, goes on by messages, and ends with all of it done again', async () => {
    const under = anEngine();
    const { missionId, first } = await aWideMission(under);

    const answer = answerOf(await retryFrom(under, first));
    const early = await claim(under);
    const undoing = await headOf(under, missionId);
    await under.settle();
    const undone = await headOf(under, missionId);
    const titles = await claimTitles(under);
    await under.wait(60_000);
    await workAll(under);

    expect(answer.task.status).toBe('READY');
    expect(early).toEqual([]);
    expect(undoing.run?.undoing).toBeDefined();
    expect(undone.run?.undoing).toBeUndefined();
    expect(undone.run?.taskCounts).toMatchObject({ READY: 1, WAITING: WIDTH + 1 });
    expect(titles).toEqual(['First']);
    expect((await headOf(under, missionId)).status).toBe('COMPLETED');
  });

  it('asked again with the same key is answered as the first time; with another one it waits for its end', async () => {
    const under = anEngine();
    const { first } = await aWideMission(under);

    const answer = answerOf(await retryFrom(under, first));
    const repeated = answerOf(await retryFrom(under, first));
    const other = errorOf(await retryFrom(under, first, 'another'));

    expect(repeated.sequence).toBe(answer.sequence);
    expect(other).toMatchObject({ code: 'ILLEGAL_MOVE', detail: { command: 'retryFromTask' } });
  });

  it('undoes nothing twice when its messages come late and again, and loses none of what was done since', async () => {
    const under = anEngine();
    const { missionId, first } = await aWideMission(under);
    answerOf(await retryFrom(under, first));
    const records = [...under.pending];
    await under.settle();
    await workAll(under);
    const done = await headOf(under, missionId);

    for (const commit of records.map(({ value }) => COMMIT.decode(value))) {
      for (const message of commit.messages) await handleMessage(under.context, { ...commit, message });
    }

    expect(done.status).toBe('COMPLETED');
    expect(await headOf(under, missionId)).toEqual(done);
  });

  it('goes on after a process that died between two pieces', async () => {
    const under = anEngine();
    const { missionId, first } = await aWideMission(under);
    answerOf(await retryFrom(under, first));
    under.meanwhile.act = async () => {
      throw new Error('the process dies');
    };
    const waiting = [...under.pending];
    await expect(under.settle()).rejects.toThrow('the process dies');

    under.pending.unshift(...waiting);
    await under.settle();

    const { run } = await headOf(under, missionId);
    expect(run?.undoing).toBeUndefined();
    expect(run?.taskCounts).toMatchObject({ READY: 1, WAITING: WIDTH + 1 });
  });
});

describe('retrying from the first task of a chain of 1,000', { timeout: TIMEOUT_MS }, () => {
  it('reads what stands behind it in pieces, not one node after the other', async () => {
    const under = anEngine();
    const tasks = Array.from({ length: 1_000 }, (_, place) => ({
      title: `T${place}`,
      dependsOn: place === 0 ? [] : [`T${place - 1}`],
    }));
    const missionId = await launchMission(under, { tasks });
    await complete(under, await claim(under, { limit: 1 }));
    let readCount = 0;
    const { get } = under.store;
    under.store.get = (keys) => {
      readCount++;
      return get.call(under.store, keys);
    };

    answerOf(await retryFrom(under, nodeRef(missionId, 0)));

    expect(readCount).toBeLessThan(50);
  });
});
