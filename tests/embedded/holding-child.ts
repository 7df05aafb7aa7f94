/** Holds the folder given until it is killed. */
import { openSqliteStore } from '@muster/embedded/sqlite-store';
import { argumentAt } from './a-child.ts';

openSqliteStore({ folder: argumentAt(0), now: () => 1_000 });
process.stdout.write('open\n');
setInterval(() => undefined, 60_000);
