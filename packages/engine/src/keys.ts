/**
 * Every key of the product, and who asks for what. Nothing else builds or reads a key.
 *
 * | Question                                | Where                         | Partition                   | Sort                        |
 * |-----------------------------------------|-------------------------------|-----------------------------|-----------------------------|
 * | missions of a workspace, newest first   | records                       | W#ws#MISSIONS               | mission                     |
 * | missions of a workspace by status       | work index of HEAD            | W#ws#STATUS#status          | mission                     |
 * | standalone tasks, newest first          | records                       | W#ws#TASKS                  | container                |
 * | standalone tasks by status              | work index of HEAD            | W#ws#TASKS#status           | container                |
 * | a mission, for every command            | records                       | W#ws#M#mission              | HEAD                        |
 * | a mission's events after a sequence     | records                       | W#ws#M#mission              | C#sequence#revision         |
 * | a document version, in parts            | records                       | W#ws#M#mission              | D#version#part              |
 * | a run before the latest                 | records                       | W#ws#M#mission              | R#run                       |
 * | a run's report, in parts                | records                       | W#ws#M#mission              | P#run#part                  |
 * | a run's nodes, their specs, its roots   | records                       | W#ws#M#mission#R#run        | N#index, S#index, ROOTS     |
 * | attempts, artifacts, their versions     | records                       | W#ws#M#mission#R#run        | A#index#…, F#index#…, V#index |
 * | what was added to a run, in order       | records                       | W#ws#M#mission#R#run        | G#number                    |
 * | ready tasks of a lane, best first       | work index of a task          | W#ws#READY#lane             | priority#path#since#task    |
 * | what stands aside in a run, best first  | work index of a task or delay | W#ws#M#mission#R#run#PARKED | lane#priority#path#… of it  |
 * | what waits for a person, longest first  | work index of a node          | W#ws#APPROVALS              | since#node                  |
 * | what time changes next (engine only)    | due index of a node or HEAD   | DUE#shard                   | instant#ws#node or #mission |
 * | commits with messages, oldest first     | due index of a commit record  | OUTBOX#shard                | instant#mission#sort        |
 * | what a repeated request was answered    | records                       | W#ws#K#key                  | mission, - or a number      |
 * | API keys                                | records                       | W#ws#APIKEYS                | see access/                 |
 * | an answer too large for a socket, parts | records                       | W#ws#ANSWER#id              | part                        |
 * | dead letters, of a mission or of all    | records                       | W#ws#DEAD                   | mission#name                |
 * | what has no owner to be told of it      | records                       | SYSTEM#UNADDRESSED          | digest                      |
 * | what is being tried a last time         | records                       | W#ws#DYING                  | mission#name                |
 * | who watches a mission, or all of them   | records                       | W#ws#WATCH#mission or -     | connection#operation        |
 * | a socket and what it has asked for      | records                       | SOCKET#connection           | CONNECTION, O#operation     |
 * | channels of a workspace                 | records                       | W#ws#CHANNELS               | name                        |
 * | a workspace's rules for notifications   | records                       | W#ws#RULES                  | RULES                       |
 * | what a mission's events are told by     | records                       | W#ws#M#mission#DELIVERIES   | sequence#channel            |
 * | deliveries by status, newest first      | work index of a delivery      | W#ws#DELIVERIES#status      | instant#mission#sequence#…  |
 * | when a rule told something last         | records                       | W#ws#M#mission#COOLDOWN     | rule#kind of subject        |
 * | what is to be delivered next            | due index of a delivery       | NOTIFY#shard                | instant#ws#mission#…        |
 * | who is sending to a channel right now   | records                       | W#ws#SENDING#channel        | number of a place           |
 * | how far a consumer of the feed has come | records                       | SYSTEM#FEED                 | consumer                    |
 *
 * All but the engine's own four and SOCKET start with the workspace, which comes from the credential. The id of a
 * connection is the gateway's: nobody can choose or guess it, and the record says whose it is.
 */
import { assert } from '@muster/core/assert';
import {
  type ArtifactRef,
  type AttemptRef,
  type DeadLetterRef,
  isStandalone,
  type MissionId,
  type NodeRef,
  parseContainerId,
  parseWorkspaceId,
  type RunRef,
  type WorkspaceId,
} from '@muster/core/ids';
import type { Instant } from '@muster/core/instant';
import type { DeliveryStatus } from '@muster/core/lifecycle/delivery-lifecycle';
import type { MissionStatus } from '@muster/core/lifecycle/mission-lifecycle';
import type { TaskStatus } from '@muster/core/lifecycle/task-lifecycle';
import type { DeliveryRef } from '@muster/core/notify/notify-ids';
import { type Lane, laneText } from '@muster/core/run/node';
import type { Key } from './ports/store.ts';

/** Due entries are spread, so that no index partition takes all timers of the product. */
export const DUE_SHARDS = 8;
const DUE = 'DUE#';

export function missionsPartition(workspaceId: WorkspaceId): string {
  return `W#${workspaceId}#MISSIONS`;
}
export function infoKey(workspaceId: WorkspaceId, missionId: MissionId): Key {
  const partition = isStandalone(missionId) ? tasksPartition(workspaceId) : missionsPartition(workspaceId);
  return { partition, sort: missionId };
}
export function statusKey(workspaceId: WorkspaceId, status: MissionStatus, missionId: MissionId): Key {
  return { partition: statusPartition(workspaceId, status), sort: missionId };
}
export function statusPartition(workspaceId: WorkspaceId, status: MissionStatus): string {
  return `W#${workspaceId}#STATUS#${status}`;
}

export function tasksPartition(workspaceId: WorkspaceId): string {
  return `W#${workspaceId}#TASKS`;
}
export function taskStatusKey(workspaceId: WorkspaceId, status: TaskStatus, containerId: MissionId): Key {
  return { partition: taskStatusPartition(workspaceId, status), sort: containerId };
}
export function taskStatusPartition(workspaceId: WorkspaceId, status: TaskStatus): string {
  return `W#${workspaceId}#TASKS#${status}`;
}

export function missionPartition(workspaceId: WorkspaceId, missionId: MissionId): string {
  return `W#${workspaceId}#M#${missionId}`;
}
export function headKey(workspaceId: WorkspaceId, missionId: MissionId): Key {
  return { partition: missionPartition(workspaceId, missionId), sort: 'HEAD' };
}
/** Commit records of one sequence are told apart by the revision of the head: a commit may carry no event. */
export function commitSort(sequence: number, revision: number): string {
  return `C#${pad(sequence, 12)}#${pad(revision, 12)}`;
}
/** Bounds of the commit records whose last sequence is after `sequence`. */
export function commitsAfter(sequence: number): { readonly from: string; readonly to: string } {
  return { from: `C#${pad(sequence + 1, 12)}`, to: 'C#~' };
}
export function documentSort(version: number, part: number): string {
  return `D#${pad(version, 9)}#${pad(part, 4)}`;
}
export function documentParts(version: number): { readonly from: string; readonly to: string } {
  return { from: `D#${pad(version, 9)}#`, to: `D#${pad(version, 9)}#~` };
}
export function runSort(runNumber: number): string {
  return `R#${pad(runNumber, 9)}`;
}
export function reportSort(runNumber: number, part: number): string {
  return `P#${pad(runNumber, 9)}#${pad(part, 4)}`;
}
export function reportParts(runNumber: number): { readonly from: string; readonly to: string } {
  return { from: `P#${pad(runNumber, 9)}#`, to: `P#${pad(runNumber, 9)}#~` };
}

export function runPartition(workspaceId: WorkspaceId, ref: RunRef): string {
  return `${missionPartition(workspaceId, ref.missionId)}#R#${ref.runNumber}`;
}
export function nodeSort(index: number): string {
  return `N#${pad(index, 5)}`;
}
export function specSort(index: number): string {
  return `S#${pad(index, 5)}`;
}
export const ROOTS_SORT = 'ROOTS';
export function attemptSort(place: Pick<AttemptRef, 'index' | 'generation'>): string {
  return `A#${pad(place.index, 5)}#${pad(place.generation, 9)}`;
}
export function attemptsOf(index: number): { readonly from: string; readonly to: string } {
  return { from: `A#${pad(index, 5)}#`, to: `A#${pad(index, 5)}#~` };
}
export const ALL_ATTEMPTS = { from: 'A#', to: 'A#~' } as const;
export function artifactSort(place: Pick<ArtifactRef, 'index' | 'generation' | 'position'>): string {
  return `F#${pad(place.index, 5)}#${pad(place.generation, 9)}#${pad(place.position, 4)}`;
}
export function artifactsOf(index: number): { readonly from: string; readonly to: string } {
  return { from: `F#${pad(index, 5)}#`, to: `F#${pad(index, 5)}#~` };
}
export function artifactVersionsSort(index: number): string {
  return `V#${pad(index, 5)}`;
}
export function additionSort(number: number): string {
  return `G#${pad(number, 6)}`;
}
export const ALL_ADDITIONS = { from: 'G#', to: 'G#~' } as const;

export function readyPartition(workspaceId: WorkspaceId, lane: Lane): string {
  return `W#${workspaceId}#READY#${laneText(lane)}`;
}
export function parkedPartition(workspaceId: WorkspaceId, ref: RunRef): string {
  return `${runPartition(workspaceId, ref)}#PARKED`;
}
/** Ascending is best first: urgent before idle, long remaining path before short, old before new. */
export function claimOrder(
  rank: { priority: number; remainingPath: number; since: Instant },
  ref: NodeRef,
): string {
  const path = PATH_MAX - Math.min(PATH_MAX, Math.round(rank.remainingPath));
  return `${rank.priority}#${pad(path, 9)}#${pad(rank.since, 15)}#${ref.missionId}#${ref.runNumber}#${ref.index}`;
}
/** Lane by lane, and best first within one. */
export function parkedTaskOrder(lane: Lane, order: string): string {
  return `${laneText(lane)}#${order}`;
}
/** The lane of an entry; what is no task has one of its own. */
export function laneOfParkedSort(sort: string): string {
  return sort.split('#')[0] ?? '';
}
/** Lower bound of the lanes after one. */
export function lanesAfter(lane: string): string {
  return `${lane}#~`;
}
export function laneRange(lane: string): { readonly from: string; readonly to: string } {
  return { from: `${lane}#`, to: `${lane}#~` };
}
/** The node that an entry of the work or due index is about: both end in it. */
export function nodeOfIndexSort(sort: string): NodeRef {
  const [missionId, runNumber, index] = sort.split('#').slice(-3);
  assert(/^(mis|sta)_/.test(missionId ?? ''), 'an index entry of a node ends in its reference');
  return { missionId: missionId as MissionId, runNumber: Number(runNumber), index: Number(index) };
}

export function approvalsPartition(workspaceId: WorkspaceId): string {
  return `W#${workspaceId}#APPROVALS`;
}
/** Ascending is longest waiting first. */
export function approvalKey(workspaceId: WorkspaceId, ref: NodeRef, since: Instant): Key {
  const sort = `${pad(since, 15)}#${ref.missionId}#${ref.runNumber}#${ref.index}`;
  return { partition: approvalsPartition(workspaceId), sort };
}
/** Lower bound of what comes after an entry, that of another node of the same beginning included. */
export function afterEntry(sort: string): string {
  return `${sort}!`;
}

export function duePartition(shard: number): string {
  return `${DUE}${shard}`;
}
export function duePartitions(): readonly string[] {
  return Array.from({ length: DUE_SHARDS }, (_, shard) => duePartition(shard));
}
/** The due index also has what no time changes: see the outbox. */
export function isDuePartition(partition: string): boolean {
  return partition.startsWith(DUE);
}
/** Of a node, or of a mission as a whole. */
export function dueKey(workspaceId: WorkspaceId, subject: NodeRef | MissionId, due: Instant): Key {
  const missionId = typeof subject === 'string' ? subject : subject.missionId;
  const node = typeof subject === 'string' ? '' : `#${subject.runNumber}#${subject.index}`;
  const sort = `${pad(due, 15)}#${workspaceId}#${missionId}${node}`;
  return { partition: duePartition(shardOf(missionId)), sort };
}
/** What an entry of the due index is of. */
export function dueRecordKey({ workspaceId, missionId, node }: DueEntry): Key {
  if (!node) return headKey(workspaceId, missionId);
  return { partition: runPartition(workspaceId, node), sort: nodeSort(node.index) };
}
/** Upper bound of what is due at `now`. */
export function dueUntil(now: Instant): string {
  return `${pad(now, 15)}#~`;
}
export interface DueEntry {
  readonly due: Instant;
  readonly workspaceId: WorkspaceId;
  readonly missionId: MissionId;
  /** Absent when the mission as a whole is due. */
  readonly node?: NodeRef;
}
export function dueOfIndexSort(sort: string): DueEntry {
  const [due, workspaceId, missionId, runNumber] = sort.split('#');
  const entry = {
    due: Number(due) as Instant,
    workspaceId: workspaceId as WorkspaceId,
    missionId: missionId as MissionId,
  };
  return runNumber === undefined ? entry : { ...entry, node: nodeOfIndexSort(sort) };
}
/** Whether a text that came from outside could be one. */
export function isDueIndexSort(text: string): boolean {
  const [due = '', workspaceId = '', missionId = '', ...node] = text.split('#');
  const isPlaced = node.length === 0 || (node.length === 2 && node.every((part) => /^\d+$/.test(part)));
  return (
    /^\d{15}$/.test(due) &&
    parseWorkspaceId(workspaceId) !== undefined &&
    parseContainerId(missionId) !== undefined &&
    isPlaced
  );
}

export function outboxPartition(shard: number): string {
  return `OUTBOX#${shard}`;
}
/** `sort` is that of the commit's record, which makes the key unique. */
export function outboxKey(missionId: MissionId, at: Instant, sort: string): Key {
  return { partition: outboxPartition(shardOf(missionId)), sort: `${pad(at, 15)}#${missionId}#${sort}` };
}
/** Upper bound of what was committed up to `at`, and lower bound of what comes after it. */
export function outboxUntil(at: Instant): string {
  return `${pad(at, 15)}#~`;
}

export function receiptPartition(workspaceId: WorkspaceId, keyDigest: string): string {
  return `W#${workspaceId}#K#${keyDigest}`;
}
export function socketPartition(connectionId: string): string {
  return `SOCKET#${connectionId}`;
}
export function connectionKey(connectionId: string): Key {
  return { partition: socketPartition(connectionId), sort: 'CONNECTION' };
}
/** `operation` is a digest of the client's own id, which may be long. */
export function operationKey(connectionId: string, operation: string): Key {
  return { partition: socketPartition(connectionId), sort: `O#${operation}` };
}
export function operationOfSort(sort: string): string {
  return sort.slice('O#'.length);
}
export const ALL_OPERATIONS = { from: 'O#', to: 'O#~' } as const;
/** Without a mission: those who watch the whole workspace. */
export function watchPartition(workspaceId: WorkspaceId, missionId: MissionId | undefined): string {
  return `W#${workspaceId}#WATCH#${missionId ?? '-'}`;
}
export function watchSort(connectionId: string, operation: string): string {
  return `${connectionId}#${operation}`;
}
export function watchOfSort(sort: string): { readonly connectionId: string; readonly operation: string } {
  const [connectionId = '', operation = ''] = sort.split('#');
  return { connectionId, operation };
}
export function deadLettersPartition(workspaceId: WorkspaceId): string {
  return `W#${workspaceId}#DEAD`;
}
export function deadLetterKey(workspaceId: WorkspaceId, ref: DeadLetterRef): Key {
  return { partition: deadLettersPartition(workspaceId), sort: `${ref.missionId}#${ref.name}` };
}
/** That its last try has begun. */
export function dyingKey(workspaceId: WorkspaceId, ref: DeadLetterRef): Key {
  return { partition: `W#${workspaceId}#DYING`, sort: `${ref.missionId}#${ref.name}` };
}
export function largeAnswerKey(workspaceId: WorkspaceId, id: string, part: number): Key {
  return { partition: `W#${workspaceId}#ANSWER#${id}`, sort: pad(part, 4) };
}
/** By a digest of what lay in the queue. */
export function unaddressedKey(digest: string): Key {
  return { partition: UNADDRESSED, sort: digest };
}
export const UNADDRESSED = 'SYSTEM#UNADDRESSED';
/** Bounds of the dead letters of one mission. */
export function deadLettersOf(missionId: MissionId): { readonly from: string; readonly to: string } {
  return { from: `${missionId}#`, to: `${missionId}#~` };
}

export function channelsPartition(workspaceId: WorkspaceId): string {
  return `W#${workspaceId}#CHANNELS`;
}
export function channelKey(workspaceId: WorkspaceId, name: string): Key {
  return { partition: channelsPartition(workspaceId), sort: name };
}
export function rulesKey(workspaceId: WorkspaceId): Key {
  return { partition: `W#${workspaceId}#RULES`, sort: 'RULES' };
}
export function deliveriesPartition(workspaceId: WorkspaceId, missionId: MissionId): string {
  return `${missionPartition(workspaceId, missionId)}#DELIVERIES`;
}
export function deliveryKey(workspaceId: WorkspaceId, ref: DeliveryRef): Key {
  const sort = `${pad(ref.sequence, 12)}#${ref.channel}`;
  return { partition: deliveriesPartition(workspaceId, ref.missionId), sort };
}
export function deliveryStatusPartition(workspaceId: WorkspaceId, status: DeliveryStatus): string {
  return `W#${workspaceId}#DELIVERIES#${status}`;
}
/** Newest is last. */
export function deliveryOrder(ref: DeliveryRef, occurredAt: Instant): string {
  return `${pad(occurredAt, 15)}#${ref.missionId}#${pad(ref.sequence, 12)}#${ref.channel}`;
}
export function deliveryOfOrder(sort: string): DeliveryRef {
  const [, missionId, sequence, channel = ''] = sort.split('#');
  return { missionId: missionId as MissionId, sequence: Number(sequence), channel };
}
/** `rule` is a digest of what the rule says. */
export function cooldownKey(
  workspaceId: WorkspaceId,
  missionId: MissionId,
  what: { readonly rule: string; readonly subjectKind: string },
): Key {
  const partition = `${missionPartition(workspaceId, missionId)}#COOLDOWN`;
  return { partition, sort: `${what.rule}#${what.subjectKind}` };
}
/** Apart from what time changes: whoever minds the timers never meets a delivery. */
export function deliveryDuePartitions(): readonly string[] {
  return Array.from({ length: DUE_SHARDS }, (_, shard) => `NOTIFY#${shard}`);
}
export function deliveryDueKey(workspaceId: WorkspaceId, ref: DeliveryRef, at: Instant): Key {
  const sort = `${pad(at, 15)}#${workspaceId}#${ref.missionId}#${pad(ref.sequence, 12)}#${ref.channel}`;
  return { partition: `NOTIFY#${shardOf(ref.missionId)}`, sort };
}
export interface DeliveryDueEntry extends DeliveryRef {
  readonly due: Instant;
  readonly workspaceId: WorkspaceId;
}
export function deliveryOfDueSort(sort: string): DeliveryDueEntry {
  const [due, workspaceId, missionId, sequence, channel = ''] = sort.split('#');
  return {
    due: Number(due) as Instant,
    workspaceId: workspaceId as WorkspaceId,
    missionId: missionId as MissionId,
    sequence: Number(sequence),
    channel,
  };
}
export function sendingPartition(workspaceId: WorkspaceId, channel: string): string {
  return `W#${workspaceId}#SENDING#${channel}`;
}
export function sendingSort(place: number): string {
  return String(place);
}
/** Who follows the feed on one machine. */
export const FEED_CONSUMERS = ['messages', 'notify'] as const;
export function consumerKey(consumer: string): Key {
  return { partition: 'SYSTEM#FEED', sort: consumer };
}

const PATH_MAX = 999_999_999;

function shardOf(missionId: MissionId): number {
  let sum = 0;
  for (let place = missionId.length - 6; place < missionId.length; place++)
    sum += missionId.charCodeAt(place);
  return sum % DUE_SHARDS;
}

function pad(value: number, width: number): string {
  return String(value).padStart(width, '0');
}
