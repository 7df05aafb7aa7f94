/**
 * The records of a socket, from its opening to its end.
 *
 * C1. The gateway may hand over messages of one socket at the same time and in any order, and each of them twice.
 * C2. Nothing tells for sure that a socket has ended: what is left over vanishes by itself.
 */
import { LIMITS } from '@muster/core/limits';
import type { Credential } from '@muster/engine/access/access';
import { ALL_OPERATIONS, connectionKey, operationOfSort, socketPartition } from '@muster/engine/keys';
import type { Key, Put, Store, StoredRecord } from '@muster/engine/ports/store';
import type { GatewayEvent } from './gateway-event.ts';
import type { SocketContext } from './socket-context.ts';
import { CONNECTION, type Connection, decodeOperation } from './socket-records.ts';
import { watchKey } from './watches.ts';

const TRIES_MAX = 5;
/** A message may overtake the one that it follows: how often, and how long after each other, to look for its effect. */
const LOOKS_MAX = 8;
const LOOK_MS = 25;
const OPERATIONS_PER_PAGE = 50;

/** Remembers what was shown when the socket was opened. */
export async function openConnection(
  { context }: SocketContext,
  event: GatewayEvent,
  credential: Credential,
): Promise<void> {
  const { connectionId } = event.requestContext;
  const connection = { connectedAt: context.now(), credential };
  await context.store.commit({ puts: [connectionPut(connectionId, connection, undefined)] });
}

/**
 * ACKNOWLEDGED once, and again for the same message (C1). REPEATED for another `connection_init`. LATE when the socket
 * has been silent for too long.
 */
export async function acknowledge(
  { context }: SocketContext,
  event: GatewayEvent,
  shown: Credential | undefined,
): Promise<'ACKNOWLEDGED' | 'REPEATED' | 'LATE'> {
  const { connectionId, messageId = '', connectedAt } = event.requestContext;
  const now = context.now();
  if (now - connectedAt > LIMITS.socketInitMsMax) return 'LATE';
  for (let attempt = 0; attempt < TRIES_MAX; attempt += 1) {
    const stored = await loadRecord(context.store, connectionKey(connectionId));
    const known = stored && CONNECTION.decode(stored.value);
    if (known?.initMessageId === messageId) return 'ACKNOWLEDGED';
    if (known?.initMessageId !== undefined) return 'REPEATED';
    const credential = shown ?? known?.credential;
    const connection = { connectedAt: now, initMessageId: messageId, ...(credential ? { credential } : {}) };
    const put = connectionPut(connectionId, connection, stored);
    const outcome = await context.store.commit({ puts: [put] });
    if (outcome.isCommitted) return 'ACKNOWLEDGED';
  }
  return 'REPEATED';
}

/** The connection once it is acknowledged; undefined when that does not come to pass in a moment. */
export async function acknowledgedConnection(
  { context }: SocketContext,
  connectionId: string,
): Promise<Connection | undefined> {
  for (let look = 0; look < LOOKS_MAX; look += 1) {
    if (look > 0) await context.sleep(LOOK_MS * look);
    const stored = await loadRecord(context.store, connectionKey(connectionId));
    const connection = stored && CONNECTION.decode(stored.value);
    if (connection?.initMessageId !== undefined) return connection;
  }
  return undefined;
}

/** Forgets a socket and all it has asked for. Repeating it changes nothing. */
export async function removeConnection(store: Store, connectionId: string): Promise<void> {
  const partition = socketPartition(connectionId);
  let next: string | undefined;
  do {
    const from = next === undefined ? {} : { after: next };
    const page = await store.query({ partition, ...ALL_OPERATIONS, limit: OPERATIONS_PER_PAGE, ...from });
    const deletes = page.items.flatMap((record) => keysOf(connectionId, record));
    if (deletes.length > 0) await store.commit({ puts: [], deletes });
    next = page.next;
  } while (next !== undefined);
  await store.commit({ puts: [], deletes: [connectionKey(connectionId)] });
}

function keysOf(connectionId: string, record: StoredRecord): readonly Key[] {
  const { partition, sort } = record;
  const operation = decodeOperation(record.value);
  if (operation.kind === 'ENDED') return [{ partition, sort }];
  return [{ partition, sort }, watchKey(operation, connectionId, operationOfSort(sort))];
}

/** The client's id may be anything; 32 hexadecimal digits of its digest tell it from its others. */
export function operationDigest(context: { readonly digest: (text: string) => string }, id: string): string {
  return context.digest(id).slice(0, 32);
}

export async function loadRecord(store: Store, key: Key): Promise<StoredRecord | undefined> {
  const [record] = await store.get([key]);
  return record;
}

function connectionPut(connectionId: string, connection: Connection, former: StoredRecord | undefined): Put {
  const record = {
    ...connectionKey(connectionId),
    revision: (former?.revision ?? 0) + 1,
    value: CONNECTION.encode(connection),
    vanishesAt: connection.connectedAt + LIMITS.socketTtlMs,
  };
  return { record, expect: former?.revision ?? 0 };
}
