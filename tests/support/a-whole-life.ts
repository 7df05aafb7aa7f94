import type { Event } from '@muster/core/event';
import { expect } from 'vitest';
import { claim, headOf, launchMission, nodeRef, workAll } from './a-launched-mission.ts';
import { MINUTE } from './a-mission.ts';
import { ADA_IN_TESTS, answerOf, type EngineUnderTest, RITA_IN_TESTS } from './an-engine.ts';

/** A launch in pieces, a wide fan and join, a failure, an expiry, a pause, a checkpoint, a delay, a second run. */
export async function live(under: EngineUnderTest): Promise<readonly Event[]> {
  const middle = Array.from({ length: 150 }, (_, at) => `T${at}`);
  const missionId = await launchMission(under, {
    tasks: [
      'Start',
      ...middle.map((title) => ({ title, dependsOn: ['Start'] })),
      { title: 'End', dependsOn: middle },
    ],
    checkpoints: [{ name: 'C', afterTasks: ['Start'], blocksTasks: ['End'] }],
    delays: [{ name: 'D', afterTasks: ['End'], blocksTasks: [], duration: 'PT1M' }],
  });
  const [first] = await claim(under);
  if (first)
    answerOf(await under.engine.failTask(ADA_IN_TESTS, { attempt: first.ref, message: 'It broke.' }));
  await claim(under, { leaseMs: MINUTE });
  await under.wait(MINUTE);
  answerOf(await under.engine.pauseMission(RITA_IN_TESTS, { missionId }));
  await claim(under);
  answerOf(await under.engine.resumeMission(RITA_IN_TESTS, { missionId }));
  await under.settle();
  await workAll(under);
  answerOf(await under.engine.approveCheckpoint(RITA_IN_TESTS, { node: nodeRef(missionId, 152) }));
  await workAll(under);
  await under.wait(MINUTE);
  answerOf(await under.engine.launchMission(RITA_IN_TESTS, { missionId }));
  await under.settle();
  expect(await headOf(under, missionId)).toMatchObject({ runCount: 2, status: 'ACTIVE' });
  const events = answerOf(
    await under.engine.listEvents(RITA_IN_TESTS, { missionId, after: 0, first: 10_000 }),
  );
  return events.items.map(({ node }) => node);
}
