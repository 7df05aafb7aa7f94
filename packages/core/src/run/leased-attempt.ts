import type { Attempt } from './attempt.ts';
import type { Lease, TaskNode } from './node.ts';

/** The ACTIVE attempt that a lease stands for. */
export function leasedAttempt(task: TaskNode, lease: Lease): Attempt {
  return {
    taskIndex: task.index,
    generation: task.generation,
    status: 'ACTIVE',
    agent: lease.agent,
    actor: lease.actor,
    claimedAt: lease.claimedAt,
    expiresAt: lease.expiresAt,
    artifactCount: 0,
    ...(task.fixRounds === undefined ? {} : { fixRound: task.fixRounds }),
    ...(task.escalatedTo === undefined ? {} : { isEscalated: true }),
  };
}
