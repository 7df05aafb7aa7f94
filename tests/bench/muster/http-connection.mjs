// HTTP/1.1 over one kept-alive socket, one request at a time: what a worker sends all day needs none of the rest that
// `node:http` sees to, and a tenth of a hop is spent there. An answer must have a `content-length`, as Muster's have.
import net from 'node:net';

const END_OF_HEAD = '\r\n\r\n';

export class HttpConnection {
  #socket;
  #head;
  #received = Buffer.alloc(0);
  #waiting;

  constructor({ url, headers }) {
    const { hostname, port, pathname } = new URL(url);
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    this.#head = `POST ${pathname} HTTP/1.1\r\nhost: ${hostname}:${port}\r\n${lines.join('')}content-length: `;
    this.#socket = net.connect(Number(port), hostname);
    this.#socket.setNoDelay(true);
    this.#socket.on('data', (chunk) => this.#take(chunk));
    this.#socket.on('error', (error) => this.#settle(undefined, error));
    this.#socket.on('close', () => this.#settle(undefined, new Error('the server closed the connection')));
  }

  /** Resolves with the body of the answer, whatever its status. */
  post(text) {
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
      this.#socket.write(`${this.#head}${Buffer.byteLength(text)}${END_OF_HEAD}${text}`);
    });
  }

  close() {
    this.#socket.destroy();
  }

  #take(chunk) {
    this.#received = this.#received.length === 0 ? chunk : Buffer.concat([this.#received, chunk]);
    const headEnd = this.#received.indexOf(END_OF_HEAD);
    if (headEnd < 0) return;
    const head = this.#received.latin1Slice(0, headEnd);
    const length = /\r\ncontent-length: (\d+)/i.exec(head)?.[1];
    if (length === undefined) return this.#settle(undefined, new Error(`no content-length in: ${head}`));
    const bodyStart = headEnd + END_OF_HEAD.length;
    const bodyEnd = bodyStart + Number(length);
    if (this.#received.length < bodyEnd) return;
    const body = this.#received.utf8Slice(bodyStart, bodyEnd);
    this.#received = this.#received.subarray(bodyEnd);
    this.#settle(body);
  }

  #settle(body, error) {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    if (error) waiting?.reject(error);
    else waiting?.resolve(body);
  }
}
