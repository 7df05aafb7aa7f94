/**
 * Arguments: the folder, the number of callers. The callers commit without end; each prints the number of a commit once it is durable. Commit n of a caller puts
 * the caller's head at revision n, and three records that carry n: together they show whether it is there whole.
 */
import { openSqliteStore } from '@muster/embedded/sqlite-store';
import { aCommitOf, aRecord } from '../store-contract/a-record.ts';
import { argumentAt } from './a-child.ts';

const store = openSqliteStore({ folder: argumentAt(0), now: () => 1_000 });

async function commitWithoutEnd(caller: number): Promise<never> {
  const partition = `caller#${caller}`;
  for (let number = 1; ; number += 1) {
    const value = { number, filling: 'x'.repeat(700) };
    const record = aRecord({ partition, value });
    await store.commit({
      ...aCommitOf(
        { ...record, sort: 'head', revision: number },
        { ...record, sort: `event#${number}` },
        { ...record, sort: `task#${number}`, work: { partition: `${partition}#ready`, sort: `${number}` } },
        { ...record, sort: `attempt#${number}` },
      ),
      feed: { partition, sort: `event#${number}` },
    });
    await store.durable();
    process.stdout.write(`${caller} ${number}\n`);
  }
}

const callers = Array.from({ length: Number(argumentAt(1)) }, (_, caller) => commitWithoutEnd(caller));
await Promise.all(callers);
