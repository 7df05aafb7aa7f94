/**
 * Handling a hint that something comes due.
 *
 * I1. One that comes early goes back for the rest of its time.
 * I2. One whose entry has moved meanwhile does nothing: whoever moved it has sent a hint of its own.
 */
import type { EngineContext } from './context.ts';
import { buryTimer } from './dead-letters.ts';
import { type DueFailure, passTimeOfEntries } from './due.ts';
import type { DueHint, Queues } from './ports/queue.ts';

/** Rejects with `HintNotHandled` when something of it could not be done; what could has been. */
export async function handleHint(context: EngineContext, queues: Queues, hint: DueHint): Promise<void> {
  if (hint.due > context.now()) return queues.sendHints([hint]);
  const failures = await passTimeOfEntries(context, hint.entries);
  if (failures.length > 0) throw new HintNotHandled(failures);
}

export class HintNotHandled extends Error {
  override readonly name = 'HintNotHandled';
  readonly failures: readonly DueFailure[];

  constructor(failures: readonly DueFailure[]) {
    super(`${failures.length} of what came due could not be handled`, { cause: failures[0]?.cause });
    this.failures = failures;
  }
}

/** Rejects when it could not be stored: try again then. */
export async function buryHint(context: EngineContext, hint: DueHint, cause: unknown): Promise<void> {
  const failures =
    cause instanceof HintNotHandled ? cause.failures : hint.entries.map((entry) => ({ entry, cause }));
  for (const failure of failures) await buryTimer(context, failure);
}
