/** How each thing is stored: its codec. Those that time and work are found by: indexed-records.ts. */
import type { Actor } from '@muster/core/actor';
import type { DeadLetter } from '@muster/core/dead-letter';
import type { EventBody } from '@muster/core/event';
import type { MissionId, RunRef, WorkspaceId } from '@muster/core/ids';
import type { Instant } from '@muster/core/instant';
import type { Message } from '@muster/core/message';
import type { NotifyingRun } from '@muster/core/notify/notifying-parts';
import type { RunAddition } from '@muster/core/run/addition';
import type { Artifact, ArtifactVersions, Attempt } from '@muster/core/run/attempt';
import type { MissionHead, MissionInfo, Run } from '@muster/core/run/mission';
import type { Node, NodeSpec } from '@muster/core/run/node';
import { type Codec, codecOf, UnreadableRecord } from './codec.ts';
import {
  additionSort,
  artifactSort,
  artifactVersionsSort,
  attemptSort,
  commitSort,
  infoKey,
  missionPartition,
  outboxKey,
  ROOTS_SORT,
  runPartition,
  runSort,
  specSort,
} from './keys.ts';
import { NODE_CODECS, SPEC_CODECS } from './node-codecs.ts';
import type { JsonObject, StoredRecord } from './ports/store.ts';

/** One commit of a mission as the feed carries it. */
export interface CommitRecord {
  readonly workspaceId: WorkspaceId;
  readonly missionId: MissionId;
  /** Of the last event up to and including this commit. */
  readonly sequence: number;
  readonly at: Instant;
  readonly actor: Actor;
  readonly events: readonly EventBody[];
  readonly messages: readonly Message[];
  /** Present when the document of the mission's latest run, or what was added to it, may notify somebody. */
  readonly notifies?: NotifyingRun;
  /** Entries of the due index that are new and near: for the relay, where hints carry them. */
  readonly comingDue?: readonly string[];
}

const o = 'optional';
const r = 'required';

export const HEAD = codecOf<MissionHead>('head', 1, {
  workspaceId: r,
  id: r,
  title: r,
  status: r,
  governance: r,
  pilot: o,
  progress: o,
  sequence: r,
  documentVersion: r,
  runCount: r,
  run: o,
  staging: o,
  schedule: o,
  maxConcurrent: o,
  createdAt: r,
  updatedAt: r,
});
export const INFO = codecOf<MissionInfo>('info', 1, {
  id: r,
  title: r,
  objective: r,
  pilot: o,
  tags: r,
  createdAt: r,
  createdBy: r,
});
export const COMMIT = codecOf<CommitRecord>('commit', 1, {
  workspaceId: r,
  missionId: r,
  sequence: r,
  at: r,
  actor: r,
  events: r,
  messages: r,
  notifies: o,
  comingDue: o,
});
export const RUN = codecOf<Run>('run', 1, {
  number: r,
  status: r,
  documentVersion: r,
  startedAt: r,
  launchedBy: o,
  endedAt: o,
  nodeCount: r,
  ranges: r,
  openNodeCount: r,
  taskCounts: r,
  weight: r,
  score: r,
  attemptCount: r,
  usage: r,
  parkedCount: r,
  askingCount: o,
  parkedElementCount: o,
  failing: o,
  failureCount: o,
  pausedFrom: o,
  pausedFor: o,
  finalValidation: o,
  rearming: o,
  undoing: o,
  retrying: o,
  qualityThreshold: o,
  notifies: o,
  agents: o,
  additionCount: o,
  growing: o,
  isCancelling: o,
  reason: o,
  deadline: o,
  isReportLong: o,
  slot: o,
});
export const ATTEMPT = codecOf<Attempt>('attempt', 1, {
  taskIndex: r,
  generation: r,
  status: r,
  agent: r,
  actor: r,
  claimedAt: r,
  expiresAt: o,
  endedAt: o,
  failure: o,
  review: o,
  reviews: o,
  submission: o,
  artifactCount: r,
  fixRound: o,
  isEscalated: o,
  settledSequence: o,
});
export const ARTIFACT = codecOf<Artifact>('artifact', 1, {
  runNumber: r,
  taskIndex: r,
  generation: r,
  position: r,
  version: o,
  createdAt: r,
  name: r,
  kind: r,
  mediaType: o,
  text: o,
  url: o,
  json: o,
});

export const ARTIFACT_VERSIONS = codecOf<ArtifactVersions>('artifact versions', 1, {
  taskIndex: r,
  versions: r,
});

export const ADDITION = codecOf<RunAddition>('addition', 1, {
  number: r,
  firstIndex: r,
  addedAt: r,
  addedBy: r,
  input: r,
});

export const DEAD_LETTER = codecOf<DeadLetter>('dead letter', 1, {
  missionId: r,
  name: r,
  status: r,
  origin: r,
  content: r,
  reason: r,
  deathCount: r,
  diedAt: r,
  redrivenAt: o,
  redrivenBy: o,
});

export function infoRecord(workspaceId: WorkspaceId, info: MissionInfo): StoredRecord {
  return { ...infoKey(workspaceId, info.id), revision: 1, value: INFO.encode(info) };
}

/** With `isInOutbox` it can be found by the time it was committed at. */
export function commitRecord(
  commit: CommitRecord,
  revision: number,
  { isInOutbox = false }: { readonly isInOutbox?: boolean } = {},
): StoredRecord {
  const partition = missionPartition(commit.workspaceId, commit.missionId);
  const sort = commitSort(commit.sequence, revision);
  const due = isInOutbox ? { due: outboxKey(commit.missionId, commit.at, sort) } : {};
  return { partition, sort, revision, value: COMMIT.encode(commit), ...due };
}

export function formerRunRecord(
  mission: { readonly workspaceId: WorkspaceId; readonly missionId: MissionId },
  run: Run,
): StoredRecord {
  const partition = missionPartition(mission.workspaceId, mission.missionId);
  return { partition, sort: runSort(run.number), revision: 1, value: RUN.encode(run) };
}

/** Where the records of a run go. */
export interface RunPlace extends RunRef {
  readonly workspaceId: WorkspaceId;
}

export function specRecord(place: RunPlace, nodeSpec: NodeSpec): StoredRecord {
  const partition = runPartition(place.workspaceId, place);
  return { partition, sort: specSort(nodeSpec.index), revision: 1, value: encodeSpec(nodeSpec) };
}

export function rootsRecord(place: RunPlace, roots: readonly number[]): StoredRecord {
  const partition = runPartition(place.workspaceId, place);
  return { partition, sort: ROOTS_SORT, revision: 1, value: { v: 1, roots } };
}

export function attemptRecord(place: RunPlace, attempt: Attempt, revision: number): StoredRecord {
  const sort = attemptSort({ index: attempt.taskIndex, generation: attempt.generation });
  return {
    partition: runPartition(place.workspaceId, place),
    sort,
    revision,
    value: ATTEMPT.encode(attempt),
  };
}

export function artifactRecord(place: RunPlace, artifact: Artifact): StoredRecord {
  const sort = artifactSort({ ...artifact, index: artifact.taskIndex });
  return {
    partition: runPartition(place.workspaceId, place),
    sort,
    revision: 1,
    value: ARTIFACT.encode(artifact),
  };
}

export function artifactVersionsRecord(place: RunPlace, versions: ArtifactVersions): StoredRecord {
  const partition = runPartition(place.workspaceId, place);
  const sort = artifactVersionsSort(versions.taskIndex);
  return { partition, sort, revision: 1, value: ARTIFACT_VERSIONS.encode(versions) };
}

export function additionRecord(place: RunPlace, addition: RunAddition): StoredRecord {
  return {
    partition: runPartition(place.workspaceId, place),
    sort: additionSort(addition.number),
    revision: 1,
    value: ADDITION.encode(addition),
  };
}

export function decodeNode(stored: JsonObject): Node {
  return codecFor<Node>(NODE_CODECS, stored.kind).decode(stored);
}

export function decodeSpec(stored: JsonObject): NodeSpec {
  return codecFor<NodeSpec>(SPEC_CODECS, stored.kind).decode(stored);
}

export function decodeRoots(stored: JsonObject): readonly number[] {
  if (stored.v !== 1 || !Array.isArray(stored.roots)) throw new UnreadableRecord('roots: not a list');
  return stored.roots as readonly number[];
}

export function encodeNode(node: Node): JsonObject {
  return (NODE_CODECS[node.kind] as Codec<Node>).encode(node);
}

function encodeSpec(nodeSpec: NodeSpec): JsonObject {
  return (SPEC_CODECS[nodeSpec.kind] as Codec<NodeSpec>).encode(nodeSpec);
}

function codecFor<T>(codecs: Readonly<Record<string, unknown>>, kind: unknown): Codec<T> {
  const codec = typeof kind === 'string' && Object.hasOwn(codecs, kind) ? codecs[kind] : undefined;
  if (codec === undefined) throw new UnreadableRecord(`node: kind ${String(kind)} is not known`);
  return codec as Codec<T>;
}
