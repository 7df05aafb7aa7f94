/**
 * Notifications of a simulation: rules and channels, receivers that fail, and what has to have come of it in the end. What
 * carries them is the way's: `notify-loops.ts` on one machine, `cloud.ts` on AWS.
 *
 * N1. Each event that a rule names is told to each of its channels, at least once, or given up after all its tries. What
 *     the stream of AWS has lost for good is known to be lost. The first try is made by the way itself, once nothing goes
 *     wrong any more; what comes after hours and days is tried at the end, without it.
 * N2. Nobody is told of what was not committed, nor of what no rule names.
 * N3. Nothing is tried more often than `LIMITS.deliveryTriesMax` times.
 */
import { assert } from '@muster/core/assert';
import type { WorkspaceId } from '@muster/core/ids';
import { parseContainerId } from '@muster/core/ids';
import { type Instant, instantOf } from '@muster/core/instant';
import { LIMITS } from '@muster/core/limits';
import type { Channel } from '@muster/core/notify/channel';
import type { Delivery } from '@muster/core/notify/delivery';
import { deliveryIdOf, parseDeliveryId } from '@muster/core/notify/notify-ids';
import { deliveryKey } from '@muster/engine/keys';
import { type DeliveringContext, deliverNotification } from '@muster/engine/notify/delivering';
import { nextDelivery, sweepDeliveries } from '@muster/engine/notify/due-deliveries';
import { channelRecord, DELIVERY, rulesRecord } from '@muster/engine/notify/notify-records';
import type { DeliveryOutcome, OutgoingDelivery } from '@muster/engine/ports/notifier';
import type { StoredRecord } from '@muster/engine/ports/store';
import { COMMIT } from '@muster/engine/records';
import type { MissionView } from './mission-view.ts';
import type { Life } from './turns.ts';
import type { Process, World } from './world.ts';

/** `ops` mostly takes what it is told, `dead` never does. */
const CHANNELS = ['ops', 'dead'] as const;
type ChannelName = (typeof CHANNELS)[number];

const RULES: readonly { readonly events: readonly string[]; readonly channels: readonly ChannelName[] }[] = [
  { events: ['TaskStatusChanged:DONE', 'CheckpointStatusChanged'], channels: ['ops'] },
  { events: ['RunStatusChanged'], channels: ['dead', 'ops'] },
];
const CREATOR = { kind: 'USER', name: 'olga' } as const;
/** Of the rounds in which all that is left is tried, once nothing goes wrong any more. */
const ROUNDS_MAX = 100_000;

interface ToldEvent {
  readonly type: string;
  readonly data: { readonly to?: unknown };
}

/** Of what the store keeps: the codec of commits wrote it. */
function eventOf(text: string): ToldEvent {
  return JSON.parse(text);
}

/** Of the rules above, said once more and in other words. */
function channelsOf({ type, data }: ToldEvent): readonly ChannelName[] {
  if (type === 'RunStatusChanged') return ['dead', 'ops'];
  const isTold = type === 'CheckpointStatusChanged' || (type === 'TaskStatusChanged' && data.to === 'DONE');
  return isTold ? ['ops'] : [];
}

export class Notifying {
  /** Commits that are known and not looked at yet. */
  underWayCount = 0;
  readonly #world: World;
  readonly #received = new Map<string, ToldEvent>();
  readonly #tryCounts = new Map<string, number>();
  readonly #lost = new Set<string>();
  readonly #untried = new Set<string>();

  constructor(world: World) {
    this.#world = world;
  }

  /** Before anybody lives. */
  async begin(workspaceIds: readonly WorkspaceId[]): Promise<void> {
    const at = this.#world.turns.now;
    const puts = workspaceIds.flatMap((workspaceId) => [
      ...CHANNELS.map((name) => channelRecord(workspaceId, aChannel(name, at), 1)),
      rulesRecord(workspaceId, { rules: RULES, changedAt: at, changedBy: CREATOR }, 1),
    ]);
    await this.#world.memory.commit({ puts: puts.map((record) => ({ record })) });
    await this.#world.memory.durable();
  }

  contextOf({ context, life }: Process): DeliveringContext {
    return { ...context, notifier: { deliver: (delivery) => this.#deliver(delivery, life) } };
  }

  /** The stream will never tell of it. */
  lose(record: StoredRecord): void {
    const { missionId, events } = COMMIT.decode(record.value);
    for (const { sequence } of events) this.#lost.add(`${missionId}#${sequence}`);
  }

  /** Whether each that is to be told was tried by its way; to be asked when there are no more events. */
  get hasTriedAll(): boolean {
    return this.#untried.size === 0;
  }

  get untried(): string {
    return [...this.#untried].slice(0, 5).join(', ');
  }

  /** From here on `hasTriedAll` counts. */
  expectAll(): void {
    for (const view of this.#world.observer.views.values()) {
      for (const [place, text] of view.events.entries()) {
        const ref = { missionId: missionIdOf(view.place.id), sequence: place + 1 };
        if (this.#lost.has(`${ref.missionId}#${ref.sequence}`)) continue;
        for (const channel of channelsOf(eventOf(text))) {
          const id = deliveryIdOf({ ...ref, channel });
          if (!this.#tryCounts.has(id)) this.#untried.add(id);
        }
      }
    }
  }

  /** What is still due is tried to its end, whenever that comes; then everything is looked at. */
  async finish(): Promise<void> {
    await this.#tryAll();
    for (const view of this.#world.observer.views.values()) {
      for (const [place, text] of view.events.entries())
        await this.#checkTold(view, place + 1, eventOf(text));
    }
    for (const [id, told] of this.#received) this.#checkCommitted(id, told);
  }

  async #deliver(delivery: OutgoingDelivery, life: Life): Promise<DeliveryOutcome> {
    const { turns, random, faults } = this.#world;
    this.#countTry(delivery);
    await turns.wait(random.between(0, faults.messageDelayMsMax), life);
    const isReached = parseDeliveryId(delivery.id)?.channel === 'ops' && !random.chance(faults.refusedSend);
    if (!isReached) return this.#failed('Nobody answered.');
    this.#receive(delivery);
    return random.chance(faults.lostAnswer) ? this.#failed('The answer got lost.') : { kind: 'DELIVERED' };
  }

  #failed(reason: string): DeliveryOutcome {
    this.#world.statistics.failedTries++;
    return { kind: 'RETRY', reason };
  }

  /** See N3. */
  #countTry({ id }: OutgoingDelivery): void {
    const count = (this.#tryCounts.get(id) ?? 0) + 1;
    this.#tryCounts.set(id, count);
    this.#untried.delete(id);
    this.#world.verdict.check(
      count <= LIMITS.deliveryTriesMax,
      'TRIES_END',
      () => `${id} is tried ${count} times`,
    );
  }

  async #tryAll(): Promise<void> {
    const { memory, verdict } = this.#world;
    const clock = { now: this.#world.turns.now };
    const context = this.#calmContext(() => clock.now);
    for (let round = 0; round < ROUNDS_MAX && !verdict.broken; round++) {
      const due = await sweepDeliveries(context);
      for (const delivery of due) await deliverNotification(context, delivery);
      const next = due.length > 0 ? clock.now : await nextDelivery(context);
      await memory.durable();
      if (next === undefined) return;
      clock.now = instantOf(next);
    }
    verdict.check(false, 'TRIES_END', () => 'there is always something to be tried again');
  }

  #calmContext(now: () => Instant): DeliveringContext {
    const { memory: store, random } = this.#world;
    const process = this.#world.startFunction();
    return {
      ...this.contextOf(process),
      store,
      now,
      random: () => random.next(),
      notifier: { deliver: (delivery) => this.#deliverNow(delivery) },
    };
  }

  async #deliverNow(delivery: OutgoingDelivery): Promise<DeliveryOutcome> {
    this.#countTry(delivery);
    if (parseDeliveryId(delivery.id)?.channel === 'dead') return this.#failed('Nobody answered.');
    this.#receive(delivery);
    return { kind: 'DELIVERED' };
  }

  #receive({ id, payload }: OutgoingDelivery): void {
    const { type, data } = payload as { type: string; data: { event: { data: ToldEvent['data'] } } };
    this.#received.set(id, { type, data: data.event.data });
  }

  /** See N1. */
  async #checkTold({ place }: MissionView, sequence: number, event: ToldEvent): Promise<void> {
    const { statistics, verdict } = this.#world;
    if (this.#lost.has(`${place.id}#${sequence}`)) return;
    for (const channel of channelsOf(event)) {
      const delivery = await this.#deliveryOf(place, sequence, channel);
      statistics.deliveries++;
      if (delivery?.status === 'FAILED') statistics.deliveriesGivenUp++;
      const isTold = delivery?.status === 'DELIVERED' && this.#received.has(deliveryIdOf(delivery));
      const isGivenUp =
        delivery?.failure?.code === 'TRIES_SPENT' && delivery.triesBegun === LIMITS.deliveryTriesMax;
      verdict.check(
        isTold || isGivenUp,
        'EVERY_OCCURRENCE_IS_TOLD',
        () => `${place.id} ${sequence} to ${channel}: ${JSON.stringify(delivery)}`,
      );
    }
  }

  async #deliveryOf(
    { id, workspaceId }: MissionView['place'],
    sequence: number,
    channel: ChannelName,
  ): Promise<Delivery | undefined> {
    const ref = { missionId: missionIdOf(id), sequence, channel };
    const [stored] = await this.#world.memory.get([deliveryKey(workspaceId as WorkspaceId, ref)]);
    return stored && DELIVERY.decode(stored.value);
  }

  /** See N2. */
  #checkCommitted(id: string, told: ToldEvent): void {
    const ref = parseDeliveryId(id);
    const text = ref && this.#world.observer.views.get(ref.missionId)?.events[ref.sequence - 1];
    const event = text === undefined ? undefined : eventOf(text);
    const isMeant = event && channelsOf(event).some((channel) => channel === ref?.channel);
    this.#world.verdict.check(
      isMeant === true && event?.type === told.type && event.data.to === told.data.to,
      'ONLY_WHAT_IS_COMMITTED',
      () => `${id} told ${JSON.stringify(told)} of ${text}`,
    );
  }
}

function aChannel(name: ChannelName, at: Instant): Channel {
  const target = { kind: 'SLACK', url: `https://hooks.slack.com/services/T/B/${name}` } as const;
  return { name, status: 'ENABLED', target, createdAt: at, createdBy: CREATOR, updatedAt: at };
}

function missionIdOf(text: string) {
  const id = parseContainerId(text);
  assert(id, 'views are of missions and containers');
  return id;
}
