/**
 * Every id says what it names by its prefix. Ids of things inside a mission hold the way there
 * (`att_<mission>_<run>_<node>_<generation>`), so that finding one needs no index, and a forged one
 * can reach nothing but the caller's own workspace: the tenant is never part of an id.
 *
 * A standalone task is the only one in a container of its own, which is kept like a mission of one run. Nobody can name
 * the container: its id is no mission's, and ids of what is inside say run 0.
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

export const NODE_KINDS = [
  'TASK',
  'CHECKPOINT',
  'GATE',
  'DELAY',
  'MILESTONE',
  'JUNCTION',
  'ASSERTION',
  'VALIDATION',
] as const;
export type NodeKind = (typeof NODE_KINDS)[number];

const NODE_PREFIX = {
  TASK: 'tsk',
  CHECKPOINT: 'chk',
  GATE: 'gat',
  DELAY: 'dly',
  MILESTONE: 'mst',
  JUNCTION: 'jct',
  ASSERTION: 'ast',
  VALIDATION: 'val',
} as const satisfies Record<NodeKind, string>;

const BODY = '[0-9A-HJKMNP-TV-Z]{26}';
const NUMBER = '(0|[1-9]\\d{0,8})';
const MISSION_PATTERN = new RegExp(`^mis_${BODY}$`);
const CONTAINER_PATTERN = new RegExp(`^(?:mis|sta)_${BODY}$`);
const WORKSPACE_PATTERN = /^ws_[a-z0-9]{1,40}$/;
const DEAD_LETTER_PATTERN = new RegExp(`^(dlt|dls)_(${BODY})_([a-z](?:-${NUMBER})*)$`);
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

const STANDALONE_PREFIX = 'sta_';
/** Where ids have the number of a run, those inside a container have this one. */
const STANDALONE_RUN = 0;

/** The container of a standalone task. */
export function standaloneIdOf(body: string): MissionId {
  return `${STANDALONE_PREFIX}${body}` as MissionId;
}
export function isStandalone(missionId: MissionId): boolean {
  return missionId.startsWith(STANDALONE_PREFIX);
}
/** The one task in a container. */
export function standaloneTaskRef(missionId: MissionId): NodeRef {
  return { missionId, runNumber: 1, index: 0 };
}

/** `body` is a ULID: 26 characters of Crockford base 32, sortable by time. */
export function missionIdOf(body: string): MissionId {
  return `mis_${body}` as MissionId;
}
export function runIdOf(ref: RunRef): RunId {
  return `run_${runText(ref)}` as RunId;
}
export function reportIdOf(ref: RunRef): ReportId {
  return `rep_${runText(ref)}` as ReportId;
}
export function nodeIdOf(kind: NodeKind, ref: NodeRef): NodeId {
  return `${NODE_PREFIX[kind]}_${runText(ref)}_${ref.index}` as NodeId;
}
export function taskIdOf(ref: NodeRef): TaskId {
  return nodeIdOf('TASK', ref) as TaskId;
}
export function attemptIdOf(ref: AttemptRef): AttemptId {
  return `att_${runText(ref)}_${ref.index}_${ref.generation}` as AttemptId;
}
export function artifactIdOf(ref: ArtifactRef): ArtifactId {
  return `art_${runText(ref)}_${ref.index}_${ref.generation}_${ref.position}` as ArtifactId;
}
export function eventIdOf(missionId: MissionId, sequence: number): EventId {
  const place = isStandalone(missionId) ? `${STANDALONE_RUN}_${sequence}` : sequence;
  return `evt_${bodyOf(missionId)}_${place}` as EventId;
}

/** `name` as in `DeadLetter`. */
export function deadLetterIdOf(ref: DeadLetterRef): DeadLetterId {
  const prefix = isStandalone(ref.missionId) ? 'dls' : 'dlt';
  return `${prefix}_${bodyOf(ref.missionId)}_${ref.name}` as DeadLetterId;
}

export function parseWorkspaceId(text: string): WorkspaceId | undefined {
  return WORKSPACE_PATTERN.test(text) ? (text as WorkspaceId) : undefined;
}
export function parseMissionId(text: string): MissionId | undefined {
  return MISSION_PATTERN.test(text) ? (text as MissionId) : undefined;
}
/** Also the container of a standalone task: for what we wrote ourselves, never for what a caller names. */
export function parseContainerId(text: string): MissionId | undefined {
  return CONTAINER_PATTERN.test(text) ? (text as MissionId) : undefined;
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
  return found && { ...found.run, index: found.at(1) };
}
export function parseAttemptId(text: string): AttemptRef | undefined {
  const found = parseInner('att', text, 3);
  return found && { ...found.run, index: found.at(1), generation: found.at(2) };
}
export function parseArtifactId(text: string): ArtifactRef | undefined {
  const found = parseInner('art', text, 4);
  return found && { ...found.run, index: found.at(1), generation: found.at(2), position: found.at(3) };
}
export function parseEventId(text: string): { missionId: MissionId; sequence: number } | undefined {
  const found = parseInner('evt', text, 1);
  if (found) return { missionId: `mis_${found.body}` as MissionId, sequence: found.at(0) };
  const inContainer = parseInner('evt', text, 2);
  if (inContainer?.at(0) !== STANDALONE_RUN) return undefined;
  return { missionId: standaloneIdOf(inContainer.body), sequence: inContainer.at(1) };
}

export function parseDeadLetterId(text: string): DeadLetterRef | undefined {
  const match = DEAD_LETTER_PATTERN.exec(text);
  const [, prefix, body, name] = match ?? [];
  if (body === undefined || name === undefined) return undefined;
  return { missionId: prefix === 'dls' ? standaloneIdOf(body) : missionIdOf(body), name };
}

function parseRunScoped(prefix: string, text: string): RunRef | undefined {
  const found = parseInner(prefix, text, 1);
  return found && !isStandalone(found.run.missionId) ? found.run : undefined;
}

function parseInner(prefix: string, text: string, count: number) {
  const match = INNER_PATTERN.exec(text);
  if (match?.[1] !== prefix || match[2] === undefined) return undefined;
  const numbers = match.slice(3).filter((part) => part !== undefined);
  if (numbers.length !== count) return undefined;
  const body = match[2];
  const at = (place: number) => Number(numbers[place]);
  return { body, run: runRefOf(body, at(0)), at };
}

function runText(ref: RunRef): string {
  return `${bodyOf(ref.missionId)}_${isStandalone(ref.missionId) ? STANDALONE_RUN : ref.runNumber}`;
}

function runRefOf(body: string, runNumber: number): RunRef {
  if (runNumber !== STANDALONE_RUN) return { missionId: missionIdOf(body), runNumber };
  const { index: _, ...run } = standaloneTaskRef(standaloneIdOf(body));
  return run;
}

function bodyOf(missionId: MissionId): string {
  return missionId.slice(4);
}
