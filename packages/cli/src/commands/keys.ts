/** `muster keys`, `muster add-key`, `muster revoke-key`: who may do what. A token is shown once and kept nowhere. */
import {
  ApiKeysDocument,
  CreateApiKeyDocument,
  RevokeApiKeyDocument,
  type Role,
} from '@muster/client/generated/operations';
import { EXIT, type ExitCode } from '../cli-failure.ts';
import { columns, plain } from '../output.ts';
import { printJson, type Session, successOf } from '../session.ts';

export const ROLES = [
  'OWNER',
  'ADMIN',
  'PILOT',
  'MEMBER',
  'AGENT',
  'VIEWER',
] as const satisfies readonly Role[];

export interface NewKeyOptions {
  readonly role: Role;
  /** RFC 3339 with an offset; never unless told. */
  readonly expires?: string;
}

export async function keys(session: Session): Promise<ExitCode> {
  const { apiKeys } = await session.client.request(ApiKeysDocument, {});
  const rows = apiKeys.map(({ id, name, role, expiresAt, revokedAt }) => [
    id,
    role,
    name,
    revokedAt === null ? (expiresAt ?? '') : `revoked ${revokedAt}`,
  ]);
  if (session.isJson) printJson(session, apiKeys);
  else session.output.print(columns([['KEY', 'ROLE', 'NAME', 'UNTIL'], ...rows]));
  return EXIT.OK;
}

export async function addKey(
  session: Session,
  name: string,
  { role, expires }: NewKeyOptions,
): Promise<ExitCode> {
  const input = { name, role, expiresAt: expires };
  const { createApiKey } = await session.client.request(CreateApiKeyDocument, { input });
  const { token, apiKey } = successOf(createApiKey);
  const { output } = session;
  if (session.isJson) printJson(session, { apiKey, token });
  else {
    output.print(token);
    output.note(`The key of ${plain(name)} (${role}). It is shown now and never again.`);
  }
  return EXIT.OK;
}

export async function revokeKey(session: Session, apiKeyId: string): Promise<ExitCode> {
  const { revokeApiKey } = await session.client.request(RevokeApiKeyDocument, { input: { apiKeyId } });
  const { apiKey } = successOf(revokeApiKey);
  if (session.isJson) printJson(session, { apiKey });
  else
    session.output.print(`${session.output.paint('green', '✓')} The key of ${plain(apiKey.name)} is revoked`);
  return EXIT.OK;
}
