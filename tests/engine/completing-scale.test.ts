/** Wide joins and fans on both embedded stores. */
import { MemoryStore } from '@muster/embedded/memory-store';
import { openSqliteStore, type SqliteStore } from '@muster/embedded/sqlite-store';
import { afterEach, describe } from 'vitest';
import { useFolders } from '../embedded/a-folder.ts';
import { anEngine, type EngineUnderTest } from '../support/an-engine.ts';
import { describeWideGraphs } from './wide-graphs.ts';

describe.each(['memory', 'sqlite'])('on %s', (kind) => {
  const folder = useFolders();
  let sqlite: SqliteStore | undefined;
  afterEach(() => sqlite?.close());

  function open(): EngineUnderTest {
    return anEngine((now) => {
      if (kind === 'memory') return new MemoryStore({ now });
      sqlite = openSqliteStore({ folder: folder(), now });
      return sqlite;
    });
  }

  describeWideGraphs(open, { timeout: 30_000 });
});
