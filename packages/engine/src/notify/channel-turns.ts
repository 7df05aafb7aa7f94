/**
 * A channel's share where many processes send: at most a few of them are at one channel at the same time. On one machine
 * the sender counts for itself.
 *
 * H1. At most `LIMITS.deliveriesPerChannelMax` turns of a channel are under way, whoever takes them and wherever: a
 *     receiver that hangs holds up so many processes, and no other receiver.
 * H2. In a turn one delivery is sent after the other, and none is begun once it has lasted `LIMITS.deliveryTurnMs`.
 * H3. Whoever dies in his turn leaves his place until `LIMITS.deliveryLeaseMs` are over.
 * H4. Only the share rests on places: that a try is made once rests on its delivery (L1 of delivering.ts).
 */
import { addMs, type Instant } from '@muster/core/instant';
import { LIMITS } from '@muster/core/limits';
import { parseDeliveryId } from '@muster/core/notify/notify-ids';
import type { DueDelivery, EngineContext } from '../context.ts';
import { sendingPartition, sendingSort } from '../keys.ts';
import { type Key, type StoredRecord, StoreUnavailable } from '../ports/store.ts';
import { SENDING_PLACE } from './notify-records.ts';

export interface ChannelTurns {
  /** Does the work when it is the delivery's turn; undefined when the channel has no place for it now. */
  inTurn<T>(delivery: DueDelivery, work: () => Promise<T>): Promise<T | undefined>;
}

/** For one batch: the deliveries of a channel share its turn. */
export function createTurns(context: EngineContext): ChannelTurns {
  const turns = new Map<string, Turn>();
  return {
    inTurn({ workspaceId, id }, work) {
      const channel = parseDeliveryId(id)?.channel;
      if (channel === undefined) return work();
      const name = `${workspaceId}/${channel}`;
      const turn = turns.get(name) ?? new Turn(context, sendingPartition(workspaceId, channel));
      turns.set(name, turn);
      return turn.join(work);
    },
  };
}

interface Place extends Key {
  readonly revision: number;
}

interface Begun {
  /** Absent when there was none. */
  readonly place: Place | undefined;
  readonly until: Instant;
}

/** Begins with the first who joins it and ends with the last; whoever comes later begins another one. */
class Turn {
  readonly #context: EngineContext;
  readonly #partition: string;
  #joinedCount = 0;
  #begun: Promise<Begun> | undefined;
  #line: Promise<unknown> = Promise.resolve();

  constructor(context: EngineContext, partition: string) {
    this.#context = context;
    this.#partition = partition;
  }

  async join<T>(work: () => Promise<T>): Promise<T | undefined> {
    this.#joinedCount++;
    this.#begun ??= this.#begin();
    const before = this.#line;
    const mine = this.#act(before, this.#begun, work);
    this.#line = mine.catch(() => undefined);
    try {
      return await mine;
    } finally {
      this.#joinedCount--;
      if (this.#joinedCount === 0) await this.#end();
    }
  }

  async #begin(): Promise<Begun> {
    const place = await takePlace(this.#context, this.#partition);
    return { place, until: addMs(this.#context.now(), LIMITS.deliveryTurnMs) };
  }

  /** H2. */
  async #act<T>(
    before: Promise<unknown>,
    begun: Promise<Begun>,
    work: () => Promise<T>,
  ): Promise<T | undefined> {
    const { place, until } = await begun;
    if (!place) return undefined;
    await before;
    return this.#context.now() < until ? work() : undefined;
  }

  async #end(): Promise<void> {
    const begun = this.#begun;
    this.#begun = undefined;
    const { place } = (await begun?.catch(() => undefined)) ?? {};
    if (place) await leavePlace(this.#context, place);
  }
}

/** See H1. */
async function takePlace(context: EngineContext, partition: string): Promise<Place | undefined> {
  const limit = LIMITS.deliveriesPerChannelMax;
  const { items } = await context.store.query({ partition, limit });
  const now = context.now();
  const sorts = Array.from({ length: limit }, (_, number) => sendingSort(number));
  // Each begins somewhere else, so that those who come together rarely want the same one.
  const first = Math.floor(context.random() * limit);
  for (const sort of [...sorts.slice(first), ...sorts.slice(0, first)]) {
    const held = items.find((item) => item.sort === sort);
    if (held && SENDING_PLACE.decode(held.value).heldUntil > now) continue;
    const place = { partition, sort, revision: (held?.revision ?? 0) + 1 };
    const record = placeRecord(place, addMs(now, LIMITS.deliveryLeaseMs));
    const outcome = await context.store.commit({ puts: [{ record, expect: held?.revision ?? 0 }] });
    if (outcome.isCommitted) return place;
  }
  return undefined;
}

/** H3. */
async function leavePlace(context: EngineContext, { partition, sort, revision }: Place): Promise<void> {
  const record = placeRecord({ partition, sort, revision: revision + 1 }, context.now());
  try {
    await context.store.commit({ puts: [{ record, expect: revision }] });
  } catch (error) {
    if (!(error instanceof StoreUnavailable)) throw error;
    context.log.warn({ err: error, partition, sort }, 'a place could not be left; it is free in a minute');
  }
}

function placeRecord(place: Place, heldUntil: Instant): StoredRecord {
  const vanishesAt = addMs(heldUntil, LIMITS.deliveryLeaseMs);
  return { ...place, value: SENDING_PLACE.encode({ heldUntil }), vanishesAt };
}
