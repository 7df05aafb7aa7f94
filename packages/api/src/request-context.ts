import type { Principal } from '@muster/engine/principal';
import type { GraphContext } from '@muster/schema/context';
import { failure } from '@muster/schema/errors';
import type { Services } from './services.ts';

/** Who shows this `Authorization` header; undefined without one. Throws UNAUTHENTICATED for one that is not good. */
export async function principalFrom(
  services: Pick<Services, 'access'>,
  authorization: string | null | undefined,
): Promise<Principal | undefined> {
  if (authorization === null || authorization === undefined) return undefined;
  const token = tokenOf(authorization);
  const principal = token === undefined ? undefined : await services.access.authenticate(token);
  if (principal === undefined) throw failure({ code: 'UNAUTHENTICATED', path: [], detail: {} });
  return principal;
}

/** The token in an `Authorization` header. */
export function tokenOf(authorization: string): string | undefined {
  return /^Bearer +(\S+)$/i.exec(authorization)?.[1];
}

/** What a socket shows in its `connection_init`. People write the name as they write that of the header. */
export function shownIn(payload: Readonly<Record<string, unknown>> | undefined): unknown {
  return payload?.authorization ?? payload?.Authorization;
}

export function contextFor(
  { engine, wholeEngine, access }: Pick<Services, 'engine' | 'wholeEngine' | 'access'>,
  principal: Principal | undefined,
): GraphContext {
  return { engine, wholeEngine, access, principal };
}
