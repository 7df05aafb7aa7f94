import type { Mask } from '@muster/api/masking';
import type { Services } from '@muster/api/services';
import type { EngineContext } from '@muster/engine/context';
import type { SocketPush } from './socket-push.ts';

/** What serving sockets takes. */
export interface SocketContext {
  readonly services: SocketServices;
  readonly context: EngineContext;
  readonly push: SocketPush;
  readonly mask: Mask;
}

export type SocketServices = Pick<
  Services,
  'engine' | 'wholeEngine' | 'access' | 'documents' | 'log' | 'nextId'
>;
