import { LIMITS } from '@muster/core/limits';
import {
  completeFrame,
  errorFrame,
  nextFrame,
  pointerFrame,
  pongFrame,
  unkeptFrame,
} from '@muster/realtime/frames';
import { describe, expect, it } from 'vitest';
import { MISSION_ID } from '../support/a-mission.ts';

const ID = 'an id';

/** A `next` whose frame has this many bytes. */
function framed(bytes: number): { readonly data: { readonly text: string } } {
  const empty = Buffer.byteLength(nextFrame(ID, { data: { text: '' } }) ?? '');
  return { data: { text: 'é'.repeat((bytes - empty) / 2) } };
}

describe('a frame', () => {
  it('of exactly as many bytes as the gateway takes is sent as it is', () => {
    const payload = framed(LIMITS.socketMessageBytesMax);

    const frame = nextFrame(ID, payload) ?? '';

    expect(Buffer.byteLength(frame)).toBeGreaterThan(LIMITS.socketMessageBytesMax - 2);
    expect(JSON.parse(frame)).toEqual({ id: ID, type: 'next', payload });
  });

  it('of more says what it was about instead, and where it is', () => {
    const payload = framed(LIMITS.socketMessageBytesMax + 2);

    const frame = pointerFrame(ID, payload, { told: [[MISSION_ID, 7]], answerId: 'an answer' });

    expect(nextFrame(ID, payload)).toBeUndefined();
    expect(JSON.parse(frame)).toMatchObject({
      id: ID,
      type: 'next',
      payload: {
        data: null,
        errors: [
          {
            message: expect.stringContaining('over HTTP'),
            extensions: {
              code: 'LIMIT_EXCEEDED',
              limit: 'socketMessageBytesMax',
              max: 131_072,
              missionId: MISSION_ID,
              sequence: 7,
              answerId: 'an answer',
            },
          },
        ],
      },
    });
  });

  it('of more than can be kept says so, and leads nowhere', () => {
    const detail = { limit: 'largeAnswerPartsMax', max: 100, actual: 101 } as const;
    const error = { code: 'LIMIT_EXCEEDED', path: [], detail } as const;

    const frame = JSON.parse(unkeptFrame(ID, error, [[MISSION_ID, 7]]));

    const extensions = { code: 'LIMIT_EXCEEDED', path: [], ...detail, missionId: MISSION_ID, sequence: 7 };
    expect(frame).toMatchObject({ id: ID, type: 'next', payload: { data: null } });
    expect(frame.payload.errors).toEqual([
      { message: expect.stringContaining('over the limit'), extensions },
    ]);
  });

  it('of an error that is too large is an error still', () => {
    const frame = JSON.parse(errorFrame(ID, [{ message: 'x'.repeat(LIMITS.socketMessageBytesMax) }]));

    expect(frame).toMatchObject({
      id: ID,
      type: 'error',
      payload: [{ extensions: { code: 'LIMIT_EXCEEDED' } }],
    });
  });

  it('has no payload where there is none', () => {
    expect(JSON.parse(completeFrame(ID))).toEqual({ id: ID, type: 'complete' });
    expect(JSON.parse(pongFrame(undefined))).toEqual({ type: 'pong' });
    expect(JSON.parse(pongFrame({ a: 1 }))).toEqual({ type: 'pong', payload: { a: 1 } });
  });
});
