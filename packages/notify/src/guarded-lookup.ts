/**
 * Resolves the name of a host for one connection, and answers only if every address it leads to may be reached. The
 * socket is then opened to what was answered here: nobody can change his mind in between (DNS rebinding).
 */
import type { LookupAddress, LookupOptions } from 'node:dns';
import { lookup as systemLookup } from 'node:dns/promises';
import type { LookupFunction } from 'node:net';

export type Resolve = (hostname: string) => Promise<readonly LookupAddress[]>;

/** The name leads to where nothing may be sent. Its text names no address: it is shown to people. */
export class ForbiddenTarget extends Error {
  override readonly name = 'ForbiddenTarget';
}

export const resolveBySystem: Resolve = (hostname) =>
  systemLookup(hostname, { all: true, order: 'verbatim' });

export function guardedLookup(isAllowed: (address: string) => boolean, resolve: Resolve): LookupFunction {
  return (hostname, options, callback) => {
    checkedAddresses(hostname, isAllowed, resolve).then(
      ([first, ...others]) => {
        if (wantsAll(options)) callback(null, [first, ...others]);
        else callback(null, first.address, first.family);
      },
      (error: unknown) => callback(asError(error), '', 0),
    );
  };
}

async function checkedAddresses(
  hostname: string,
  isAllowed: (address: string) => boolean,
  resolve: Resolve,
): Promise<[LookupAddress, ...LookupAddress[]]> {
  const [first, ...others] = await resolve(hostname);
  if (first === undefined) throw new Error('The name has no address.');
  if (![first, ...others].every(({ address }) => isAllowed(address))) {
    throw new ForbiddenTarget('The host leads to an address that is not public.');
  }
  return [first, ...others];
}

function wantsAll(options: LookupOptions): boolean {
  return options.all === true;
}

function asError(error: unknown): NodeJS.ErrnoException {
  return error instanceof Error ? error : new Error(String(error));
}
