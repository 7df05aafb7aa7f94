/**
 * The one table. Its description serves who makes it: the infrastructure, the local run and the tests.
 *
 * B1. A record is one item: `pk` and `sk` are its key, the rest is in item.ts.
 * B2. The two indexes are sparse: an item is in one exactly if it has both of its attributes. They hold keys only, since
 *     an entry is a hint and its record is read before anybody acts on it.
 * B3. Items that vanish carry `ttl`, seconds since 1970. DynamoDB deletes them within days, not at once: readers leave
 *     out what has vanished by itself.
 * B4. The stream carries new images: a record of a commit is handed on as it was written.
 */
import type {
  AttributeDefinition,
  CreateTableCommandInput,
  GlobalSecondaryIndex,
} from '@aws-sdk/client-dynamodb';
import type { IndexName } from '@muster/engine/ports/store';

export const PARTITION_KEY = 'pk';
export const SORT_KEY = 'sk';

/** Attributes that hold an item's entry in an index. The index has the name that the port gives it. */
export const INDEX_KEYS: Readonly<Record<IndexName, { readonly partition: string; readonly sort: string }>> =
  {
    work: { partition: 'wp', sort: 'ws' },
    due: { partition: 'dp', sort: 'ds' },
  };

/** Has to be switched on by a call of its own once the table exists. */
export const TTL_ATTRIBUTE = 'ttl';

/** What CreateTable takes: on demand, so that nobody plans capacity. */
export function tableDefinition(tableName: string) {
  return {
    TableName: tableName,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [
      textAttribute(PARTITION_KEY),
      textAttribute(SORT_KEY),
      ...Object.values(INDEX_KEYS).flatMap(({ partition, sort }) => [
        textAttribute(partition),
        textAttribute(sort),
      ]),
    ],
    KeySchema: keySchema(PARTITION_KEY, SORT_KEY),
    GlobalSecondaryIndexes: [sparseIndex('work'), sparseIndex('due')],
    StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' },
  } satisfies CreateTableCommandInput;
}

function textAttribute(name: string): AttributeDefinition {
  return { AttributeName: name, AttributeType: 'S' };
}

function keySchema(partition: string, sort: string): { AttributeName: string; KeyType: 'HASH' | 'RANGE' }[] {
  return [
    { AttributeName: partition, KeyType: 'HASH' },
    { AttributeName: sort, KeyType: 'RANGE' },
  ];
}

function sparseIndex(index: IndexName): GlobalSecondaryIndex {
  const { partition, sort } = INDEX_KEYS[index];
  return {
    IndexName: index,
    KeySchema: keySchema(partition, sort),
    Projection: { ProjectionType: 'KEYS_ONLY' },
  };
}
