import { delayMsMax } from '@muster/dynamodb/retry';
import { type Commit, type Store, StoreUnavailable } from '@muster/engine/ports/store';
import { describe, expect, it } from 'vitest';
import { aCommitOf, aPut, aRecord, manyRecords, PARTITION } from '../store-contract/a-record.ts';
import { describeOnDynamo } from './a-dynamo-table.ts';
import { aFaultyClient, FAILURES, type Fault, noWaiting, type Request } from './faults.ts';

const TRANSACTION: Commit = { puts: [aPut({ sort: 'x' }, 0), aPut({ sort: 'y' })] };
const PLAIN: Commit = { puts: [aPut({ sort: 'x' }, 0)] };

/** Each way to ask, and the request that it makes. */
const ASKING: readonly (readonly [string, (store: Store) => Promise<unknown>])[] = [
  ['TransactWriteItems', (store) => store.commit(TRANSACTION)],
  ['PutItem', (store) => store.commit(PLAIN)],
  ['DeleteItem', (store) => store.commit({ puts: [], deletes: [aRecord()] })],
  ['GetItem', (store) => store.get([aRecord()])],
  ['BatchGetItem', (store) => store.get([aRecord(), aRecord({ sort: 'b' })])],
  ['Query', (store) => store.query({ partition: PARTITION, limit: 10 })],
];

describeOnDynamo('on DynamoDB, faults', (dynamo) => {
  async function aStore(fault: (request: Request) => Fault | undefined, random = () => 0.5) {
    const waiting = noWaiting(random);
    const { client, requests } = aFaultyClient(dynamo(), fault);
    const tableName = await dynamo().aTable();
    const store = await dynamo().openStore({ ...waiting, client, tableName });
    const plain = await dynamo().openStore({ now: waiting.now, tableName });
    return { store, plain, requests, ...waiting };
  }

  describe.each(ASKING)('%s', (command, ask) => {
    it.each([
      ['throttled', FAILURES.throttled()],
      ['out of throughput', FAILURES.throughput()],
      ['over the limit of requests', FAILURES.requestLimit()],
      ['out of order', FAILURES.internal()],
      ['too slow', FAILURES.timeout()],
      ['cut off', FAILURES.reset()],
    ])('that was %s is asked again (T1)', async (_, error) => {
      const { store, requests } = await aStore(({ number }) => (number <= 3 ? { before: error } : undefined));

      await ask(store);

      expect(requests.map((request) => request.command)).toEqual(Array(4).fill(command));
    });

    it('is asked nine times and no more, with pauses that double and jitter (T1, T2)', async () => {
      const { store, requests, pauses } = await aStore(
        () => ({ before: FAILURES.throttled() }),
        () => 0.999,
      );

      await expect(ask(store)).rejects.toThrow(StoreUnavailable);

      expect(requests).toHaveLength(9);
      expect(pauses).toEqual(Array.from({ length: 8 }, (_, place) => 0.999 * delayMsMax(place + 1)));
      expect(pauses.slice(0, 3)).toEqual([0.999 * 25, 0.999 * 50, 0.999 * 100]);
      expect(Math.max(...pauses)).toBeLessThan(1_000);
    });

    it('is not asked again when it was refused for a reason that stays (T2)', async () => {
      const error = Object.assign(new Error('who are you?'), {
        name: 'AccessDeniedException',
        $metadata: { httpStatusCode: 400 },
      });
      const { store, requests } = await aStore(() => ({ before: error }));

      await expect(ask(store)).rejects.toThrow(StoreUnavailable);

      expect(requests).toHaveLength(1);
    });

    it('that we made wrong is thrown as it is (T3)', async () => {
      const error = Object.assign(new Error('one value too many'), { name: 'ValidationException' });
      const { store, requests } = await aStore(() => ({ before: error }));

      await expect(ask(store)).rejects.toBe(error);

      expect(requests).toHaveLength(1);
    });
  });

  describe('a transaction', () => {
    it.each([
      ['in conflict with another', ['None', 'TransactionConflict']],
      ['throttled', ['ThrottlingError', 'None']],
      ['out of throughput', ['None', 'ProvisionedThroughputExceeded']],
    ])('cancelled because it was %s is tried again under the same token', async (_, codes) => {
      const { store, requests } = await aStore(({ number }) =>
        number <= 2 ? { before: FAILURES.cancelled(...codes) } : undefined,
      );

      const outcome = await store.commit(TRANSACTION);

      expect(outcome).toEqual({ isCommitted: true });
      expect(new Set(requests.map(({ input }) => input.ClientRequestToken)).size).toBe(1);
    });

    it('that is still under way from a former try is waited for', async () => {
      const { store } = await aStore(({ number }) => {
        if (number === 1) return { after: FAILURES.timeout() };
        return number === 2 ? { before: FAILURES.inProgress() } : undefined;
      });

      expect(await store.commit(TRANSACTION)).toEqual({ isCommitted: true });
    });

    it('names the expectations that did not hold, whatever else went wrong beside them', async () => {
      const { store, requests } = await aStore(() => ({
        before: FAILURES.cancelled('ConditionalCheckFailed', 'TransactionConflict'),
      }));

      const outcome = await store.commit(TRANSACTION);

      expect(outcome).toEqual({ isCommitted: false, conflicts: [{ partition: PARTITION, sort: 'x' }] });
      expect(requests).toHaveLength(1);
    });

    it('whose answer got lost is no conflict with itself', async () => {
      const { store, plain } = await aStore(({ number }) =>
        number <= 2 ? { after: FAILURES.timeout() } : undefined,
      );

      const outcome = await store.commit(TRANSACTION);

      expect(outcome).toEqual({ isCommitted: true });
      expect(await plain.get([aRecord({ sort: 'x' })])).toEqual([aRecord({ sort: 'x' })]);
    });

    it('is not made again over what others wrote since its answer got lost', async () => {
      const others = aRecord({ sort: 'y', revision: 9, value: { by: 'somebody else' } });
      const { store, plain, meanwhile } = await aStore(({ number }) =>
        number === 1 ? { after: FAILURES.timeout() } : undefined,
      );
      meanwhile.act = () => plain.commit(aCommitOf(others));

      const outcome = await store.commit(TRANSACTION);

      expect(outcome).toEqual({ isCommitted: true });
      expect(await plain.get([others])).toEqual([others]);
    });
  });

  describe('a plain put', () => {
    it('in conflict with a transaction is tried again', async () => {
      const { store } = await aStore(({ number }) =>
        number <= 2 ? { before: FAILURES.conflict() } : undefined,
      );

      expect(await store.commit(PLAIN)).toEqual({ isCommitted: true });
    });

    it('whose answer got lost is no conflict with itself (W2)', async () => {
      const { store } = await aStore(({ number }) =>
        number <= 2 ? { after: FAILURES.internal() } : undefined,
      );

      expect(await store.commit(PLAIN)).toEqual({ isCommitted: true });
    });

    it('that met another in its place is a conflict when no answer got lost', async () => {
      const { store, plain } = await aStore(({ number }) =>
        number === 1 ? { before: FAILURES.throttled() } : undefined,
      );
      await plain.commit(PLAIN);

      const outcome = await store.commit(PLAIN);

      expect(outcome).toEqual({ isCommitted: false, conflicts: [{ partition: PARTITION, sort: 'x' }] });
    });

    it('that was replaced since its answer got lost is not known to be committed or not (W2)', async () => {
      const others = aPut({ sort: 'x', revision: 2, value: { by: 'somebody else' } }, 1);
      const { store, plain, meanwhile } = await aStore(({ number }) =>
        number === 1 ? { after: FAILURES.timeout() } : undefined,
      );
      meanwhile.act = () => plain.commit({ puts: [others] });

      await expect(store.commit(PLAIN)).rejects.toThrow(StoreUnavailable);

      expect(await plain.get([others.record])).toEqual([others.record]);
    });
  });

  describe('a batch', () => {
    it('is asked for again until nothing is left unprocessed', async () => {
      const { store, plain, requests } = await aStore(({ input }) => ({
        unprocessed: Math.ceil(keyCountOf(input) / 2 - 0.5),
      }));
      await plain.commit(aCommitOf(...manyRecords(90)));

      const records = await store.get(manyRecords(90));

      expect(records).toEqual(manyRecords(90));
      expect(requests.length).toBeGreaterThan(4);
    });

    it('that is never processed at all counts as throttled', async () => {
      const { store, requests } = await aStore(({ input }) => ({ unprocessed: keyCountOf(input) }));

      await expect(store.get(manyRecords(2))).rejects.toThrow(StoreUnavailable);

      expect(requests).toHaveLength(9);
    });
  });
});

function keyCountOf(input: Request['input']): number {
  const [batch] = Object.values(input.RequestItems as Record<string, { readonly Keys: readonly unknown[] }>);
  return batch?.Keys.length ?? 0;
}
