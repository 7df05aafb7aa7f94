/** The one table, in the shape that the store is written for. */
import { TTL_ATTRIBUTE, tableDefinition } from '@muster/dynamodb/table';
import type { StageSettings } from '../stage-settings.ts';

export function createTable({ keepsData }: StageSettings): sst.aws.Dynamo {
  const { AttributeDefinitions, KeySchema, GlobalSecondaryIndexes } = tableDefinition('');
  return new sst.aws.Dynamo('Table', {
    fields: Object.fromEntries(
      AttributeDefinitions.map(({ AttributeName = '' }) => [AttributeName, 'string']),
    ),
    primaryIndex: keysOf(KeySchema),
    globalIndexes: Object.fromEntries(
      GlobalSecondaryIndexes.map((index) => [
        index.IndexName ?? '',
        { ...keysOf(index.KeySchema), projection: 'keys-only' as const },
      ]),
    ),
    stream: 'new-image',
    ttl: TTL_ATTRIBUTE,
    deletionProtection: keepsData,
  });
}

interface KeyElement {
  readonly AttributeName?: string;
  readonly KeyType?: string;
}

function keysOf(schema: readonly KeyElement[] = []) {
  const nameOf = (type: string) => schema.find(({ KeyType }) => KeyType === type)?.AttributeName ?? '';
  return { hashKey: nameOf('HASH'), rangeKey: nameOf('RANGE') };
}

/** Of the indexes, for who reads them. */
export function indexArnsOf(table: sst.aws.Dynamo) {
  const { GlobalSecondaryIndexes } = tableDefinition('');
  return GlobalSecondaryIndexes.map(({ IndexName }) => $interpolate`${table.arn}/index/${IndexName ?? ''}`);
}
