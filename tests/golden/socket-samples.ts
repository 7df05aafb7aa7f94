/** What is kept of sockets, as `samples.ts` has the rest. */
import { addMs } from '@muster/core/instant';
import { connectionKey, operationKey } from '@muster/engine/keys';
import type { StoredRecord } from '@muster/engine/ports/store';
import {
  CONNECTION,
  ENDED_OPERATION,
  RUNNING_OPERATION,
  type RunningOperation,
  WATCH,
} from '@muster/realtime/socket-records';
import { watchKey } from '@muster/realtime/watches';
import { MISSION_ID, START, WORKSPACE_ID } from '../support/a-mission.ts';

const SOCKET = 'JKJaXmPLvHcESHA=';
const DIGEST = '0123456789abcdef0123456789abcdef';
const CREDENTIAL = { workspaceId: WORKSPACE_ID, keyId: 'key_01JD6Z3Q000000000000000KEY' };
const TTL = { vanishesAt: addMs(START, 8_100_000) };
const RUNNING: RunningOperation = {
  kind: 'RUNNING',
  id: 'events',
  messageId: 'JKJaYfd3PHcCHjQ=',
  credential: CREDENTIAL,
  workspaceId: WORKSPACE_ID,
  missionId: MISSION_ID,
  query: 'subscription E($id: ID!) { missionEvents(missionId: $id) { __typename } }',
  operationName: 'E',
  variables: { id: MISSION_ID },
};

export function socketSamples(): Readonly<Record<string, StoredRecord>> {
  const connection = { connectedAt: START, credential: CREDENTIAL, initMessageId: 'JKJaYfd3PHcCHjP=' };
  const watch = {
    startedAt: START,
    told: [[MISSION_ID, 41]] as const,
    claimedUntil: addMs(START, 20_000),
    notBefore: addMs(START, 250),
  };
  return {
    'socket-connection-v1': {
      ...connectionKey(SOCKET),
      revision: 2,
      value: CONNECTION.encode(connection),
      ...TTL,
    },
    'socket-running-operation-v1': {
      ...operationKey(SOCKET, DIGEST),
      revision: 1,
      value: RUNNING_OPERATION.encode(RUNNING),
      ...TTL,
    },
    'socket-ended-operation-v1': {
      ...operationKey(SOCKET, DIGEST),
      revision: 1,
      value: ENDED_OPERATION.encode({ kind: 'ENDED', at: START }),
      ...TTL,
    },
    'socket-watch-v1': {
      ...watchKey(RUNNING, SOCKET, DIGEST),
      revision: 3,
      value: WATCH.encode(watch),
      ...TTL,
    },
  };
}
