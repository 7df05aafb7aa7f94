import { FrameMeter } from '@muster/aws-local/gateway/frame-meter';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

/** A frame as a client sends it: masked. */
function aFrame(payloadLength: number): Buffer {
  const mask = Buffer.alloc(4, 7);
  const payload = Buffer.alloc(payloadLength, 0x81);
  if (payloadLength < 126) return Buffer.concat([Buffer.from([0x81, 0x80 | payloadLength]), mask, payload]);
  if (payloadLength < 65_536) {
    const header = Buffer.from([0x81, 0x80 | 126, payloadLength >> 8, payloadLength & 0xff]);
    return Buffer.concat([header, mask, payload]);
  }
  const header = Buffer.alloc(10);
  header.set([0x81, 0x80 | 127]);
  header.writeBigUInt64BE(BigInt(payloadLength), 2);
  return Buffer.concat([header, mask, payload]);
}

describe('a frame meter', () => {
  it('finds the largest frame, however the bytes are cut', () => {
    const lengths = fc.array(fc.oneof(fc.nat(300), fc.nat(70_000)), { minLength: 1, maxLength: 6 });

    fc.assert(
      fc.property(lengths, fc.array(fc.integer({ min: 1, max: 40_000 }), { minLength: 1 }), (sizes, cuts) => {
        const meter = new FrameMeter();
        let bytes = Buffer.concat(sizes.map(aFrame));

        for (let turn = 0; bytes.length > 0; turn += 1) {
          const cut = cuts[turn % cuts.length] ?? 1;
          meter.read(bytes.subarray(0, cut));
          bytes = bytes.subarray(cut);
        }

        expect(meter.largest).toBe(Math.max(...sizes));
      }),
      { numRuns: 50 },
    );
  });
});
