/** Answers a claim anew from its receipts, with the tasks as they are now. */

import type { ClaimPiece } from './claim-pieces.ts';
import type { EngineContext } from './context.ts';
import type { Claim } from './engine.ts';
import { loadAttempts, loadNodes, loadSpecs } from './loading.ts';
import type { Principal } from './principal.ts';

export async function repeatClaims(
  context: EngineContext,
  principal: Principal,
  pieces: readonly ClaimPiece[],
): Promise<readonly Claim[]> {
  const claims: Claim[] = [];
  for (const { refs, sequence } of pieces) {
    const [nodes, specs, attempts] = await Promise.all([
      loadNodes(context, principal.workspaceId, refs),
      loadSpecs(context, principal.workspaceId, refs),
      loadAttempts(context, principal.workspaceId, refs),
    ]);
    for (const [position, ref] of refs.entries()) {
      const task = nodes[position];
      const spec = specs[position];
      const attempt = attempts[position];
      if (task?.kind !== 'TASK' || spec?.kind !== 'TASK' || !attempt) continue;
      claims.push({ ref, task, spec, attempt, sequence });
    }
  }
  return claims;
}
