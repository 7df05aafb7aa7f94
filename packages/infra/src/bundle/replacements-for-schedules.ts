/** What telling the times of a pattern is done without. */
import type { Replacement } from './replacements.ts';

export const FOR_SCHEDULES: readonly Replacement[] = [
  // Running something at these times: that is what timers are for. Only `nextRun` and `previousRuns` are asked for.
  { file: /croner\/dist\/croner\.js$/, by: withoutRunning },
];

function withoutRunning(source: string): string {
  const start = source.indexOf('match(e){if(this._states.once)');
  const end = source.indexOf('_next(e,t,n){', start);
  if (start < 0 || end < start) throw new Error('croner has another order.');
  return `${source.slice(0, start)}${source.slice(end)}`.replace('enumerate(e){return new A(this,e)}', '');
}
