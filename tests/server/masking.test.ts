import { createMask, hinted, present } from '@muster/api/masking';
import { StoreUnavailable } from '@muster/engine/ports/store';
import { failure } from '@muster/schema/errors';
import { GraphQLError } from 'graphql';
import { describe, expect, it } from 'vitest';

function aMask() {
  const logged: { fields: object; message: string }[] = [];
  const ignore = () => {};
  const log = {
    debug: ignore,
    info: ignore,
    warn: ignore,
    error: (fields: object, message: string) => void logged.push({ fields, message }),
  };
  return { mask: createMask({ log, nextId: () => 'CORRELATION' }), logged };
}

describe('what a client sees of a failure', () => {
  it('is no word of what went wrong on our side, but an id that the log knows', () => {
    const { mask, logged } = aMask();
    const cause = new Error('password=hunter2');
    const error = new GraphQLError(cause.message, { path: ['mission'], originalError: cause });

    const seen = present({ data: null, errors: [error] }, mask);

    expect(seen.errors).toEqual([
      {
        message: expect.stringContaining('CORRELATION'),
        path: ['mission'],
        extensions: { code: 'INTERNAL', path: [], correlationId: 'CORRELATION' },
      },
    ]);
    expect(JSON.stringify(seen)).not.toContain('hunter2');
    expect(logged).toMatchObject([{ fields: { err: cause, correlationId: 'CORRELATION' } }]);
  });

  it('is that trying again can help when the store was out of reach, and not a word of it', () => {
    const { mask, logged } = aMask();
    const cause = new StoreUnavailable('SQLITE_FULL at /home/rita');

    const seen = mask(new GraphQLError(cause.message, { path: ['mission'], originalError: cause }));

    expect(seen).toMatchObject({
      message: expect.stringContaining('Try again.'),
      path: ['mission'],
      extensions: { code: 'UNAVAILABLE' },
    });
    expect(JSON.stringify(seen)).not.toContain('SQLITE');
    expect(logged).toEqual([]);
  });

  it('is masked when it is no error of GraphQL at all', () => {
    const { mask } = aMask();

    expect(mask('thrown text').extensions.code).toBe('INTERNAL');
  });

  it('is everything about an expected one, and nothing is logged', () => {
    const { mask, logged } = aMask();
    const expected = failure({ code: 'FORBIDDEN', path: [], detail: { action: 'fly' } });
    const error = new GraphQLError(expected.message, { originalError: expected, path: ['fly'] });

    expect(mask(error)).toBe(error);
    expect(logged).toEqual([]);
  });

  it('is without the hints for the transport', () => {
    const { mask } = aMask();
    const error = hinted(new GraphQLError('no', { extensions: { code: 'X' } }), { http: { status: 400 } });

    expect(present({ errors: [error] }, mask).errors).toEqual([{ message: 'no', extensions: { code: 'X' } }]);
  });
});
