/** What telling the times of a pattern is done without. */
import type { Replacement } from './replacements.ts';

/** Parts of croner, each from its beginning to that of what follows. Only `nextRun` and `previousRuns` are asked for. */
const LEFT_OUT = [
  // Running something at these times: that is what timers are for.
  ['match(e){if(this._states.once)', '_next(e,t,n){'],
  // Names like @daily: a pattern has five fields.
  ['handleNicknames(e){', 'setNthWeekdayOfMonth(e,t){'],
  ['static NICKNAME_MAP={', 'handleNicknames(e){'],
  ['enumerate(e){return new A(this,e)}', '_enumerateRuns(e,t,n){'],
] as const;

export const FOR_SCHEDULES: readonly Replacement[] = [
  { file: /croner\/dist\/croner\.js$/, by: (source) => LEFT_OUT.reduceRight(without, source) },
];

function without(source: string, [from, to]: readonly [string, string]): string {
  const start = source.indexOf(from);
  const end = source.indexOf(to, start);
  if (start < 0 || end < start) throw new Error('croner has another order.');
  return `${source.slice(0, start)}${source.slice(end)}`;
}
