/**
 * Every id says what it names by its prefix. Ids of things inside a mission hold the way there
 * (`att_<mission>_<run>_<node>_<generation>`), so that finding one needs no index, and a forged one
 * can reach nothing but the caller's own workspace: the tenant is never part of an id.
 */
export type WorkspaceId = string & { readonly __brand: 'WorkspaceId' };
export type MissionId = string & { readonly __brand: 'MissionId' };
export type RunId = string & { readonly __brand: 'RunId' };
export type NodeId = string & { readonly __brand: 'NodeId' };
export type TaskId = NodeId & { readonly __kind: 'TaskId' };
export type AttemptId = string & { readonly __brand: 'AttemptId' };
export type ArtifactId = string & { readonly __brand: 'ArtifactId' };
export type EventId = string & { readonly __brand: 'EventId' };
export type ReportId = string & { readonly __brand: 'ReportId' };
export type DeadLetterId = string & { readonly __brand: 'DeadLetterId' };

export const NODE_KINDS = ['TASK', 'CHECKPOINT', 'GATE', 'DELAY', 'MILESTONE', 'JUNCTION'] as const;
export type NodeKind = (typeof NODE_KINDS)[number];

const NODE_PREFIX = {
  TASK: 'tsk',
  CHECKPOINT: 'chk',
  GATE: 'gat',
  DELAY: 'dly',
  MILESTONE: 'mst',
  JUNCTION: 'jct',
} as const satisfies Record<NodeKind, string>;

const BODY = '[0-9A-HJKMNP-TV-Z]{26}';
const NUMBER = '(0|[1-9]\\d{0,8})';
const MISSION_PATTERN = new RegExp(`^mis_${BODY}$`);
const WORKSPACE_PATTERN = /^ws_[a-z0-9]{1,40}$/;
const DEAD_LETTER_PATTERN = new RegExp(`^dlt_(${BODY})_([a-z](?:-${NUMBER})*)$`);
const INNER_PATTERN = new RegExp(
  `^([a-z]{3})_(${BODY})_${NUMBER}(?:_${NUMBER})?(?:_${NUMBER})?(?:_${NUMBER})?$`,
);

/** Where something inside a mission is: run, node in the run, attempt at the node, artifact of the attempt. */
export interface RunRef {
  readonly missionId: MissionId;
  readonly runNumber: number;
}
export interface NodeRef extends RunRef {
  readonly index: number;
}
export interface AttemptRef extends NodeRef {
  readonly generation: number;
}
export interface ArtifactRef extends AttemptRef {
  readonly position: number;
}

export interface DeadLetterRef {
  readonly missionId: MissionId;
  /** A letter and numbers, as in `m-12-40-0`. */
  readonly name: string;
}

/** `body` is a ULID: 26 characters of Crockford base 32, sortable by time. */
export function missionIdOf(body: string): MissionId {
  return `mis_${body}` as MissionId;
}
export function runIdOf(ref: RunRef): RunId {
  return `run_${bodyOf(ref.missionId)}_${ref.runNumber}` as RunId;
}
export function reportIdOf(ref: RunRef): ReportId {
  return `rep_${bodyOf(ref.missionId)}_${ref.runNumber}` as ReportId;
}
export function nodeIdOf(kind: NodeKind, ref: NodeRef): NodeId {
  return `${NODE_PREFIX[kind]}_${bodyOf(ref.missionId)}_${ref.runNumber}_${ref.index}` as NodeId;
}
export function taskIdOf(ref: NodeRef): TaskId {
  return nodeIdOf('TASK', ref) as TaskId;
}
export function attemptIdOf(ref: AttemptRef): AttemptId {
  return `att_${bodyOf(ref.missionId)}_${ref.runNumber}_${ref.index}_${ref.generation}` as AttemptId;
}
export function artifactIdOf(ref: ArtifactRef): ArtifactId {
  return `art_${bodyOf(ref.missionId)}_${ref.runNumber}_${ref.index}_${ref.generation}_${ref.position}` as ArtifactId;
}
export function eventIdOf(missionId: MissionId, sequence: number): EventId {
  return `evt_${bodyOf(missionId)}_${sequence}` as EventId;
}

/** `name` as in `DeadLetter`. */
export function deadLetterIdOf(ref: DeadLetterRef): DeadLetterId {
  return `dlt_${bodyOf(ref.missionId)}_${ref.name}` as DeadLetterId;
}

export function parseWorkspaceId(text: string): WorkspaceId | undefined {
  return WORKSPACE_PATTERN.test(text) ? (text as WorkspaceId) : undefined;
}
export function parseMissionId(text: string): MissionId | undefined {
  return MISSION_PATTERN.test(text) ? (text as MissionId) : undefined;
}
export function parseRunId(text: string): RunRef | undefined {
  return parseRunScoped('run', text);
}
export function parseReportId(text: string): RunRef | undefined {
  return parseRunScoped('rep', text);
}
export function parseTaskId(text: string): NodeRef | undefined {
  return parseNodeId('TASK', text);
}
export function parseNodeId(kind: NodeKind, text: string): NodeRef | undefined {
  const found = parseInner(NODE_PREFIX[kind], text, 2);
  return found && { missionId: found.missionId, runNumber: found.at(0), index: found.at(1) };
}
export function parseAttemptId(text: string): AttemptRef | undefined {
  const found = parseInner('att', text, 3);
  return (
    found && {
      missionId: found.missionId,
      runNumber: found.at(0),
      index: found.at(1),
      generation: found.at(2),
    }
  );
}
export function parseArtifactId(text: string): ArtifactRef | undefined {
  const found = parseInner('art', text, 4);
  return (
    found && {
      missionId: found.missionId,
      runNumber: found.at(0),
      index: found.at(1),
      generation: found.at(2),
      position: found.at(3),
    }
  );
}
export function parseEventId(text: string): { missionId: MissionId; sequence: number } | undefined {
  const found = parseInner('evt', text, 1);
  return found && { missionId: found.missionId, sequence: found.at(0) };
}

export function parseDeadLetterId(text: string): DeadLetterRef | undefined {
  const match = DEAD_LETTER_PATTERN.exec(text);
  if (match?.[1] === undefined || match[2] === undefined) return undefined;
  return { missionId: `mis_${match[1]}` as MissionId, name: match[2] };
}

function parseRunScoped(prefix: string, text: string): RunRef | undefined {
  const found = parseInner(prefix, text, 1);
  return found && { missionId: found.missionId, runNumber: found.at(0) };
}

function parseInner(prefix: string, text: string, count: number) {
  const match = INNER_PATTERN.exec(text);
  if (match?.[1] !== prefix || match[2] === undefined) return undefined;
  const numbers = match.slice(3).filter((part) => part !== undefined);
  if (numbers.length !== count) return undefined;
  return { missionId: `mis_${match[2]}` as MissionId, at: (place: number) => Number(numbers[place]) };
}

function bodyOf(missionId: MissionId): string {
  return missionId.slice(4);
}
