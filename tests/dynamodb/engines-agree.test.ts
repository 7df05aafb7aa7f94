import { MemoryStore } from '@muster/embedded/memory-store';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { answerOf, operation, readFeed } from '../store-contract/random-operations.ts';
import { describeOnDynamo } from './a-dynamo-table.ts';

describeOnDynamo('The memory store and DynamoDB', (dynamo) => {
  it('answer any series of operations alike, and yield the same feed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(operation, { minLength: 1, maxLength: 40 }), async (operations) => {
        const clock = { now: 0 };
        const stored = await dynamo().openStore({ now: () => clock.now });
        const memory = new MemoryStore({ now: () => clock.now });

        for (const next of operations) {
          if (next.kind === 'wait') clock.now += next.ms;
          expect(await answerOf(stored, next)).toEqual(await answerOf(memory, next));
        }

        await memory.durable();
        expect(await readFeed(stored)).toEqual(await readFeed(memory));
      }),
      { numRuns: 40 },
    );
  });
});
