/**
 * A conversation over a real socket, written down frame by frame. Where the two servers differ, the line names the
 * difference as PROTOCOL.md numbers it.
 */
import { expect } from 'vitest';
import { WebSocket } from 'ws';
import type { Kind, SocketEndpoint } from './socket-endpoints.ts';

// biome-ignore lint/suspicious/noExplicitAny: a test may reach into any frame
export type Frame = any;

type News = { readonly frame: Frame } | { readonly closed: number };

export interface Difference<T> {
  readonly oneMachine: T;
  readonly gateway: T;
}

export interface OpenOptions {
  readonly protocols?: readonly string[];
  readonly headers?: Readonly<Record<string, string>>;
}

const PATIENCE_MS = 15_000;
let idCount = 0;
const open: Conversation[] = [];

export class Conversation {
  readonly kind: Kind;
  readonly #socket: WebSocket;
  readonly #news: News[] = [];
  #wake: (() => void) | undefined;

  private constructor(kind: Kind, socket: WebSocket) {
    this.kind = kind;
    this.#socket = socket;
    socket.on('message', (data) => this.#tell({ frame: JSON.parse(String(data)) }));
    socket.on('close', (closed) => this.#tell({ closed }));
    socket.on('error', () => {});
  }

  /** Opens a socket. Answers the status when it is refused. */
  static async open(to: SocketEndpoint, options: OpenOptions = {}): Promise<Conversation | number> {
    const { protocols = ['graphql-transport-ws'], headers = {} } = options;
    const socket = new WebSocket(to.url, [...protocols], { headers: { ...headers } });
    const conversation = new Conversation(to.kind, socket);
    open.push(conversation);
    return new Promise((resolve) => {
      socket.on('open', () => resolve(conversation));
      socket.on('unexpected-response', (request, response) => {
        resolve(response.statusCode ?? 0);
        request.destroy();
      });
    });
  }

  /** One that has been acknowledged. */
  static async begin(to: SocketEndpoint, token: string = to.token): Promise<Conversation> {
    const opened = await Conversation.open(to);
    if (typeof opened === 'number') throw new Error(`refused with ${opened}`);
    opened.send({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } });
    await opened.hears({ type: 'connection_ack' });
    return opened;
  }

  send(message: object | string | Buffer): void {
    const isRaw = typeof message === 'string' || Buffer.isBuffer(message);
    this.#socket.send(isRaw ? message : JSON.stringify(message));
  }

  /** The next frame is this one, perhaps with more in it. Answers it. */
  async hears(frame: object): Promise<Frame> {
    const news = await this.#next();
    expect(news).toMatchObject({ frame });
    return 'frame' in news ? news.frame : undefined;
  }

  get hasNews(): boolean {
    return this.#news.length > 0;
  }

  /** The next thing is the end, with this code. */
  async ends(code: number): Promise<void> {
    expect(await this.#next()).toEqual({ closed: code });
  }

  async endsSomehow(): Promise<void> {
    expect(await this.#next()).toEqual({ closed: expect.any(Number) });
  }

  /** Nothing was on its way before the answer to a ping. */
  async hearsNothing(): Promise<void> {
    idCount += 1;
    const payload = { probe: idCount };
    this.send({ type: 'ping', payload });
    const news = await this.#next();
    expect(news).toEqual({ frame: { type: 'pong', payload } });
  }

  /** What the one server does, or the other; the name is that of the difference. */
  differs<T>(_name: `D${number}`, { oneMachine, gateway }: Difference<T>): T {
    return this.kind === 'ONE_MACHINE' ? oneMachine : gateway;
  }

  /** A query or mutation, answered at once. */
  async ask(query: string, variables: object = {}): Promise<Frame> {
    idCount += 1;
    const id = `ask-${idCount}`;
    this.send({ id, type: 'subscribe', payload: { query, variables } });
    const { payload } = await this.hears({ id, type: 'next' });
    await this.hears({ id, type: 'complete' });
    expect(payload.errors).toBeUndefined();
    return payload.data;
  }

  /** Ends all there are. */
  static endAll(): void {
    for (const conversation of open.splice(0)) conversation.#socket.terminate();
  }

  async #next(): Promise<News> {
    const until = Date.now() + PATIENCE_MS;
    while (this.#news.length === 0) {
      const left = until - Date.now();
      if (left <= 0) throw new Error('nothing more was heard');
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    return this.#news.shift() ?? { closed: -1 };
  }

  #tell(news: News): void {
    this.#news.push(news);
    this.#wake?.();
  }
}
