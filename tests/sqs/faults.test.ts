/** What queues do to those who read them: each fault once, through the real client and the real handlers. */
import type { MissionId } from '@muster/core/ids';
import { LIMITS } from '@muster/core/limits';
import type { MissionHead } from '@muster/core/run/mission';
import { headKey, nodeSort, runPartition } from '@muster/engine/keys';
import { StoreUnavailable } from '@muster/engine/ports/store';
import { sweep } from '@muster/engine/sweeping';
import { setAside } from '@muster/engine/unaddressed';
import { handleAdvanceBatch } from '@muster/sqs/advance-batch';
import { handleDeadLettersBatch } from '@muster/sqs/dead-letters-batch';
import { sendAgain } from '@muster/sqs/send-again';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { claim, complete, headOf, launchMission, nodeRef } from '../support/a-launched-mission.ts';
import { MINUTE, SECOND, WORKSPACE_ID } from '../support/a-mission.ts';
import { UNREADABLE } from '../support/an-engine-with-queues.ts';
import { whatIsAside } from '../support/what-is-aside.ts';
import {
  eventOf,
  moveCount,
  poll,
  pollAll,
  type QueuesUnderTest,
  queuesUnderTest,
  RECEIVE_COUNT_MAX,
  VISIBILITY_MS,
} from './queues-under-test.ts';

let under: QueuesUnderTest;
beforeEach(async () => {
  under = await queuesUnderTest();
});
afterEach(() => under.stop());

/** One task before 250 others, done: what one commit could not release is left to messages. */
async function aWideMission({ isCutOff = false } = {}): Promise<MissionId> {
  const missionId = await launchWide();
  if (isCutOff) under.throttles.set('SendMessageBatch', 99);
  await completeUnsettled(await claim(under, { limit: 1 }));
  under.throttles.clear();
  return missionId;
}

async function launchWide(): Promise<MissionId> {
  const behind = Array.from({ length: 250 }, (_, at) => ({ title: `T${at}`, dependsOn: ['Start'] }));
  const missionId = await launchMission(under, { tasks: ['Start', ...behind] });
  await pollAll(under);
  return missionId;
}

async function completeUnsettled(claims: Parameters<typeof complete>[1]): Promise<void> {
  await complete({ ...under, settle: async () => {} }, claims);
  await under.dispatcher.settled();
}

async function readyCount(missionId: MissionId): Promise<number | undefined> {
  return (await headOf(under, missionId)).run?.taskCounts.READY;
}

async function damageHead(missionId: MissionId): Promise<() => Promise<void>> {
  const [stored] = await under.store.get([headKey(WORKSPACE_ID, missionId)]);
  if (!stored) throw new Error('the mission has a head');
  await under.store.commit({ puts: [{ record: { ...stored, value: UNREADABLE } }] });
  return async () => void (await under.store.commit({ puts: [{ record: stored }] }));
}

/** Polls until the queue has given up on what fails. */
async function pollUntilDead(queue: 'advance' | 'timers'): Promise<void> {
  for (let count = 0; count <= RECEIVE_COUNT_MAX; count++) {
    while ((await poll(under, queue)) > 0);
    under.pass(VISIBILITY_MS);
  }
  await poll(under, queue);
}

async function depth(queue: keyof QueuesUnderTest['urls']): Promise<number> {
  const told = await under.sqs.attributesOf(under.urls[queue]);
  return Number(told.ApproximateNumberOfMessages) + Number(told.ApproximateNumberOfMessagesNotVisible);
}

describe('a message', () => {
  it('is handled, and what it leaves over too', async () => {
    const missionId = await aWideMission();
    const before = await readyCount(missionId);

    await pollAll(under);

    expect(before).toBeLessThan(250);
    expect(await readyCount(missionId)).toBe(250);
    expect(await depth('advance')).toBe(0);
  });

  it('that arrives twice, long after too, does its work once', async () => {
    const missionId = await aWideMission();
    const copies = eventOf(await under.sqs.receive(under.urls.advance));
    under.pass(VISIBILITY_MS);
    await pollAll(under);
    const { sequence } = await headOf(under, missionId);

    const answer = await handleAdvanceBatch(under, copies);

    expect(answer.batchItemFailures).toEqual([]);
    expect((await headOf(under, missionId)).sequence).toBe(sequence);
  });

  it('whose handler takes longer than its invisibility is handled by two at once, and done once', async () => {
    const missionId = await aWideMission();
    const first = eventOf(await under.sqs.receive(under.urls.advance));
    under.pass(VISIBILITY_MS);
    const second = eventOf(await under.sqs.receive(under.urls.advance));

    const answers = await Promise.all([first, second].map((event) => handleAdvanceBatch(under, event)));
    under.pass(VISIBILITY_MS);
    await pollAll(under);

    expect(second.Records.map(({ body }) => body)).toEqual(first.Records.map(({ body }) => body));
    expect(answers.flatMap(({ batchItemFailures }) => batchItemFailures)).toEqual([]);
    expect(await readyCount(missionId)).toBe(250);
    expect(await moveCount(under, missionId, ({ from }) => from === 'WAITING')).toBe(251);
  });

  it('of an older time comes after newer ones and changes nothing that it should not', async () => {
    const missionId = await aWideMission();
    const old = eventOf(await under.sqs.receive(under.urls.advance));
    under.pass(VISIBILITY_MS);
    await pollAll(under);
    const claims = await claim(under, { limit: 100 });
    await completeUnsettled(claims);

    const reversed = { Records: [...old.Records].reverse() };
    const answer = await handleAdvanceBatch(under, reversed);

    expect(answer.batchItemFailures).toEqual([]);
    expect((await headOf(under, missionId)).run?.taskCounts).toMatchObject({ DONE: 101, READY: 150 });
  });

  it('that could not be sent in time is found again by the sweep', async () => {
    const missionId = await aWideMission({ isCutOff: true });
    const lost = await depth('advance');
    under.pass(3 * MINUTE);

    await sweep(under.context, under.queues);
    await pollAll(under);

    expect(lost).toBe(0);
    expect(await readyCount(missionId)).toBe(250);
  });
});

describe('poison', () => {
  it('fails alone: the rest of its batch is done and not delivered again', async () => {
    const healthy = await launchWide();
    const damaged = await launchWide();
    await completeUnsettled(await claim(under, { limit: 2 }));
    await damageHead(damaged);

    const received = await poll(under, 'advance');

    expect(received).toBeGreaterThan(1);
    expect(await readyCount(healthy)).toBeGreaterThan(90);
    expect((await under.sqs.attributesOf(under.urls.advance)).ApproximateNumberOfMessagesNotVisible).toBe(
      '1',
    );
  });

  it('holds up its own mission only until it is given up, then is laid before the owner with its reason', async () => {
    const missionId = await aWideMission();
    const mend = await damageHead(missionId);
    await pollUntilDead('advance');
    const inQueueOfTheDead = await depth('advanceDead');

    await poll(under, 'advanceDead');
    await mend();

    expect(inQueueOfTheDead).toBe(1);
    expect(await depth('advanceDead')).toBe(0);
    expect(await lettersOf(missionId)).toMatchObject([
      { status: 'DEAD', origin: 'MESSAGE', reason: 'head: version 99 is not known', deathCount: 1 },
    ]);
  });

  it('of a version that nobody knows yet is laid before its owner as it is', async () => {
    const missionId = await launchMission(under);
    const body = { v: 7, kind: 'MESSAGE', id: `${missionId}#9#9#0`, workspaceId: WORKSPACE_ID, missionId };
    const sent = JSON.stringify({ ...body, message: { type: 'NEW' } });
    await under.sqs.send(under.urls.advance, sent, {
      MessageGroupId: missionId,
      MessageDeduplicationId: body.id,
    });

    await pollUntilDead('advance');
    await poll(under, 'advanceDead');

    expect(await lettersOf(missionId)).toMatchObject([
      { content: { type: 'NEW' }, reason: 'envelope: version 7 is not known' },
    ]);
  });

  it('that nobody can be asked about is set aside, once, and holds up no dead letter behind it (K4)', async () => {
    const missionId = await aWideMission();
    const mend = await damageHead(missionId);
    await under.sqs.sendTo(missionId, under.urls.advanceDead, 'hello');
    await pollUntilDead('advance');

    await poll(under, 'advanceDead');
    under.pass(10 * MINUTE);
    await under.sqs.sendTo('another', under.urls.advanceDead, 'hello');
    await poll(under, 'advanceDead');
    await mend();

    expect(await depth('advanceDead')).toBe(0);
    expect(await asideOf()).toMatchObject([{ body: 'hello', reason: 'envelope: not JSON' }]);
    expect(await lettersOf(missionId)).toHaveLength(1);
  });

  it('that was set aside is sent again once a release can read it, and is kept until then', async () => {
    const missionId = await aWideMission();
    const [message] = await takeAll('advance');
    const before = await readyCount(missionId);
    under.pass(10 * MINUTE);
    await setAside(under.context, 'hello', new Error('not JSON'));
    await setAside(under.context, message ?? '', new Error('a release that could not read it'));
    const names = (await asideOf()).map(({ name }) => name);

    const outcomes = await Promise.allSettled((await asideOf()).map((one) => sendAgain(under, one)));
    await pollAll(under);

    expect(names).toHaveLength(2);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect((await asideOf()).map(({ body }) => body)).toEqual(['hello']);
    expect(await readyCount(missionId)).toBeGreaterThan(before ?? 0);
  });

  it('that is too large for a record is recorded as far as it fits', async () => {
    const missionId = await launchMission(under);
    const body = { v: 7, kind: 'MESSAGE', id: `${missionId}#9#9#0`, workspaceId: WORKSPACE_ID, missionId };
    const large = JSON.stringify({ ...body, message: 'ä'.repeat(LIMITS.recordBytesMax) });
    await under.sqs.send(under.urls.advanceDead, large, {
      MessageGroupId: missionId,
      MessageDeduplicationId: body.id,
    });

    await poll(under, 'advanceDead');

    const [letter] = await lettersOf(missionId);
    expect(await depth('advanceDead')).toBe(0);
    expect(JSON.stringify(letter).length).toBeGreaterThan(90_000);
  });

  it('that was only bad luck is done by the last try', async () => {
    const missionId = await aWideMission();
    const mend = await damageHead(missionId);
    await pollUntilDead('advance');
    await mend();

    await poll(under, 'advanceDead');
    await pollAll(under);

    expect(await lettersOf(missionId)).toEqual([]);
    expect(await readyCount(missionId)).toBe(250);
  });

  it('that ends the process in its last try is laid before the owner by the next (K3)', async () => {
    const missionId = await launchWide();
    await completeUnsettled(await claim(under, { limit: 1 }));
    const mend = await damageHead(missionId);
    await pollUntilDead('advance');
    await mend();
    // A process that begins the last try, and is seen no more.
    const get = () => new Promise<never>(() => {});
    const dying = { ...under.context, store: { ...under.context.store, get } };
    const event = eventOf(await under.sqs.receive(under.urls.advanceDead));
    void handleDeadLettersBatch({ context: dying, queues: under.queues }, event);
    under.pass(VISIBILITY_MS);

    await poll(under, 'advanceDead');

    expect(await depth('advanceDead')).toBe(0);
    expect(await lettersOf(missionId)).toMatchObject([
      { reason: 'The process that handled it ended without an answer.' },
    ]);
  });

  it('waits among the dead letters while the store is away (K2)', async () => {
    const missionId = await aWideMission();
    const mend = await damageHead(missionId);
    await pollUntilDead('advance');
    const get = () => Promise.reject(new StoreUnavailable('away'));
    const context = { ...under.context, store: { ...under.context.store, get } };
    const event = eventOf(await under.sqs.receive(under.urls.advanceDead));

    const answer = await handleDeadLettersBatch({ context, queues: under.queues }, event);
    await mend();

    expect(answer.batchItemFailures).toHaveLength(1);
    expect(await lettersOf(missionId)).toEqual([]);
  });

  it('among timers does not stop the others, and leaves the due index', async () => {
    const delays = [{ name: 'D', afterTasks: [], blocksTasks: [], duration: 'PT1M' }];
    const damaged = await launchMission(under, { tasks: [], delays });
    const healthy = await launchMission(under, { tasks: [], delays });
    await under.dispatcher.settled();
    const place = nodeRef(damaged, 0);
    const key = { partition: runPartition(WORKSPACE_ID, place), sort: nodeSort(0) };
    const [node] = await under.store.get([key]);
    if (!node) throw new Error('the delay is stored');
    await under.store.commit({ puts: [{ record: { ...node, value: UNREADABLE } }] });
    under.pass(MINUTE);

    await pollUntilDead('timers');
    await poll(under, 'timersDead');
    await sweep(under.context, under.queues);

    expect((await headOf(under, healthy)).status).toBe('COMPLETED');
    expect(await lettersOf(damaged)).toMatchObject([{ origin: 'TIMER', status: 'DEAD' }]);
    expect(await depth('timers')).toBe(0);
  });
});

interface Letter {
  readonly [field: string]: unknown;
}

const asideOf = () => whatIsAside(under.context);

/** What lies in a queue, and no longer does. */
async function takeAll(queue: 'advance'): Promise<readonly string[]> {
  const received = await under.sqs.receive(under.urls[queue]);
  for (const message of received) await under.sqs.delete(under.urls[queue], message);
  return received.map(({ Body = '' }) => Body);
}

async function lettersOf(missionId: MissionId): Promise<readonly Letter[]> {
  const page = await under.store.query({ partition: `W#${WORKSPACE_ID}#DEAD`, limit: 100 });
  return page.items.map(({ value }) => value).filter((value) => value.missionId === missionId);
}

describe('a delay', () => {
  it.each(['PT1S', 'PT59.4S', 'PT15M', 'PT15M30S', 'PT16M0.7S'])(
    'of %s is over in time: less than a second late',
    async (duration) => {
      const delays = [{ name: 'D', afterTasks: [], blocksTasks: [], duration }];
      await sweep(under.context, under.queues);
      const missionId = await launchMission(under, { tasks: [], delays });
      const head = await untilEnded(missionId);

      expect(head.status).toBe('COMPLETED');
      expect(under.lateness.length).toBeGreaterThan(0);
      expect(Math.max(...under.lateness)).toBeLessThan(SECOND);
    },
  );

  it('whose hint could not be sent is over a minute late at most', async () => {
    under.throttles.set('SendMessageBatch', 99);
    const delays = [{ name: 'D', afterTasks: [], blocksTasks: [], duration: 'PT30S' }];
    const missionId = await launchMission(under, { tasks: [], delays });
    await under.dispatcher.settled();
    under.throttles.clear();

    await untilEnded(missionId);

    expect(under.lateness[0]).toBeLessThan(MINUTE + 6 * SECOND);
  });
});

/** Polls each second and sweeps each minute, as the functions do. */
async function untilEnded(missionId: MissionId): Promise<MissionHead> {
  const startedAt = under.clock.now;
  for (let seconds = 0; ; seconds++) {
    if (seconds % 60 === 0) await sweep(under.context, under.queues);
    const hasFew = seconds % 60 < 2 || seconds > 885;
    if (seconds < 120 || hasFew) await pollAll(under);
    const head = await headOf(under, missionId);
    if (head.status === 'COMPLETED' || under.clock.now - startedAt > 60 * MINUTE) return head;
    under.pass(SECOND);
  }
}
