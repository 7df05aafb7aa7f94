import { type AccessContext, createAccess } from '@muster/engine/access/create-access';
import type { EngineContext } from '@muster/engine/context';
import { createReading } from '@muster/engine/create-reading';
import type { Engine } from '@muster/engine/engine';
import { createFeedHub, type FeedHub } from '@muster/engine/feed-hub';
import { schema } from '@muster/schema/schema';
import { DocumentCache } from './document-cache.ts';
import { LiveStreams } from './live-streams.ts';
import type { Services } from './services.ts';

/** Whoever follows the feed publishes to `hub`; where nobody does, subscriptions are told in another way. */
export function createServices(
  context: EngineContext & AccessContext,
  hub: FeedHub = createFeedHub(),
): Services {
  const { store, log, nextId } = context;
  const engine = createReading(context, hub);
  return {
    engine,
    wholeEngine: onDemand(async () => {
      const { createCommands } = await import('@muster/engine/create-commands');
      return { ...engine, ...createCommands(context) };
    }),
    access: createAccess(context),
    store,
    documents: new DocumentCache(schema),
    streams: new LiveStreams(store),
    log,
    nextId,
  };
}

/** Most of the engine are decisions, and libraries for them: a process that only reads starts without. */
function onDemand(load: () => Promise<Engine>): () => Promise<Engine> {
  let loading: Promise<Engine> | undefined;
  return () => {
    loading ??= load();
    return loading;
  };
}
