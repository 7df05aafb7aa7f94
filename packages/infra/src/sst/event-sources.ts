/** Joins queues, stream and clock to the functions that they call. */
import { FEED_FILTER_PATTERN } from '@muster/dynamodb/stream';
import { QUEUE_SOURCES, STREAM_SOURCES, SWEEP_SCHEDULE } from '../event-sources.ts';
import type { Around, Functions } from './functions.ts';

export function joinEventSources({ table, queues }: Around, functions: Functions): void {
  for (const { function: name, queue, batchSize, concurrencyMax } of QUEUE_SOURCES) {
    queues[queue].subscribe(functions[name].arn, {
      batch: { size: batchSize, partialResponses: true },
      transform: { eventSourceMapping: { scalingConfig: { maximumConcurrency: concurrencyMax } } },
    });
  }
  for (const source of STREAM_SOURCES) {
    table.subscribe(source.function, functions[source.function].arn, {
      filters: [JSON.parse(FEED_FILTER_PATTERN)],
      transform: {
        eventSourceMapping: {
          batchSize: source.batchSize,
          maximumBatchingWindowInSeconds: source.windowSeconds,
          parallelizationFactor: source.shardBatchesMax,
          // Not LATEST: what is committed while the mapping is being made must not be missed.
          startingPosition: 'TRIM_HORIZON',
          bisectBatchOnFunctionError: true,
          functionResponseTypes: ['ReportBatchItemFailures'],
          maximumRetryAttempts: source.retryCountMax,
          maximumRecordAgeInSeconds: source.recordAgeSecondsMax,
          destinationConfig: { onFailure: { destinationArn: queues.streamDead.arn } },
        },
      },
    });
  }
  new sst.aws.CronV2('Minute', { schedule: SWEEP_SCHEDULE, function: functions.sweep.arn });
}
