// What a worker process needs of the public API, with nothing but Node's own modules: plain HTTP and server-sent events.
// Runs on Node 20 too, so that the adapter fits harnesses that don't bring a newer runtime.
import http from 'node:http';

/** One HTTP/1.1 keep-alive client. Rejects on transport problems and on GraphQL `errors`. */
export function createApi({ url, key, sockets }) {
  const target = new URL(url);
  const agent = new http.Agent({ keepAlive: true, maxSockets: sockets, scheduling: 'lifo' });
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
  const connection = { host: target.hostname, port: target.port, path: target.pathname, method: 'POST' };

  function request(query, variables) {
    const body = Buffer.from(JSON.stringify({ query, variables }));
    return new Promise((resolve, reject) => {
      const sent = {
        ...connection,
        agent,
        headers: { ...headers, accept: 'application/json', 'content-length': body.length },
      };
      const call = http.request(sent, (answer) => {
        const chunks = [];
        answer.on('data', (chunk) => chunks.push(chunk));
        answer.on('error', reject);
        answer.on('end', () => {
          const { data, errors } = JSON.parse(Buffer.concat(chunks).toString());
          if (errors) reject(new Error(JSON.stringify(errors)));
          else resolve(data);
        });
      });
      call.on('error', reject);
      call.setNoDelay(true);
      call.end(body);
    });
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

  return { request, subscribe, close: () => agent.destroy() };
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
