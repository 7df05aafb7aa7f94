/** What one person asks the engine to do, told and vouched for like all commands. */
import type { Result } from '@muster/core/result';
import type { Engine, MissionAnswer, NodeAnswer, TaskAnswer } from '@muster/engine/engine';
import type { Principal } from '@muster/engine/principal';
import type { Client } from './client.ts';

type AnsweredKind = 'CHECKPOINT' | 'GATE' | 'DELAY' | 'ASSERTION' | 'VALIDATION';
export type Answer = MissionAnswer | TaskAnswer | NodeAnswer<AnsweredKind>;
export type Act = (engine: Engine, principal: Principal, idempotencyKey: string) => Promise<Result<Answer>>;

export const REASON = 'Somebody said so.';

/** `isForbidden`: it must be refused, whatever the mission is at. */
export async function command(
  client: Client,
  name: string,
  { act, isForbidden = false }: { readonly act: Act; readonly isForbidden?: boolean },
): Promise<void> {
  await client.request<Answer>({
    name,
    ask: act,
    isForbidden,
    told: (answer) => `${answer.mission.id}@${answer.sequence}`,
    vouches: (answer) => [{ missionId: answer.mission.id, sequence: answer.sequence }],
  });
}
