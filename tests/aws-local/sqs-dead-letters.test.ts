import {
  ListDeadLetterSourceQueuesCommand,
  ListMessageMoveTasksCommand,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';
import { throttled } from '@muster/aws-local/sqs/sqs-fault';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { refusalOf, SqsUnderTest } from './sqs-under-test.ts';

let sqs: SqsUnderTest;
beforeEach(async () => {
  sqs = await SqsUnderTest.start();
});
afterEach(() => sqs.stop());

/** A queue that gives up on a message after `maxReceiveCount` receives. */
async function withDeadLetters(maxReceiveCount: number, isFifo = false) {
  const create = isFifo ? sqs.createFifo.bind(sqs) : sqs.create.bind(sqs);
  const dead = await create('dead');
  const deadLetterTargetArn = await sqs.arnOf(dead);
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn, maxReceiveCount });
  return { dead, url: await create('source', { VisibilityTimeout: '0', RedrivePolicy }) };
}

describe('dead letters', () => {
  it('are what was received as often as the policy allows', async () => {
    const { dead, url } = await withDeadLetters(2);
    await sqs.send(url, 'poison');

    const received = [await sqs.bodies(url), await sqs.bodies(url), await sqs.bodies(url)];
    const [letter] = await sqs.receive(dead);

    expect(received).toEqual([['poison'], ['poison'], []]);
    expect(letter?.Body).toBe('poison');
    expect(letter?.Attributes?.DeadLetterQueueSourceArn).toBe(await sqs.arnOf(url));
  });

  it('of a group let the rest of it go on', async () => {
    const { dead, url } = await withDeadLetters(1, true);
    await sqs.sendTo('a', url, 'bad');
    await sqs.sendTo('a', url, 'good');
    await sqs.receive(url, { MaxNumberOfMessages: 1 });

    expect(await sqs.bodies(url)).toEqual(['good']);
    expect(await sqs.bodies(dead)).toEqual(['bad']);
  });

  it('know where they come from', async () => {
    const { dead, url } = await withDeadLetters(1);

    const sources = await sqs.client.send(new ListDeadLetterSourceQueuesCommand({ QueueUrl: dead }));

    expect(sources.queueUrls).toEqual([url]);
  });

  it('can be moved back to where they came from, fresh', async () => {
    const { dead, url } = await withDeadLetters(1);
    await sqs.send(url, 'poison');
    await sqs.receive(url);
    await sqs.receive(url);
    const SourceArn = await sqs.arnOf(dead);

    await sqs.client.send(new StartMessageMoveTaskCommand({ SourceArn }));
    const [again] = await sqs.receive(url);
    const tasks = await sqs.client.send(new ListMessageMoveTasksCommand({ SourceArn }));

    expect(again?.Body).toBe('poison');
    expect(again?.Attributes?.ApproximateReceiveCount).toBe('1');
    expect(tasks.Results).toMatchObject([{ Status: 'COMPLETED', ApproximateNumberOfMessagesMoved: 1 }]);
  });

  it('are moved from queues of dead letters only', async () => {
    const SourceArn = await sqs.arnOf(await sqs.create('living'));

    const moving = sqs.client.send(new StartMessageMoveTaskCommand({ SourceArn }));

    expect(await refusalOf(moving)).toBe('InvalidParameterValue');
  });
});

describe('a fault that a test puts in', () => {
  it('is met by the client as the service would say it', async () => {
    const url = await sqs.create('calm');
    const busy = await SqsUnderTest.start({
      interfere: (operation) => (operation === 'SendMessage' ? throttled() : undefined),
    });
    const busyUrl = await busy.create('busy');

    const refusal = await refusalOf(busy.send(busyUrl, 'x'));
    await busy.stop();

    expect(refusal).toBe('RequestThrottled');
    expect((await sqs.send(url, 'x')).MessageId).toBeDefined();
  });
});
