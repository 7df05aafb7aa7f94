/** Works a mission to its end: claims what is ready, completes it, approves what asks, and lets time pass. */
import type { Message } from '@muster/core/message';
import { approve, claim, MINUTE, submit } from '../../support/a-mission.ts';
import type { MissionUnderTest } from '../../support/mission-under-test.ts';

export interface Worked {
  /** Tasks in the order in which they were completed. */
  readonly completed: readonly string[];
}

export interface WorkOptions {
  /** Picks the next of several ready tasks; the first one unless told. */
  readonly pick?: (ready: readonly string[]) => string | undefined;
  /** Delivers what is pending; once each and in order unless told. */
  readonly deliver?: (mission: MissionUnderTest) => void;
}

/** Stops when the run has ended, or when nothing can be done any more: then the mission is stuck. */
export function workGreedily(mission: MissionUnderTest, options: WorkOptions = {}): Worked {
  const { pick = ([first]) => first, deliver = (some) => some.settle() } = options;
  const completed: string[] = [];
  const roundsMax = 10 * mission.nodes.length + 10;
  for (let round = 0; round < roundsMax && mission.run.endedAt === undefined; round++) {
    deliver(mission);
    const next = pick(mission.namesIn('READY'));
    if (next !== undefined) {
      claim(mission, [next]);
      submit(mission, next, { selfScore: 4 });
      completed.push(next);
      continue;
    }
    const open = mission.nodes.find((node) => node.kind === 'CHECKPOINT' && node.status === 'OPEN');
    if (open) approve(mission, open.name);
    else mission.wait(MINUTE);
  }
  return { completed };
}

/** Every message twice, in an order that `numbers` (uniform in [0, 1)) decides, until none is left. */
export function deliverTwiceShuffled(mission: MissionUnderTest, numbers: () => number): void {
  while (mission.messages.length > 0) {
    const pending: readonly Message[] = [...mission.messages, ...mission.messages];
    mission.messages = [];
    for (const message of shuffled(pending, numbers)) mission.deliver(message);
  }
}

function shuffled<T>(items: readonly T[], numbers: () => number): readonly T[] {
  return items
    .map((item) => ({ item, rank: numbers() }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ item }) => item);
}
