/**
 * Server-sent events, in the words of GraphQL over SSE, distinct connections.
 * https://github.com/enisdenjo/graphql-sse/blob/master/PROTOCOL.md (2026-11-21)
 */
import type { ServerResponse } from 'node:http';
import { EVENT_STREAM_TYPE } from '@muster/api/media-type';

/** Often enough for whatever lies between to take the connection for alive. */
const PING_MS = 12_000;
/** A comment: clients pass over it, and browsers wait for a first byte. */
const PING = ':\n\n';
const COMPLETE = 'event: complete\ndata:\n\n';

/** Resolves when there are no more events, or nobody is there to read them. */
export async function sendEvents(
  response: ServerResponse,
  events: AsyncIterableIterator<string>,
): Promise<void> {
  if (response.destroyed) return void (await events.return?.());
  const stop = () => void events.return?.();
  response.on('close', stop);
  response.writeHead(200, {
    'content-type': EVENT_STREAM_TYPE,
    connection: 'keep-alive',
    'cache-control': 'no-cache',
    'content-encoding': 'none',
  });
  response.write(PING);
  const pinging = setInterval(() => response.writableNeedDrain || response.write(PING), PING_MS);
  try {
    for await (const event of events) {
      if (!response.write(`event: next\ndata: ${event}\n\n`)) await roomIn(response);
    }
    response.end(COMPLETE);
  } finally {
    clearInterval(pinging);
    response.off('close', stop);
  }
}

/** A slow reader holds up nobody but itself. */
function roomIn(response: ServerResponse): Promise<void> {
  if (response.destroyed) return Promise.resolve();
  return new Promise((resolve) => {
    const goOn = () => {
      response.off('drain', goOn);
      response.off('close', goOn);
      resolve();
    };
    response.on('drain', goOn);
    response.on('close', goOn);
  });
}
