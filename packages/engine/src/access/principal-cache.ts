/**
 * Remembers for a moment who a token belongs to, so that a busy worker does not cost a read per request. Bounded in
 * number and time: what was revoked elsewhere is forgotten with its entry.
 */
import type { Instant } from '@muster/core/instant';
import { LIMITS } from '@muster/core/limits';
import type { Principal } from '../principal.ts';

interface Entry {
  readonly principal: Principal;
  readonly keyId: string;
  readonly until: Instant;
}

export class PrincipalCache {
  readonly #entries = new Map<string, Entry>();

  get(tokenDigest: string, now: Instant): Principal | undefined {
    const entry = this.#entries.get(tokenDigest);
    if (entry === undefined) return undefined;
    if (entry.until > now) return entry.principal;
    this.#entries.delete(tokenDigest);
    return undefined;
  }

  set(tokenDigest: string, entry: Entry): void {
    this.#entries.delete(tokenDigest);
    this.#entries.set(tokenDigest, entry);
    if (this.#entries.size <= LIMITS.apiKeyCacheEntriesMax) return;
    const [oldest] = this.#entries.keys();
    if (oldest !== undefined) this.#entries.delete(oldest);
  }

  forget(keyId: string): void {
    for (const [tokenDigest, entry] of this.#entries) {
      if (entry.keyId === keyId) this.#entries.delete(tokenDigest);
    }
  }
}
