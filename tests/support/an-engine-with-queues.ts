/** The engine as it runs where queues carry what commits ask for: a dispatcher sends, nobody follows the feed. */

import { addMs } from '@muster/core/instant';
import type { EngineContext } from '@muster/engine/context';
import { createEngine } from '@muster/engine/create-engine';
import { createDispatcher, type Dispatcher } from '@muster/engine/dispatching';
import { anEngine, type EngineUnderTest } from './an-engine.ts';
import { RecordedQueues } from './recorded-queues.ts';

export interface EngineWithQueues extends EngineUnderTest {
  readonly queues: RecordedQueues;
  readonly dispatcher: Dispatcher;
  /** Moves the clock and nothing else. */
  readonly pass: (ms: number) => void;
}

export function anEngineWithQueues(): EngineWithQueues {
  const under = anEngine();
  const queues = new RecordedQueues();
  const { now, log } = under.context;
  const dispatcher = createDispatcher({ queues, now, log });
  const context: EngineContext = {
    ...under.context,
    onCommitted: dispatcher.onCommitted,
    keepsOutbox: true,
  };
  return {
    ...under,
    context,
    engine: createEngine(context, under.hub),
    queues,
    dispatcher,
    pass: (ms) => Object.assign(under.clock, { now: addMs(under.clock.now, ms) }),
  };
}

/** A record as a release that nobody knows would have written it. */
export const UNREADABLE = { v: 99 } as const;
