/** Schedules where timers come from a queue: hints of commits, and the sweep of each minute. */
import { handleHint } from '@muster/engine/hints';
import { sweep } from '@muster/engine/sweeping';
import { describe, expect, it } from 'vitest';
import { aDocumentInput } from '../support/a-document.ts';
import { headOf, workAll } from '../support/a-launched-mission.ts';
import { MINUTE, START } from '../support/a-mission.ts';
import { HOUR } from '../support/a-schedule.ts';
import { answerOf, RITA_IN_TESTS } from '../support/an-engine.ts';
import { anEngineWithQueues, type EngineWithQueues } from '../support/an-engine-with-queues.ts';

async function scheduled(under: EngineWithQueues, told: object = {}) {
  const document = aDocumentInput({ tasks: ['A'] });
  const created = await under.engine.createMission(RITA_IN_TESTS, { title: 'A mission', document });
  const missionId = answerOf(created).mission.id;
  const schedule = { cron: '0 * * * *', timeZone: 'UTC', ...told };
  answerOf(await under.engine.scheduleMission(RITA_IN_TESTS, { missionId, schedule }));
  return missionId;
}

/** Hands every hint out, twice; answers how many there were. */
async function deliver(under: EngineWithQueues): Promise<number> {
  await under.dispatcher.settled();
  const hints = [...under.queues.hints];
  under.queues.clear();
  for (const hint of [...hints, ...hints]) await handleHint(under.context, under.queues, hint);
  await under.settle();
  return hints.length;
}

describe('a slot that is further away than a queue can wait', () => {
  it('is sent by the sweep when it is near, and fired once', async () => {
    const under = anEngineWithQueues();
    const missionId = await scheduled(under);
    const atOnce = await deliver(under);

    under.pass(50 * MINUTE);
    await sweep(under.context, under.queues);
    const ahead = under.queues.hints.map(({ due }) => due);
    under.pass(10 * MINUTE);
    await deliver(under);

    expect(atOnce).toBe(0);
    expect(ahead).toEqual([START + HOUR]);
    expect(await headOf(under, missionId)).toMatchObject({ status: 'ACTIVE', runCount: 1 });
  });

  it('and was lost with its hint is found by a later sweep', async () => {
    const under = anEngineWithQueues();
    const missionId = await scheduled(under);
    under.pass(HOUR + MINUTE);

    await sweep(under.context, under.queues);
    await deliver(under);

    expect(await headOf(under, missionId)).toMatchObject({ status: 'ACTIVE', runCount: 1 });
  });
});

describe('a slot that waits for a run', () => {
  it('is fired by the hint of the commit that ends it', async () => {
    const under = anEngineWithQueues();
    const missionId = await scheduled(under, { overlap: 'QUEUE_ONE' });
    for (let slot = 1; slot <= 2; slot++) {
      under.pass(50 * MINUTE);
      await sweep(under.context, under.queues);
      under.pass(10 * MINUTE);
      await deliver(under);
    }
    const during = await headOf(under, missionId);

    await workAll(under);
    await deliver(under);

    expect(during).toMatchObject({ runCount: 1, schedule: { waiting: [{ first: START + 2 * HOUR }] } });
    expect(await headOf(under, missionId)).toMatchObject({ status: 'ACTIVE', runCount: 2 });
  });
});
