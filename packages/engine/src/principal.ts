import type { Actor } from '@muster/core/actor';
import type { Mover } from '@muster/core/decide/check-mission';
import type { WorkspaceId } from '@muster/core/ids';

export const ROLES = ['OWNER', 'ADMIN', 'PILOT', 'MEMBER', 'AGENT', 'VIEWER'] as const;
export type Role = (typeof ROLES)[number];

/** Whether it may do to a mission what else only its pilot may. */
export function moverOf({ actor, role }: Principal): Mover {
  return { actor, isAdministrator: role === 'OWNER' || role === 'ADMIN' };
}

/** Who is asking, read from the credential once per request or socket. */
export interface Principal {
  readonly workspaceId: WorkspaceId;
  readonly actor: Actor;
  readonly role: Role;
}
