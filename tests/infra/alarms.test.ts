import { FUNCTION_NAMES } from '@muster/infra/functions';
import { beforeAll, expect, it } from 'vitest';
import { describePlan, type Plan, planOf } from './a-plan.ts';
import { inputsOf, ofType } from './plan-reading.ts';

const ALARM = 'aws:cloudwatch/metricAlarm:MetricAlarm';

describePlan('an alarm', () => {
  let plan: Plan;

  beforeAll(async () => {
    plan = await planOf('production', { MUSTER_ALARM_EMAIL: 'ops@example.com' });
  });

  it.each([
    ['messages that were given up', 'DeadLetters', { metricName: 'Invocations', threshold: 0 }],
    ['batches of the stream that were given up', 'StreamDead', { threshold: 0 }],
    ['notifications that could not be tried', 'NotifyDead', { threshold: 0 }],
    ['notifications that wait', 'NotifyAge', { metricName: 'ApproximateAgeOfOldestMessage' }],
    ['missions that wait', 'AdvanceAge', { metricName: 'ApproximateAgeOfOldestMessage', threshold: 120 }],
    ['timers that are late', 'TimersLate', { metricName: 'TimerLateness', threshold: 2_000 }],
    ['a stream that is not read', 'Behind-relay', { metricName: 'IteratorAge' }],
    ['answers with 5xx', 'ApiFailures', { metricName: '5xx' }],
    ['a minute that does not come', 'SweepSilent', { treatMissingData: 'breaching' }],
  ])('tells of %s', (_what, name, expected) => {
    expect(inputsOf(plan, ALARM, `Alarm${name}`)).toMatchObject(expected);
  });

  it('tells of errors of every function', () => {
    const names = ofType(plan, ALARM).map(({ name }) => name);

    expect(names).toEqual(expect.arrayContaining(FUNCTION_NAMES.map((name) => `AlarmErrors-${name}`)));
  });

  it('reaches a person, when one is named', async () => {
    const [topic] = ofType(plan, 'aws:sns/topic:Topic');

    for (const { inputs } of ofType(plan, ALARM)) expect(inputs.alarmActions).toHaveLength(1);
    expect(inputsOf(plan, 'aws:sns/topicSubscription:TopicSubscription', 'AlarmsEmail')).toMatchObject({
      protocol: 'email',
      endpoint: 'ops@example.com',
    });
    expect(topic?.inputs.name).toBe('muster-production-alarms');
  });
});
