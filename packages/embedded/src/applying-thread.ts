/**
 * The thread that writes the tables of a store. It does what it is told by applying.ts, one order at a time, and knows
 * nothing of journals or callers; killed with its process, it leaves what a kill in the middle of a transaction leaves.
 */
import { parentPort, workerData } from 'node:worker_threads';
import type { ApplyOrder, ApplyReply } from './applying.ts';
import { connectTables, type TablesPlace } from './tables-connection.ts';
import { TablesWriter } from './tables-writer.ts';

const db = connectTables(workerData as TablesPlace);
const tables = new TablesWriter(db);

function carryOut(order: ApplyOrder): ApplyReply {
  try {
    tables.apply(order.entries, order.mark);
    return { isApplied: true };
  } catch (error) {
    return { isApplied: false, reason: error instanceof Error ? error.message : String(error) };
  }
}

parentPort?.on('message', (order: ApplyOrder | 'CLOSE') => {
  if (order !== 'CLOSE') {
    parentPort?.postMessage(carryOut(order));
    return;
  }
  db.close();
  parentPort?.close();
});
