/**
 * The engine's own tests once more, on DynamoDB where they have the memory store: nothing of the engine knows which
 * store it is on. Each suite says by itself what is true, with `expect`; here is said only on what.
 */
import { vi } from 'vitest';
import { describeOnDynamo } from './a-dynamo-table.ts';
import { runOn } from './instead-of-memory.ts';

vi.mock('@muster/embedded/memory-store', () => import('./instead-of-memory.ts'));

describeOnDynamo('on DynamoDB, the engine', async (dynamo) => {
  runOn(dynamo);
  await import('../engine/approvals.test.ts');
  await import('../engine/attention.test.ts');
  await import('../engine/claiming.test.ts');
  await import('../engine/commit-loop.test.ts');
  await import('../engine/completing.test.ts');
  await import('../engine/contract-use-cases.test.ts');
  await import('../engine/dead-letter-use-cases.test.ts');
  await import('../engine/dead-letters.test.ts');
});
