import type { IncomingHttpHeaders } from 'node:http';

const JSON_TYPE = 'application/json';
export const EVENT_STREAM_TYPE = 'text/event-stream';
const RESPONSE_TYPE = 'application/graphql-response+json';

/** What is answered to the first type of an `Accept` header. The order of the list decides, as it does in yoga. */
const ANSWERED: ReadonlyMap<string, string> = new Map([
  ['', JSON_TYPE],
  ['*/*', JSON_TYPE],
  [JSON_TYPE, JSON_TYPE],
  [RESPONSE_TYPE, RESPONSE_TYPE],
]);

/** The media type of the answer to a plain JSON request; undefined when the request is not that plain. */
export function mediaTypeFor(headers: IncomingHttpHeaders): string | undefined {
  const { 'content-type': sent, accept = '' } = headers;
  if (sent === undefined || firstType(sent) !== JSON_TYPE) return undefined;
  return accept.includes('charset') ? undefined : ANSWERED.get(firstType(accept));
}

/** Whether a plain JSON request wants its answers as server-sent events, and nothing else. */
export function wantsEvents({ 'content-type': sent, accept = '' }: IncomingHttpHeaders): boolean {
  return sent !== undefined && firstType(sent) === JSON_TYPE && accept === EVENT_STREAM_TYPE;
}

function firstType(header: string): string {
  return (header.split(/[,;]/, 1)[0] ?? '').trim().toLowerCase();
}
