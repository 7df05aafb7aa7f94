import type { EngineContext } from './context.ts';
import { createCommands } from './create-commands.ts';
import { createReading } from './create-reading.ts';
import type { Engine } from './engine.ts';
import type { FeedHub } from './feed-hub.ts';

/** The engine on a store. Whoever follows the store's feed publishes to `hub`: it wakes the subscriptions. */
export function createEngine(context: EngineContext, hub: FeedHub): Engine {
  return { ...createCommands(context), ...createReading(context, hub) };
}
