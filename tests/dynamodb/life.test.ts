import { openDynamoStore } from '@muster/dynamodb/dynamo-store';
import { expect, it } from 'vitest';
import { mulberry32 } from '../bench/random.ts';
import { claim, complete, headOf, launchMission } from '../support/a-launched-mission.ts';
import { START } from '../support/a-mission.ts';
import { live } from '../support/a-whole-life.ts';
import { anEngine } from '../support/an-engine.ts';
import { describeOnDynamo } from './a-dynamo-table.ts';
import { aFaultyClient, aLaggingClient, FAILURES, type Fault, noWaiting, type Request } from './faults.ts';

const SEEDS = [1, 2, 3];

/** A fifth of all transactions are cancelled; of all requests, some are throttled and some answers get lost. */
function randomFaults(random: () => number): (request: Request) => Fault | undefined {
  return ({ command }) => {
    const chance = random();
    if (chance < 0.04) return { before: FAILURES.throttled() };
    if (chance < 0.08) return { after: FAILURES.timeout() };
    if (command === 'TransactWriteItems' && chance < 0.28) {
      return { before: FAILURES.cancelled('None', 'TransactionConflict') };
    }
    return command === 'BatchGetItem' && chance < 0.3 ? { unprocessed: 1 } : undefined;
  };
}

describeOnDynamo('on DynamoDB, a mission', (dynamo) => {
  it('tells the same events of the same life as in memory', async () => {
    const opened = await dynamo().openStore({ now: () => START });

    const onDynamo = await live(anEngine(() => opened));

    expect(onDynamo).toEqual(await live(anEngine()));
  });

  it.each(SEEDS)('tells them also while every other thing goes wrong, seed %d', async (seed) => {
    const { client, requests } = aFaultyClient(dynamo(), randomFaults(mulberry32(seed)));
    const tableName = await dynamo().aTable();
    const waiting = noWaiting(mulberry32(seed + 1_000));

    const told = await live(anEngine((now) => openDynamoStore({ ...waiting, now, client, tableName })));

    expect(told).toEqual(await live(anEngine()));
    expect(waiting.pauses.length).toBeGreaterThan(requests.length / 20);
  });

  it('comes to its end through indexes that lag behind, each task done once', async () => {
    const client = aLaggingClient(dynamo());
    const tableName = await dynamo().aTable();
    const under = anEngine((now) => openDynamoStore({ ...noWaiting(), now, client, tableName }));
    const titles = Array.from({ length: 40 }, (_, place) => `T${place}`);
    const missionId = await launchMission(under, {
      tasks: titles.map((title, place) => ({ title, dependsOn: titles.slice(0, place).slice(-2) })),
    });

    let rounds = 0;
    while ((await headOf(under, missionId)).status !== 'COMPLETED' && ++rounds < 500) {
      await complete(under, await claim(under, { limit: 3 }));
    }

    const head = await headOf(under, missionId);
    expect(head).toMatchObject({ status: 'COMPLETED', run: { attemptCount: titles.length } });
  });
});
