/**
 * One queue in memory: who may have which message when.
 *
 * L1. A message that was received is invisible until its time is over, then it is there again, at its old place.
 * L2. FIFO: while a message of a group is invisible, no later one of the group is handed out; one receive may take
 *     several of a group, in order.
 * L3. FIFO: a deduplication id that was sent within five minutes is answered like the first time and sends nothing,
 *     also when the first was deleted meanwhile.
 * L4. A message that was received as often as the redrive policy allows goes to the dead letters instead of to the next
 *     receiver.
 * L5. Standard: what names no group or a quiet one is handed out before what names a busy one, of busy ones the one with
 *     least in flight first. The service also calls a group busy for the time that it takes; here only what is in flight
 *     counts.
 */
import { createHash, randomUUID } from 'node:crypto';
import type { MessageAttributes } from './message-digest.ts';
import { numberOf, type QueueAttributes } from './queue-attributes.ts';
import { invalidValue, SqsFault, serviceFault } from './sqs-fault.ts';

export interface LocalMessage {
  readonly id: string;
  readonly body: string;
  readonly attributes?: MessageAttributes;
  readonly group?: string;
  readonly deduplicationId?: string;
  readonly sequence?: string;
  readonly sentAt: number;
  /** The queue whose redrive policy sent it here. */
  readonly sourceArn?: string;
  visibleAt: number;
  receiveCount: number;
  firstReceivedAt?: number;
  isInFlight: boolean;
  receipt?: string;
}

export interface NewMessage {
  readonly body: string;
  readonly attributes?: MessageAttributes;
  readonly group?: string;
  readonly deduplicationId?: string;
  readonly delaySeconds?: number;
}

export interface TakeOptions {
  readonly count: number;
  readonly visibilitySeconds: number;
  /** See L4. Answers whether the message was taken over. */
  readonly bury: (message: LocalMessage) => boolean;
}

const DEDUPLICATION_MS = 5 * 60_000;
/** A group is busy with so many in flight, when they are more than this share of all (checked 2026-11-21). */
const BUSY_COUNT_MIN = 30;
const BUSY_SHARE = 0.1;
const RECEIPT = /^[0-9a-f-]{36}#[0-9a-f-]{36}$/;

export class LocalQueue {
  readonly name: string;
  readonly createdAt: number;
  attributes: QueueAttributes;
  modifiedAt: number;
  readonly #now: () => number;
  /** In the order of arrival. */
  readonly #messages = new Map<string, LocalMessage>();
  readonly #sentIds = new Map<string, { readonly message: LocalMessage; readonly at: number }>();
  readonly #waiting = new Set<() => void>();
  #sequence = 0;

  constructor(name: string, attributes: QueueAttributes, now: () => number) {
    this.name = name;
    this.attributes = attributes;
    this.#now = now;
    this.createdAt = now();
    this.modifiedAt = this.createdAt;
  }

  get isFifo(): boolean {
    return this.attributes.FifoQueue === 'true';
  }

  /** Receivers that wait for something to come. */
  get waitingCount(): number {
    return this.#waiting.size;
  }

  /** Everything in it, visible or not, in order. */
  get messages(): readonly LocalMessage[] {
    return [...this.#messages.values()];
  }

  send(sent: NewMessage): LocalMessage {
    const deduplicationId = this.isFifo ? this.#deduplicationId(sent) : undefined;
    const scope = this.attributes.DeduplicationScope === 'messageGroup' ? `${sent.group}#` : '';
    const known = deduplicationId === undefined ? undefined : this.#sentIds.get(scope + deduplicationId);
    if (known && this.#now() - known.at < DEDUPLICATION_MS) return known.message;
    const message = this.#newMessage(sent, deduplicationId);
    if (deduplicationId !== undefined) this.#remember(scope + deduplicationId, message);
    this.put(message);
    return message;
  }

  /** Takes a message over as it is. */
  put(message: LocalMessage): void {
    this.#messages.set(message.id, message);
    this.wake();
  }

  /** See L1, L2, L4. */
  take(options: TakeOptions): readonly LocalMessage[] {
    const now = this.#now();
    const taken: LocalMessage[] = [];
    const blocked = this.isFifo ? this.#blockedGroups(now) : new Set<string>();
    const retentionMs = numberOf(this.attributes, 'MessageRetentionPeriod') * 1_000;
    for (const message of this.#inTurn(now)) {
      if (taken.length === options.count) break;
      if (now - message.sentAt > retentionMs) this.#messages.delete(message.id);
      else if (message.visibleAt <= now && !blocked.has(message.group ?? '')) {
        if (options.bury(message)) this.#messages.delete(message.id);
        else taken.push(this.#handOut(message, now + options.visibilitySeconds * 1_000));
      }
    }
    return taken;
  }

  /** Also of a receipt that a later receive has overtaken: then nothing happens, as in the service. */
  delete(receipt: string): void {
    const message = this.#messageOf(receipt);
    if (!message) return;
    if (this.isFifo && message.visibleAt <= this.#now()) {
      const reason = 'The receipt handle has expired.';
      throw invalidValue(`Value ${receipt} for parameter ReceiptHandle is invalid. Reason: ${reason}`);
    }
    this.#messages.delete(message.id);
    this.wake();
  }

  changeVisibility(receipt: string, seconds: number): void {
    const message = this.#messageOf(receipt);
    if (!message || message.visibleAt <= this.#now()) {
      throw serviceFault('MessageNotInflight', 'The specified message is not in flight.');
    }
    message.visibleAt = this.#now() + seconds * 1_000;
    this.wake();
  }

  remove(id: string): void {
    this.#messages.delete(id);
  }

  purge(): void {
    this.#messages.clear();
  }

  /** Whoever polls looks again. */
  wake(): void {
    for (const look of [...this.#waiting]) look();
  }

  /** Resolves when something may have changed, at the latest at `until`. */
  wait(until: number): Promise<void> {
    const now = this.#now();
    let next = until;
    for (const { visibleAt } of this.#messages.values()) {
      if (visibleAt > now && visibleAt < next) next = visibleAt;
    }
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.#waiting.delete(done);
        resolve();
      };
      const timer = setTimeout(done, Math.max(1, next - now));
      this.#waiting.add(done);
    });
  }

  counts(): { readonly visible: number; readonly inFlight: number; readonly delayed: number } {
    const now = this.#now();
    const hidden = this.messages.filter(({ visibleAt }) => visibleAt > now);
    const inFlight = hidden.filter(({ isInFlight }) => isInFlight).length;
    const visible = this.#messages.size - hidden.length;
    return { visible, inFlight, delayed: hidden.length - inFlight };
  }

  #deduplicationId({ body, deduplicationId }: NewMessage): string {
    if (deduplicationId !== undefined) return deduplicationId;
    if (this.attributes.ContentBasedDeduplication === 'true') {
      return createHash('sha256').update(body).digest('hex');
    }
    const reason = 'ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly';
    throw invalidValue(`The queue should either have ${reason}`);
  }

  #newMessage(sent: NewMessage, deduplicationId: string | undefined): LocalMessage {
    const sentAt = this.#now();
    const delaySeconds = sent.delaySeconds ?? numberOf(this.attributes, 'DelaySeconds');
    return {
      id: randomUUID(),
      body: sent.body,
      ...(sent.attributes && { attributes: sent.attributes }),
      ...(sent.group !== undefined && { group: sent.group }),
      ...(deduplicationId !== undefined && { deduplicationId }),
      ...(this.isFifo && { sequence: String(10n ** 19n + BigInt(++this.#sequence)) }),
      sentAt,
      visibleAt: sentAt + delaySeconds * 1_000,
      receiveCount: 0,
      isInFlight: false,
    };
  }

  #remember(id: string, message: LocalMessage): void {
    const at = this.#now();
    this.#sentIds.delete(id);
    this.#sentIds.set(id, { message, at });
    for (const [oldId, old] of this.#sentIds) {
      if (at - old.at < DEDUPLICATION_MS) break;
      this.#sentIds.delete(oldId);
    }
  }

  /** See L5. */
  #inTurn(now: number): Iterable<LocalMessage> {
    const inFlight = new Map<string, number>();
    let total = 0;
    for (const { group, isInFlight, visibleAt } of this.#messages.values()) {
      if (!isInFlight || visibleAt <= now) continue;
      total++;
      if (group !== undefined) inFlight.set(group, (inFlight.get(group) ?? 0) + 1);
    }
    const busyness = ({ group = '' }: LocalMessage) => {
      const count = inFlight.get(group) ?? 0;
      return count >= BUSY_COUNT_MIN && count > total * BUSY_SHARE ? count : 0;
    };
    if (this.isFifo || total < BUSY_COUNT_MIN) return this.#messages.values();
    return this.messages.toSorted((one, other) => busyness(one) - busyness(other));
  }

  #blockedGroups(now: number): ReadonlySet<string> {
    const hidden = this.messages.filter(({ visibleAt }) => visibleAt > now);
    return new Set(hidden.map(({ group }) => group ?? ''));
  }

  #handOut(message: LocalMessage, visibleAt: number): LocalMessage {
    message.receiveCount++;
    message.firstReceivedAt ??= this.#now();
    message.isInFlight = true;
    message.visibleAt = visibleAt;
    message.receipt = `${message.id}#${randomUUID()}`;
    return message;
  }

  #messageOf(receipt: string): LocalMessage | undefined {
    if (!RECEIPT.test(receipt)) {
      const message = `The input receipt handle "${receipt}" is not a valid receipt handle.`;
      throw new SqsFault('ReceiptHandleIsInvalid', 'ReceiptHandleIsInvalid', message);
    }
    const message = this.#messages.get(receipt.slice(0, receipt.indexOf('#')));
    return message?.receipt === receipt ? message : undefined;
  }
}
