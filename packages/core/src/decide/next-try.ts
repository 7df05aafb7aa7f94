/**
 * What comes after an attempt that did not succeed. Pure arithmetic on the task and its definition.
 *
 * F1. Expectations that were not met get up to two fix rounds by the same agent in a row, which spend no attempt.
 * F2. Then attempts are spent, one after the other, with a growing wait in between.
 * F3. Then `escalateTo` has as many once more. Then the task fails.
 * F4. Nothing of a task with side effects is tried again before a person has said so: not even a fix round.
 * F5. A run that is going to fail waits for running attempts to end: it asks for no fix round.
 */
import type { TaskDefinition } from '../document/document.ts';
import { personNamed } from '../document/person-name.ts';
import { addDuration } from '../duration.ts';
import { addMs, type Instant } from '../instant.ts';
import { LIMITS } from '../limits.ts';
import type { FailureReason } from '../run/attempt.ts';
import type { TaskNode } from '../run/node.ts';

export type NextTry =
  | { readonly kind: 'FIX' }
  /** Absent: at once. */
  | { readonly kind: 'AGAIN'; readonly retryAt?: Instant }
  | { readonly kind: 'ESCALATE'; readonly to: string }
  | { readonly kind: 'FAIL' };

export function nextTry(
  task: TaskNode,
  definition: TaskDefinition,
  failure: { readonly reason: FailureReason; readonly at: Instant; readonly isRunFailing: boolean },
): NextTry {
  const isFixable = failure.reason === 'EXPECTATION' && !definition.hasSideEffects && !failure.isRunFailing;
  if (isFixable && (task.fixRounds ?? 0) < LIMITS.fixRoundsMax) return { kind: 'FIX' };
  const attemptsSpent = task.attemptsSpent + 1;
  if (attemptsSpent < definition.maxAttempts) {
    const retryAt = retryInstant(definition, failure, attemptsSpent);
    return { kind: 'AGAIN', ...(retryAt === undefined ? {} : { retryAt }) };
  }
  const { escalateTo } = definition;
  if (escalateTo !== undefined && task.escalatedTo === undefined)
    return { kind: 'ESCALATE', to: personNamed(escalateTo) ?? escalateTo };
  return { kind: 'FAIL' };
}

/** A document that names no wait has one only after expectations that were not met: others need not be the work's fault. */
function retryInstant(
  { retryBackoff }: TaskDefinition,
  failure: { readonly reason: FailureReason; readonly at: Instant },
  attemptsSpent: number,
): Instant | undefined {
  const { at, reason } = failure;
  const doublings = 2 ** (attemptsSpent - 1);
  if (retryBackoff !== undefined) {
    const baseMs = addDuration(at, retryBackoff) - at;
    return addMs(at, Math.min(baseMs * doublings, LIMITS.durationMsMax));
  }
  if (reason !== 'EXPECTATION') return undefined;
  return addMs(at, Math.min(LIMITS.retryBackoffMsDefault * doublings, LIMITS.retryBackoffMsDefaultMax));
}
