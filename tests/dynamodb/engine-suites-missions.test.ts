/** More of the engine's own suites on DynamoDB, apart so that they run side by side; each has its own `expect`. */
import { vi } from 'vitest';
import { describeOnDynamo } from './a-dynamo-table.ts';
import { runOn } from './instead-of-memory.ts';

vi.mock('@muster/embedded/memory-store', () => import('./instead-of-memory.ts'));

describeOnDynamo('on DynamoDB, the engine', async (dynamo) => {
  runOn(dynamo);
  await import('../engine/due.test.ts');
  await import('../engine/element-use-cases.test.ts');
  await import('../engine/element-use-cases-races.test.ts');
  await import('../engine/growing.test.ts');
  await import('../engine/hints.test.ts');
  await import('../engine/launching.test.ts');
  await import('../engine/mission-use-cases.test.ts');
  await import('../engine/notify/channel-commands.test.ts');
});
