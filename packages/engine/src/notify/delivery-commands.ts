/** Rules of the workspace, trying a channel out, and sending again. */
import { type DomainError, notFound } from '@muster/core/error-table';
import { missionIdOf } from '@muster/core/ids';
import { CHANNEL_LIFECYCLE } from '@muster/core/lifecycle/channel-lifecycle';
import { DELIVERY_LIFECYCLE } from '@muster/core/lifecycle/delivery-lifecycle';
import { checkMove } from '@muster/core/lifecycle/lifecycle';
import { LIMITS } from '@muster/core/limits';
import { type Delivery, newDelivery, redelivered } from '@muster/core/notify/delivery';
import { TEST_EVENT } from '@muster/core/notify/notification';
import { channelIdOf, type DeliveryRef, deliveryIdOf } from '@muster/core/notify/notify-ids';
import { parseRules } from '@muster/core/notify/parse-rules';
import { err, ok, type Result } from '@muster/core/result';
import type { EngineContext } from '../context.ts';
import type { Idempotent } from '../engine.ts';
import { channelKey, deliveryKey, rulesKey } from '../keys.ts';
import type { Principal } from '../principal.ts';
import { type KeyedRequest, receiptPut, withReceipt } from '../receipts.ts';
import type { OnChannel } from './channel-commands.ts';
import { loadDeliveries } from './notify-questions.ts';
import { CHANNEL, DELIVERY, deliveryRecord, type RulesOfWorkspace, rulesRecord } from './notify-records.ts';

export interface DeliveryCommands {
  /** Instead of all that there were. INVALID_RULES with all problems; LIMIT_EXCEEDED for too many. */
  setNotificationRules(
    principal: Principal,
    input: { readonly rules: readonly unknown[] },
  ): Promise<Result<RulesOfWorkspace>>;
  /** Sends something that tells of no event. ILLEGAL_MOVE while the channel is DISABLED. */
  testChannel(principal: Principal, input: OnChannel & Idempotent): Promise<Result<Delivery>>;
  /** With all its tries again. ILLEGAL_MOVE while it is on its way. */
  redeliver(
    principal: Principal,
    input: Idempotent & { readonly delivery: DeliveryRef },
  ): Promise<Result<Delivery>>;
}

export function deliveryCommands(context: EngineContext): DeliveryCommands {
  return {
    setNotificationRules: (principal, input) => setRules(context, principal, input),
    testChannel: (principal, input) =>
      withReceipt<Delivery>(context, principal, {
        name: 'testChannel',
        input,
        act: (request) => testChannel(context, principal, { input, request }),
        again: ({ answer }) => currentOf(context, principal, (answer as { ref: DeliveryRef }).ref),
      }),
    redeliver: (principal, input) =>
      withReceipt<Delivery>(context, principal, {
        name: 'redeliver',
        input,
        act: (request) => redeliver(context, principal, { ref: input.delivery, request }),
        again: () => currentOf(context, principal, input.delivery),
      }),
  };
}

async function setRules(
  context: EngineContext,
  { workspaceId, actor }: Principal,
  input: { readonly rules: readonly unknown[] },
): Promise<Result<RulesOfWorkspace>> {
  const max = LIMITS.notificationRulesMax;
  const actual = input.rules.length;
  if (actual > max) {
    const detail = { limit: 'notificationRulesMax', max, actual } as const;
    return err({ code: 'LIMIT_EXCEEDED', path: ['rules'], detail });
  }
  const parsed = parseRules(input.rules);
  if (!parsed.ok) return err({ code: 'INVALID_RULES', path: ['rules'], detail: { problems: parsed.error } });
  const rules = { rules: parsed.value, changedAt: context.now(), changedBy: actor };
  const [stored] = await context.store.get([rulesKey(workspaceId)]);
  const record = rulesRecord(workspaceId, rules, (stored?.revision ?? 0) + 1);
  // The last one counts.
  await context.store.commit({ puts: [{ record }] });
  context.notifying?.rulesChanged(workspaceId);
  return ok(rules);
}

async function testChannel(
  context: EngineContext,
  principal: Principal,
  asked: { readonly input: OnChannel; readonly request: KeyedRequest | undefined },
): Promise<Result<Delivery>> {
  const { input, request } = asked;
  const { name } = input;
  const { workspaceId, actor } = principal;
  const [stored] = await context.store.get([channelKey(workspaceId, name)]);
  if (!stored) return err(notFound('channel', channelIdOf(name)));
  const { status } = CHANNEL.decode(stored.value);
  const legal = checkMove(CHANNEL_LIFECYCLE, 'test', status, channelIdOf(name));
  if (!legal.ok) return legal;
  const now = context.now();
  // Of an event that no mission has: the id names nothing else.
  const ref = { missionId: missionIdOf(context.nextId()), sequence: 0, channel: name };
  const told = {
    scope: 'TEST',
    type: TEST_EVENT,
    sequence: 0,
    occurredAt: now,
    actor,
    subject: channelIdOf(name),
    data: { name },
    mission: { id: ref.missionId, title: '' },
  } as const;
  const delivery = newDelivery(ref, told, now);
  const receipt = request ? [receiptPut(context, request, { subject: '-', answer: { ref } })] : [];
  const put = { record: deliveryRecord(workspaceId, delivery, 1), expect: 0 };
  const outcome = await context.store.commit({ puts: [put, ...receipt] });
  if (!outcome.isCommitted) return err({ code: 'CONFLICT', path: [], detail: { attempts: 1 } });
  context.notifying?.deliveriesDue([{ workspaceId, id: deliveryIdOf(ref) }]);
  return ok(delivery);
}

async function redeliver(
  context: EngineContext,
  { workspaceId, actor }: Principal,
  asked: { readonly ref: DeliveryRef; readonly request: KeyedRequest | undefined },
): Promise<Result<Delivery>> {
  const { ref, request } = asked;
  for (let attempt = 0; attempt < LIMITS.commitConflictRetriesMax; attempt++) {
    const [stored] = await context.store.get([deliveryKey(workspaceId, ref)]);
    if (!stored) return err(missing(ref));
    const delivery = DELIVERY.decode(stored.value);
    const legal = checkMove(DELIVERY_LIFECYCLE, 'redeliver', delivery.status, deliveryIdOf(ref));
    if (!legal.ok) return legal;
    const again = redelivered(delivery, context.now(), actor);
    const record = deliveryRecord(workspaceId, again, stored.revision + 1);
    const receipt = request ? [receiptPut(context, request, { subject: '-', answer: {} })] : [];
    const outcome = await context.store.commit({
      puts: [{ record, expect: stored.revision }, ...receipt],
    });
    if (!outcome.isCommitted) continue;
    context.notifying?.deliveriesDue([{ workspaceId, id: deliveryIdOf(ref) }]);
    return ok(again);
  }
  return err({ code: 'CONFLICT', path: [], detail: { attempts: LIMITS.commitConflictRetriesMax } });
}

async function currentOf(
  context: EngineContext,
  { workspaceId }: Principal,
  ref: DeliveryRef,
): Promise<Result<Delivery>> {
  const [delivery] = await loadDeliveries(context, workspaceId, [ref]);
  return delivery ? ok(delivery) : err(missing(ref));
}

function missing(ref: DeliveryRef): DomainError {
  return notFound('delivery', deliveryIdOf(ref));
}
