/**
 * What commands are about, and how every command that takes one calls the argument that names it: a refusal that is about
 * the thing leads there.
 */
import type { NodeKind } from './ids.ts';

const ID_ARGUMENTS = {
  mission: 'missionId',
  /** A run and its parts that nobody commands by themselves are moved by commands on the mission. */
  run: 'missionId',
  milestone: 'missionId',
  junction: 'missionId',
  document: 'missionId',
  task: 'taskId',
  attempt: 'attemptId',
  checkpoint: 'checkpointId',
  'quality gate': 'qualityGateId',
  delay: 'delayId',
  assertion: 'assertionId',
  validation: 'validationId',
  channel: 'channelId',
  delivery: 'deliveryId',
  'dead letter': 'deadLetterId',
  'API key': 'apiKeyId',
} as const;

export type Subject = keyof typeof ID_ARGUMENTS;

const SUBJECT_OF: Readonly<Record<NodeKind, Subject>> = {
  TASK: 'task',
  CHECKPOINT: 'checkpoint',
  GATE: 'quality gate',
  DELAY: 'delay',
  MILESTONE: 'milestone',
  JUNCTION: 'junction',
  ASSERTION: 'assertion',
  VALIDATION: 'validation',
};

export function subjectOf(kind: NodeKind): Subject {
  return SUBJECT_OF[kind];
}

/** The path to the argument that names it. */
export function argumentOf(subject: Subject): readonly [string] {
  return [ID_ARGUMENTS[subject]];
}
