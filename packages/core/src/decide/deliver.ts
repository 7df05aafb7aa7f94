/**
 * What a submission delivers.
 *
 * F1. Artifacts of one name that a task delivers within a run are versions of one thing, 1, 2, 3…, whichever of its
 *     attempts they come from. What another task or another run delivers under that name is another thing.
 * F2. Versions come from one record of the task, never from its artifacts; for a first attempt nothing is read.
 */
import { type AttemptRef, attemptIdOf } from '../ids.ts';
import { LIMITS } from '../limits.ts';
import { err, ok, type Result } from '../result.ts';
import type { Artifact, NewArtifact } from '../run/attempt.ts';
import type { Decision } from './ask.ts';
import type { Draft } from './draft.ts';

/** LIMIT_EXCEEDED, and nothing delivered, when the task would have more names than `LIMITS.artifactNamesPerTaskMax`. */
export function* deliverArtifacts(
  draft: Draft,
  ref: AttemptRef,
  artifacts: readonly NewArtifact[],
): Decision<Result<void>> {
  if (artifacts.length === 0) return ok(undefined);
  const { runNumber, index: taskIndex, generation } = ref;
  const latest = new Map(generation === 1 ? [] : yield* draft.artifactVersions(taskIndex));
  const delivered = artifacts.map((artifact, position): Artifact => {
    const version = (latest.get(artifact.name) ?? 0) + 1;
    latest.set(artifact.name, version);
    return { ...artifact, runNumber, taskIndex, generation, position, version, createdAt: draft.now };
  });
  const max = LIMITS.artifactNamesPerTaskMax;
  if (latest.size > max) {
    const detail = { limit: 'artifactNamesPerTaskMax', max, actual: latest.size } as const;
    return err({ code: 'LIMIT_EXCEEDED', path: ['submission', 'artifacts'], detail });
  }
  for (const { name, kind, position, version } of delivered)
    draft.emit('ArtifactDelivered', attemptIdOf(ref), { name, kind, position, version });
  draft.putArtifacts(delivered, { taskIndex, versions: [...latest] });
  return ok(undefined);
}
