/** What X-Ray's daemon gets: segments over UDP, a line that says how they are written before each. */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';

export interface Segment {
  readonly name: string;
  readonly trace_id: string;
  readonly parent_id: string;
  readonly start_time: number;
  readonly end_time: number;
  readonly annotations?: Readonly<Record<string, unknown>>;
  readonly fault?: boolean;
  readonly cause?: { readonly exceptions: readonly { readonly message: string }[] };
}

export async function startTraceDaemon() {
  const socket = createSocket('udp4');
  const segments: Segment[] = [];
  socket.on('message', (datagram) => {
    const [header = '', segment = ''] = datagram.toString().split('\n');
    if (JSON.parse(header).format !== 'json') throw new Error(`not a segment: ${header}`);
    segments.push(JSON.parse(segment));
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return {
    segments,
    address: `127.0.0.1:${socket.address().port}`,
    close: () => new Promise<void>((resolve) => socket.close(() => resolve())),
  };
}
