/** Metrics of our own, and where they are found. */
export const METRIC_NAMESPACE = 'Muster';
/** Milliseconds between when a timer was due and when it was handled, of this service. */
export const TIMER_LATENESS = 'TimerLateness';
export const TIMER_SERVICE = 'timers';
