import { parseWorkspaceId } from '@muster/core/ids';
import { addMs, type Instant, instantOf } from '@muster/core/instant';
import { LIMITS } from '@muster/core/limits';
import { MemoryStore } from '@muster/embedded/memory-store';
import type { Access, CreateApiKey, NewApiKey } from '@muster/engine/access/access';
import { createAccess } from '@muster/engine/access/create-access';
import type { Store } from '@muster/engine/ports/store';
import type { Principal } from '@muster/engine/principal';
import { beforeEach, describe, expect, it } from 'vitest';

const START = instantOf(1_800_000_000_000);
const SECRET = 's'.repeat(43);

let now: Instant;
let reads: number;
let store: Store;
let access: Access;
beforeEach(() => {
  now = START;
  reads = 0;
  const memory = new MemoryStore({ now: () => now });
  // Counts what the cache is there to save; everything else is the memory store's.
  store = Object.assign(Object.create(memory), {
    get: (keys: Parameters<Store['get']>[0]) => {
      reads += 1;
      return memory.get(keys);
    },
    query: memory.query.bind(memory),
    commit: memory.commit.bind(memory),
  });
  access = anAccess();
});

/** As another process on the same store would be. */
function anAccess(): Access {
  let ids = 0;
  const nextId = () => {
    ids += 1;
    return String(ids).padStart(26, '0');
  };
  return createAccess({
    store,
    now: () => now,
    nextId,
    digest: (text) => `digest of ${text}`,
    newSecret: () => SECRET,
  });
}

function anOwner(workspace = 'ws_a'): Principal {
  const workspaceId = parseWorkspaceId(workspace);
  if (workspaceId === undefined) throw new Error(workspace);
  return { workspaceId, actor: { kind: 'USER', name: 'olga' }, role: 'OWNER' };
}

async function aKey(input: Partial<CreateApiKey> = {}, owner = anOwner()): Promise<NewApiKey> {
  const made = await access.createApiKey(owner, { name: 'robin', role: 'MEMBER', ...input });
  if (!made.ok) throw new Error(made.error.code);
  return made.value;
}

describe('authenticate', () => {
  it('answers who the key was made for, in the workspace it was made in', async () => {
    const { token } = await aKey({ role: 'VIEWER' }, anOwner('ws_b'));

    expect(await access.authenticate(token)).toEqual({
      workspaceId: 'ws_b',
      actor: { kind: 'USER', name: 'robin' },
      role: 'VIEWER',
    });
  });

  it('makes an agent of a key of the role AGENT', async () => {
    const { token } = await aKey({ role: 'AGENT' });

    expect((await access.authenticate(token))?.actor).toEqual({ kind: 'AGENT', name: 'robin' });
  });

  it.each([
    ['empty', () => ''],
    ['malformed', () => 'mk_ws_a_short'],
    ['of another workspace', (token: string) => token.replace('ws_a', 'ws_b')],
    ['with another secret', (token: string) => token.replace(SECRET, 't'.repeat(43))],
    ['longer than it was', (token: string) => `${token}x`],
  ])('answers nobody for a token that is %s', async (_, changed) => {
    const { token } = await aKey();

    expect(await access.authenticate(changed(token))).toBeUndefined();
  });

  it('answers nobody from the instant on at which the key expires, remembered or not', async () => {
    const { token } = await aKey({ expiresAt: addMs(START, 1_000) });
    expect(await access.authenticate(token)).toBeDefined();

    now = addMs(START, 1_000);

    expect(await access.authenticate(token)).toBeUndefined();
    expect(await anAccess().authenticate(token)).toBeUndefined();
  });

  it('reads a key once in a while, not for every request', async () => {
    const { token } = await aKey();

    for (let count = 0; count < 10; count += 1) await access.authenticate(token);
    expect(reads).toBe(1);

    now = addMs(START, LIMITS.apiKeyCacheMsMax);
    await access.authenticate(token);
    expect(reads).toBe(2);
  });

  it('remembers a bounded number of keys', async () => {
    const { token } = await aKey();
    await access.authenticate(token);
    for (let count = 0; count < LIMITS.apiKeyCacheEntriesMax; count += 1) {
      const workspace = `ws_${Math.floor(count / LIMITS.apiKeysPerWorkspaceMax)}`;
      await access.authenticate((await aKey({}, anOwner(workspace))).token);
    }
    const before = reads;

    await access.authenticate(token);

    expect(reads).toBe(before + 1);
  });
});

describe('revokeApiKey', () => {
  it('takes effect here at once, and elsewhere when what is remembered there has passed', async () => {
    const { token, apiKey } = await aKey();
    const elsewhere = anAccess();
    await Promise.all([access.authenticate(token), elsewhere.authenticate(token)]);

    await access.revokeApiKey(anOwner(), { id: apiKey.id });

    expect(await access.authenticate(token)).toBeUndefined();
    now = addMs(START, LIMITS.apiKeyCacheMsMax);
    expect(await elsewhere.authenticate(token)).toBeUndefined();
  });

  it('answers the first revocation again when it is repeated', async () => {
    const { apiKey } = await aKey();
    const first = await access.revokeApiKey(anOwner(), { id: apiKey.id });
    now = addMs(START, 5);

    expect(await access.revokeApiKey(anOwner(), { id: apiKey.id })).toEqual(first);
  });

  it.each(['ws_b', 'ws_a'])(
    'finds no key of another workspace, and none that was never made (%s)',
    async (workspace) => {
      const { apiKey } = await aKey();
      const id = workspace === 'ws_b' ? apiKey.id : `key_${'9'.repeat(26)}`;

      const answer = await access.revokeApiKey(anOwner(workspace), { id });

      expect(answer).toMatchObject({ ok: false, error: { code: 'NOT_FOUND', detail: { id } } });
    },
  );
});

describe('recall', () => {
  it('knows a credential again without its token, as another process too', async () => {
    const { token } = await aKey({ role: 'PILOT' });
    const identified = await access.identify(token);
    const stored = JSON.parse(JSON.stringify(identified?.credential));

    expect(await anAccess().recall(stored)).toEqual(identified?.principal);
    expect(JSON.stringify(stored)).not.toContain(SECRET);
  });

  it('forgets one that was revoked or has expired', async () => {
    const { apiKey, token } = await aKey();
    const { token: brief } = await aKey({ expiresAt: addMs(START, 10) });
    const first = await access.identify(token);
    const second = await access.identify(brief);
    if (first === undefined || second === undefined) throw new Error('both keys are good');
    await access.recall(first.credential);
    await access.recall(second.credential);

    await access.revokeApiKey(anOwner(), { id: apiKey.id });
    now = addMs(START, 10);

    expect(await access.recall(first.credential)).toBeUndefined();
    expect(await access.recall(second.credential)).toBeUndefined();
  });

  it.each(['mk_ws_a_nonsense', ''])('identifies nobody by %j', async (token) => {
    expect(await access.identify(token)).toBeUndefined();
  });
});

describe('createApiKey', () => {
  it('keeps the digest of the token, never the token', async () => {
    const { token } = await aKey();

    const page = await store.query({ partition: 'W#ws_a#APIKEYS', limit: 10 });

    expect(page.items.map(({ value }) => value.tokenDigest)).toEqual([`digest of ${token}`]);
    expect(JSON.stringify(await access.listApiKeys(anOwner()))).not.toContain(SECRET);
  });

  it.each([
    [{ name: '  ' }, ['name']],
    [{ name: 'n'.repeat(LIMITS.nameLengthMax + 1) }, ['name']],
    [{ expiresAt: START }, ['expiresAt']],
  ])('refuses %j', async (input, path) => {
    const answer = await access.createApiKey(anOwner(), { name: 'n', role: 'MEMBER', ...input });

    expect(answer).toMatchObject({ ok: false, error: { code: 'INVALID_ARGUMENT', path } });
  });

  it('makes a bounded number of keys in a workspace', async () => {
    for (let count = 0; count < LIMITS.apiKeysPerWorkspaceMax; count += 1) await aKey();

    const answer = await access.createApiKey(anOwner(), { name: 'n', role: 'MEMBER' });

    expect(answer).toMatchObject({
      ok: false,
      error: { code: 'LIMIT_EXCEEDED', detail: { limit: 'apiKeysPerWorkspaceMax' } },
    });
  });
});
