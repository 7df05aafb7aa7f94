import { SYSTEM_ACTOR } from '@muster/core/actor';
import { assert } from '@muster/core/assert';
import { parseWorkspaceId } from '@muster/core/ids';
import type { Access } from '@muster/engine/access/access';

/** A key of an owner, for whoever may change what is stored anyway: nobody has to show a key for it. */
export async function createOwnerKey(access: Access, workspace: string, name = 'owner'): Promise<string> {
  const workspaceId = parseWorkspaceId(workspace);
  assert(workspaceId !== undefined, 'a workspace is named like ws_main');
  const principal = { workspaceId, actor: SYSTEM_ACTOR, role: 'OWNER' } as const;
  const made = await access.createApiKey(principal, { name, role: 'OWNER' });
  assert(made.ok, 'a key of an owner can be made');
  return made.value.token;
}
