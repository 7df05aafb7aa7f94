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
  await import('../engine/due.test.ts');
  await import('../engine/element-use-cases.test.ts');
  await import('../engine/element-use-cases-races.test.ts');
  await import('../engine/growing.test.ts');
  await import('../engine/hints.test.ts');
  await import('../engine/launching.test.ts');
  await import('../engine/mission-use-cases.test.ts');
  await import('../engine/notify/channel-commands.test.ts');
  await import('../engine/notify/delivering.test.ts');
  await import('../engine/notify/delivery-commands.test.ts');
  await import('../engine/notify/matching.test.ts');
  await import('../engine/schedule-use-cases.test.ts');
  await import('../engine/standalone-tasks.test.ts');
  await import('../engine/sweeping.test.ts');
  await import('../engine/task-use-cases.test.ts');
  await import('../engine/task-use-cases-retry-from.test.ts');
  await import('../engine/tenancy.test.ts');
});
