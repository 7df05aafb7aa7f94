/**
 * Links by which one person decides about one opening of one checkpoint, without a credential of his own.
 *
 * L1. A link says all that there is to know about it, and is signed: nobody makes one, and none is kept.
 * L2. It is the same however often it is made, so that a repeated notification is the same too.
 * L3. It ends: when the checkpoint expires, or `LIMITS.approveLinkMsMax` after it opened. An end of what it leads to (the
 *     channel, the person, this opening) is looked at where it is used.
 */
import { Buffer } from 'node:buffer';
import { nodeIdOf, parseNodeId, parseWorkspaceId } from '@muster/core/ids';
import { addMs, type Instant, instantOf } from '@muster/core/instant';
import { LIMITS } from '@muster/core/limits';
import { channelIdOf, parseChannelId } from '@muster/core/notify/notify-ids';
import type { ApprovalRequest } from './ports/notifier.ts';

export const APPROVE_PATH = '/approve';

export interface ApproveLinks {
  /** The address to give to that person, and to nobody else. */
  urlFor(request: ApprovalRequest): string;
  /** What a token stands for, ended or not; undefined when we have not signed it. */
  read(token: string): ApproveLink | undefined;
}

export interface ApproveLink extends Omit<ApprovalRequest, 'expiresAt'> {
  readonly endsAt: Instant;
}

export interface ApproveLinksOptions {
  /** Where people reach us from outside, with or without a path. */
  readonly publicUrl: () => string;
  /** A keyed digest that only we can make. Equal texts have equal ones. */
  readonly sign: (text: string) => string;
}

const VERSION = 1;
/** No token of ours is as long; what is longer is not looked at. */
const TOKEN_LENGTH_MAX = 2_000;

export function createApproveLinks({ publicUrl, sign }: ApproveLinksOptions): ApproveLinks {
  return {
    // In the query: paths are written to logs.
    urlFor: (request) => `${publicUrl().replace(/\/+$/, '')}${APPROVE_PATH}?t=${tokenOf(request, sign)}`,
    read: (token) => read(token, sign),
  };
}

function tokenOf(request: ApprovalRequest, sign: ApproveLinksOptions['sign']): string {
  const { workspaceId, checkpoint, openedAt, channelId, actsFor } = request;
  const longest = addMs(openedAt, LIMITS.approveLinkMsMax);
  const endsAt = Math.min(request.expiresAt ?? longest, longest);
  const claims = [
    VERSION,
    workspaceId,
    nodeIdOf('CHECKPOINT', checkpoint),
    openedAt,
    endsAt,
    channelId,
    actsFor,
  ];
  const body = Buffer.from(JSON.stringify(claims)).toString('base64url');
  return `${body}.${sign(body)}`;
}

function read(token: string, sign: ApproveLinksOptions['sign']): ApproveLink | undefined {
  if (token.length > TOKEN_LENGTH_MAX) return undefined;
  const [body = '', signature = '', ...more] = token.split('.');
  // Digests of digests: how long comparing takes tells nothing.
  if (more.length > 0 || sign(signature) !== sign(sign(body))) return undefined;
  const claims: unknown = JSON.parse(Buffer.from(body, 'base64url').toString('utf8'));
  return Array.isArray(claims) ? linkOf(claims) : undefined;
}

/** What another version has signed is nothing that we know. */
function linkOf(claims: readonly unknown[]): ApproveLink | undefined {
  const [version, workspace, node, openedAt, endsAt, channel, actsFor] = claims;
  const workspaceId = parseWorkspaceId(String(workspace));
  const checkpoint = parseNodeId('CHECKPOINT', String(node));
  const channelName = parseChannelId(String(channel));
  const isKnown = version === VERSION && Number.isSafeInteger(openedAt) && Number.isSafeInteger(endsAt);
  if (!isKnown || !workspaceId || !checkpoint || channelName === undefined) return undefined;
  return {
    workspaceId,
    checkpoint,
    openedAt: instantOf(Number(openedAt)),
    endsAt: instantOf(Number(endsAt)),
    channelId: channelIdOf(channelName),
    actsFor: String(actsFor),
  };
}
