import { PILOTED_STATUSES, type PilotedStatus } from '@muster/core/lifecycle/pilot-lifecycle';
import * as z from 'zod/mini';
import { defineCommand } from './command.ts';
import { principalOf } from './context.ts';
import { enumOf } from './enums.ts';
import { MOVE_FAILURES, STATUS_FAILURES } from './error-types.ts';
import { given } from './given.ts';
import { rule } from './input-fields.ts';
import { missionRule, missionSuccess, onMission, target } from './mission-commands.ts';

const PILOTED_STATUS_TEXT: Record<PilotedStatus, string> = {
  DRAFT: 'Back to writing, from PLANNING.',
  PLANNING: 'Being planned. Back from ACTIVE, the run is called off.',
  ACTIVE: 'From PLANNING a new run; back from VALIDATING the same one goes on.',
  VALIDATING: 'Nothing new is claimed. Back from COMPLETED, the run is open again.',
  COMPLETED: 'Only when all work has settled.',
};

const PilotedStatusEnum = enumOf(
  'PilotedStatus',
  `Where a pilot can move a mission: one step along ${PILOTED_STATUSES.join(', ')}, or one back.`,
  PILOTED_STATUS_TEXT,
);

defineCommand('setMissionStatus', {
  description:
    'Moves a mission of governance PILOT one step along, or one step back with a reason. For its pilot and ' +
    'administrators. Where it stands already, nothing happens.',
  permission: 'DIRECT',
  input: (t) => ({
    ...onMission(t),
    status: t.field({ type: PilotedStatusEnum, required: true, description: 'Where to.' }),
    reason: t.string({ description: 'Why; needed for a step back, and not blank.' }),
  }),
  rules: z.looseObject({ ...missionRule, reason: z.nullish(rule.notBlank) }),
  success: missionSuccess('SetMissionStatusSuccess', 'The mission stands there.'),
  failures: STATUS_FAILURES,
  run: (context, { status, reason, ...input }) =>
    context.engine.setMissionStatus(principalOf(context), { ...target(input), ...given({ reason }), status }),
});

defineCommand('setMissionProgress', {
  description: 'Says how far a mission of governance PILOT is. For its pilot and administrators.',
  permission: 'DIRECT',
  input: (t) => ({
    ...onMission(t),
    progress: t.int({ required: true, description: '0–100.' }),
  }),
  rules: z.looseObject({ ...missionRule, progress: z.int().check(z.minimum(0), z.maximum(100)) }),
  success: missionSuccess('SetMissionProgressSuccess', 'The progress is kept.'),
  failures: MOVE_FAILURES,
  run: (context, { progress, ...input }) =>
    context.engine.setMissionProgress(principalOf(context), { ...target(input), progress }),
});
