/**
 * What resolvers of each type get: what the engine answered and the way to it. `__typename` tells the types of an
 * interface or union apart.
 */

import type { DeadLetter } from '@muster/core/dead-letter';
import type { Event } from '@muster/core/event';
import type { ArtifactRef, AttemptRef, MissionId, NodeKind, NodeRef, RunRef } from '@muster/core/ids';
import type { Channel } from '@muster/core/notify/channel';
import type { Delivery } from '@muster/core/notify/delivery';
import type { Report } from '@muster/core/report';
import type { Artifact, Attempt } from '@muster/core/run/attempt';
import type { MissionHead, Run } from '@muster/core/run/mission';
import type { NodeOf, SpecOf } from '@muster/core/run/node';

export interface MissionShape {
  readonly __typename: 'Mission';
  readonly head: MissionHead;
}
export interface RunShape {
  readonly __typename: 'Run';
  readonly ref: RunRef;
  readonly run: Run;
}
export interface NodeShape<Kind extends NodeKind, Name extends string> {
  readonly __typename: Name;
  readonly ref: NodeRef;
  readonly node: NodeOf<Kind>;
  /** When it is at hand; otherwise it is loaded. */
  readonly spec?: SpecOf<Kind>;
}
export type TaskShape = NodeShape<'TASK', 'Task'>;
export type CheckpointShape = NodeShape<'CHECKPOINT', 'Checkpoint'>;
export type QualityGateShape = NodeShape<'GATE', 'QualityGate'>;
export type DelayShape = NodeShape<'DELAY', 'Delay'>;
export type MilestoneShape = NodeShape<'MILESTONE', 'Milestone'>;
export type AssertionShape = NodeShape<'ASSERTION', 'Assertion'>;
export type ValidationShape = NodeShape<'VALIDATION', 'Validation'>;

export interface AttemptShape {
  readonly __typename: 'Attempt';
  readonly ref: AttemptRef;
  readonly attempt: Attempt;
}
export interface ArtifactShape {
  readonly __typename: 'Artifact';
  readonly ref: ArtifactRef;
  readonly artifact: Artifact;
}
export interface EventShape {
  readonly __typename: 'Event';
  readonly event: Event;
}
export interface ReportShape {
  readonly __typename: 'Report';
  readonly report: Report;
}

export interface DeadLetterShape {
  readonly __typename: 'DeadLetter';
  readonly letter: DeadLetter;
}

export interface ChannelShape {
  readonly __typename: 'Channel';
  readonly channel: Channel;
}
export interface DeliveryShape {
  readonly __typename: 'Delivery';
  readonly delivery: Delivery;
}

export function missionShape(head: MissionHead): MissionShape {
  return { __typename: 'Mission', head };
}
export function runShape(missionId: MissionId, run: Run): RunShape {
  return { __typename: 'Run', ref: { missionId, runNumber: run.number }, run };
}
export function taskShape(ref: NodeRef, node: NodeOf<'TASK'>, spec?: SpecOf<'TASK'>): TaskShape {
  return spec === undefined ? { __typename: 'Task', ref, node } : { __typename: 'Task', ref, node, spec };
}
export function attemptShape(ref: AttemptRef, attempt: Attempt): AttemptShape {
  return { __typename: 'Attempt', ref, attempt };
}
export function eventShape(event: Event): EventShape {
  return { __typename: 'Event', event };
}
export function deadLetterShape(letter: DeadLetter): DeadLetterShape {
  return { __typename: 'DeadLetter', letter };
}
export function reportShape(report: Report): ReportShape {
  return { __typename: 'Report', report };
}
export function channelShape(channel: Channel): ChannelShape {
  return { __typename: 'Channel', channel };
}
export function deliveryShape(delivery: Delivery): DeliveryShape {
  return { __typename: 'Delivery', delivery };
}
