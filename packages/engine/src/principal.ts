import type { Actor } from '@muster/core/actor';
import type { WorkspaceId } from '@muster/core/ids';

export const ROLES = ['OWNER', 'ADMIN', 'PILOT', 'MEMBER', 'AGENT', 'VIEWER'] as const;
export type Role = (typeof ROLES)[number];

/** Who is asking, read from the credential once per request or socket. */
export interface Principal {
  readonly workspaceId: WorkspaceId;
  readonly actor: Actor;
  readonly role: Role;
}
