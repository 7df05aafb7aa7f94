/** The layered workload through the use cases, as a worker of ten tasks at a time works on it. */
import type { Claim } from '@muster/engine/engine';
import { layers } from '../bench/workloads.ts';
import { aSubmission } from '../support/a-mission.ts';
import { ADA_IN_TESTS, answerOf, type EngineUnderTest, RITA_IN_TESTS } from '../support/an-engine.ts';

const BATCH = 10;

/** Creates, launches and completes a mission of `count` layers, `width` wide; answers how many tasks were completed. */
export async function completeLayers(
  under: EngineUnderTest,
  { count, width }: { readonly count: number; readonly width: number },
): Promise<number> {
  const tasks = layers(count, width).map((dependencies, index) => ({
    key: `t${index}`,
    title: `Task ${index}`,
    dependsOn: dependencies.map((dependency) => `t${dependency}`),
  }));
  const launch = { title: 'Layered', document: { tasks }, launch: true, idempotencyKey: 'launch' };
  answerOf(await under.engine.createMission(RITA_IN_TESTS, launch));
  await under.settle();
  const claim = { agent: ADA_IN_TESTS.actor.name, limit: BATCH };
  let completedCount = 0;
  let requestCount = 0;
  let held: readonly Claim[] = [];
  do {
    const complete = held.map(({ ref }) => ({ attempt: ref, submission: aSubmission() }));
    const idempotencyKey = `request ${requestCount++}`;
    const input = { complete, claim, idempotencyKey };
    const answer = answerOf(await under.engine.completeAndClaim(ADA_IN_TESTS, input));
    completedCount += answer.completed.map(answerOf).length;
    held = answer.claims;
    await under.settle();
  } while (held.length > 0);
  return completedCount;
}
