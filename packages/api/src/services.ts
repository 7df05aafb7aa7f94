import type { Access } from '@muster/engine/access/access';
import type { Logger } from '@muster/engine/context';
import type { Engine, Reading } from '@muster/engine/engine';
import type { LinkDecisions } from '@muster/engine/link-decisions';
import type { Store } from '@muster/engine/ports/store';
import type { DocumentCache } from './document-cache.ts';
import type { LiveStreams } from './live-streams.ts';

/** What answering a request takes, whichever way it came in. */
export interface Services {
  readonly engine: Reading;
  readonly wholeEngine: () => Promise<Engine>;
  /** Where links that approve are made. */
  readonly linkDecisions?: LinkDecisions;
  readonly access: Access;
  readonly store: Pick<Store, 'durable'>;
  readonly documents: DocumentCache;
  readonly streams: LiveStreams;
  readonly log: Logger;
  readonly nextId: () => string;
}
