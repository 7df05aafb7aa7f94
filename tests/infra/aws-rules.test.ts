import { FEED_FILTER_PATTERN } from '@muster/dynamodb/stream';
import { TTL_ATTRIBUTE, tableDefinition } from '@muster/dynamodb/table';
import { beforeAll, describe, expect, it } from 'vitest';
import { describePlan, type Plan, planOf } from './a-plan.ts';
import { inputsOf, ofType, shortened } from './plan-reading.ts';

const QUEUE = 'aws:sqs/queue:Queue';
const FUNCTION = 'aws:lambda/function:Function';
const MAPPING = 'aws:lambda/eventSourceMapping:EventSourceMapping';

describePlan('a deployment', () => {
  let plan: Plan;

  beforeAll(async () => {
    plan = await planOf('production');
  });

  describe('its table', () => {
    it('is the one that the store is written for', () => {
      const table = inputsOf(plan, 'aws:dynamodb/table:Table', 'TableTable');
      const wanted = tableDefinition('');
      const keysOf = (schema: readonly KeyElement[]) => ({
        hashKey: schema.find(({ KeyType }) => KeyType === 'HASH')?.AttributeName,
        rangeKey: schema.find(({ KeyType }) => KeyType === 'RANGE')?.AttributeName,
      });

      expect(table).toMatchObject({
        ...keysOf(wanted.KeySchema),
        billingMode: wanted.BillingMode,
        attributes: wanted.AttributeDefinitions.map(({ AttributeName, AttributeType }) => ({
          name: AttributeName,
          type: AttributeType,
        })),
        globalSecondaryIndexes: wanted.GlobalSecondaryIndexes.map(({ IndexName, KeySchema, Projection }) => ({
          name: IndexName,
          ...keysOf(KeySchema ?? []),
          projectionType: Projection?.ProjectionType,
        })),
        streamEnabled: wanted.StreamSpecification.StreamEnabled,
        streamViewType: wanted.StreamSpecification.StreamViewType,
        ttl: { attributeName: TTL_ATTRIBUTE, enabled: true },
        pointInTimeRecovery: { enabled: true },
      });
    });
  });

  describe('its queues', () => {
    it('have dead letters of their own kind', () => {
      const queues = ofType(plan, QUEUE);
      const redriven = queues.filter(({ inputs }) => inputs.redrivePolicy !== undefined);

      expect(redriven.map(({ name }) => name).sort()).toEqual([
        'AdvanceQueueQueue',
        'NotifyQueueQueue',
        'TimersQueueQueue',
      ]);
      for (const { inputs } of redriven) {
        const { deadLetterTargetArn, maxReceiveCount } = JSON.parse(String(inputs.redrivePolicy));
        const dead = inputsOf(plan, QUEUE, shortened(deadLetterTargetArn).replace('sqs:', ''));

        expect(dead.fifoQueue).toBe(inputs.fifoQueue);
        expect(String(inputs.name).endsWith('.fifo')).toBe(inputs.fifoQueue);
        expect(maxReceiveCount).toBeGreaterThanOrEqual(3);
        expect(Number(dead.messageRetentionSeconds)).toBeGreaterThan(Number(inputs.messageRetentionSeconds));
      }
    });

    it('tell messages apart by their ids and not by their texts, mission by mission', () => {
      expect(inputsOf(plan, QUEUE, 'AdvanceQueueQueue')).toMatchObject({
        contentBasedDeduplication: false,
        deduplicationScope: 'messageGroup',
        fifoThroughputLimit: 'perMessageGroupId',
      });
    });

    it('hide a message for at least six times the time limit of who handles it', () => {
      const fromQueues = ofType(plan, MAPPING).filter(({ inputs }) => isQueue(inputs.eventSourceArn));

      expect(fromQueues).toHaveLength(5);
      for (const { inputs } of fromQueues) {
        const queue = inputsOf(plan, QUEUE, lastName(inputs.eventSourceArn));
        const consumer = inputsOf(plan, FUNCTION, lastName(inputs.functionName));

        expect(Number(queue.visibilityTimeoutSeconds)).toBeGreaterThanOrEqual(6 * Number(consumer.timeout));
      }
    });

    it('are answered message by message, and bounded in concurrency', () => {
      const fromQueues = ofType(plan, MAPPING).filter(({ inputs }) => isQueue(inputs.eventSourceArn));

      for (const { inputs } of fromQueues) {
        expect(inputs.functionResponseTypes).toEqual(['ReportBatchItemFailures']);
        // More than 10 a batch would need a window, which FIFO queues don't take.
        expect(Number(inputs.batchSize)).toBeLessThanOrEqual(10);
        const { maximumConcurrency } = inputs.scalingConfig as { maximumConcurrency: number };
        expect(maximumConcurrency).toBeGreaterThanOrEqual(2);
        expect(maximumConcurrency).toBeLessThanOrEqual(1_000);
      }
    });
  });

  describe('its stream', () => {
    it('calls functions for records of the feed only, and gives a record that always fails up', () => {
      const fromStream = ofType(plan, MAPPING).filter(({ inputs }) => !isQueue(inputs.eventSourceArn));

      expect(fromStream.map(({ inputs }) => lastName(inputs.functionName)).sort()).toEqual([
        'PublishFunction',
        'RelayFunction',
      ]);
      for (const { inputs } of fromStream) {
        expect(inputs).toMatchObject({
          filterCriteria: { filters: [{ pattern: FEED_FILTER_PATTERN }] },
          functionResponseTypes: ['ReportBatchItemFailures'],
          bisectBatchOnFunctionError: true,
          startingPosition: 'TRIM_HORIZON',
        });
        expect(Number(inputs.maximumRetryAttempts)).toBeGreaterThanOrEqual(3);
        expect(Number(inputs.maximumRecordAgeInSeconds)).toBeLessThan(86_400);
        const { onFailure } = inputs.destinationConfig as { onFailure: { destinationArn: string } };
        expect(shortened(onFailure.destinationArn)).toBe('sqs:StreamDeadQueueQueue');
      }
      // Lambda can send what it gave up to standard queues only.
      expect(inputsOf(plan, QUEUE, 'StreamDeadQueueQueue').fifoQueue).toBe(false);
    });
  });

  describe('its functions', () => {
    it('answer before API Gateway gives up, on the runtime that this repository pins', () => {
      for (const name of ['GraphqlFunction', 'SocketFunction']) {
        expect(Number(inputsOf(plan, FUNCTION, name).timeout)).toBeLessThan(29);
      }
      for (const { inputs } of ofType(plan, FUNCTION)) {
        expect(inputs).toMatchObject({ runtime: 'nodejs24.x', architectures: ['arm64'] });
        expect(Number(inputs.memorySize)).toBeLessThanOrEqual(1_024);
      }
      expect(process.versions.node.split('.')[0]).toBe('24');
    });

    it('are told names and addresses, and no secret but the key of links, where those are made or read', () => {
      // SST encrypts its bundle of resources, which is empty here, with a key of its own.
      const ofSst = ['SST_KEY', 'SST_KEY_FILE'];
      for (const { name, inputs } of ofType(plan, FUNCTION)) {
        const { variables } = inputs.environment as { variables: Record<string, string> };
        const secret = Object.keys(variables).filter((name) => /KEY|SECRET|TOKEN|PASSWORD/.test(name));

        const isLinked = ['GraphqlFunction', 'NotifyFunction'].includes(name);
        expect(secret.sort()).toEqual(isLinked ? ['MUSTER_LINK_KEY', ...ofSst] : ofSst);
      }
    });

    it('run each minute', () => {
      expect(inputsOf(plan, 'aws:scheduler/schedule:Schedule', 'MinuteSchedule')).toMatchObject({
        scheduleExpression: 'rate(1 minute)',
        state: 'ENABLED',
      });
    });
  });

  it('keeps no log for ever', () => {
    const logs = ofType(plan, 'aws:cloudwatch/logGroup:LogGroup');

    expect(logs).toHaveLength(11);
    for (const { inputs } of logs) expect(inputs.retentionInDays).toBe(90);
  });

  it('has one way in over HTTP and one over WebSocket, both throttled', () => {
    const routes = ofType(plan, 'aws:apigatewayv2/route:Route').map(({ inputs }) => inputs.routeKey);

    expect(routes.sort()).toEqual(
      [
        '$connect',
        '$default',
        '$disconnect',
        'GET /approve',
        'GET /graphql',
        'GET /health',
        'POST /approve',
        'POST /graphql',
      ].sort(),
    );
    for (const { inputs } of ofType(plan, 'aws:apigatewayv2/stage:Stage')) {
      expect(inputs.defaultRouteSettings).toEqual({
        throttlingRateLimit: 1_000,
        throttlingBurstLimit: 2_000,
      });
    }
  });

  it('outlives mistakes in production, and nothing of it stays elsewhere', async () => {
    const other = await planOf('trial');

    expect(plan.app).toMatchObject({ removal: 'retain', protect: true });
    expect(inputsOf(plan, 'aws:dynamodb/table:Table', 'TableTable').deletionProtectionEnabled).toBe(true);
    expect(other.app).toMatchObject({ removal: 'remove', protect: false });
    expect(inputsOf(other, 'aws:dynamodb/table:Table', 'TableTable').deletionProtectionEnabled).toBe(false);
  });

  it('tells where it is', () => {
    expect(plan.outputs).toMatchObject({
      stage: 'production',
      url: expect.stringMatching(/^https:.*\/graphql$/),
      sockets: expect.stringMatching(/^wss:/),
      table: expect.stringContaining('muster-production'),
    });
    // What `npm run unaddressed` asks for.
    for (const queue of ['advanceQueue', 'timersQueue', 'notifyQueue'])
      expect(plan.outputs[queue]).toBeTruthy();
  });
});

interface KeyElement {
  readonly AttributeName: string | undefined;
  readonly KeyType: string | undefined;
}

function isQueue(arn: unknown): boolean {
  return String(arn).includes(':sqs:');
}

function lastName(arn: unknown): string {
  return /(\w+)$/.exec(shortened(String(arn)))?.[1] ?? '';
}
