/**
 * Whether a mission may be moved: by its status, and by a run that is still being written out or called off. Only what
 * gets past both is offered instead (C1).
 */
import type { DomainError } from '../error-table.ts';
import { legalVerbs, verbOf } from '../lifecycle/lifecycle.ts';
import { MISSION_LIFECYCLE, type MissionCommand } from '../lifecycle/mission-lifecycle.ts';
import { err, ok, type Result } from '../result.ts';
import type { MissionHead } from '../run/mission.ts';

export function checkMission(head: MissionHead, command: MissionCommand): Result<void, DomainError> {
  const { id, status } = head;
  const hindrance = hindranceOf(head);
  const byStatus = legalVerbs(MISSION_LIFECYCLE, status);
  const legal = hindrance ? byStatus.filter(hindrance.allows) : byStatus;
  const verb = verbOf(MISSION_LIFECYCLE, command);
  if (legal.includes(verb)) return ok(undefined);
  const standing = hindrance && byStatus.includes(verb) ? hindrance.text : status;
  return err({
    code: 'ILLEGAL_MOVE',
    path: [],
    detail: { subject: 'mission', id, status: standing, command: verb, legal },
  });
}

interface Hindrance {
  readonly text: string;
  readonly allows: (verb: string) => boolean;
}

function hindranceOf(head: MissionHead): Hindrance | undefined {
  const { verbs } = MISSION_LIFECYCLE;
  if (head.staging) return { text: 'being launched', allows: (verb) => verb === verbs.cancel };
  // Another run would leave the open tasks of this one behind.
  if (head.run?.isCancelling)
    return { text: 'still being cancelled', allows: (verb) => verb !== verbs.launch };
  return undefined;
}
