/**
 * Pages of other origins may ask, as they may on AWS (`packages/infra/src/sst/apis.ts`): credentials travel in a header that
 * scripts set, never in a cookie, so that a page can do nothing for which it wasn't given a key.
 * https://fetch.spec.whatwg.org/#http-cors-protocol (2026-11-21)
 */
import type { IncomingMessage, ServerResponse } from 'node:http';

const ALLOWED = 'access-control-allow-origin';
const PREFLIGHT = {
  [ALLOWED]: '*',
  'access-control-allow-methods': 'GET, POST',
  'access-control-allow-headers': 'authorization, content-type, accept',
  'access-control-max-age': '86400',
};

/** Whether this was only the question whether one may ask, and is answered by that. */
export function answeredPreflight(request: IncomingMessage, response: ServerResponse): boolean {
  if (request.headers.origin === undefined) return false;
  if (request.method === 'OPTIONS' && request.headers['access-control-request-method'] !== undefined) {
    response.writeHead(204, PREFLIGHT).end();
    return true;
  }
  response.setHeader(ALLOWED, '*');
  return false;
}
