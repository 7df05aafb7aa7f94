import { type AccessContext, createAccess } from '@muster/engine/access/create-access';
import type { EngineContext } from '@muster/engine/context';
import { createEngine } from '@muster/engine/create-engine';
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
  return {
    engine: createEngine(context, hub),
    access: createAccess(context),
    store,
    documents: new DocumentCache(schema),
    streams: new LiveStreams(store),
    log,
    nextId,
  };
}
