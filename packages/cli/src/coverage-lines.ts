/** What there is to say about how far the tasks of a document cover its contract; nothing without a contract. */
import type { CoverageLineFragment } from '@muster/client/generated/operations';
import type { Output } from './output.ts';

export function coverageLines({ paint }: Output, coverage: CoverageLineFragment): readonly string[] {
  const { assertions, unclaimed, multiClaimed, unknown, percent, isSufficient, policy } = coverage;
  if (assertions.length === 0 && unknown.length === 0) return [];
  const claimedCount = assertions.length - unclaimed.length;
  const several = policy.claims === 'EXACTLY_ONE' ? multiClaimed : [];
  const mark = isSufficient ? paint('green', '✓') : paint('yellow', '!');
  return [
    `${mark} contract: ${claimedCount} of ${assertions.length} assertions have a task (${percent} %)`,
    ...told('nothing fulfils', unclaimed),
    ...told('several tasks fulfil', several),
    ...told('the contract lacks', unknown),
    ...(isSufficient || policy.unclaimed === 'WARN'
      ? []
      : ['  its policy is to BLOCK: it can’t be launched like this']),
  ];
}

function told(beginning: string, ids: readonly string[]): readonly string[] {
  return ids.length === 0 ? [] : [`  ${beginning} ${ids.join(', ')}`];
}
