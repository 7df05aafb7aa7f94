/** A way to a server over TCP that can be cut and mended, as networks are. */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export interface BreakableWay {
  /** The same endpoint, by this way. */
  readonly url: string;
  /** Breaks every connection at once; new ones are possible. */
  readonly cut: () => void;
  /** How many connections there have been. */
  readonly connectionCount: () => number;
  readonly close: () => Promise<void>;
}

export async function aBreakableWay(to: string): Promise<BreakableWay> {
  const target = new URL(to);
  const open = new Set<Socket>();
  let connectionCount = 0;
  const server = createServer((near) => {
    connectionCount += 1;
    const far = connect(Number(target.port), target.hostname);
    for (const socket of [near, far]) {
      open.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        open.delete(socket);
        near.destroy();
        far.destroy();
      });
    }
    near.pipe(far).pipe(near);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const cut = () => {
    for (const socket of open) socket.destroy();
  };
  return {
    url: `http://127.0.0.1:${port}${target.pathname}`,
    cut,
    connectionCount: () => connectionCount,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      cut();
      await closed;
    },
  };
}
