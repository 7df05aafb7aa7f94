/** What the pilot of a mission does by hand. */
import { checkPilotStatus, setMissionProgress, setMissionStatus } from '@muster/core/decide/pilot';
import { ok, type Result } from '@muster/core/result';
import { commitDecision } from './commit-loop.ts';
import type { EngineContext } from './context.ts';
import type { MissionAnswer, MissionCommands, SetMissionStatus } from './engine.ts';
import { launchLatest } from './launching.ts';
import { checkReason, governed, keyed, onBehalf, receiptOf, simpleCommand } from './mission-use-cases.ts';
import type { Principal } from './principal.ts';
import type { KeyedRequest } from './receipts.ts';

export function pilotUseCases(
  context: EngineContext,
): Pick<MissionCommands, 'setMissionStatus' | 'setMissionProgress'> {
  return {
    setMissionStatus: async (principal, input) =>
      (input.reason === undefined ? undefined : checkReason(input.reason)) ??
      keyed(context, principal, { name: 'setMissionStatus', input }, (request) =>
        setStatus(context, principal, { input, request }),
      ),
    setMissionProgress: simpleCommand(context, 'setMissionProgress', (draft, { progress }) =>
      setMissionProgress(draft, progress),
    ),
  };
}

/** The step to ACTIVE needs the plan, which only a launch reads. */
async function setStatus(
  context: EngineContext,
  principal: Principal,
  asked: { readonly input: SetMissionStatus; readonly request: KeyedRequest | undefined },
): Promise<Result<MissionAnswer>> {
  const { input, request } = asked;
  const on = onBehalf(principal, input.missionId);
  const receipt = receiptOf(context, input.missionId, request);
  const moved = await commitDecision(context, on, {
    decide: governed(principal, (draft) => setMissionStatus(draft, input)),
    alsoPut: (done) => (done.value === 'LAUNCH' ? [] : receipt(done)),
  });
  if (!moved.ok) return moved;
  const { value, head, sequence } = moved.value;
  if (value === 'MOVED') return ok({ mission: head, sequence });
  return launchLatest(context, on, {
    alsoPut: receipt,
    check: (draft) => checkPilotStatus(draft, input),
  });
}
