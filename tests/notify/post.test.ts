import { readFileSync } from 'node:fs';
import { createServer as createHttpsServer } from 'node:https';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { LIMITS } from '@muster/core/limits';
import { type PostOptions, post } from '@muster/notify/post';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { answering, aReceiver, type Receiver } from './a-receiver.ts';

let receiver: Receiver;
beforeEach(async () => {
  receiver = await aReceiver();
});
afterEach(() => receiver.close());

/** A resolver that answers these, one list for each time that it is asked. */
function resolving(...answers: readonly (readonly string[])[]) {
  const asked: string[] = [];
  const resolve: PostOptions['resolve'] = async (hostname) => {
    const addresses = answers[Math.min(asked.length, answers.length - 1)] ?? [];
    asked.push(hostname);
    return addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
  };
  return { asked, resolve };
}

function postTo(url: string, options: PostOptions) {
  return post({ url, headers: { 'content-type': 'text/plain' }, body: 'hello' }, options);
}

describe('a post', () => {
  it('arrives as it was given', async () => {
    const result = await postTo(receiver.url, { allowsPrivate: true });

    expect(result).toMatchObject({ kind: 'ANSWERED', answer: { status: 204 } });
    expect(receiver.received).toMatchObject([
      { method: 'POST', path: '/hook', body: 'hello', headers: { 'content-length': '5' } },
    ]);
  });

  it.each([
    '127.0.0.1',
    '127.0.0.2',
    '0.0.0.0',
    '[::1]',
    '[::ffff:127.0.0.1]',
    '[::ffff:7f00:1]',
    '2130706433',
    '0x7f000001',
    '017700000001',
    '127.1',
  ])('never reaches this machine at %s (P1)', async (host) => {
    const result = await postTo(`https://${host}:${receiver.port}/`, {});

    expect(result.kind).toBe('FORBIDDEN');
    expect(receiver.connectionCount()).toBe(0);
  });

  it('checks a number itself too, where numbers may be given (P1)', async () => {
    const isAllowed = (address: string) => address !== '127.0.0.1';

    expect((await postTo(receiver.url, { isAllowed })).kind).toBe('FORBIDDEN');
    expect(receiver.connectionCount()).toBe(0);
  });

  it.each([
    ['10.1.2.3'],
    ['127.0.0.1'],
    ['169.254.169.254'],
    ['100.64.0.1'],
    ['0.0.0.0'],
    ['224.0.0.1'],
    ['::1'],
    ['::ffff:127.0.0.1'],
    ['64:ff9b::7f00:1'],
    ['fd00:ec2::254'],
    ['8.8.8.8', '127.0.0.1'],
  ])('goes nowhere when a name leads to %s (P1)', async (...addresses) => {
    const { resolve, asked } = resolving(addresses);

    const result = await postTo(`https://hooks.example.com:${receiver.port}/`, { resolve });

    expect(result).toEqual({
      kind: 'FORBIDDEN',
      reason: 'The host leads to an address that is not public.',
    });
    expect(asked).toEqual(['hooks.example.com']);
    expect(receiver.connectionCount()).toBe(0);
  });

  it('goes to the address that was checked, though the name leads elsewhere a moment later (P1)', async () => {
    const inside = await aReceiver(answering(204), '127.0.0.2', receiver.port);
    const { resolve, asked } = resolving(['127.0.0.1'], ['127.0.0.2']);
    const isAllowed = (address: string) => address === '127.0.0.1';
    try {
      const first = await postTo(`http://rebound.example:${receiver.port}/`, { resolve, isAllowed });
      const second = await postTo(`http://rebound.example:${receiver.port}/`, { resolve, isAllowed });

      expect([first.kind, second.kind]).toEqual(['ANSWERED', 'FORBIDDEN']);
      expect(asked).toHaveLength(2);
      expect(receiver.received).toMatchObject([{ headers: { host: `rebound.example:${receiver.port}` } }]);
      expect(inside.connectionCount()).toBe(0);
    } finally {
      await inside.close();
    }
  });

  it.each([301, 302, 303, 307, 308])('does not follow a redirect, %s (P3)', async (status) => {
    const inside = await aReceiver();
    receiver.answer(answering(status, { location: inside.url }));

    const result = await postTo(receiver.url, { allowsPrivate: true });

    expect(result).toMatchObject({ kind: 'ANSWERED', answer: { status } });
    expect(inside.connectionCount()).toBe(0);
    await inside.close();
  });

  it('keeps no connection for the next (P3)', async () => {
    await postTo(receiver.url, { allowsPrivate: true });
    await postTo(receiver.url, { allowsPrivate: true });

    expect(receiver.connectionCount()).toBe(2);
  });
});

describe('whoever is posted to', () => {
  it('can answer without an end: only its beginning is read (P2)', async () => {
    receiver.answer((response) => {
      response.writeHead(200);
      const pour = () => {
        while (response.writable && response.write('x'.repeat(10_000)));
      };
      response.on('drain', pour);
      pour();
    });

    const result = await postTo(receiver.url, { allowsPrivate: true });

    const text = result.kind === 'ANSWERED' ? result.answer.text : '';
    expect(text).toHaveLength(LIMITS.deliveryAnswerBytesMax);
  });

  it.each([
    ['says nothing', () => {}],
    ['says nothing but its name', (socket: { write: (text: string) => void }) => socket.write('HTTP/1.1 ')],
  ])('has no more than its time when it %s (P2)', async (_how, greet) => {
    const silent = createServer((socket) => {
      socket.on('error', () => {});
      greet(socket);
    });
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const { port } = silent.address() as AddressInfo;

    const result = await postTo(`http://127.0.0.1:${port}/`, { allowsPrivate: true, timeoutMs: 50 });

    expect(result).toEqual({ kind: 'FAILED', reason: 'There was no answer within 50 ms.' });
    silent.close();
  });

  it('is told by its status alone when the rest takes too long (P2)', async () => {
    receiver.answer((response) => void response.writeHead(200).write('and'));

    const result = await postTo(receiver.url, { allowsPrivate: true, timeoutMs: 200 });

    expect(result).toMatchObject({ kind: 'ANSWERED', answer: { status: 200, text: 'and' } });
  });

  it('has no more than its time when its name is never found (P2)', async () => {
    const resolve = () => new Promise<never>(() => {});

    const result = await postTo('https://slow.example.com/', { resolve, timeoutMs: 50 });

    expect(result.kind).toBe('FAILED');
  });

  it('is not believed without a certificate that is trusted', async () => {
    const pem = readFileSync(join(import.meta.dirname, 'self-signed.pem'), 'utf8');
    const secure = createHttpsServer({ key: pem, cert: pem }, (_request, response) => void response.end());
    await new Promise<void>((resolve) => secure.listen(0, '127.0.0.1', resolve));
    const { port } = secure.address() as AddressInfo;

    const result = await postTo(`https://127.0.0.1:${port}/`, { allowsPrivate: true });

    expect(result).toEqual({ kind: 'FAILED', reason: 'The certificate is not one that is trusted.' });
    secure.close();
  });

  it('may be gone', async () => {
    await receiver.close();

    const result = await postTo(receiver.url, { allowsPrivate: true });

    expect(result).toEqual({ kind: 'FAILED', reason: 'The connection was refused.' });
  });
});
