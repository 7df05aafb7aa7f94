// What a worker process needs of the public API, with nothing but Node's own modules: plain HTTP and server-sent events.
// Runs on Node 20 too, so that the adapter fits harnesses that don't bring a newer runtime.
import http from 'node:http';
import { HttpConnection } from './http-connection.mjs';

/** Opens connections as they are needed and keeps them. Rejects on transport problems and on GraphQL `errors`. */
export function createApi({ url, key }) {
  const target = new URL(url);
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
  const connection = { host: target.hostname, port: target.port, path: target.pathname, method: 'POST' };
  const all = [];
  const idle = [];

  function connect() {
    const opened = new HttpConnection({ url, headers: { ...headers, accept: 'application/json' } });
    all.push(opened);
    return opened;
  }

  async function request(query, variables) {
    const used = idle.pop() ?? connect();
    const text = await used.post(JSON.stringify({ query, variables }));
    idle.push(used);
    const { data, errors } = JSON.parse(text);
    if (errors) throw new Error(JSON.stringify(errors));
    return data;
  }

  /** Calls back with each result until `close` of what it answers. */
  function subscribe(query, variables, onData) {
    const body = JSON.stringify({ query, variables });
    const sent = { ...connection, agent: false, headers: { ...headers, accept: 'text/event-stream' } };
    const call = http.request(sent, (answer) => {
      let rest = '';
      answer.setEncoding('utf8');
      answer.on('data', (chunk) => {
        const blocks = (rest + chunk).split('\n\n');
        rest = blocks.pop();
        for (const block of blocks) readBlock(block, onData);
      });
      answer.on('error', () => {});
    });
    call.on('error', () => {});
    call.end(body);
    return { close: () => call.destroy() };
  }

  function close() {
    for (const opened of all) opened.close();
  }

  return { request, subscribe, close };
}

function readBlock(block, onData) {
  const lines = block.split('\n');
  if (!lines.includes('event: next')) return;
  const text = lines
    .filter((line) => line.startsWith('data:'))
    .map((line) => line.slice(5))
    .join('\n');
  const { data, errors } = JSON.parse(text);
  if (errors) throw new Error(JSON.stringify(errors));
  onData(data);
}

/** Throws what a payload union says instead of success. */
export function succeeded(payload) {
  if (payload.__typename.endsWith('Error')) throw new Error(`${payload.__typename}: ${payload.message}`);
  return payload;
}
