/**
 * One machine: HTTP, WebSocket and the engine's loops on one folder.
 *
 * S1. Nothing leaves before it is durable; see `live-streams.ts`, `direct-answer.ts`, `told-to-reader.ts`, `sockets.ts`.
 * S2. Stopping loses nothing: no new work is taken, what is under way is answered, then the store is closed.
 */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createServices } from '@muster/api/create-services';
import { engineContext } from '@muster/api/engine-context';
import { GRAPHQL_PATH } from '@muster/api/paths';
import { openSqliteStore } from '@muster/embedded/sqlite-store';
import type { Logger } from '@muster/engine/context';
import { createFeedHub } from '@muster/engine/feed-hub';
import { createLoops } from '@muster/engine/loops';
import { createNotifyLoops } from '@muster/engine/notify/notify-loops';
import type { SmtpOptions } from '@muster/notify/smtp';
import { schema } from '@muster/schema/schema';
import { pino } from 'pino';
import { ensureFirstKey } from './first-key.ts';
import { keepHouse } from './housekeeping.ts';
import { createHttpHandler, type HttpHandlerOptions } from './http-handler.ts';
import { openLinks } from './links.ts';
import { withListedInputs } from './listed-inputs.ts';
import { serveSockets } from './sockets.ts';
import { openWaysOut } from './ways-out.ts';

export const PORT_DEFAULT = 4747;

/** Longer than clients keep an idle connection, so that they are the ones who close it. */
const IDLE_CONNECTION_MS = 75_000;
/** Changes of about a second of the busiest work. */
const JOURNAL_BYTES = 16_000_000;
const STOP_GRACE_MS = 5_000;
const STOP_CHECK_MS = 20;

export interface ServerOptions extends HttpHandlerOptions {
  readonly folder: string;
  /** 127.0.0.1 unless told. */
  readonly host?: string;
  /** 4747 unless told; 0 takes a free one. */
  readonly port?: number;
  readonly log?: Logger;
  /** Where people reach this server from outside; its own address unless told. Ends without a slash. */
  readonly publicUrl?: string;
  /** Lets notifications go to this machine and its networks, and without TLS: for trying things out. */
  readonly allowsPrivateTargets?: boolean;
  /** How mail is sent; without it, deliveries by mail fail and say so. */
  readonly smtp?: SmtpOptions;
}

export interface RunningServer {
  /** Of the GraphQL endpoint. */
  readonly url: string;
  /** The owner's token, and where it is kept. */
  readonly key: string;
  readonly keyPath: string;
  /** Stops gracefully; resolves when everything is stored and closed. Repeating it waits for the same end. */
  close(): Promise<void>;
}

/** Rejects when the folder is in use, the port is taken or a setting is none; everything is closed then. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const log = options.log ?? pino({ level: 'warn' }, pino.destination(2));
  const store = openSqliteStore({
    folder: options.folder,
    now: Date.now,
    journalBytes: JOURNAL_BYTES,
  });
  const stopLoops = new AbortController();
  try {
    const loops = createLoops();
    const hub = createFeedHub();
    const notifyLoops = createNotifyLoops();
    const targets = { allowsPrivate: options.allowsPrivateTargets ?? false };
    const { notifying } = notifyLoops;
    const context = engineContext({ store, log, onDue: loops.onDue, notifying, targets });
    const place = { publicUrl: options.publicUrl };
    const links = await openLinks(options.folder, () => place.publicUrl ?? '');
    // Before anybody is listened to: settings that are none end the start, not a server that answers already.
    const notifier = await openWaysOut({ smtp: options.smtp, links, ...targets });
    withListedInputs(schema);
    const services = createServices(context, { hub, links });
    const key = await ensureFirstKey(options.folder, services.access, store);
    const http = createServer({ keepAliveTimeout: IDLE_CONNECTION_MS }, createHttpHandler(services, options));
    const sockets = serveSockets(services, http);
    const url = await listen(http, options);
    place.publicUrl ??= new URL(url).origin;
    const looping = loops.run(context, hub, stopLoops.signal);
    looping.catch((error: unknown) => log.error({ err: error }, 'the loops of the engine have stopped'));
    const following = notifyLoops.run({ ...context, notifier }, stopLoops.signal);
    following.catch((error: unknown) => log.error({ err: error }, 'nobody is notified any more'));
    const housekeeping = keepHouse(store, log, stopLoops.signal);
    const close = once(async () => {
      const closed = closeHttp(http);
      await Promise.all([services.streams.close(), sockets.close()]);
      await closed;
      stopLoops.abort();
      await Promise.allSettled([looping, following, housekeeping]);
      await store.close();
    });
    return { url, key: key.token, keyPath: key.path, close };
  } catch (error) {
    stopLoops.abort();
    await store.close();
    throw error;
  }
}

function listen(http: Server, { host = '127.0.0.1', port = PORT_DEFAULT }: ServerOptions): Promise<string> {
  return new Promise((resolve, reject) => {
    http.once('error', (error: NodeJS.ErrnoException) => reject(toldOf(error, host, port)));
    http.listen(port, host, () => {
      http.removeAllListeners('error');
      const address = http.address() as AddressInfo;
      const name = address.family === 'IPv6' ? `[${address.address}]` : address.address;
      resolve(`http://${name}:${address.port}${GRAPHQL_PATH}`);
    });
  });
}

/** What can be done about it, where that is known. */
function toldOf(error: NodeJS.ErrnoException, host: string, port: number): Error {
  const advice: Readonly<Record<string, string>> = {
    EADDRINUSE: `Port ${port} of ${host} is in use. Stop what uses it, or choose another one with --port.`,
    EACCES: `Port ${port} is not for everybody. Choose one above 1023 with --port.`,
    EADDRNOTAVAIL: `${host} is no address of this machine. Choose one with --host.`,
    EAI_AGAIN: `There is no host ${host}. Choose an address of this machine with --host.`,
    ENOTFOUND: `There is no host ${host}. Choose an address of this machine with --host.`,
  };
  const text = advice[error.code ?? ''];
  return text === undefined ? error : new Error(`${text} (${error.code})`, { cause: error });
}

/** Takes no more connections, lets requests end, and cuts off what has not ended after a while. */
function closeHttp(http: Server): Promise<void> {
  return new Promise((resolve) => {
    // A connection that was busy when closing began is idle later.
    const checking = setInterval(() => http.closeIdleConnections(), STOP_CHECK_MS);
    const cutting = setTimeout(() => http.closeAllConnections(), STOP_GRACE_MS);
    http.close(() => {
      clearInterval(checking);
      clearTimeout(cutting);
      resolve();
    });
  });
}

function once<T>(action: () => Promise<T>): () => Promise<T> {
  let running: Promise<T> | undefined;
  return () => {
    running ??= action();
    return running;
  };
}
