/** The queues of the plan, made on the engine of this machine. */
import { CreateQueueCommand, type QueueAttributeName, type SQSClient } from '@aws-sdk/client-sqs';
import { QUEUES, type QueueName } from '@muster/infra/queues';

export interface LocalQueueAddress {
  readonly url: string;
  readonly arn: string;
}

export type LocalQueues = Readonly<Record<QueueName, LocalQueueAddress>>;

const ACCOUNT = '000000000000';
const REGION = 'us-east-1';

export async function createQueues(client: SQSClient): Promise<LocalQueues> {
  const created = new Map<QueueName, LocalQueueAddress>();
  const names = Object.keys(QUEUES) as QueueName[];
  // Dead letters first: the others name them.
  for (const name of names.sort((a, b) => Number(isRedriven(a)) - Number(isRedriven(b)))) {
    const { QueueUrl: url = '' } = await client.send(
      new CreateQueueCommand({ QueueName: localName(name), Attributes: attributesOf(name) }),
    );
    created.set(name, { url, arn: arnOf(name) });
  }
  return Object.fromEntries(created) as LocalQueues;
}

function isRedriven(name: QueueName): boolean {
  return QUEUES[name].redrive !== undefined;
}

function attributesOf(name: QueueName): Partial<Record<QueueAttributeName, string>> {
  const { isFifo, visibilitySeconds, retentionSeconds, redrive } = QUEUES[name];
  const policy = redrive && {
    deadLetterTargetArn: arnOf(redrive.to),
    maxReceiveCount: redrive.receiveCountMax,
  };
  return {
    VisibilityTimeout: String(visibilitySeconds),
    MessageRetentionPeriod: String(retentionSeconds),
    ...(isFifo ? { FifoQueue: 'true', ContentBasedDeduplication: 'false' } : {}),
    ...(policy ? { RedrivePolicy: JSON.stringify(policy) } : {}),
  };
}

function localName(name: QueueName): string {
  return `muster-local-${name}${QUEUES[name].isFifo ? '.fifo' : ''}`;
}

function arnOf(name: QueueName): string {
  return `arn:aws:sqs:${REGION}:${ACCOUNT}:${localName(name)}`;
}
