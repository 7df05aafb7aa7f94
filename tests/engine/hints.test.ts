import { buryHint, HintNotHandled, handleHint } from '@muster/engine/hints';
import { duePartitions, nodeSort, runPartition } from '@muster/engine/keys';
import type { DueHint } from '@muster/engine/ports/queue';
import { describe, expect, it } from 'vitest';
import { claim, headOf, launchMission, nodeRef } from '../support/a-launched-mission.ts';
import { MINUTE, SECOND, WORKSPACE_ID } from '../support/a-mission.ts';
import { answerOf, RITA_IN_TESTS } from '../support/an-engine.ts';
import { anEngineWithQueues, type EngineWithQueues, UNREADABLE } from '../support/an-engine-with-queues.ts';

const DELAY = { tasks: [], delays: [{ name: 'D', afterTasks: [], blocksTasks: [], duration: 'PT1M' }] };

/** The hints sent so far, taken out of the queue. */
async function taken(under: EngineWithQueues): Promise<readonly DueHint[]> {
  await under.dispatcher.settled();
  const hints = [...under.queues.hints];
  under.queues.clear();
  return hints;
}

async function handleAll(under: EngineWithQueues, hints: readonly DueHint[]): Promise<void> {
  for (const hint of hints) await handleHint(under.context, under.queues, hint);
}

/** Writes over a record that holds an entry of the due index, so that nobody can read it. */
async function damage(under: EngineWithQueues, entry: string): Promise<void> {
  for (const partition of duePartitions()) {
    const page = await under.store.list('due', { partition, from: entry, to: entry, limit: 1 });
    for (const { key } of page.items) {
      const [stored] = await under.store.get([key]);
      if (stored) await under.store.commit({ puts: [{ record: { ...stored, value: UNREADABLE } }] });
    }
  }
}

describe('a hint', () => {
  it('lets time have its effect when it comes in time', async () => {
    const under = anEngineWithQueues();
    const missionId = await launchMission(under, DELAY);
    const hints = await taken(under);

    under.pass(MINUTE);
    await handleAll(under, hints);

    expect((await headOf(under, missionId)).status).toBe('COMPLETED');
  });

  it('that comes early goes back, and does nothing (I1)', async () => {
    const under = anEngineWithQueues();
    const missionId = await launchMission(under, DELAY);
    const hints = await taken(under);

    under.pass(MINUTE - 1);
    await handleAll(under, hints);

    expect(under.queues.hints).toEqual(hints);
    expect((await headOf(under, missionId)).status).toBe('ACTIVE');
  });

  it('that comes twice, or two at once, does it once', async () => {
    const under = anEngineWithQueues();
    const missionId = await launchMission(under, DELAY);
    const [hint] = await taken(under);
    if (!hint) throw new Error('the delay was to send one');
    under.pass(MINUTE);

    await Promise.all([1, 2].map(() => handleHint(under.context, under.queues, hint)));
    await handleHint(under.context, under.queues, hint);

    const events = answerOf(await under.engine.listEvents(RITA_IN_TESTS, { missionId, after: 0, first: 99 }));
    expect(events.items.filter(({ node }) => node.data.to === 'ELAPSED')).toHaveLength(1);
  });

  it('of a lease that was renewed does nothing: the renewal has sent its own (I2)', async () => {
    const under = anEngineWithQueues();
    await launchMission(under);
    const [claimed] = await claim(under, { leaseMs: MINUTE });
    if (!claimed) throw new Error('there was to be a task');
    const [first] = await taken(under);
    under.pass(MINUTE - SECOND);
    answerOf(await under.engine.heartbeat(RITA_IN_TESTS, { attempt: claimed.ref }));
    const [renewed] = await taken(under);
    under.pass(SECOND);

    if (first) await handleHint(under.context, under.queues, first);
    const [held] = await under.engine.nodes(RITA_IN_TESTS, [claimed.ref]);
    under.pass(MINUTE);
    if (renewed) await handleHint(under.context, under.queues, renewed);
    const [lost] = await under.engine.nodes(RITA_IN_TESTS, [claimed.ref]);

    expect(held?.status).toBe('IN_PROGRESS');
    expect(lost?.status).toBe('READY');
  });

  it('that is partly not to be handled does the rest, and says what it was', async () => {
    const under = anEngineWithQueues();
    const missionId = await launchMission(under, { tasks: ['A', 'B', 'C'] });
    await claim(under, { leaseMs: MINUTE });
    const [hint] = await taken(under);
    if (!hint) throw new Error('the claims were to send one');
    const [poison = ''] = hint.entries;
    await damage(under, poison);
    under.pass(MINUTE);

    const handling = handleHint(under.context, under.queues, hint);

    await expect(handling).rejects.toThrow(HintNotHandled);
    await expect(handling).rejects.toMatchObject({ failures: [{ entry: poison }] });
    expect((await headOf(under, missionId)).run?.taskCounts).toMatchObject({ READY: 2, IN_PROGRESS: 1 });
  });

  it('that has died leaves nothing behind that comes due (B4)', async () => {
    const under = anEngineWithQueues();
    const missionId = await launchMission(under, DELAY);
    const [hint] = await taken(under);
    if (!hint) throw new Error('the delay was to send one');
    await damage(under, hint.entries[0] ?? '');
    under.pass(MINUTE);
    const cause: unknown = await handleHint(under.context, under.queues, hint).catch((error) => error);

    await buryHint(under.context, hint, cause);
    await handleHint(under.context, under.queues, hint).catch(() => undefined);

    const place = nodeRef(missionId, 0);
    const key = { partition: runPartition(WORKSPACE_ID, place), sort: nodeSort(place.index) };
    const [node] = await under.store.get([key]);
    expect(node?.value).toEqual(UNREADABLE);
    expect(node?.due).toBeUndefined();
  });
});
