/** The queues of one account on this machine, and what passes between them: dead letters, and moving them back. */
import { randomUUID } from 'node:crypto';
import { type LocalMessage, LocalQueue, type TakeOptions } from './local-queue.ts';
import {
  checkedAttributes,
  newAttributes,
  type QueueAttributes,
  redrivePolicyOf,
} from './queue-attributes.ts';
import { invalidValue, noSuchQueue, SqsFault, serviceFault } from './sqs-fault.ts';

const REGION = 'us-east-1';
const ACCOUNT = '000000000000';
const NAME = /^[A-Za-z0-9_-]{1,75}(\.fifo)?$|^[A-Za-z0-9_-]{1,80}$/;

export interface MoveTask {
  readonly handle: string;
  readonly sourceArn: string;
  readonly destinationArn?: string;
  readonly movedCount: number;
  readonly startedAt: number;
}

export class LocalAccount {
  readonly id = ACCOUNT;
  readonly #now: () => number;
  readonly #queues = new Map<string, LocalQueue>();
  readonly #moveTasks: MoveTask[] = [];

  constructor(now: () => number) {
    this.#now = now;
  }

  get queues(): readonly LocalQueue[] {
    return [...this.#queues.values()];
  }

  /** Repeating it with attributes that agree answers the same queue. */
  create(name: string, attributes: QueueAttributes): LocalQueue {
    if (!NAME.test(name)) {
      throw invalidValue(
        'Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length',
      );
    }
    const existing = this.#queues.get(name);
    if (!existing) {
      const queue = new LocalQueue(name, newAttributes(name, attributes), this.#now);
      this.#queues.set(name, queue);
      return queue;
    }
    const different = Object.entries(attributes).find(([key, value]) => existing.attributes[key] !== value);
    if (different) {
      const message = `A queue already exists with the same name and a different value for attribute ${different[0]}`;
      throw new SqsFault('QueueNameExists', 'QueueAlreadyExists', message);
    }
    return existing;
  }

  delete(queue: LocalQueue): void {
    this.#queues.delete(queue.name);
    queue.wake();
  }

  setAttributes(queue: LocalQueue, given: QueueAttributes): void {
    queue.attributes = { ...queue.attributes, ...checkedAttributes(given, queue.isFifo) };
    queue.modifiedAt = this.#now();
    queue.wake();
  }

  named(name: string): LocalQueue {
    const queue = this.#queues.get(name);
    if (!queue) throw noSuchQueue();
    return queue;
  }

  arnOf(queue: LocalQueue): string {
    return `arn:aws:sqs:${REGION}:${ACCOUNT}:${queue.name}`;
  }

  /** The queues whose dead letters go to this one. */
  sourcesOf(target: LocalQueue): readonly LocalQueue[] {
    const arn = this.arnOf(target);
    return this.queues.filter(({ attributes }) => redrivePolicyOf(attributes)?.targetArn === arn);
  }

  take(queue: LocalQueue, options: Omit<TakeOptions, 'bury'>): readonly LocalMessage[] {
    const policy = redrivePolicyOf(queue.attributes);
    const target = policy && this.#byArn(policy.targetArn);
    return queue.take({
      ...options,
      bury: (message) => {
        if (!target || message.receiveCount < policy.maxReceiveCount) return false;
        target.put(this.#handedOver(message, { sourceArn: this.arnOf(queue) }));
        return true;
      },
    });
  }

  /** Moves what is visible, at once: there is nothing to wait for on one machine. */
  move(sourceArn: string, destinationArn: string | undefined): MoveTask {
    const source = this.#byArn(sourceArn);
    if (!source)
      throw serviceFault('ResourceNotFoundException', 'The resource that you specified does not exist.');
    if (this.sourcesOf(source).length === 0) {
      throw invalidValue('Source queue must be configured as a Dead Letter Queue.');
    }
    const movable = source.messages.filter(({ visibleAt }) => visibleAt <= this.#now());
    let movedCount = 0;
    for (const message of movable) {
      const target = this.#byArn(destinationArn ?? message.sourceArn ?? '');
      if (!target) continue;
      source.remove(message.id);
      const { sourceArn: _, firstReceivedAt: __, ...fresh } = message;
      target.put(this.#handedOver({ ...fresh, receiveCount: 0 }, {}));
      movedCount++;
    }
    const task = { handle: randomUUID(), sourceArn, movedCount, startedAt: this.#now() };
    this.#moveTasks.unshift({ ...task, ...(destinationArn !== undefined && { destinationArn }) });
    return task;
  }

  /** Newest first. */
  moveTasksOf(sourceArn: string): readonly MoveTask[] {
    return this.#moveTasks.filter((task) => task.sourceArn === sourceArn);
  }

  #handedOver(message: LocalMessage, to: { readonly sourceArn?: string }): LocalMessage {
    const { receipt: _, ...rest } = message;
    return { ...rest, ...to, visibleAt: this.#now(), isInFlight: false };
  }

  #byArn(arn: string): LocalQueue | undefined {
    return this.#queues.get(arn.split(':').at(-1) ?? '');
  }
}
