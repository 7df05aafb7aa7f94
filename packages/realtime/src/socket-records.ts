/**
 * What is kept of sockets, see PROTOCOL.md. All of it vanishes some time after the socket must have been closed.
 *
 * | Record     | One for                        | Written                                    |
 * |------------|--------------------------------|--------------------------------------------|
 * | connection | a socket                       | once or twice: when its credential is seen |
 * | operation  | a subscription, or its early end | once                                     |
 * | watch      | a subscription, in its topic   | for each push: small                       |
 */
import type { MissionId, WorkspaceId } from '@muster/core/ids';
import type { Instant } from '@muster/core/instant';
import type { Credential } from '@muster/engine/access/access';
import { codecOf } from '@muster/engine/codec';
import type { Told } from '@muster/engine/resuming';

export interface Connection {
  readonly connectedAt: Instant;
  /** Shown when it was opened, or in `connection_init`. Without one everything is refused. */
  readonly credential?: Credential;
  /** Of the `connection_init` that was acknowledged. */
  readonly initMessageId?: string;
}

/** Never changed: what to execute, for whom, and where its watch stands. */
export interface RunningOperation {
  readonly kind: 'RUNNING';
  /** The client's. */
  readonly id: string;
  readonly messageId: string;
  readonly credential: Credential;
  readonly workspaceId: WorkspaceId;
  /** Absent: the whole workspace is watched. */
  readonly missionId?: MissionId;
  readonly query: string;
  readonly operationName?: string;
  readonly variables?: Readonly<Record<string, unknown>>;
}

/** The client's `complete` came before its `subscribe` was through: messages are handled at the same time. */
export interface EndedOperation {
  readonly kind: 'ENDED';
  /** When the gateway got the `complete`. */
  readonly at: Instant;
}

export interface WatchRecord {
  readonly startedAt: Instant;
  readonly told: Told;
  /** Somebody pushes to it until then. */
  readonly claimedUntil?: Instant;
  /** Nothing is to be pushed before. */
  readonly notBefore?: Instant;
}

const o = 'optional';
const r = 'required';

export const CONNECTION = codecOf<Connection>('connection', 1, {
  connectedAt: r,
  credential: o,
  initMessageId: o,
});
export const RUNNING_OPERATION = codecOf<RunningOperation>('running operation', 1, {
  kind: r,
  id: r,
  messageId: r,
  credential: r,
  workspaceId: r,
  missionId: o,
  query: r,
  operationName: o,
  variables: o,
});
export const ENDED_OPERATION = codecOf<EndedOperation>('ended operation', 1, { kind: r, at: r });
export const WATCH = codecOf<WatchRecord>('watch', 1, {
  startedAt: r,
  told: r,
  claimedUntil: o,
  notBefore: o,
});

export function decodeOperation(stored: Parameters<typeof RUNNING_OPERATION.decode>[0]) {
  return stored.kind === 'ENDED' ? ENDED_OPERATION.decode(stored) : RUNNING_OPERATION.decode(stored);
}
