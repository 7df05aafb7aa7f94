/** How late timers are: what the alarm on lateness looks at. Written to the log, where CloudWatch reads it. */
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { METRIC_NAMESPACE, TIMER_LATENESS, TIMER_SERVICE } from '@muster/infra/metrics';

const metrics = new Metrics({ namespace: METRIC_NAMESPACE, serviceName: TIMER_SERVICE });

export function recordLateness(latenessMs: number): void {
  metrics.addMetric(TIMER_LATENESS, MetricUnit.Milliseconds, latenessMs);
}

/** Of one invocation, at its end. */
export function sendMetrics(): void {
  if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics();
}
