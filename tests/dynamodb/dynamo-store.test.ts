import { expect, it } from 'vitest';
import { aCommitOf, aRecord, manyRecords, PARTITION } from '../store-contract/a-record.ts';
import { describeStore } from '../store-contract/store-contract.ts';
import { describeOnDynamo } from './a-dynamo-table.ts';
import { aFaultyClient } from './faults.ts';

describeOnDynamo('on DynamoDB', (dynamo) => {
  describeStore('DynamoStore', async (now) => ({
    store: await dynamo().openStore({ now }),
    close: async () => undefined,
  }));

  it('reads over what has vanished page by page, not one by one', async () => {
    const { client, requests } = aFaultyClient(dynamo(), () => undefined);
    const store = await dynamo().openStore({ now: () => 2_000, client, tableName: await dynamo().aTable() });
    await store.commit(aCommitOf(...manyRecords(90, { vanishesAt: 1_000 })));
    await store.commit(aCommitOf(aRecord({ sort: '0' }), aRecord({ sort: 'z' })));
    requests.length = 0;

    const page = await store.query({ partition: PARTITION, limit: 9 });

    expect(page).toEqual({ items: [aRecord({ sort: '0' }), aRecord({ sort: 'z' })] });
    expect(requests.length).toBeLessThanOrEqual(10);
  });
});
