/**
 * Who may come in. API keys are records in their workspace's partition; only digests of tokens are kept, and a token is
 * shown once, when it is made.
 */

import type { WorkspaceId } from '@muster/core/ids';
import type { Instant } from '@muster/core/instant';
import type { Result } from '@muster/core/result';
import type { Principal, Role } from '../principal.ts';

export interface Access {
  /**
   * The principal behind a token, or undefined when it is malformed, unknown, expired or revoked. A revocation by
   * another process is seen within `LIMITS.apiKeyCacheMsMax`.
   */
  authenticate(token: string): Promise<Principal | undefined>;
  /** As `authenticate`, with what names the credential: that may be stored, the token may not. */
  identify(token: string): Promise<Identified | undefined>;
  /** The principal behind a credential that was identified before; undefined once it has expired or is revoked. */
  recall(credential: Credential): Promise<Principal | undefined>;
  /** INVALID_ARGUMENT for a bad name or an expiry in the past; LIMIT_EXCEEDED for too many keys. */
  createApiKey(principal: Principal, input: CreateApiKey): Promise<Result<NewApiKey>>;
  /** Repeating it changes nothing. NOT_FOUND for a key the workspace doesn't have. */
  revokeApiKey(principal: Principal, input: { readonly id: string }): Promise<Result<ApiKey>>;
  /** Oldest first, revoked and expired ones too. At most `LIMITS.apiKeysPerWorkspaceMax`. */
  listApiKeys(principal: Principal): Promise<readonly ApiKey[]>;
}

/** Names a credential, and is none. */
export interface Credential {
  readonly workspaceId: WorkspaceId;
  readonly keyId: string;
}

export interface Identified {
  readonly principal: Principal;
  readonly credential: Credential;
}

export interface CreateApiKey {
  /** 1–100 characters. The name its actor acts under: for the role AGENT, the agent's. */
  readonly name: string;
  readonly role: Role;
  readonly expiresAt?: Instant;
}

export interface ApiKey {
  /** `key_` and a ULID. */
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly createdAt: Instant;
  readonly createdBy: string;
  readonly expiresAt?: Instant;
  readonly revokedAt?: Instant;
}

export interface NewApiKey {
  readonly apiKey: ApiKey;
  /** Kept nowhere: shown now or never. */
  readonly token: string;
}
