/** Wide joins and fans once more on DynamoDB. */
import { describeWideGraphs } from '../engine/wide-graphs.ts';
import { anEngine } from '../support/an-engine.ts';
import { describeOnDynamo } from './a-dynamo-table.ts';
import { MemoryStore, runOn } from './instead-of-memory.ts';

describeOnDynamo('on DynamoDB', (dynamo) => {
  runOn(dynamo);

  describeWideGraphs(() => anEngine((now) => new MemoryStore({ now })), { timeout: 120_000 });
});
