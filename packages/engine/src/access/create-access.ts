import { assert } from '@muster/core/assert';
import { invalidArgument, notFound } from '@muster/core/error-table';
import { addMs, type Instant, instantOf } from '@muster/core/instant';
import { LIMITS } from '@muster/core/limits';
import { err, ok, type Result } from '@muster/core/result';
import type { EngineContext } from '../context.ts';
import type { StoredRecord } from '../ports/store.ts';
import type { Principal } from '../principal.ts';
import type { Access, ApiKey, CreateApiKey, Credential, NewApiKey } from './access.ts';
import { type ApiKeyRecord, apiKeyCodec, apiKeyKey, apiKeysPartition } from './api-key-record.ts';
import { PrincipalCache } from './principal-cache.ts';
import { formatToken, isKeyId, keyIdOf, parseToken, SECRET_PATTERN, type TokenRef } from './token.ts';

export interface AccessContext extends Pick<EngineContext, 'store' | 'now' | 'nextId' | 'digest'> {
  /** 256 bits from a source that can't be guessed, as 43 characters of base64url. */
  readonly newSecret: () => string;
}

export function createAccess(context: AccessContext): Access {
  const cache = new PrincipalCache();
  return {
    authenticate: (token) => authenticate(context, cache, token),
    async identify(token) {
      const credential = parseToken(token);
      const principal = await authenticate(context, cache, token);
      return principal && credential && { principal, credential };
    },
    recall: (credential) => recall(context, cache, credential),
    createApiKey: (principal, input) => createApiKey(context, principal, input),
    revokeApiKey: (principal, { id }) => revokeApiKey(context, cache, { principal, id }),
    listApiKeys: (principal) => listApiKeys(context, principal),
  };
}

async function authenticate(
  context: AccessContext,
  cache: PrincipalCache,
  token: string,
): Promise<Principal | undefined> {
  const ref = parseToken(token);
  if (ref === undefined) return undefined;
  const now = context.now();
  // Who compares digests can't learn a token by how long that takes.
  const tokenDigest = context.digest(token);
  const remembered = cache.get(tokenDigest, now);
  if (remembered !== undefined) return remembered;
  const [stored] = await context.store.get([apiKeyKey(ref.workspaceId, ref.keyId)]);
  if (stored === undefined) return undefined;
  const key = apiKeyCodec.decode(stored.value);
  if (key.tokenDigest !== tokenDigest || !isUsable(key, now)) return undefined;
  const principal = principalOf(ref, key);
  cache.set(tokenDigest, { principal, keyId: key.id, until: cachedUntil(key, now) });
  return principal;
}

async function recall(
  context: AccessContext,
  cache: PrincipalCache,
  credential: Credential,
): Promise<Principal | undefined> {
  const now = context.now();
  const { workspaceId, keyId } = credential;
  // No digest has a `#`, and no key of another workspace this name.
  const name = `${workspaceId}#${keyId}`;
  const remembered = cache.get(name, now);
  if (remembered !== undefined) return remembered;
  const [stored] = await context.store.get([apiKeyKey(workspaceId, keyId)]);
  const key = stored && apiKeyCodec.decode(stored.value);
  if (key === undefined || !isUsable(key, now)) return undefined;
  const principal = principalOf(credential, key);
  cache.set(name, { principal, keyId, until: cachedUntil(key, now) });
  return principal;
}

function cachedUntil(key: ApiKeyRecord, now: Instant): Instant {
  const expiry = key.expiresAt ?? Number.POSITIVE_INFINITY;
  return instantOf(Math.min(addMs(now, LIMITS.apiKeyCacheMsMax), expiry));
}

async function createApiKey(
  context: AccessContext,
  principal: Principal,
  input: CreateApiKey,
): Promise<Result<NewApiKey>> {
  const now = context.now();
  const name = input.name.trim();
  if (name === '' || name.length > LIMITS.nameLengthMax) {
    return err(invalidArgument(['name'], `A name has 1 to ${LIMITS.nameLengthMax} characters.`));
  }
  if (input.expiresAt !== undefined && input.expiresAt <= now) {
    return err(invalidArgument(['expiresAt'], 'A key has to expire in the future.'));
  }
  const max = LIMITS.apiKeysPerWorkspaceMax;
  const actual = (await readAll(context, principal)).length + 1;
  if (actual > max) {
    const detail = { limit: 'apiKeysPerWorkspaceMax', max, actual } as const;
    return err({ code: 'LIMIT_EXCEEDED', path: ['name'], detail });
  }
  const ref = { workspaceId: principal.workspaceId, keyId: keyIdOf(context.nextId()) };
  const secret = context.newSecret();
  assert(SECRET_PATTERN.test(secret), 'a secret is 32 bytes in base64url');
  const token = formatToken(ref, secret);
  const expiry = input.expiresAt === undefined ? {} : { expiresAt: input.expiresAt };
  const record: ApiKeyRecord = {
    id: ref.keyId,
    name,
    role: input.role,
    tokenDigest: context.digest(token),
    createdAt: now,
    createdBy: principal.actor.name,
    ...expiry,
  };
  const place = apiKeyKey(ref.workspaceId, ref.keyId);
  const put = { record: { ...place, revision: 1, value: apiKeyCodec.encode(record) }, expect: 0 };
  const outcome = await context.store.commit({ puts: [put] });
  assert(outcome.isCommitted, 'a fresh key id is not taken');
  return ok({ apiKey: publicOf(record), token });
}

/** Tries again when somebody else changes the same key at the same time; that can only be another revocation. */
async function revokeApiKey(
  context: AccessContext,
  cache: PrincipalCache,
  { principal, id }: { readonly principal: Principal; readonly id: string },
): Promise<Result<ApiKey>> {
  if (!isKeyId(id)) return err(notFound('API key', id));
  const place = apiKeyKey(principal.workspaceId, id);
  for (let attempt = 0; attempt < LIMITS.commitConflictRetriesMax; attempt += 1) {
    const [stored] = await context.store.get([place]);
    if (stored === undefined) return err(notFound('API key', id));
    const key = apiKeyCodec.decode(stored.value);
    if (key.revokedAt !== undefined) return ok(publicOf(key));
    const revoked = { ...key, revokedAt: context.now() };
    const record = { ...place, revision: stored.revision + 1, value: apiKeyCodec.encode(revoked) };
    const outcome = await context.store.commit({ puts: [{ record, expect: stored.revision }] });
    cache.forget(id);
    if (outcome.isCommitted) return ok(publicOf(revoked));
  }
  return err({ code: 'CONFLICT', path: [], detail: { attempts: LIMITS.commitConflictRetriesMax } });
}

async function listApiKeys(context: AccessContext, principal: Principal): Promise<readonly ApiKey[]> {
  return (await readAll(context, principal)).map(({ value }) => publicOf(apiKeyCodec.decode(value)));
}

async function readAll(context: AccessContext, principal: Principal): Promise<readonly StoredRecord[]> {
  const partition = apiKeysPartition(principal.workspaceId);
  const page = await context.store.query({ partition, limit: LIMITS.apiKeysPerWorkspaceMax });
  return page.items;
}

function principalOf(ref: TokenRef, key: ApiKeyRecord): Principal {
  const kind = key.role === 'AGENT' ? 'AGENT' : 'USER';
  return { workspaceId: ref.workspaceId, actor: { kind, name: key.name }, role: key.role };
}

function isUsable(key: ApiKeyRecord, now: Instant): boolean {
  return key.revokedAt === undefined && (key.expiresAt === undefined || key.expiresAt > now);
}

function publicOf({ tokenDigest: _, ...key }: ApiKeyRecord): ApiKey {
  return key;
}
