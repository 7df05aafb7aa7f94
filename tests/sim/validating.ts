/** How simulated agents validate: they report what a round asks about, most of it, before they hand in its task. */

import type { AttemptRef } from '@muster/core/ids';
import type { AssertionResult } from '@muster/core/lifecycle/assertion-lifecycle';
import type { Client } from './client.ts';
import { type Answer, REASON } from './command.ts';
import type { Randomness } from './randomness.ts';
import type { World } from './world.ts';

/** Nothing for a task that validates nothing. */
export async function reportAsked(world: World, client: Client, attempt: AttemptRef): Promise<void> {
  for (const index of askedIn(world, attempt)) {
    if (!world.isCalm && world.random.chance(0.1)) continue;
    const node = { missionId: attempt.missionId, runNumber: attempt.runNumber, index };
    const status = world.isCalm ? 'PASSING' : randomResult(world.random);
    world.statistics.assertionReports++;
    await client.request<Answer>({
      name: 'reportAssertion',
      ask: (engine, principal, idempotencyKey) =>
        engine.reportAssertion(principal, { node, status, evidence: REASON, attempt, idempotencyKey }),
      told: (answer) => `${answer.mission.id}@${answer.sequence}`,
      vouches: (answer) => [{ missionId: answer.mission.id, sequence: answer.sequence }],
    });
  }
}

function askedIn({ observer }: World, { missionId, runNumber, index }: AttemptRef): readonly number[] {
  const nodes = observer.views.get(missionId)?.runs.get(runNumber)?.nodes;
  const task = nodes?.get(index);
  const purpose = task?.kind === 'TASK' ? task.purpose : undefined;
  if (purpose?.kind !== 'VALIDATION') return [];
  const validation = nodes?.get(purpose.validation);
  const round = validation?.kind === 'VALIDATION' ? validation.rounds.at(-1) : undefined;
  return (round?.asked ?? []).filter((asked) => nodes?.get(asked)?.status === 'PENDING');
}

export function randomResult(random: Randomness): AssertionResult {
  return random.oneOf('PASSING', 'PASSING', 'PASSING', 'FAILING', 'FAILING', 'BLOCKED');
}
