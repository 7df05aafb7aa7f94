/** Heads and nodes as they are stored: with the index entries that follow from their state. */
import { askingOf } from '@muster/core/approval';
import { dueAt } from '@muster/core/decide/due';
import { missionDueAt } from '@muster/core/decide/mission-due';
import { isStandalone, type NodeRef } from '@muster/core/ids';
import { instantOf } from '@muster/core/instant';
import { TASK_STATUSES } from '@muster/core/lifecycle/task-lifecycle';
import type { MissionHead } from '@muster/core/run/mission';
import { currentLane, type Lane, type Node, type TaskNode } from '@muster/core/run/node';
import {
  approvalKey,
  claimOrder,
  dueKey,
  headKey,
  nodeSort,
  parkedPartition,
  parkedTaskOrder,
  readyPartition,
  runPartition,
  statusKey,
  taskStatusKey,
} from './keys.ts';
import type { Key, StoredRecord } from './ports/store.ts';
import { encodeNode, HEAD, type RunPlace } from './records.ts';

export function headRecord(head: MissionHead, revision: number): StoredRecord {
  const { partition, sort } = headKey(head.workspaceId, head.id);
  const record = { partition, sort, revision, value: HEAD.encode(head), work: listKey(head) };
  const due = missionDueAt(head);
  return due === undefined ? record : { ...record, due: dueKey(head.workspaceId, head.id, due) };
}

/** Where it is listed: a standalone task by where the one task stands. */
function listKey(head: MissionHead): Key {
  const { workspaceId, id, status, run } = head;
  if (!isStandalone(id)) return statusKey(workspaceId, status, id);
  const taskStatus = TASK_STATUSES.find((one) => (run?.taskCounts[one] ?? 0) > 0);
  return taskStatusKey(workspaceId, taskStatus ?? 'WAITING', id);
}

/**
 * A validation for whoever has not worked at it stands behind everything else: those who may not take it would otherwise
 * have to look past it each time.
 */
function rankOf({ priority, purpose }: TaskNode, lane: Lane): number {
  return purpose?.kind === 'VALIDATION' && lane.kind === 'ANY' ? BEHIND_ALL : priority;
}

const BEHIND_ALL = 9;

export function nodeRecord(place: RunPlace, node: Node, revision: number): StoredRecord {
  const ref = { missionId: place.missionId, runNumber: place.runNumber, index: node.index };
  const partition = runPartition(place.workspaceId, place);
  const record = { partition, sort: nodeSort(node.index), revision, value: encodeNode(node) };
  const work = workEntry(place, node, ref);
  const listed = work === undefined ? record : { ...record, work };
  const due = dueAt(node);
  return due === undefined ? listed : { ...listed, due: dueKey(place.workspaceId, ref, instantOf(due)) };
}

function workEntry(place: RunPlace, node: Node, ref: NodeRef): Key | undefined {
  if ((node.kind === 'DELAY' || node.kind === 'CHECKPOINT') && node.isParked) {
    const since = (node.kind === 'DELAY' ? node.endsAt : node.decidedAt) ?? instantOf(0);
    const sort = claimOrder({ priority: 0, remainingPath: 0, since }, ref);
    return { partition: parkedPartition(place.workspaceId, place), sort };
  }
  const asked = askingOf(node);
  if (asked) return approvalKey(place.workspaceId, ref, asked.since);
  if (node.kind !== 'TASK' || node.status !== 'READY' || node.retryAt !== undefined) return undefined;
  const lane = currentLane(node);
  const sort = claimOrder(
    { ...node, priority: rankOf(node, lane), since: node.readyAt ?? instantOf(0) },
    ref,
  );
  if (!node.isParked) return { partition: readyPartition(place.workspaceId, lane), sort };
  return { partition: parkedPartition(place.workspaceId, place), sort: parkedTaskOrder(lane, sort) };
}
