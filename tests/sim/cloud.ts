/**
 * The way from a commit to its consequences on AWS: queues, the functions behind them, the stream with its relay, and the
 * sweep each minute, around the handlers that a deployment runs.
 *
 * C1. An invocation is a process of its own. One that ends without an answer, anywhere on its way, leaves its messages
 *     where they are: they come again when their invisibility ends, and in the end are dead letters.
 * C2. The stream may die for a while and lose what it was to carry; a sweep may be left out.
 */

import type { LocalMessage } from '@muster/aws-local/sqs/local-queue';
import { SqsFault } from '@muster/aws-local/sqs/sqs-fault';
import { assert } from '@muster/core/assert';
import { NotHandled } from '@muster/engine/not-handled';
import { deliverNotification } from '@muster/engine/notify/delivering';
import { createMatching } from '@muster/engine/notify/matching';
import { sendDueDeliveries } from '@muster/engine/notify/sweeping-deliveries';
import { QueueUnavailable } from '@muster/engine/ports/queue';
import { type FeedEntry, StoreUnavailable } from '@muster/engine/ports/store';
import { relay } from '@muster/engine/relaying';
import { sweep } from '@muster/engine/sweeping';
import { handleAdvanceBatch } from '@muster/sqs/advance-batch';
import { handleDeadLettersBatch } from '@muster/sqs/dead-letters-batch';
import { decodeEnvelope } from '@muster/sqs/envelope';
import { handleNotifyBatch } from '@muster/sqs/notify-batch';
import { handleTimersBatch } from '@muster/sqs/timers-batch';
import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { deadQueueOf, QUEUE_NAMES, type QueueName, RECEIVE_COUNT_MAX } from './cloud-queues.ts';
import { Crashed } from './turns.ts';
import type { Process, World } from './world.ts';

const BATCH_MAX = 10;
const VISIBILITY_SECONDS = 30;
const POLL_MS_MAX: Readonly<Record<QueueName, number>> = {
  advance: 200,
  timers: 400,
  notify: 1_000,
  advanceDead: 5_000,
  timersDead: 5_000,
  notifyDead: 5_000,
};
const SWEEP_MS = 60_000;
const RETRY_MS = 200;
/** Of an invocation that is not going to answer. */
const LIFE_MS_MAX = 200;

export class Cloud {
  readonly #world: World;
  /** How many commits the stream loses from here on. */
  #lostCount = 0;

  constructor(world: World) {
    this.#world = world;
  }

  start(): void {
    // Nobody consumes what is dead of notifications: they are due still.
    for (const name of QUEUE_NAMES) if (name !== 'notifyDead') void this.#poll(name);
    void this.#sweepEachMinute();
  }

  /** What the stream carries next. */
  take(entry: FeedEntry): void {
    const { random, faults, statistics, defect } = this.#world;
    if (defect === 'FAST_WAY_ONLY') return;
    if (this.#lostCount === 0 && random.chance(faults.deadStream)) this.#lostCount = random.between(1, 30);
    if (this.#lostCount > 0) {
      this.#lostCount--;
      statistics.lostByStream++;
      this.#world.notifying?.lose(entry.record);
    } else void this.#relay(entry);
  }

  async #relay(entry: FeedEntry): Promise<void> {
    const { turns, random, faults, notifying } = this.#world;
    if (notifying) notifying.underWayCount++;
    await turns.wait(random.between(0, faults.messageDelayMsMax));
    await this.#insist('relaying', async ({ queues, context }) => {
      await relay({ queues, log: context.log }, [entry.record]);
      if (!notifying) return;
      const due = await createMatching(context).notifyOf([entry.record]);
      if (due.length > 0) await queues.sendDeliveries(due);
    });
    if (notifying) notifying.underWayCount--;
  }

  async #sweepEachMinute(): Promise<void> {
    const { turns, statistics } = this.#world;
    while (!this.#world.isOver) {
      await turns.wait(SWEEP_MS);
      if (this.#world.defect === 'FAST_WAY_ONLY') continue;
      statistics.sweeps++;
      await this.#once('sweeping', ({ context, queues }) => sweep(context, queues));
      if (!this.#world.notifying) continue;
      await this.#once('sweeping deliveries', ({ context, queues }) => sendDueDeliveries(context, queues));
    }
  }

  async #poll(name: QueueName): Promise<void> {
    const { turns, random } = this.#world;
    while (!this.#world.isOver) {
      const taken = this.#take(name);
      if (taken.length > 0) void this.#invoke(name, taken);
      await turns.wait(taken.length > 0 ? 1 : random.between(1, POLL_MS_MAX[name]));
    }
  }

  #take(name: QueueName): readonly LocalMessage[] {
    const { queues, random, statistics } = this.#world;
    const dead = deadQueueOf(name);
    return queues[name].take({
      count: random.between(1, BATCH_MAX),
      visibilitySeconds: VISIBILITY_SECONDS,
      bury: (message) => {
        if (dead === undefined || message.receiveCount < RECEIVE_COUNT_MAX) return false;
        statistics.deadMessages++;
        queues[dead].put({ ...message, receiveCount: 0, isInFlight: false });
        return true;
      },
    });
  }

  /** See C1. */
  async #invoke(name: QueueName, taken: readonly LocalMessage[]): Promise<void> {
    const { random, statistics, observer } = this.#world;
    const answer = await this.#once(`the queue ${name}`, (process) =>
      this.#handle(name, process, { Records: taken.map(recordOf) }),
    );
    if (!answer) return;
    const failed = new Set(answer.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
    const done = taken.filter(({ id }) => !failed.has(id));
    statistics.failedItems += failed.size;
    for (const { body } of done) {
      const envelope = decodeEnvelope(body);
      if (envelope.kind === 'MESSAGE') observer.handled(envelope.message.id);
    }
    if (random.chance(this.#world.faults.doubledMessage)) statistics.doubledMessages++;
    else for (const { receipt = '' } of done) this.#ask(() => this.#world.queues[name].delete(receipt));
  }

  #handle(name: QueueName, process: Process, event: SQSEvent): Promise<SQSBatchResponse> {
    const { context, queues } = process;
    const postpone = async (records: readonly SQSRecord[]) => {
      const seconds = this.#world.random.between(1, 5);
      for (const { receiptHandle } of records)
        this.#ask(() => this.#world.queues[name].changeVisibility(receiptHandle, seconds));
    };
    switch (name) {
      case 'advance':
        return handleAdvanceBatch({ context, postpone }, event);
      case 'timers':
        return handleTimersBatch({ context, queues, postpone }, event);
      case 'notify':
        return handleNotifyBatch({ context, queues, postpone, deliver: this.#deliverIn(process) }, event);
      default:
        return handleDeadLettersBatch({ context, queues }, event);
    }
  }

  #deliverIn(process: Process): Parameters<typeof handleNotifyBatch>[0]['deliver'] {
    const { notifying } = this.#world;
    assert(notifying, 'nothing is delivered where nobody is notified');
    const delivering = notifying.contextOf(process);
    return (delivery) => deliverNotification(delivering, delivery);
  }

  /** The service refuses what comes too late. */
  #ask(act: () => void): void {
    try {
      act();
    } catch (error) {
      if (!(error instanceof SqsFault)) this.#world.surprise('asking a queue', error);
    }
  }

  async #insist(what: string, act: (process: Process) => Promise<void>): Promise<void> {
    const { turns } = this.#world;
    while (!this.#world.isOver) {
      const isDone = await this.#once(what, async (process) => {
        await act(process);
        return true;
      });
      if (isDone) return;
      await turns.wait(RETRY_MS);
    }
  }

  /** Undefined when it came to nothing. */
  async #once<T>(what: string, act: (process: Process) => Promise<T>): Promise<T | undefined> {
    const process = this.#world.startFunction();
    void this.#endPerhaps(process);
    try {
      const answer = await act(process);
      // What swallowed the end of its process did not answer.
      return process.life.isOver ? undefined : answer;
    } catch (error) {
      if (!isExpected(error)) this.#world.surprise(what, error);
      return undefined;
    }
  }

  async #endPerhaps({ life }: Process): Promise<void> {
    const { random, turns, faults, statistics } = this.#world;
    if (!random.chance(faults.lostInvocation)) return;
    await turns.wait(random.between(0, LIFE_MS_MAX));
    statistics.lostInvocations++;
    this.#world.end(life);
  }
}

function isExpected(error: unknown): boolean {
  return [Crashed, StoreUnavailable, QueueUnavailable, NotHandled].some((kind) => error instanceof kind);
}

/** As the event source hands it over. */
function recordOf(message: LocalMessage): SQSRecord {
  const { id, body, group, sentAt, receiveCount, receipt = '' } = message;
  return {
    messageId: id,
    receiptHandle: receipt,
    body,
    attributes: {
      ApproximateReceiveCount: String(receiveCount),
      ApproximateFirstReceiveTimestamp: String(sentAt),
      SentTimestamp: String(sentAt),
      SenderId: '',
      ...(group === undefined ? {} : { MessageGroupId: group }),
    },
    messageAttributes: {},
    md5OfBody: '',
    eventSource: 'aws:sqs',
    eventSourceARN: '',
    awsRegion: 'us-east-1',
  };
}
