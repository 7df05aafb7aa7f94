import { deliver } from '@muster/aws-local/pollers/stream-delivery';
import type { DynamoDBRecord } from 'aws-lambda';
import { describe, expect, it } from 'vitest';

type Handle = (names: readonly string[]) => undefined | { readonly batchItemFailures: readonly object[] };

/** Delivers records with these sequence numbers; answers the batches that were tried and what was given up. */
async function delivered(names: readonly string[], handle: Handle, retryCountMax = 1) {
  const batches: string[] = [];
  const givenUp: string[] = [];
  const handler = async ({ Records }: { readonly Records: readonly DynamoDBRecord[] }) => {
    const asked = Records.map(nameOf);
    batches.push(asked.join(''));
    return handle(asked);
  };
  const records = names.map((name): DynamoDBRecord => ({ dynamodb: { SequenceNumber: name } }));
  await deliver(
    {
      function: { name: 'test', handler, timeoutMs: 5_000 },
      retryCountMax,
      signal: new AbortController().signal,
      onInvoked: () => undefined,
      onError: () => undefined,
      onGivenUp: async (lost) => void givenUp.push(...lost.map(nameOf)),
    },
    records,
  );
  return { batches, givenUp };
}

function nameOf({ dynamodb }: DynamoDBRecord): string {
  return dynamodb?.SequenceNumber ?? '';
}

describe('a batch of the stream', () => {
  it('is handed over once when it is handled', async () => {
    expect(await delivered(['a', 'b'], () => undefined)).toEqual({ batches: ['ab'], givenUp: [] });
  });

  it('D1: is halved until the record that fails is alone; the others are handled', async () => {
    const { batches, givenUp } = await delivered(['a', 'b', 'c', 'd'], (names) => {
      if (names.includes('c')) throw new Error('poison');
      return undefined;
    });

    expect(batches).toEqual(['abcd', 'ab', 'cd', 'c', 'c', 'd']);
    expect(givenUp).toEqual(['c']);
  });

  it('D2: goes on from the record that the function names', async () => {
    let isFirst = true;
    const { batches } = await delivered(['a', 'b', 'c'], () => {
      if (!isFirst) return undefined;
      isFirst = false;
      return { batchItemFailures: [{ itemIdentifier: 'b' }] };
    });

    expect(batches).toEqual(['abc', 'bc']);
  });

  it('D3: is tried again as often as the plan says', async () => {
    const { batches, givenUp } = await delivered(
      ['a'],
      () => {
        throw new Error('poison');
      },
      2,
    );

    expect(batches).toEqual(['a', 'a', 'a']);
    expect(givenUp).toEqual(['a']);
  });
});
