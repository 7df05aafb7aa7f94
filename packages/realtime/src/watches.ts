/**
 * Who watches what, one record for each subscription in the partition of its topic, and the right to push to it.
 *
 * W1. Only who holds the claim of a watch pushes to it. A claim is taken and given back by the watch's revision.
 * W2. What was told is stored after it was pushed: a crash in between tells it again, never not at all.
 * W3. A claim ends by itself, later than any push that was begun under it.
 */
import { addMs, type Instant } from '@muster/core/instant';
import { LIMITS } from '@muster/core/limits';
import type { EngineContext } from '@muster/engine/context';
import { operationKey, watchPartition, watchSort } from '@muster/engine/keys';
import type { Key, Put, StoredRecord } from '@muster/engine/ports/store';
import type { Told, WatchTopic } from '@muster/engine/resuming';
import { RUNNING_OPERATION, type RunningOperation, WATCH, type WatchRecord } from './socket-records.ts';

export const CLAIM_MS = 20_000;
/** A claim is renewed when it has less left than this, which is more than the slowest push takes. */
const CLAIM_LEFT_MS_MIN = 10_000;

export function watchKey(topic: WatchTopic, connectionId: string, operation: string): Key {
  return {
    partition: watchPartition(topic.workspaceId, topic.missionId),
    sort: watchSort(connectionId, operation),
  };
}

/** The two records a subscription begins with. It is claimed by who makes it, for the first round. */
export function beginningPuts(
  context: EngineContext,
  connectionId: string,
  begun: { readonly operation: RunningOperation; readonly digest: string; readonly former?: StoredRecord },
): readonly [operation: Put, watch: Put] {
  const { operation, digest, former } = begun;
  const now = context.now();
  const vanishesAt = now + LIMITS.socketTtlMs;
  const watch = { startedAt: now, told: [], claimedUntil: addMs(now, CLAIM_MS) };
  const revision = (former?.revision ?? 0) + 1;
  const running = { revision, value: RUNNING_OPERATION.encode(operation), vanishesAt };
  return [
    { record: { ...operationKey(connectionId, digest), ...running }, expect: former?.revision ?? 0 },
    {
      record: {
        ...watchKey(operation, connectionId, digest),
        revision: 1,
        value: WATCH.encode(watch),
        vanishesAt,
      },
      expect: 0,
    },
  ];
}

/** A watch that is claimed. */
export class Claim {
  readonly #context: EngineContext;
  #record: StoredRecord;
  #watch: WatchRecord;

  private constructor(context: EngineContext, record: StoredRecord, watch: WatchRecord) {
    this.#context = context;
    this.#record = record;
    this.#watch = watch;
  }

  /** Of a watch that was made claimed. */
  static held(context: EngineContext, record: StoredRecord): Claim {
    return new Claim(context, record, WATCH.decode(record.value));
  }

  /** Undefined when the record is no longer as it was read: somebody else was faster, or the watch has ended. */
  static async take(context: EngineContext, record: StoredRecord): Promise<Claim | undefined> {
    const claim = new Claim(context, record, WATCH.decode(record.value));
    return (await claim.#renew(claim.#watch.told)) ? claim : undefined;
  }

  /** Before each push. False when the watch has ended, or somebody else took over: push nothing more. */
  async holds(told: Told): Promise<boolean> {
    const left = (this.#watch.claimedUntil ?? 0) - this.#context.now();
    return left >= CLAIM_LEFT_MS_MIN || this.#renew(told);
  }

  /** See W2. */
  async release(told: Told, notBefore: Instant | undefined): Promise<boolean> {
    const { startedAt } = this.#watch;
    return this.#put({ startedAt, told, ...(notBefore === undefined ? {} : { notBefore }) });
  }

  #renew(told: Told): Promise<boolean> {
    const { startedAt } = this.#watch;
    return this.#put({ startedAt, told, claimedUntil: addMs(this.#context.now(), CLAIM_MS) });
  }

  async #put(watch: WatchRecord): Promise<boolean> {
    const former = this.#record;
    const record = { ...former, revision: former.revision + 1, value: WATCH.encode(watch) };
    const outcome = await this.#context.store.commit({ puts: [{ record, expect: former.revision }] });
    if (!outcome.isCommitted) return false;
    this.#record = record;
    this.#watch = watch;
    return true;
  }
}
