/** The queue engine with a clock that stands still until it is moved, and the real client in front of it. */
import {
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  type Message,
  type QueueAttributeName,
  ReceiveMessageCommand,
  type ReceiveMessageCommandInput,
  SendMessageCommand,
  type SendMessageCommandInput,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { type SqsEngine, type SqsEngineOptions, startSqsEngine } from '@muster/aws-local/sqs/sqs-engine';

export const SECOND = 1_000;

export class SqsUnderTest {
  readonly engine: SqsEngine;
  readonly client: SQSClient;
  readonly #clock: { now: number };

  private constructor(engine: SqsEngine, clock: { now: number }) {
    this.engine = engine;
    this.#clock = clock;
    this.client = new SQSClient({
      endpoint: engine.url,
      region: 'us-east-1',
      credentials: { accessKeyId: 'none', secretAccessKey: 'none' },
      maxAttempts: 1,
    });
  }

  /** `clock` is moved by whoever gives it, who then calls `engine.wake`. */
  static async start(
    options: Omit<SqsEngineOptions, 'now'> & { readonly clock?: { now: number } } = {},
  ): Promise<SqsUnderTest> {
    const { clock = { now: Date.UTC(2026, 10, 21) }, ...rest } = options;
    return new SqsUnderTest(await startSqsEngine({ ...rest, now: () => clock.now }), clock);
  }

  get now(): number {
    return this.#clock.now;
  }

  /** Moves the clock. */
  pass(ms: number): void {
    this.#clock.now += ms;
    this.engine.wake();
  }

  async stop(): Promise<void> {
    this.client.destroy();
    await this.engine.close();
  }

  /** Answers the queue's address. */
  async create(name: string, attributes: Partial<Record<QueueAttributeName, string>> = {}): Promise<string> {
    const created = await this.client.send(
      new CreateQueueCommand({ QueueName: name, Attributes: attributes }),
    );
    return created.QueueUrl ?? '';
  }

  /** A FIFO queue; `.fifo` is added to its name. */
  createFifo(name: string, attributes: Partial<Record<QueueAttributeName, string>> = {}): Promise<string> {
    return this.create(`${name}.fifo`, { FifoQueue: 'true', ...attributes });
  }

  async attributesOf(url: string): Promise<Record<string, string>> {
    const command = new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['All'] });
    return (await this.client.send(command)).Attributes ?? {};
  }

  async arnOf(url: string): Promise<string> {
    return (await this.attributesOf(url)).QueueArn ?? '';
  }

  send(url: string, body: string, more: Partial<SendMessageCommandInput> = {}) {
    return this.client.send(new SendMessageCommand({ QueueUrl: url, MessageBody: body, ...more }));
  }

  sendTo(group: string, url: string, body: string) {
    return this.send(url, body, { MessageGroupId: group, MessageDeduplicationId: body });
  }

  async receive(url: string, more: Partial<ReceiveMessageCommandInput> = {}): Promise<readonly Message[]> {
    const command = new ReceiveMessageCommand({
      QueueUrl: url,
      MaxNumberOfMessages: 10,
      MessageSystemAttributeNames: ['All'],
      MessageAttributeNames: ['All'],
      ...more,
    });
    return (await this.client.send(command)).Messages ?? [];
  }

  /** What bodies are there to be received. */
  async bodies(url: string, more: Partial<ReceiveMessageCommandInput> = {}): Promise<readonly string[]> {
    return (await this.receive(url, more)).map(({ Body }) => Body ?? '');
  }

  delete(url: string, message: Message | undefined) {
    const handle = message?.ReceiptHandle;
    return this.client.send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle: handle }));
  }

  changeVisibility(url: string, message: Message | undefined, seconds: number) {
    const handle = message?.ReceiptHandle;
    return this.client.send(
      new ChangeMessageVisibilityCommand({
        QueueUrl: url,
        ReceiptHandle: handle,
        VisibilityTimeout: seconds,
      }),
    );
  }
}

/** The name of what the service refuses a request with; a request that is answered fails the test. */
export async function refusalOf(request: Promise<unknown>): Promise<string> {
  try {
    await request;
  } catch (error) {
    return error instanceof Error ? error.name : String(error);
  }
  throw new Error('it was not refused');
}
