/** Conversations that every server has to hold in the same way. */
import { afterAll, afterEach, beforeAll, describe } from 'vitest';
import { Conversation } from '../support/conversation.ts';
import type { SocketEndpoint } from '../support/socket-endpoints.ts';
import { bounds } from './bounds.ts';
import { openings } from './openings.ts';
import { operations } from './operations.ts';
import { watching } from './watching.ts';

export function describeTranscripts(name: string, open: () => Promise<SocketEndpoint>): void {
  describe(name, () => {
    const to: { endpoint?: SocketEndpoint } = {};
    beforeAll(async () => {
      to.endpoint = await open();
    });
    afterEach(() => Conversation.endAll());
    afterAll(async () => {
      await to.endpoint?.stop();
    });
    const endpoint = (): SocketEndpoint => {
      if (!to.endpoint) throw new Error('it runs only while tests run');
      return to.endpoint;
    };
    openings(endpoint);
    operations(endpoint);
    watching(endpoint);
    bounds(endpoint);
  });
}
