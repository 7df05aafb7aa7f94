import type { Role } from '../principal.ts';

/** What a role can be trusted with. The API names one for each of its fields. */
export const PERMISSIONS = ['READ', 'WORK', 'DIRECT', 'ADMINISTER'] as const;
/**
 * READ: look at everything in the workspace. WORK: claim tasks and answer for them. DIRECT: create missions, move
 * them, decide what waits for a person. ADMINISTER: hand out and take back credentials.
 */
export type Permission = (typeof PERMISSIONS)[number];

const GRANTED: Readonly<Record<Role, readonly Permission[]>> = {
  OWNER: PERMISSIONS,
  ADMIN: PERMISSIONS,
  PILOT: ['READ', 'WORK', 'DIRECT'],
  MEMBER: ['READ', 'WORK', 'DIRECT'],
  AGENT: ['READ', 'WORK'],
  VIEWER: ['READ'],
};

export function isPermitted(role: Role, permission: Permission): boolean {
  return GRANTED[role].includes(permission);
}
