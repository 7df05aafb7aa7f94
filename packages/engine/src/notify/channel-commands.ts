/** Making and changing channels. All of it asks for the right to administer the workspace. */
import type { DomainError } from '@muster/core/error-table';
import { invalidArgument, notFound } from '@muster/core/error-table';
import { CHANNEL_LIFECYCLE, type ChannelCommand } from '@muster/core/lifecycle/channel-lifecycle';
import { checkMove } from '@muster/core/lifecycle/lifecycle';
import { LIMITS } from '@muster/core/limits';
import {
  type Channel,
  changedTarget,
  checkChannelName,
  type TargetInput,
  targetOf,
} from '@muster/core/notify/channel';
import { channelIdOf } from '@muster/core/notify/notify-ids';
import type { TargetRules } from '@muster/core/notify/target-url';
import { err, ok, type Result } from '@muster/core/result';
import type { EngineContext } from '../context.ts';
import type { Idempotent } from '../engine.ts';
import { channelKey } from '../keys.ts';
import type { StoredRecord } from '../ports/store.ts';
import type { Principal } from '../principal.ts';
import { type KeyedRequest, receiptPut, withReceipt } from '../receipts.ts';
import { listChannels } from './notify-questions.ts';
import { CHANNEL, channelRecord } from './notify-records.ts';

export interface ChannelCommands {
  /** INVALID_ARGUMENT for a name that is taken or a target that is none; LIMIT_EXCEEDED for too many channels. */
  createChannel(principal: Principal, input: CreateChannel): Promise<Result<ChannelAnswer>>;
  /** Says anew what is named, and leaves the rest. Repeating it changes nothing. */
  updateChannel(principal: Principal, input: UpdateChannel): Promise<Result<ChannelAnswer>>;
  /** Repeating it changes nothing. */
  enableChannel(principal: Principal, input: OnChannel): Promise<Result<ChannelAnswer>>;
  /** Repeating it changes nothing. */
  disableChannel(
    principal: Principal,
    input: OnChannel & { readonly reason?: string },
  ): Promise<Result<ChannelAnswer>>;
  /** What is on its way to it fails when it is due. NOT_FOUND when repeated. */
  deleteChannel(principal: Principal, input: OnChannel): Promise<Result<ChannelAnswer>>;
}

export interface OnChannel {
  readonly name: string;
}
export interface CreateChannel extends TargetInput, Idempotent {
  readonly name: string;
  /** In whose name links in this channel decide: it has to lead to that person alone. */
  readonly actsFor?: string;
}
export interface UpdateChannel extends OnChannel, Omit<TargetInput, 'kind'> {
  /** '' for nobody. */
  readonly actsFor?: string;
  /** Makes a new secret for a webhook. */
  readonly isSecretNew?: boolean;
}
export interface ChannelAnswer {
  readonly channel: Channel;
  /** One that we made: shown now or never. */
  readonly newSecret?: string;
}

const PUBLIC_ONLY: TargetRules = { allowsPrivate: false };

export function channelCommands(context: EngineContext): ChannelCommands {
  return {
    createChannel: (principal, input) =>
      withReceipt<ChannelAnswer>(context, principal, {
        name: 'createChannel',
        input,
        act: (request) => createChannel(context, principal, { input, request }),
        again: () => currentOf(context, principal, input.name),
      }),
    updateChannel: (principal, input) => updateChannel(context, principal, input),
    enableChannel: (principal, { name }) =>
      change(context, principal, { name, command: 'enable' }, (channel) => {
        const { disabled: _, ...rest } = channel;
        return ok(channel.status === 'ENABLED' ? channel : { ...rest, status: 'ENABLED' });
      }),
    disableChannel: (principal, { name, reason = 'Somebody has disabled it.' }) =>
      change(context, principal, { name, command: 'disable' }, (channel) => {
        if (channel.status === 'DISABLED') return ok(channel);
        const disabled = { at: context.now(), by: principal.actor, reason };
        return ok({ ...channel, status: 'DISABLED', disabled });
      }),
    deleteChannel: (principal, input) => deleteChannel(context, principal, input),
  };
}

async function createChannel(
  context: EngineContext,
  principal: Principal,
  asked: { readonly input: CreateChannel; readonly request: KeyedRequest | undefined },
): Promise<Result<ChannelAnswer>> {
  const { input, request } = asked;
  const { name, actsFor } = input;
  const refused = checkChannelName(name) ?? checkActsFor(actsFor);
  if (refused) return err(refused);
  const secret = { made: undefined as string | undefined };
  const newSecret = () => {
    secret.made = freshSecret(context);
    return secret.made;
  };
  const target = targetOf(input, { rules: context.targets ?? PUBLIC_ONLY, newSecret });
  if (!target.ok) return target;
  const full = await checkRoom(context, principal, name);
  if (full) return err(full);
  const now = context.now();
  const channel: Channel = {
    name,
    status: 'ENABLED',
    target: target.value,
    ...(actsFor === undefined || actsFor === '' ? {} : { actsFor }),
    createdAt: now,
    createdBy: principal.actor,
    updatedAt: now,
  };
  const record = channelRecord(principal.workspaceId, channel, 1);
  const receipt = request ? [receiptPut(context, request, { subject: '-', answer: { name } })] : [];
  const outcome = await context.store.commit({ puts: [{ record, expect: 0 }, ...receipt] });
  if (!outcome.isCommitted) return err(taken(name));
  return ok({ channel, ...(secret.made === undefined ? {} : { newSecret: secret.made }) });
}

async function checkRoom(
  context: EngineContext,
  principal: Principal,
  name: string,
): Promise<DomainError | undefined> {
  const known = await listChannels(context, principal.workspaceId);
  if (known.some((channel) => channel.name === name)) return taken(name);
  const max = LIMITS.channelsPerWorkspaceMax;
  const actual = known.length + 1;
  if (actual <= max) return undefined;
  return {
    code: 'LIMIT_EXCEEDED',
    path: ['name'],
    detail: { limit: 'channelsPerWorkspaceMax', max, actual },
  };
}

function taken(name: string): DomainError {
  return invalidArgument(['name'], `There is a channel ${name} already: choose another name.`);
}

function checkActsFor(actsFor: string | undefined): DomainError | undefined {
  if (actsFor === undefined || actsFor.length <= LIMITS.nameLengthMax) return undefined;
  return invalidArgument(['actsFor'], `A name has at most ${LIMITS.nameLengthMax} characters.`);
}

/** 256 bits, as Standard Webhooks writes them; undefined where the process has no source of them. */
function freshSecret({ newSecret }: EngineContext): string | undefined {
  if (!newSecret) return undefined;
  return `whsec_${newSecret().replaceAll('-', '+').replaceAll('_', '/')}=`;
}

async function updateChannel(
  context: EngineContext,
  principal: Principal,
  input: UpdateChannel,
): Promise<Result<ChannelAnswer>> {
  const { name, actsFor, isSecretNew = false, url, secret, to } = input;
  const refused = checkActsFor(actsFor);
  if (refused) return err(refused);
  const fresh = isSecretNew ? freshSecret(context) : undefined;
  if (isSecretNew && (secret !== undefined || fresh === undefined))
    return err(invalidArgument(['secret'], 'Give a secret, or ask for a new one.'));
  const newest = fresh ?? secret;
  const said = {
    ...(url === undefined ? {} : { url }),
    ...(to === undefined ? {} : { to }),
    ...(newest === undefined ? {} : { secret: newest }),
  };
  const changed = await change(context, principal, { name, command: 'update' }, (channel) => {
    const target = changedTarget(channel.target, said, context.targets ?? PUBLIC_ONLY);
    if (!target.ok) return target;
    const { actsFor: former, ...rest } = channel;
    const person = actsFor ?? former;
    const hasPerson = person !== undefined && person !== '';
    return ok({ ...rest, target: target.value, ...(hasPerson ? { actsFor: person } : {}) });
  });
  if (!changed.ok || fresh === undefined) return changed;
  return ok({ ...changed.value, newSecret: fresh });
}

/** Tries again when somebody else changes the same channel. Writes nothing when nothing is different. */
async function change(
  context: EngineContext,
  principal: Principal,
  on: { readonly name: string; readonly command: ChannelCommand },
  alter: (channel: Channel) => Result<Channel, DomainError>,
): Promise<Result<ChannelAnswer>> {
  const { name, command } = on;
  for (let attempt = 0; attempt < LIMITS.commitConflictRetriesMax; attempt++) {
    const stored = await find(context, principal, name);
    if (!stored) return err(missing(name));
    const channel = CHANNEL.decode(stored.value);
    const legal = checkMove(CHANNEL_LIFECYCLE, command, channel.status, channelIdOf(name));
    if (!legal.ok) return legal;
    const altered = alter(channel);
    if (!altered.ok) return altered;
    if (JSON.stringify(altered.value) === JSON.stringify(channel)) return ok({ channel });
    const next = { ...altered.value, updatedAt: context.now() };
    const record = channelRecord(principal.workspaceId, next, stored.revision + 1);
    const outcome = await context.store.commit({ puts: [{ record, expect: stored.revision }] });
    if (outcome.isCommitted) return ok({ channel: next });
  }
  return err({ code: 'CONFLICT', path: [], detail: { attempts: LIMITS.commitConflictRetriesMax } });
}

async function deleteChannel(
  context: EngineContext,
  principal: Principal,
  { name }: OnChannel,
): Promise<Result<ChannelAnswer>> {
  const stored = await find(context, principal, name);
  if (!stored) return err(missing(name));
  const { partition, sort } = stored;
  await context.store.commit({ puts: [], deletes: [{ partition, sort }] });
  return ok({ channel: CHANNEL.decode(stored.value) });
}

async function currentOf(
  context: EngineContext,
  principal: Principal,
  name: string,
): Promise<Result<ChannelAnswer>> {
  const stored = await find(context, principal, name);
  return stored ? ok({ channel: CHANNEL.decode(stored.value) }) : err(missing(name));
}

async function find(
  context: EngineContext,
  { workspaceId }: Principal,
  name: string,
): Promise<StoredRecord | undefined> {
  const [stored] = await context.store.get([channelKey(workspaceId, name)]);
  return stored;
}

function missing(name: string): DomainError {
  return notFound('channel', channelIdOf(name));
}
