/**
 * Channels: named ways to people and programs outside, owned by a workspace.
 *
 * H1. A name is given once, when the channel is made, and is what documents and rules call it.
 * H2. What lets others speak in the channel's name (secrets; of a hook everything behind its host, since for many hooks
 *     the path is the secret) is kept as it is, since we have to sign and send with it, and is never shown again: see
 *     `shownTarget`.
 */
import type { Actor } from '../actor.ts';
import { type DomainError, invalidArgument } from '../error-table.ts';
import type { Instant } from '../instant.ts';
import type { ChannelStatus } from '../lifecycle/channel-lifecycle.ts';
import { LIMITS } from '../limits.ts';
import { err, ok, type Result } from '../result.ts';
import { isChannelName } from './notify-ids.ts';
import { type TargetRules, targetUrlProblem } from './target-url.ts';

export const CHANNEL_KINDS = ['WEBHOOK', 'SLACK', 'EMAIL'] as const;
export type ChannelKind = (typeof CHANNEL_KINDS)[number];

/** Where it goes, and with which secrets. */
export type ChannelTarget =
  | {
      readonly kind: 'WEBHOOK';
      readonly url: string;
      /** `whsec_` and base64, newest first; two once it was replaced, so that receivers can change over. */
      readonly secrets: readonly string[];
    }
  | { readonly kind: 'SLACK'; readonly url: string }
  | { readonly kind: 'EMAIL'; readonly to: readonly string[] };

export interface Channel {
  readonly name: string;
  readonly status: ChannelStatus;
  readonly target: ChannelTarget;
  /** Name of the person in whose name links in this channel decide. */
  readonly actsFor?: string;
  /** Tells it from an earlier channel of the same name. */
  readonly createdAt: Instant;
  readonly createdBy: Actor;
  readonly updatedAt: Instant;
  /** Present while it is DISABLED. */
  readonly disabled?: { readonly at: Instant; readonly by: Actor; readonly reason: string };
}

/** What a caller says of a target. A webhook without a secret gets a new one. */
export interface TargetInput {
  readonly kind: ChannelKind;
  readonly url?: string;
  readonly secret?: string;
  readonly to?: readonly string[];
}

const SECRET_PATTERN = /^whsec_[A-Za-z0-9+/]+={0,2}$/;
/** Of the key itself: see Standard Webhooks. */
const SECRET_BYTES_MIN = 24;
const SECRET_BYTES_MAX = 64;
const ADDRESS_LENGTH_MAX = 254;
const ADDRESS_PATTERN = /^[^\s@<>(),;:"\\[\]]+@[A-Za-z0-9][A-Za-z0-9.-]*$/;
const SECRETS_KEPT = 2;

export function checkChannelName(name: string): DomainError | undefined {
  if (isChannelName(name)) return undefined;
  return invalidArgument(['name'], 'A channel is named by 1 to 63 letters, digits and hyphens.');
}

/** `newSecret` is used when a webhook comes without one. */
export function targetOf(
  input: TargetInput,
  by: { readonly rules: TargetRules; readonly newSecret: () => string | undefined },
): Result<ChannelTarget, DomainError> {
  const stray = strayField(input);
  if (stray !== undefined) return refuse(stray, `A channel of kind ${input.kind} has no ${stray}.`);
  if (input.kind === 'EMAIL') return mailTarget(input.to ?? []);
  const { url } = input;
  if (url === undefined) return refuse('url', 'Say where it leads.');
  const problem = targetUrlProblem(url, by.rules);
  if (problem !== undefined) return refuse('url', problem);
  if (input.kind === 'SLACK') return ok({ kind: 'SLACK', url });
  const secret = input.secret ?? by.newSecret();
  if (secret === undefined) return refuse('secret', 'A webhook needs a secret.');
  if (!isSecret(secret)) {
    const range = `${SECRET_BYTES_MIN} to ${SECRET_BYTES_MAX} bytes`;
    return refuse('secret', `A secret is "whsec_" and ${range} in base64.`);
  }
  return ok({ kind: 'WEBHOOK', url, secrets: [secret] });
}

/** The target with what `change` says instead. A former secret signs along with the new one. */
export function changedTarget(
  target: ChannelTarget,
  change: Omit<TargetInput, 'kind'>,
  rules: TargetRules,
): Result<ChannelTarget, DomainError> {
  const former: Omit<TargetInput, 'kind'> = target.kind === 'EMAIL' ? { to: target.to } : { url: target.url };
  const newSecret = () => (target.kind === 'WEBHOOK' ? target.secrets[0] : undefined);
  const changed = targetOf({ kind: target.kind, ...former, ...change }, { rules, newSecret });
  if (!changed.ok || changed.value.kind !== 'WEBHOOK' || target.kind !== 'WEBHOOK') return changed;
  const secrets = [...new Set([...changed.value.secrets, ...target.secrets])].slice(0, SECRETS_KEPT);
  return ok({ ...changed.value, secrets });
}

/** What may be shown of a target: of an address only what tells it from others, of secrets nothing. */
export function shownTarget(target: ChannelTarget): string {
  switch (target.kind) {
    case 'EMAIL':
      return target.to.join(', ');
    case 'SLACK':
    case 'WEBHOOK':
      return `${new URL(target.url).origin}/…`;
  }
}

function strayField({ kind, url, secret, to }: TargetInput): 'url' | 'secret' | 'to' | undefined {
  if (to !== undefined && kind !== 'EMAIL') return 'to';
  if (secret !== undefined && kind !== 'WEBHOOK') return 'secret';
  return url !== undefined && kind === 'EMAIL' ? 'url' : undefined;
}

function mailTarget(to: readonly string[]): Result<ChannelTarget, DomainError> {
  if (to.length === 0 || to.length > LIMITS.channelAddressesMax)
    return refuse('to', `Mail goes to 1 to ${LIMITS.channelAddressesMax} addresses.`);
  const bad = to.find((address) => address.length > ADDRESS_LENGTH_MAX || !ADDRESS_PATTERN.test(address));
  return bad === undefined
    ? ok({ kind: 'EMAIL', to: [...new Set(to)] })
    : refuse('to', `"${bad.slice(0, 60)}" is no address for mail.`);
}

function isSecret(secret: string): boolean {
  const key = secret.slice('whsec_'.length).replace(/=+$/, '');
  const bytes = Math.floor((key.length * 6) / 8);
  return SECRET_PATTERN.test(secret) && bytes >= SECRET_BYTES_MIN && bytes <= SECRET_BYTES_MAX;
}

function refuse(field: string, reason: string): { readonly ok: false; readonly error: DomainError } {
  return err(invalidArgument([field], reason));
}
