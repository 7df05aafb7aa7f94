/** What a queue can be told to do, checked as the service checks it. Limits as documented on 2026-11-21. */
import { invalidValue, SqsFault } from './sqs-fault.ts';

export type QueueAttributes = Readonly<Record<string, string>>;

const DEFAULTS: QueueAttributes = {
  VisibilityTimeout: '30',
  DelaySeconds: '0',
  MaximumMessageSize: '1048576',
  MessageRetentionPeriod: '345600',
  ReceiveMessageWaitTimeSeconds: '0',
};

const RANGES: Readonly<Record<string, readonly [min: number, max: number]>> = {
  VisibilityTimeout: [0, 43_200],
  DelaySeconds: [0, 900],
  MaximumMessageSize: [1_024, 1_048_576],
  MessageRetentionPeriod: [60, 1_209_600],
  ReceiveMessageWaitTimeSeconds: [0, 20],
};

const CHOICES: Readonly<Record<string, readonly string[]>> = {
  FifoQueue: ['true'],
  ContentBasedDeduplication: ['true', 'false'],
  DeduplicationScope: ['queue', 'messageGroup'],
  FifoThroughputLimit: ['perQueue', 'perMessageGroupId'],
};
const FIFO_ONLY = ['ContentBasedDeduplication', 'DeduplicationScope', 'FifoThroughputLimit'];
/** Taken and shown again; they change nothing here: there is no encryption and nobody else on this machine. */
const ACCEPTED = [
  'Policy',
  'RedriveAllowPolicy',
  'KmsMasterKeyId',
  'KmsDataKeyReusePeriodSeconds',
  'SqsManagedSseEnabled',
];

export interface RedrivePolicy {
  readonly targetArn: string;
  readonly maxReceiveCount: number;
}

/** The attributes of a new queue. */
export function newAttributes(name: string, given: QueueAttributes): QueueAttributes {
  const isFifo = name.endsWith('.fifo');
  if (isFifo !== (given.FifoQueue === 'true')) {
    throw invalidValue('The name of a FIFO queue can only include alphanumeric characters and end in .fifo');
  }
  return { ...DEFAULTS, ...checkedAttributes(given, isFifo) };
}

/** What is given to a queue that is FIFO or not; throws at the first that it can't have. */
export function checkedAttributes(given: QueueAttributes, isFifo: boolean): QueueAttributes {
  for (const [name, value] of Object.entries(given)) {
    if (!isFifo && FIFO_ONLY.includes(name)) throw unknownAttribute(name);
    checkAttribute(name, value);
  }
  return given;
}

export function redrivePolicyOf(attributes: QueueAttributes): RedrivePolicy | undefined {
  const text = attributes.RedrivePolicy;
  if (text === undefined || text === '') return undefined;
  const policy: unknown = parsed(text);
  if (typeof policy !== 'object' || policy === null)
    throw invalidValue('The redrive policy is not valid JSON.');
  const { deadLetterTargetArn, maxReceiveCount } = policy as Record<string, unknown>;
  const count = Number(maxReceiveCount);
  if (typeof deadLetterTargetArn !== 'string' || !Number.isInteger(count) || count < 1 || count > 1_000) {
    const reason = 'Redrive policy needs a deadLetterTargetArn and a maxReceiveCount from 1 to 1000.';
    throw invalidValue(`Value ${text} for parameter RedrivePolicy is invalid. Reason: ${reason}`);
  }
  return { targetArn: deadLetterTargetArn, maxReceiveCount: count };
}

export function numberOf(attributes: QueueAttributes, name: string): number {
  return Number(attributes[name] ?? DEFAULTS[name]);
}

export function unknownAttribute(name: string): SqsFault {
  return new SqsFault('InvalidAttributeName', 'InvalidAttributeName', `Unknown Attribute ${name}.`);
}

function checkAttribute(name: string, value: string): void {
  const range = RANGES[name];
  const isInRange = range && /^\d+$/.test(value) && Number(value) >= range[0] && Number(value) <= range[1];
  if (range && !isInRange) throw invalidValue(`Invalid value for the parameter ${name}.`);
  const choices = CHOICES[name];
  if (choices && !choices.includes(value)) throw invalidValue(`Invalid value for the parameter ${name}.`);
  if (name === 'RedrivePolicy') redrivePolicyOf({ RedrivePolicy: value });
  else if (!range && !choices && !ACCEPTED.includes(name)) throw unknownAttribute(name);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
