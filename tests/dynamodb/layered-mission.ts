/** The layered workload through the use cases, as a worker of ten tasks at a time works on it. */
import type { Claim } from '@muster/engine/engine';
import { layers } from '../bench/workloads.ts';
import { aSubmission } from '../support/a-mission.ts';
import { ADA_IN_TESTS, answerOf, type EngineUnderTest, RITA_IN_TESTS } from '../support/an-engine.ts';

const CLAIM = { agent: ADA_IN_TESTS.actor.name, limit: 10 };

/** Creates and launches a mission of `count` layers, `width` wide, each task depending on two of the layer before. */
export async function launchLayers(
  under: EngineUnderTest,
  { count, width }: { readonly count: number; readonly width: number },
): Promise<void> {
  const tasks = layers(count, width).map((dependencies, index) => ({
    key: `t${index}`,
    title: `Task ${index}`,
    dependsOn: dependencies.map((dependency) => `t${dependency}`),
  }));
  const launch = { title: 'Layered', document: { tasks }, launch: true, idempotencyKey: 'launch' };
  answerOf(await under.engine.createMission(RITA_IN_TESTS, launch));
  await under.settle();
}

export async function claimLayered({ engine }: EngineUnderTest): Promise<readonly Claim[]> {
  return answerOf(await engine.claimTasks(ADA_IN_TESTS, { ...CLAIM, idempotencyKey: 'claim' }));
}

/** Completes what is held and claims the next, until there is none; answers how many tasks were completed. */
export async function completeLayers(
  under: EngineUnderTest,
  work: { readonly held: readonly Claim[]; readonly roundsMax?: number },
): Promise<number> {
  const { roundsMax = Number.POSITIVE_INFINITY } = work;
  let { held } = work;
  let completedCount = 0;
  for (let round = 0; held.length > 0 && round < roundsMax; round++) {
    const complete = held.map(({ ref }) => ({ attempt: ref, submission: aSubmission() }));
    const input = { complete, claim: CLAIM, idempotencyKey: `request ${round}` };
    const answer = answerOf(await under.engine.completeAndClaim(ADA_IN_TESTS, input));
    completedCount += answer.completed.map(answerOf).length;
    held = answer.claims;
    await under.settle();
  }
  return completedCount;
}
