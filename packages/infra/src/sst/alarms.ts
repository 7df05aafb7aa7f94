/**
 * What calls a person: work that was given up, work that waits too long, functions that fail, timers that are late, a
 * sweep that stopped.
 */

import { FUNCTION_NAMES } from '../functions.ts';
import { METRIC_NAMESPACE, TIMER_LATENESS, TIMER_SERVICE } from '../metrics.ts';
import type { StageSettings } from '../stage-settings.ts';
import type { Functions } from './functions.ts';
import type { Queues } from './queues.ts';

interface Alarm {
  readonly description: string;
  readonly namespace: string;
  readonly metric: string;
  readonly dimensions: Record<string, $util.Input<string>>;
  readonly statistic: string;
  readonly above: number;
  /** Of one period, and how many in a row. */
  readonly seconds: number;
  readonly periods: number;
}

export function createAlarms(
  settings: StageSettings,
  {
    queues,
    functions,
    api,
  }: {
    readonly queues: Queues;
    readonly functions: Functions;
    readonly api: sst.aws.ApiGatewayV2;
  },
): void {
  const topic = new aws.sns.Topic('Alarms', { name: `${$app.name}-${$app.stage}-alarms` });
  if (settings.alarmEmail !== undefined) {
    new aws.sns.TopicSubscription('AlarmsEmail', {
      topic: topic.arn,
      protocol: 'email',
      endpoint: settings.alarmEmail,
    });
  }
  const alarms = { ...queueAlarms(queues), ...functionAlarms(functions), ...apiAlarms(api), ...timeAlarms() };
  for (const [name, alarm] of Object.entries(alarms)) createAlarm(name, alarm, topic);
  createSilenceAlarm(functions, topic);
}

function createAlarm(name: string, alarm: Alarm, topic: aws.sns.Topic): void {
  new aws.cloudwatch.MetricAlarm(`Alarm${name}`, {
    name: `${$app.name}-${$app.stage}-${name}`,
    alarmDescription: alarm.description,
    namespace: alarm.namespace,
    metricName: alarm.metric,
    dimensions: alarm.dimensions,
    ...(alarm.statistic.startsWith('p')
      ? { extendedStatistic: alarm.statistic }
      : { statistic: alarm.statistic }),
    comparisonOperator: 'GreaterThanThreshold',
    threshold: alarm.above,
    period: alarm.seconds,
    evaluationPeriods: alarm.periods,
    treatMissingData: 'notBreaching',
    alarmActions: [topic.arn],
    okActions: [topic.arn],
  });
}

/** Dead letters are consumed at once, so that their number says nothing: that somebody had to consume them does. */
function queueAlarms(queues: Queues): Record<string, Alarm> {
  const age = (queue: sst.aws.Queue, above: number, description: string): Alarm => ({
    description,
    namespace: 'AWS/SQS',
    metric: 'ApproximateAgeOfOldestMessage',
    dimensions: { QueueName: queue.nodes.queue.name },
    statistic: 'Maximum',
    above,
    seconds: 60,
    periods: 3,
  });
  return {
    AdvanceAge: age(queues.advance, 120, 'Missions wait to be advanced.'),
    // A timer may wait in the queue for up to 15 minutes before it is due.
    TimersAge: age(queues.timers, 1_200, 'Timers wait in their queue.'),
    AdvanceDeadAge: age(queues.advanceDead, 900, 'Dead letters are not being recorded.'),
    TimersDeadAge: age(queues.timersDead, 900, 'Dead letters are not being recorded.'),
    // A notification that is to be tried again waits there for up to 15 minutes.
    NotifyAge: age(queues.notify, 1_200, 'Notifications wait in their queue.'),
    NotifyDead: {
      description: 'Notifications could not even be tried. They are due still; find out why.',
      namespace: 'AWS/SQS',
      metric: 'ApproximateNumberOfMessagesVisible',
      dimensions: { QueueName: queues.notifyDead.nodes.queue.name },
      statistic: 'Maximum',
      above: 0,
      seconds: 60,
      periods: 1,
    },
    StreamDead: {
      description:
        'A batch of the stream was given up. The sweep sends its messages and subscribers read on, but notifications ' +
        'of it that were not recorded are lost; find out why.',
      namespace: 'AWS/SQS',
      metric: 'ApproximateNumberOfMessagesVisible',
      dimensions: { QueueName: queues.streamDead.nodes.queue.name },
      statistic: 'Maximum',
      above: 0,
      seconds: 60,
      periods: 1,
    },
  };
}

function functionAlarms(functions: Functions): Record<string, Alarm> {
  const of = (name: (typeof FUNCTION_NAMES)[number], metric: string) => ({
    namespace: 'AWS/Lambda',
    metric,
    dimensions: { FunctionName: functions[name].name },
    seconds: 60,
  });
  const errors = FUNCTION_NAMES.map((name): [string, Alarm] => [
    `Errors-${name}`,
    { ...of(name, 'Errors'), description: `${name} fails.`, statistic: 'Sum', above: 5, periods: 3 },
  ]);
  const behind = (['relay', 'publish'] as const).map((name): [string, Alarm] => [
    `Behind-${name}`,
    {
      ...of(name, 'IteratorAge'),
      description: `${name} lags behind the stream.`,
      statistic: 'Maximum',
      above: 60_000,
      periods: 3,
    },
  ]);
  return {
    ...Object.fromEntries([...errors, ...behind]),
    DeadLetters: {
      ...of('deadLetters', 'Invocations'),
      description:
        'Messages were given up. Their missions list them as dead letters, `npm run unaddressed` those without one.',
      statistic: 'Sum',
      above: 0,
      periods: 1,
    },
  };
}

function apiAlarms(api: sst.aws.ApiGatewayV2): Record<string, Alarm> {
  return {
    ApiFailures: {
      description: 'Requests are answered with 5xx.',
      namespace: 'AWS/ApiGateway',
      metric: '5xx',
      dimensions: { ApiId: api.nodes.api.id },
      statistic: 'Sum',
      above: 5,
      seconds: 60,
      periods: 3,
    },
  };
}

function timeAlarms(): Record<string, Alarm> {
  return {
    TimersLate: {
      description: 'Timers fire more than two seconds late.',
      namespace: METRIC_NAMESPACE,
      metric: TIMER_LATENESS,
      dimensions: { service: TIMER_SERVICE },
      statistic: 'p99',
      above: 2_000,
      seconds: 300,
      periods: 2,
    },
  };
}

/** Nothing else tells that the minute does not come any more. */
function createSilenceAlarm(functions: Functions, topic: aws.sns.Topic): void {
  new aws.cloudwatch.MetricAlarm('AlarmSweepSilent', {
    name: `${$app.name}-${$app.stage}-SweepSilent`,
    alarmDescription: 'The sweep has not run for three minutes: timers beyond 15 minutes are not sent.',
    namespace: 'AWS/Lambda',
    metricName: 'Invocations',
    dimensions: { FunctionName: functions.sweep.name },
    statistic: 'Sum',
    comparisonOperator: 'LessThanThreshold',
    threshold: 1,
    period: 60,
    evaluationPeriods: 3,
    treatMissingData: 'breaching',
    alarmActions: [topic.arn],
    okActions: [topic.arn],
  });
}
