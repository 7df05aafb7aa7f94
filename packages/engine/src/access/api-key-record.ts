/** What is kept of an API key, and where: in a partition of its workspace, sorted by age. */
import type { WorkspaceId } from '@muster/core/ids';
import type { Instant } from '@muster/core/instant';
import { codecOf } from '../codec.ts';
import type { Key } from '../ports/store.ts';
import type { Role } from '../principal.ts';

export interface ApiKeyRecord {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  /** The token itself is kept nowhere. */
  readonly tokenDigest: string;
  readonly createdAt: Instant;
  readonly createdBy: string;
  readonly expiresAt?: Instant;
  readonly revokedAt?: Instant;
}

export const apiKeyCodec = codecOf<ApiKeyRecord>('api key', 1, {
  id: 'required',
  name: 'required',
  role: 'required',
  tokenDigest: 'required',
  createdAt: 'required',
  createdBy: 'required',
  expiresAt: 'optional',
  revokedAt: 'optional',
});

export function apiKeysPartition(workspaceId: WorkspaceId): string {
  return `W#${workspaceId}#APIKEYS`;
}

export function apiKeyKey(workspaceId: WorkspaceId, keyId: string): Key {
  return { partition: apiKeysPartition(workspaceId), sort: keyId };
}
