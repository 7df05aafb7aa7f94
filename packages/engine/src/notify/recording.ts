/** Writing deliveries down: see T1 and T2 in matching.ts. */
import type { NotificationRule } from '@muster/core/document/document';
import { addDuration } from '@muster/core/duration';
import type { Event } from '@muster/core/event';
import type { WorkspaceId } from '@muster/core/ids';
import { LIMITS } from '@muster/core/limits';
import { type Delivery, failed, newDelivery } from '@muster/core/notify/delivery';
import { type Notification, subjectKindOf } from '@muster/core/notify/notification';
import { deliveryIdOf } from '@muster/core/notify/notify-ids';
import type { DueDelivery, EngineContext } from '../context.ts';
import { cooldownKey, deliveryKey } from '../keys.ts';
import { NotHandled } from '../not-handled.ts';
import type { Key, Put, StoredRecord } from '../ports/store.ts';
import { COOLDOWN, DELIVERY, deliveryRecord } from './notify-records.ts';

/** An event that a rule tells. */
export interface Firing {
  readonly workspaceId: WorkspaceId;
  readonly event: Event;
  readonly rule: NotificationRule;
  readonly notification: Notification;
}

/** Answers those of its deliveries that nobody has tried yet. */
export function recordFiring(context: EngineContext, firing: Firing): Promise<readonly DueDelivery[]> {
  return record(context, firing, {
    kind: subjectKindOf(firing.event.subject),
    shape: (delivery) => delivery,
  });
}

/** A rule that could not be evaluated: people see it where they look for what was not delivered. */
export async function recordFailedRule(
  context: EngineContext,
  firing: Firing,
  reason: string,
): Promise<void> {
  // With a cooldown of its own: it keeps back nothing that could be told.
  await record(context, firing, {
    kind: `${subjectKindOf(firing.event.subject)}-FAILED`,
    shape: (delivery) => failed(delivery, { code: 'RULE_FAILED', reason }, context.now()),
  });
}

async function record(
  context: EngineContext,
  firing: Firing,
  how: { readonly kind: string; readonly shape: (delivery: Delivery) => Delivery },
): Promise<readonly DueDelivery[]> {
  const channels = [...new Set(firing.rule.channels)];
  const keys: Key[] = channels.map((channel) => deliveryKey(firing.workspaceId, refOf(firing, channel)));
  const cooling = firing.rule.cooldown === undefined ? undefined : keyOfCooldown(context, firing, how.kind);
  for (let attempt = 0; attempt < LIMITS.commitConflictRetriesMax; attempt++) {
    const stored = await context.store.get(cooling ? [...keys, cooling] : keys);
    const missing = channels.filter((_, place) => !stored[place]);
    const known = stored.slice(0, channels.length).flatMap((one) => (one ? [one] : []));
    const untried = known.flatMap((one) => untriedIn(firing.workspaceId, one));
    const last = cooling ? stored.at(-1) : undefined;
    if (missing.length === 0 || isCooling(firing, last)) return untried;
    const made = missing.map((channel) => how.shape(deliveryTo(context, firing, channel)));
    const puts: Put[] = made.map((delivery) => ({
      record: deliveryRecord(firing.workspaceId, delivery, 1),
      expect: 0,
    }));
    if (cooling) puts.push(cooldownPut(firing, cooling, last));
    const outcome = await context.store.commit({ puts });
    if (outcome.isCommitted) return [...untried, ...made.flatMap((one) => dueNow(firing.workspaceId, one))];
  }
  const detail = { attempts: LIMITS.commitConflictRetriesMax };
  throw new NotHandled({ code: 'CONFLICT', path: [], detail });
}

function refOf({ event }: Firing, channel: string) {
  return { missionId: event.missionId, sequence: event.sequence, channel };
}

function deliveryTo(context: EngineContext, firing: Firing, channel: string): Delivery {
  return newDelivery(refOf(firing, channel), firing.notification, context.now());
}

function untriedIn(workspaceId: WorkspaceId, stored: StoredRecord): readonly DueDelivery[] {
  return dueNow(workspaceId, DELIVERY.decode(stored.value));
}

function dueNow(workspaceId: WorkspaceId, delivery: Delivery): readonly DueDelivery[] {
  const isDue = delivery.status === 'PENDING' && delivery.triesBegun === 0;
  return isDue ? [{ workspaceId, id: deliveryIdOf(delivery) }] : [];
}

/** A rule that says something else is another one. */
function keyOfCooldown(context: EngineContext, firing: Firing, subjectKind: string): Key {
  const { workspaceId, event, rule } = firing;
  const digest = context.digest(JSON.stringify(rule)).slice(0, 32);
  return cooldownKey(workspaceId, event.missionId, { rule: digest, subjectKind });
}

/** An event that comes late, after a later one was told, is not told either. */
function isCooling({ event, rule }: Firing, stored: StoredRecord | undefined): boolean {
  if (!stored || rule.cooldown === undefined) return false;
  const { at } = COOLDOWN.decode(stored.value);
  return event.occurredAt < addDuration(at, rule.cooldown);
}

function cooldownPut({ event, rule }: Firing, key: Key, stored: StoredRecord | undefined): Put {
  const { occurredAt: at, sequence } = event;
  const expect = stored?.revision ?? 0;
  const value = COOLDOWN.encode({ at, sequence });
  // For longer than commits may come again.
  const until = rule.cooldown === undefined ? at : addDuration(at, rule.cooldown);
  const vanishesAt = until + LIMITS.deliveryTtlMs;
  return { record: { ...key, revision: expect + 1, value, vanishesAt }, expect };
}
