import { describeStore } from '../store-contract/store-contract.ts';
import { describeOnDynamo } from './a-dynamo-table.ts';

describeOnDynamo('on DynamoDB', (dynamo) => {
  describeStore('DynamoStore', async (now) => ({
    store: await dynamo().openStore({ now }),
    close: async () => undefined,
  }));
});
