import type { Event } from '@muster/core/event';
import type { MissionId } from '@muster/core/ids';
import type { AssertionResult } from '@muster/core/lifecycle/assertion-lifecycle';
import { expect } from 'vitest';
import { claim, complete, headOf, launchMission, nodeRef } from './a-launched-mission.ts';
import { aSubmission } from './a-mission.ts';
import { answerOf, BOB_IN_TESTS, type EngineUnderTest, RITA_IN_TESTS } from './an-engine.ts';

const IDS = Array.from({ length: 45 }, (_, place) => `VAL-BIG-${String(place).padStart(3, '0')}`);

/** More assertions than one commit can mend, which all fail once and pass after they were mended. */
export async function liveValidated(under: EngineUnderTest): Promise<readonly Event[]> {
  const missionId = await launchMission(under, {
    tasks: [{ title: 'T', fulfills: IDS }],
    contract: IDS.map((id) => ({ id, title: 'It works.' })),
  });
  await complete(under, await claim(under));
  await validate(under, missionId, 'FAILING');
  await complete(under, await claim(under));
  await validate(under, missionId, 'PASSING');
  expect(await headOf(under, missionId)).toMatchObject({ status: 'COMPLETED' });
  const page = { missionId, after: 0, first: 10_000 };
  const events = answerOf(await under.engine.listEvents(RITA_IN_TESTS, page));
  return events.items.map(({ node }) => node);
}

/** One round; the assertions are the nodes behind the only task. */
async function validate(
  under: EngineUnderTest,
  missionId: MissionId,
  status: AssertionResult,
): Promise<void> {
  const [round] = await claim(under, { principal: BOB_IN_TESTS });
  if (!round) throw new Error('there is nothing to validate');
  for (const place of IDS.keys()) {
    const told = { node: nodeRef(missionId, 1 + place), status, evidence: 'Seen.', attempt: round.ref };
    answerOf(await under.engine.reportAssertion(BOB_IN_TESTS, told));
  }
  const tasks = [{ attempt: round.ref, submission: aSubmission() }];
  answerOf(await under.engine.completeTasks(BOB_IN_TESTS, { tasks })).map(answerOf);
  await under.settle();
}
