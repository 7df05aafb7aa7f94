import type { ApiKey as ApiKeyShape, NewApiKey } from '@muster/engine/access/access';
import type { Role } from '@muster/engine/principal';
import * as z from 'zod/mini';
import { builder } from './builder.ts';
import { defineCommand } from './command.ts';
import { principalOf } from './context.ts';
import { enumOf } from './enums.ts';
import { COMMON_FAILURES } from './error-types.ts';
import { given } from './given.ts';
import { rule } from './input-fields.ts';

const ROLE_TEXT: Record<Role, string> = {
  OWNER: 'May do everything.',
  ADMIN: 'May do everything.',
  PILOT: 'Steers missions, decides and works.',
  MEMBER: 'Creates missions, decides and works.',
  AGENT: 'Claims tasks and answers for them, under its own name only.',
  VIEWER: 'Reads.',
};
const RoleEnum = enumOf('Role', 'What a credential may do.', ROLE_TEXT);

const ApiKey = builder.objectRef<ApiKeyShape>('ApiKey').implement({
  description: 'A credential of the workspace. Its token is kept nowhere.',
  fields: (t) => ({
    id: t.exposeID('id', { description: '`key_…`' }),
    name: t.exposeString('name', { description: 'The name its actor acts under.' }),
    role: t.expose('role', { type: RoleEnum, description: 'What it may do.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was made.' }),
    createdBy: t.exposeString('createdBy', { description: 'Who made it.' }),
    expiresAt: t.expose('expiresAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it stops working; null for never.',
    }),
    revokedAt: t.expose('revokedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was taken back; null when it was not.',
    }),
  }),
});

builder.queryField('apiKeys', (t) =>
  t.field({
    type: [ApiKey],
    description: 'The credentials of the workspace, oldest first, expired and revoked ones too.',
    authScopes: { may: 'ADMINISTER' },
    resolve: (_root, _args, context) => context.access.listApiKeys(principalOf(context)),
  }),
);

const CreateApiKeySuccess = builder.objectRef<NewApiKey>('CreateApiKeySuccess').implement({
  description: 'The key is made.',
  fields: (t) => ({
    apiKey: t.field({ type: ApiKey, description: 'The key.', resolve: ({ apiKey }) => apiKey }),
    token: t.exposeString('token', {
      description: 'What to send as `Authorization: Bearer …`. It is shown now and never again.',
    }),
  }),
});

defineCommand('createApiKey', {
  description: 'Makes a credential.',
  permission: 'ADMINISTER',
  input: (t) => ({
    name: t.string({
      required: true,
      description: 'The name its actor acts under; for the role AGENT, the agent’s.',
    }),
    role: t.field({ type: RoleEnum, required: true, description: 'What it may do.' }),
    expiresAt: t.field({ type: 'DateTime', description: 'When it stops working; never unless told.' }),
  }),
  rules: z.looseObject({ name: rule.name }),
  success: CreateApiKeySuccess,
  failures: COMMON_FAILURES,
  run: (context, input) => context.access.createApiKey(principalOf(context), given(input)),
});

const RevokeApiKeySuccess = builder
  .objectRef<{ readonly apiKey: ApiKeyShape }>('RevokeApiKeySuccess')
  .implement({
    description: 'The key no longer works.',
    fields: (t) => ({
      apiKey: t.field({ type: ApiKey, description: 'The key.', resolve: ({ apiKey }) => apiKey }),
    }),
  });

defineCommand('revokeApiKey', {
  description: 'Takes a credential back. Repeating it changes nothing.',
  permission: 'ADMINISTER',
  input: (t) => ({ apiKeyId: t.id({ required: true, description: '`key_…`' }) }),
  success: RevokeApiKeySuccess,
  failures: COMMON_FAILURES,
  run: async (context, { apiKeyId }) => {
    const revoked = await context.access.revokeApiKey(principalOf(context), { id: apiKeyId });
    return revoked.ok ? { ok: true, value: { apiKey: revoked.value } } : revoked;
  },
});
