/**
 * A commit as requests to DynamoDB.
 *
 * W1. A commit of one put, or of one delete, is a plain request: it costs half of what a transaction of one does.
 * W2. A put that expects a revision can be repeated when its answer got lost: a transaction has the service's own token,
 *     good for ten minutes; a plain one carries a token by which it is known again. When somebody else's write stands
 *     there by then, nobody can tell whether it was applied before: that is StoreUnavailable, not a conflict.
 *     A plain put that expects nothing may come a second time over what somebody else wrote: whoever minds expects.
 * W3. A record that has vanished counts as absent, whether or not the service has deleted it yet.
 */
import type {
  DeleteItemCommandInput,
  PutItemCommandInput,
  TransactWriteItem,
  TransactWriteItemsCommandInput,
} from '@aws-sdk/client-dynamodb';
import { isSameKey } from '@muster/engine/commit-rules';
import type { Commit, Key } from '@muster/engine/ports/store';
import { encodeItem, itemKey, REVISION, VANISHES_AT, type WrittenItem } from './item.ts';
import { PARTITION_KEY } from './table.ts';

export type WriteRequest =
  | { readonly kind: 'PUT'; readonly input: PutItemCommandInput; readonly writeToken?: string }
  | { readonly kind: 'DELETE'; readonly input: DeleteItemCommandInput }
  | { readonly kind: 'TRANSACTION'; readonly input: TransactWriteItemsCommandInput };

export interface WriteContext {
  readonly tableName: string;
  readonly now: number;
  /** Unique for each commit. */
  readonly token: string;
}

/** `texts` are the JSON of the puts' values. Undefined when there is nothing to do. */
export function writeRequestOf(
  context: WriteContext,
  commit: Commit,
  texts: readonly string[],
): WriteRequest | undefined {
  const { puts, deletes = [], checks = [] } = commit;
  const count = puts.length + deletes.length + checks.length;
  const [put] = puts;
  const [deleted] = deletes;
  if (count === 0) return undefined;
  if (count === 1 && put) return putRequest(context, commit, texts[0] ?? '');
  if (count === 1 && deleted)
    return { kind: 'DELETE', input: { TableName: context.tableName, Key: itemKey(deleted) } };
  const { tableName, token } = context;
  const TransactItems: TransactWriteItem[] = [
    ...puts.map(({ record, expect }, place) => {
      const Item = encodeItem(record, texts[place] ?? '', { isFed: isSameKey(commit.feed, record) });
      return { Put: { TableName: tableName, Item, ...expectation(context, expect) } };
    }),
    ...deletes.map((key) => ({ Delete: { TableName: tableName, Key: itemKey(key) } })),
    ...checks.map((check) => ({
      ConditionCheck: { TableName: tableName, Key: itemKey(check), ...standingAt(context, check.revision) },
    })),
  ];
  return { kind: 'TRANSACTION', input: { TransactItems, ClientRequestToken: token } };
}

/** Keys in the order of the transaction's items. */
export function transactionKeys({ puts, deletes = [], checks = [] }: Commit): readonly Key[] {
  return [...puts.map(({ record }) => record), ...deletes, ...checks].map(({ partition, sort }) => ({
    partition,
    sort,
  }));
}

function putRequest(context: WriteContext, commit: Commit, text: string): WriteRequest | undefined {
  const [put] = commit.puts;
  if (!put) return undefined;
  const { record, expect } = put;
  const isFed = isSameKey(commit.feed, record);
  const { tableName, token } = context;
  if (expect === undefined)
    return { kind: 'PUT', input: { TableName: tableName, Item: encodeItem(record, text, { isFed }) } };
  const Item: WrittenItem = encodeItem(record, text, { isFed, writeToken: token });
  const input: PutItemCommandInput = { TableName: tableName, Item, ...standingAt(context, expect) };
  input.ReturnValuesOnConditionCheckFailure = 'ALL_OLD';
  return { kind: 'PUT', input, writeToken: token };
}

function expectation(context: WriteContext, revision: number | undefined) {
  return revision === undefined ? {} : standingAt(context, revision);
}

/** See W3. */
function standingAt({ now }: WriteContext, revision: number) {
  const atNow = { ':now': { N: String(now) } };
  if (revision === 0) {
    const ConditionExpression = `attribute_not_exists(${PARTITION_KEY}) OR ${VANISHES_AT} < :now`;
    return { ConditionExpression, ExpressionAttributeValues: atNow };
  }
  return {
    ConditionExpression: `${REVISION} = :r AND (attribute_not_exists(${VANISHES_AT}) OR ${VANISHES_AT} >= :now)`,
    ExpressionAttributeValues: { ...atNow, ':r': { N: String(revision) } },
  };
}
