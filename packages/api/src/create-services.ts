import { type AccessContext, createAccess } from '@muster/engine/access/create-access';
import type { ApproveLinks } from '@muster/engine/approve-links';
import type { EngineContext } from '@muster/engine/context';
import { createReading } from '@muster/engine/create-reading';
import type { Engine } from '@muster/engine/engine';
import { createFeedHub, type FeedHub } from '@muster/engine/feed-hub';
import { createLinkDecisions } from '@muster/engine/link-decisions';
import { schema } from '@muster/schema/schema';
import { DocumentCache } from './document-cache.ts';
import { LiveStreams } from './live-streams.ts';
import { onDemand } from './on-demand.ts';
import type { Services } from './services.ts';

export interface ServicesOptions {
  /** Whoever follows the feed publishes to it; where nobody does, subscriptions are told in another way. */
  readonly hub?: FeedHub;
  /** Without them nobody can decide by a link. */
  readonly links?: ApproveLinks | undefined;
}

export function createServices(
  context: EngineContext & AccessContext,
  { hub = createFeedHub(), links }: ServicesOptions = {},
): Services {
  const { store, log, nextId, now, digest } = context;
  const engine = createReading(context, hub);
  // Most of the engine are decisions, and libraries for them: a process that only reads starts without.
  const wholeEngine = onDemand(async (): Promise<Engine> => {
    const { createCommands } = await import('@muster/engine/create-commands');
    return { ...engine, ...createCommands(context) };
  });
  const linked =
    links && createLinkDecisions({ links, questions: engine, commands: wholeEngine, now, digest });
  return {
    engine,
    wholeEngine,
    ...(linked ? { linkDecisions: linked } : {}),
    access: createAccess(context),
    store,
    documents: new DocumentCache(schema),
    streams: new LiveStreams(store),
    log,
    nextId,
  };
}
