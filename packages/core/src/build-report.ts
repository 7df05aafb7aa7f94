/** Makes the report of an ended run from what is stored about it. */
import { type ContractFacts, type ReportContract, reportContract, reportTime } from './contract-report.ts';
import type { Instant } from './instant.ts';
import { averageScoreOf } from './progress.ts';
import type { Report, ReportCheckpoint, ReportGate, ReportTask } from './report.ts';
import type { Attempt } from './run/attempt.ts';
import type { MissionHead, Run } from './run/mission.ts';
import type { CheckpointNode, GateNode, Node, NodeOf } from './run/node.ts';
import { deadlineOf, reportIssues, reportWork } from './work-report.ts';

export interface ReportFacts extends ContractFacts {
  readonly head: MissionHead;
  readonly run: Run;
  /** By task index, oldest first. */
  readonly attempts: ReadonlyMap<number, readonly Attempt[]>;
}

export function buildReport(facts: ReportFacts): Report {
  const { head, run } = facts;
  const endedAt = run.endedAt ?? head.updatedAt;
  const all = [...facts.attempts.values()].flat();
  const tasks = ofKind(facts.nodes, 'TASK').map((task) => {
    const attempts = facts.attempts.get(task.index) ?? [];
    return { ...reportTask(task, attempts), work: reportWork(task, attempts, endedAt) };
  });
  const deadline = deadlineOf(run.deadline, endedAt);
  const checkpoints = ofKind(facts.nodes, 'CHECKPOINT').map(reportCheckpoint);
  const gates = ofKind(facts.nodes, 'GATE').map(reportGate);
  const contract = reportContract(facts);
  const averageScore = averageScoreOf(run);
  return {
    missionId: head.id,
    runNumber: run.number,
    title: head.title,
    status: run.status,
    ...(run.reason === undefined ? {} : { reason: run.reason }),
    hasAllPassed: run.status === 'COMPLETED' && hasAllPassed({ tasks, checkpoints, gates, contract }),
    startedAt: run.startedAt,
    endedAt,
    wallClockMs: endedAt - run.startedAt,
    workingMs: workingMs(all),
    ...(averageScore === undefined ? {} : { averageScore }),
    ...(run.qualityThreshold === undefined ? {} : { qualityThreshold: run.qualityThreshold }),
    usage: run.usage,
    filesCreated: distinct(all.flatMap((attempt) => attempt.submission?.filesCreated ?? [])),
    filesEdited: distinct(all.flatMap((attempt) => attempt.submission?.filesEdited ?? [])),
    tasks,
    checkpoints,
    gates,
    ...(contract ? { contract } : {}),
    time: reportTime(facts.nodes, facts.attempts),
    issues: reportIssues({ ...facts, missionId: head.id }),
    ...(deadline ? { deadline } : {}),
  };
}

function reportTask(task: NodeOf<'TASK'>, attempts: readonly Attempt[]): ReportTask {
  const accepted = attempts.findLast((attempt) => attempt.status === 'ACCEPTED');
  return {
    index: task.index,
    key: task.name,
    title: task.title,
    status: task.status,
    attemptCount: attempts.length,
    ...(task.implementer === undefined ? {} : { agent: task.implementer }),
    workingMs: workingMs(attempts),
    ...(task.score === undefined ? {} : { score: task.score }),
    ...(task.reason === undefined ? {} : { reason: task.reason }),
    ...(task.purpose ? { purpose: task.purpose.kind } : {}),
    outcomes: accepted?.submission?.outcomes ?? [],
  };
}

function reportCheckpoint(checkpoint: CheckpointNode): ReportCheckpoint {
  const { rejection, approvals, openedAt, decidedAt, escalatedAt } = checkpoint;
  const verdicts = rejection ? [rejection] : approvals;
  const feedback = verdicts.findLast((verdict) => verdict.feedback !== undefined)?.feedback;
  return {
    name: checkpoint.name,
    status: checkpoint.status,
    decidedBy: verdicts.map((verdict) => verdict.actor),
    ...(feedback === undefined ? {} : { feedback }),
    ...(openedAt === undefined || decidedAt === undefined ? {} : { waitedMs: decidedAt - openedAt }),
    ...(openedAt === undefined ? {} : { openedAt }),
    ...(decidedAt === undefined ? {} : { decidedAt }),
    ...(escalatedAt === undefined ? {} : { escalatedAt }),
    verdicts,
  };
}

function reportGate(gate: GateNode): ReportGate {
  return {
    name: gate.name,
    status: gate.status,
    ...(gate.averageScore === undefined ? {} : { averageScore: gate.averageScore }),
    reasons: gate.reasons,
    ...(gate.override ? { overriddenBy: gate.override.actor } : {}),
  };
}

interface Outcomes {
  readonly tasks: readonly ReportTask[];
  readonly checkpoints: readonly ReportCheckpoint[];
  readonly gates: readonly ReportGate[];
  readonly contract: ReportContract | undefined;
}

function hasAllPassed({ tasks, checkpoints, gates, contract }: Outcomes): boolean {
  return (
    // What became of a round says its assertions: its task is called off when work is opened again.
    tasks.every((task) => task.status === 'DONE' || task.purpose === 'VALIDATION') &&
    checkpoints.every((checkpoint) => checkpoint.status === 'APPROVED') &&
    gates.every((gate) => gate.status === 'PASSED') &&
    (contract?.assertions ?? []).every((assertion) => assertion.status === 'PASSING')
  );
}

function workingMs(attempts: readonly Attempt[]): number {
  return attempts.reduce((sum, attempt) => sum + spanMs(attempt.claimedAt, attempt.endedAt), 0);
}

function spanMs(from: Instant, to: Instant | undefined): number {
  return to === undefined ? 0 : Math.max(0, to - from);
}

function ofKind<Kind extends Node['kind']>(nodes: readonly Node[], kind: Kind): readonly NodeOf<Kind>[] {
  return nodes.filter((node): node is NodeOf<Kind> => node.kind === kind);
}

function distinct(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].sort();
}
