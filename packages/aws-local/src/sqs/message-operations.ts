/** Sending, receiving and settling messages, as the JSON protocol speaks of them. */
import type { LocalAccount } from './local-account.ts';
import type { LocalMessage, LocalQueue, NewMessage } from './local-queue.ts';
import { attributesDigest, bodyDigest, messageBytes } from './message-digest.ts';
import { numberOf } from './queue-attributes.ts';
import {
  messageAttributesOf,
  optionalTextOf,
  type Request,
  requestsOf,
  textOf,
  textsOf,
  wholeNumberOf,
} from './request-fields.ts';
import { invalidValue, missingParameter, SqsFault, serviceFault } from './sqs-fault.ts';

const BATCH_MAX = 10;
const BATCH_BYTES_MAX = 1_048_576;
const DELAY_SECONDS = { min: 0, max: 900 } as const;
const VISIBILITY_SECONDS = { min: 0, max: 43_200 } as const;
const WAIT_SECONDS = { min: 0, max: 20 } as const;
const ENTRY_ID = /^[A-Za-z0-9_-]{1,80}$/;
const TOKEN = /^[\x21-\x7e]{1,128}$/;
/** XML 1.0 knows no other characters, and neither does the service. */
const FORBIDDEN_CHARACTER = /[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u;

export interface Receiving {
  readonly now: () => number;
  /** Whether the receiver has hung up: then nothing may be handed to it. */
  readonly hasGone: () => boolean;
}

export function sendMessage(queue: LocalQueue, request: Request): object {
  const message = newMessageOf(queue, request);
  const sent = queue.send(message);
  return {
    MessageId: sent.id,
    MD5OfMessageBody: bodyDigest(message.body),
    ...(message.attributes && { MD5OfMessageAttributes: attributesDigest(message.attributes) }),
    ...(sent.sequence !== undefined && { SequenceNumber: sent.sequence }),
  };
}

export function sendMessageBatch(queue: LocalQueue, request: Request): object {
  const entries = entriesOf(request);
  const bytes = entries.map((entry) =>
    messageBytes(optionalTextOf(entry, 'MessageBody') ?? '', messageAttributesOf(entry)),
  );
  if (bytes.reduce((sum, one) => sum + one, 0) > BATCH_BYTES_MAX) {
    const message = `Batch requests cannot be longer than ${BATCH_BYTES_MAX} bytes.`;
    throw serviceFault('BatchRequestTooLong', message);
  }
  return eachEntry(entries, (entry) => sendMessage(queue, entry));
}

/** Long polling: waits until there is something, or the time is over, or the receiver has gone. */
export async function receiveMessage(
  account: LocalAccount,
  queue: LocalQueue,
  received: { readonly request: Request; readonly receiving: Receiving },
): Promise<object> {
  const { request, receiving } = received;
  const count = wholeNumberOf(request, 'MaxNumberOfMessages', { min: 1, max: BATCH_MAX }) ?? 1;
  const visibilitySeconds =
    wholeNumberOf(request, 'VisibilityTimeout', VISIBILITY_SECONDS) ??
    numberOf(queue.attributes, 'VisibilityTimeout');
  const waitSeconds =
    wholeNumberOf(request, 'WaitTimeSeconds', WAIT_SECONDS) ??
    numberOf(queue.attributes, 'ReceiveMessageWaitTimeSeconds');
  const until = receiving.now() + waitSeconds * 1_000;
  while (!receiving.hasGone()) {
    const taken = account.take(queue, { count, visibilitySeconds });
    if (taken.length > 0)
      return { Messages: taken.map((message) => shownMessage(account, message, request)) };
    if (receiving.now() >= until) return {};
    await queue.wait(until);
  }
  return {};
}

export function deleteMessage(queue: LocalQueue, request: Request): object {
  queue.delete(textOf(request, 'ReceiptHandle'));
  return {};
}

export function deleteMessageBatch(queue: LocalQueue, request: Request): object {
  return eachEntry(entriesOf(request), (entry) => deleteMessage(queue, entry));
}

export function changeMessageVisibility(queue: LocalQueue, request: Request): object {
  const seconds = wholeNumberOf(request, 'VisibilityTimeout', VISIBILITY_SECONDS);
  if (seconds === undefined) throw missingParameter('VisibilityTimeout');
  queue.changeVisibility(textOf(request, 'ReceiptHandle'), seconds);
  return {};
}

export function changeMessageVisibilityBatch(queue: LocalQueue, request: Request): object {
  return eachEntry(entriesOf(request), (entry) => changeMessageVisibility(queue, entry));
}

function newMessageOf(queue: LocalQueue, request: Request): NewMessage {
  const body = textOf(request, 'MessageBody');
  if (FORBIDDEN_CHARACTER.test(body)) {
    const message =
      'Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | #x20 and above.';
    throw new SqsFault('InvalidMessageContents', 'InvalidMessageContents', message);
  }
  const attributes = messageAttributesOf(request);
  const bytesMax = numberOf(queue.attributes, 'MaximumMessageSize');
  if (messageBytes(body, attributes) > bytesMax) {
    const reason = `Message must be shorter than ${bytesMax} bytes.`;
    throw invalidValue(`One or more parameters are invalid. Reason: ${reason}`);
  }
  const delaySeconds = wholeNumberOf(request, 'DelaySeconds', DELAY_SECONDS);
  const group = tokenOf(request, 'MessageGroupId');
  const deduplicationId = tokenOf(request, 'MessageDeduplicationId');
  checkKind(queue, { delaySeconds, group, deduplicationId });
  return {
    body,
    ...(attributes && { attributes }),
    ...(group !== undefined && { group }),
    ...(deduplicationId !== undefined && { deduplicationId }),
    ...(delaySeconds !== undefined && !queue.isFifo && { delaySeconds }),
  };
}

/** A FIFO queue needs a group and takes no delay of a single message; only it knows deduplication ids. */
function checkKind(
  queue: LocalQueue,
  given: {
    readonly delaySeconds: number | undefined;
    readonly group: string | undefined;
    readonly deduplicationId: string | undefined;
  },
): void {
  const reason = 'The request include parameter that is not valid for this queue type.';
  if (queue.isFifo) {
    if (given.group === undefined) throw missingParameter('MessageGroupId');
    if (given.delaySeconds)
      throw invalidValue(
        `Value ${given.delaySeconds} for parameter DelaySeconds is invalid. Reason: ${reason}`,
      );
  } else if (given.deduplicationId !== undefined) {
    const value = `Value ${given.deduplicationId} for parameter MessageDeduplicationId`;
    throw invalidValue(`${value} is invalid. Reason: ${reason}`);
  }
}

function tokenOf(request: Request, name: string): string | undefined {
  const text = optionalTextOf(request, name);
  if (text === undefined || TOKEN.test(text)) return text;
  const reason = `${name} can only include alphanumeric and punctuation characters. 1 to 128 in length.`;
  throw invalidValue(`Value ${text} for parameter ${name} is invalid. Reason: ${reason}`);
}

function shownMessage(account: LocalAccount, message: LocalMessage, request: Request): object {
  const shown = [...textsOf(request, 'AttributeNames'), ...textsOf(request, 'MessageSystemAttributeNames')];
  const attributes = Object.entries(systemAttributes(account, message)).filter(
    ([name, value]) => value !== undefined && (shown.includes('All') || shown.includes(name)),
  );
  const wanted = textsOf(request, 'MessageAttributeNames');
  const own = Object.entries(message.attributes ?? {}).filter(([name]) => isWanted(name, wanted));
  return {
    MessageId: message.id,
    ReceiptHandle: message.receipt,
    Body: message.body,
    MD5OfBody: bodyDigest(message.body),
    ...(attributes.length > 0 && { Attributes: Object.fromEntries(attributes) }),
    ...(own.length > 0 && {
      MessageAttributes: Object.fromEntries(own),
      MD5OfMessageAttributes: attributesDigest(Object.fromEntries(own)),
    }),
  };
}

function systemAttributes(
  account: LocalAccount,
  message: LocalMessage,
): Readonly<Record<string, string | undefined>> {
  return {
    SenderId: account.id,
    SentTimestamp: String(message.sentAt),
    ApproximateReceiveCount: String(message.receiveCount),
    ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt),
    MessageGroupId: message.group,
    MessageDeduplicationId: message.deduplicationId,
    SequenceNumber: message.sequence,
    DeadLetterQueueSourceArn: message.sourceArn,
  };
}

function isWanted(name: string, wanted: readonly string[]): boolean {
  return wanted.some((pattern) => {
    if (pattern === 'All' || pattern === '.*') return true;
    return pattern.endsWith('.*') ? name.startsWith(pattern.slice(0, -2)) : name === pattern;
  });
}

function entriesOf(request: Request): readonly Request[] {
  const entries = requestsOf(request, 'Entries');
  if (entries.length === 0) {
    throw serviceFault('EmptyBatchRequest', 'There should be at least one entry in the request.');
  }
  if (entries.length > BATCH_MAX) {
    const message = `Maximum number of entries per request are ${BATCH_MAX}. You have sent ${entries.length}.`;
    throw serviceFault('TooManyEntriesInBatchRequest', message);
  }
  const ids = entries.map((entry) => textOf(entry, 'Id'));
  if (!ids.every((id) => ENTRY_ID.test(id))) {
    const message = 'A batch entry id can only contain alphanumeric characters, hyphens and underscores.';
    throw serviceFault('InvalidBatchEntryId', message);
  }
  if (new Set(ids).size < ids.length) {
    throw serviceFault(
      'BatchEntryIdsNotDistinct',
      'Two or more batch entries in the request have the same id.',
    );
  }
  return entries;
}

function eachEntry(entries: readonly Request[], handle: (entry: Request) => object): object {
  const Successful: object[] = [];
  const Failed: object[] = [];
  for (const entry of entries) {
    const { Id } = entry;
    try {
      Successful.push({ Id, ...handle(entry) });
    } catch (error) {
      if (!(error instanceof SqsFault)) throw error;
      Failed.push({ Id, Code: error.code, Message: error.message, SenderFault: true });
    }
  }
  return { Successful, Failed };
}
