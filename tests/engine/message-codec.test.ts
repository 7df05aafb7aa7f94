import { instantOf } from '@muster/core/instant';
import type { Message } from '@muster/core/message';
import { UnreadableRecord } from '@muster/engine/codec';
import { decodeMessage } from '@muster/engine/message-codec';
import { describe, expect, it } from 'vitest';
import { RITA } from '../support/a-mission.ts';

/** One of every type: a type without an example is a type error. */
const EXAMPLES: { readonly [Type in Message['type']]: Extract<Message, { type: Type }> } = {
  RELEASE: { type: 'RELEASE', runNumber: 1, from: 'START', cursor: 0 },
  SKIP: { type: 'SKIP', runNumber: 1, from: 2, cursor: 3 },
  REARM: { type: 'REARM', runNumber: 1, from: 2, cursor: 3 },
  UNDO: { type: 'UNDO', runNumber: 1, since: 5, indexes: [2, 3], cursor: 1, reason: 'Wrong.' },
  STAGE: { type: 'STAGE', runNumber: 1 },
  CANCEL_TASKS: { type: 'CANCEL_TASKS', runNumber: 1, cursor: 3 },
  RETRY_FAILED: { type: 'RETRY_FAILED', runNumber: 1, cursor: 3, before: instantOf(1) },
  OPEN: { type: 'OPEN', runNumber: 1, from: 2, to: 3 },
  LENGTHEN: { type: 'LENGTHEN', runNumber: 1, paths: [{ index: 1, minutes: 2 }] },
  VALIDATE: { type: 'VALIDATE', runNumber: 1, index: 4 },
  UNPARK: { type: 'UNPARK', runNumber: 1 },
  REPORT: { type: 'REPORT', runNumber: 1 },
};

describe.each(Object.values(EXAMPLES))('a message $type', (message) => {
  it('is read as it was sent', () => {
    expect(decodeMessage(JSON.parse(JSON.stringify(message)))).toEqual(message);
  });

  it('is refused when it lacks anything', () => {
    for (const field of Object.keys(message)) {
      expect(() => decodeMessage({ ...message, [field]: undefined })).toThrow(UnreadableRecord);
    }
  });
});

describe('a message RETRY_FAILED', () => {
  it('is read with all that it may say', () => {
    const whole = { ...EXAMPLES.RETRY_FAILED, belowScore: 3.5, since: 41, phase: 'SKIP', by: RITA };

    expect(decodeMessage(JSON.parse(JSON.stringify(whole)))).toEqual(whole);
  });
});

describe('what is no message', () => {
  it.each([undefined, null, 'RELEASE', {}, { type: 'toString' }, { type: 'NEW', runNumber: 1 }])(
    '%j is refused',
    (sent) => {
      expect(() => decodeMessage(sent)).toThrow(UnreadableRecord);
    },
  );
});
