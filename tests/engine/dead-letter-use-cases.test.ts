import type { MissionId } from '@muster/core/ids';
import { deadLetterUseCases } from '@muster/engine/dead-letter-use-cases';
import { buryMessage, buryTimer } from '@muster/engine/dead-letters';
import { handleDue } from '@muster/engine/due';
import { duePartitions, nodeSort, runPartition } from '@muster/engine/keys';
import type { QueuedMessage } from '@muster/engine/ports/queue';
import { describe, expect, it } from 'vitest';
import { headOf, launchMission, nodeRef } from '../support/a-launched-mission.ts';
import { MINUTE, WORKSPACE_ID } from '../support/a-mission.ts';
import {
  ADA_IN_TESTS,
  anEngine,
  answerOf,
  type EngineUnderTest,
  errorOf,
  pendingMessages,
  RITA_IN_TESTS,
  STRANGER,
} from '../support/an-engine.ts';
import { UNREADABLE } from '../support/an-engine-with-queues.ts';

const FAULT = new Error('a fault');
const DELAY = { tasks: [], delays: [{ name: 'D', afterTasks: [], blocksTasks: [], duration: 'PT1M' }] };

function aMessageOf(missionId: MissionId, revision = 5, message: object = UNPARK) {
  return { id: `${missionId}#4#${revision}#0`, workspaceId: WORKSPACE_ID, missionId, message };
}
const UNPARK: QueuedMessage['message'] = { type: 'UNPARK', runNumber: 1 };

async function aDeadMessage(under: EngineUnderTest, message: object = UNPARK) {
  const missionId = await launchMission(under);
  await buryMessage(under.context, aMessageOf(missionId, 5, message), FAULT);
  await under.settle();
  return { missionId, deadLetter: { missionId, name: 'm-4-5-0' } };
}

describe('redriveDeadLetter', () => {
  it('sends the message again, with an event of who wanted it', async () => {
    const under = anEngine();
    const { missionId, deadLetter } = await aDeadMessage(under);

    const answer = answerOf(await under.engine.redriveDeadLetter(RITA_IN_TESTS, { deadLetter }));

    expect(pendingMessages(under)).toEqual([UNPARK]);
    expect(answer.deadLetter).toMatchObject({ status: 'REDRIVEN', redrivenBy: RITA_IN_TESTS.actor });
    expect(answer.sequence).toBe((await headOf(under, missionId)).sequence);
    expect(answerOf(await lastEvent(under, missionId, answer.sequence)).items[0]?.node).toMatchObject({
      type: 'DeadLetterStatusChanged',
      actor: RITA_IN_TESTS.actor,
      data: { from: 'DEAD', to: 'REDRIVEN' },
    });
  });

  it('is refused while it is REDRIVEN, and possible when it has died again', async () => {
    const under = anEngine();
    const { missionId, deadLetter } = await aDeadMessage(under);
    answerOf(await under.engine.redriveDeadLetter(RITA_IN_TESTS, { deadLetter }));

    const refused = errorOf(await under.engine.redriveDeadLetter(RITA_IN_TESTS, { deadLetter }));
    await buryMessage(under.context, aMessageOf(missionId), FAULT);
    const [dead] = await under.engine.deadLetters(RITA_IN_TESTS, [deadLetter]);
    const again = await under.engine.redriveDeadLetter(RITA_IN_TESTS, { deadLetter });

    expect(refused).toMatchObject({ code: 'ILLEGAL_MOVE', detail: { status: 'REDRIVEN', legal: [] } });
    expect(dead).toMatchObject({ status: 'DEAD', deathCount: 2 });
    expect(again.ok).toBe(true);
  });

  it('counts once when it is asked twice with one key, or by two at once', async () => {
    const under = anEngine();
    const { deadLetter } = await aDeadMessage(under);
    const input = { deadLetter, idempotencyKey: 'k' };

    const first = answerOf(await under.engine.redriveDeadLetter(RITA_IN_TESTS, input));
    const second = answerOf(await under.engine.redriveDeadLetter(RITA_IN_TESTS, input));
    const { deadLetter: other } = await aDeadMessage(under);
    const both = await Promise.all([
      under.engine.redriveDeadLetter(RITA_IN_TESTS, { deadLetter: other }),
      under.engine.redriveDeadLetter(RITA_IN_TESTS, { deadLetter: other }),
    ]);

    expect(second.sequence).toBe(first.sequence);
    expect(both.filter(({ ok }) => ok)).toHaveLength(1);
    expect(both.filter(({ ok }) => !ok).map(errorOf)).toMatchObject([{ code: 'ILLEGAL_MOVE' }]);
  });

  it('refuses a message that this release can not read, and changes nothing', async () => {
    const under = anEngine();
    const { missionId, deadLetter } = await aDeadMessage(under, { type: 'NEW' });
    const before = await headOf(under, missionId);

    const refused = errorOf(await under.engine.redriveDeadLetter(RITA_IN_TESTS, { deadLetter }));

    expect(refused).toMatchObject({ code: 'UNREADABLE_MESSAGE', path: ['deadLetterId'] });
    expect(await headOf(under, missionId)).toEqual(before);
  });

  it('leaves a timer alone that means nothing any more', async () => {
    const under = anEngine();
    const missionId = await launchMission(under, DELAY);
    await buryTimer(under.context, { entry: await firstDueEntry(under), cause: FAULT });
    answerOf(await under.engine.skipDelay(RITA_IN_TESTS, { node: nodeRef(missionId, 0), reason: 'x' }));
    await under.settle();

    answerOf(await redriveOn(under, { missionId, name: 't-1-0' }));

    expect(await handleDue(under.context)).toBeUndefined();
  });

  it('refuses a timer whose node this release can not read', async () => {
    const under = anEngine();
    const missionId = await launchMission(under, DELAY);
    await buryTimer(under.context, { entry: await firstDueEntry(under), cause: FAULT });
    const key = { partition: runPartition(WORKSPACE_ID, nodeRef(missionId, 0)), sort: nodeSort(0) };
    const [stored] = await under.store.get([key]);
    if (stored) await under.store.commit({ puts: [{ record: { ...stored, value: UNREADABLE } }] });

    const refused = await redriveOn(under, { missionId, name: 't-1-0' });

    expect(errorOf(refused).code).toBe('UNREADABLE_MESSAGE');
  });

  it('lets a timer come due again', async () => {
    const under = anEngine();
    const missionId = await launchMission(under, DELAY);
    const entry = await firstDueEntry(under);
    under.clock.now = under.context.now();
    await buryTimer(under.context, { entry, cause: FAULT });
    await under.wait(MINUTE);
    const dead = await headOf(under, missionId);
    const [letter] = await under.engine.deadLetters(RITA_IN_TESTS, [{ missionId, name: 't-1-0' }]);
    const woken: number[] = [];

    const engine = { ...under, context: { ...under.context, onDue: (at: number) => void woken.push(at) } };
    answerOf(await redriveOn(engine, { missionId, name: 't-1-0' }));
    await handleDue(under.context);

    expect(dead.status).toBe('ACTIVE');
    expect(letter?.content).toEqual({ due: '2026-11-21T08:01:00.000Z', runNumber: 1, index: 0 });
    expect(woken).toContain(under.clock.now);
    expect((await headOf(under, missionId)).status).toBe('COMPLETED');
  });
});

function redriveOn(under: EngineUnderTest, deadLetter: { missionId: MissionId; name: string }) {
  return deadLetterUseCases(under.context).redriveDeadLetter(RITA_IN_TESTS, { deadLetter });
}

async function firstDueEntry(under: EngineUnderTest): Promise<string> {
  for (const partition of duePartitions()) {
    const [entry] = (await under.store.list('due', { partition, limit: 1 })).items;
    if (entry) return entry.sort;
  }
  throw new Error('nothing comes due');
}

function lastEvent(under: EngineUnderTest, missionId: MissionId, sequence: number) {
  return under.engine.listEvents(RITA_IN_TESTS, { missionId, after: sequence - 1, first: 1 });
}

describe('listDeadLetters', () => {
  it('pages through those of a mission, and through those of the workspace, newest mission first', async () => {
    const under = anEngine();
    const older = await launchMission(under);
    const newer = await launchMission(under);
    for (const revision of [1, 10, 2]) {
      await buryMessage(under.context, aMessageOf(older, revision), FAULT);
      await buryMessage(under.context, aMessageOf(newer, revision), FAULT);
    }

    const all = await pagesOf(under, {});
    const own = await pagesOf(under, { missionId: older });

    expect(all.map(({ missionId }) => missionId)).toEqual([newer, newer, newer, older, older, older]);
    expect(own.map(({ name }) => name)).toEqual(['m-4-2-0', 'm-4-10-0', 'm-4-1-0']);
  });

  it('tells nobody of another workspace', async () => {
    const under = anEngine();
    await aDeadMessage(under);

    expect((await under.engine.listDeadLetters(STRANGER, { first: 10 })).items).toEqual([]);
    expect((await under.engine.listDeadLetters(ADA_IN_TESTS, { first: 10 })).items).toHaveLength(1);
  });
});

async function pagesOf(under: EngineUnderTest, of: { readonly missionId?: MissionId }) {
  const letters = [];
  let after: string | undefined;
  do {
    const page = { ...of, first: 2, ...(after === undefined ? {} : { after }) };
    const listed = await under.engine.listDeadLetters(RITA_IN_TESTS, page);
    letters.push(...listed.items.map(({ node }) => node));
    after = listed.hasNext ? listed.items.at(-1)?.cursor : undefined;
  } while (after !== undefined);
  return letters;
}
