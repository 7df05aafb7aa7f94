/** More of the engine's own suites on DynamoDB, apart so that they run side by side; each has its own `expect`. */
import { vi } from 'vitest';
import { describeOnDynamo } from './a-dynamo-table.ts';
import { runOn } from './instead-of-memory.ts';

vi.mock('@muster/embedded/memory-store', () => import('./instead-of-memory.ts'));

describeOnDynamo('on DynamoDB, the engine', async (dynamo) => {
  runOn(dynamo);
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
