/** `mk_<workspace>_<id><secret>`: the way to the record, then 256 random bits that nobody can guess. */
import { parseWorkspaceId, type WorkspaceId } from '@muster/core/ids';

/** 32 random bytes in base64url without padding. */
export const SECRET_PATTERN = /^[A-Za-z0-9_-]{43}$/;

const TOKEN_PATTERN = /^mk_(ws_[a-z0-9]{1,40})_([0-9A-HJKMNP-TV-Z]{26})[A-Za-z0-9_-]{43}$/;
const KEY_ID_PATTERN = /^key_[0-9A-HJKMNP-TV-Z]{26}$/;

export interface TokenRef {
  readonly workspaceId: WorkspaceId;
  readonly keyId: string;
}

export function keyIdOf(body: string): string {
  return `key_${body}`;
}

export function isKeyId(text: string): boolean {
  return KEY_ID_PATTERN.test(text);
}

export function formatToken(ref: TokenRef, secret: string): string {
  return `mk_${ref.workspaceId}_${ref.keyId.slice('key_'.length)}${secret}`;
}

/** Where the record of a token is. Says nothing about whether the token is good. */
export function parseToken(token: string): TokenRef | undefined {
  const [, workspace, body] = TOKEN_PATTERN.exec(token) ?? [];
  const workspaceId = workspace === undefined ? undefined : parseWorkspaceId(workspace);
  return workspaceId === undefined || body === undefined ? undefined : { workspaceId, keyId: keyIdOf(body) };
}
