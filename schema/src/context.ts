import type { Access } from '@muster/engine/access/access';
import type { Engine, Reading } from '@muster/engine/engine';
import type { Principal } from '@muster/engine/principal';
import { failure } from './errors.ts';

/** What every resolver gets. One per request; on a socket, one per operation. */
export interface GraphContext {
  readonly engine: Reading;
  /** The whole engine: some processes load it only when something is to be changed or worked out. */
  readonly wholeEngine: () => Promise<Engine>;
  readonly access: Access;
  /** Absent while nobody has shown a valid credential. */
  readonly principal: Principal | undefined;
}

/** What a command gets. */
export interface CommandContext extends GraphContext {
  readonly engine: Engine;
}

/** The caller. Throws UNAUTHENTICATED when there is none. */
export function principalOf(context: GraphContext): Principal {
  if (context.principal === undefined) throw failure({ code: 'UNAUTHENTICATED', path: [], detail: {} });
  return context.principal;
}
