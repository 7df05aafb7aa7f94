/** What a commit asks to be done, as the queues carry it. */
import { addMs, type Instant } from '@muster/core/instant';
import { LIMITS } from '@muster/core/limits';
import { dueOfIndexSort, isDuePartition } from './keys.ts';
import type { DueHint, QueuedMessage } from './ports/queue.ts';
import type { Key, StoredRecord } from './ports/store.ts';
import { COMMIT, type CommitRecord } from './records.ts';

/** Of a stored commit. The head's revision is part of an id, since a commit may carry messages and no event. */
export function messagesOf(
  record: StoredRecord,
  commit: CommitRecord = COMMIT.decode(record.value),
): readonly QueuedMessage[] {
  const { workspaceId, missionId, sequence, messages } = commit;
  return messages.map((message, place) => ({
    id: `${missionId}#${sequence}#${record.revision}#${place}`,
    workspaceId,
    missionId,
    message,
  }));
}

/** Of places in the due index that were taken at `now`. What comes due later than a queue can wait is the sweep's. */
export function nearEntries(comingDue: readonly Key[], now: Instant): readonly string[] {
  const until = addMs(now, LIMITS.hintAheadMsMax);
  return comingDue.flatMap(({ partition, sort }) =>
    isDuePartition(partition) && dueOfIndexSort(sort).due <= until ? [sort] : [],
  );
}

/** One hint for each instant, or more when many come due at once. */
export function hintsOfEntries(entries: readonly string[]): readonly DueHint[] {
  const byInstant = Map.groupBy(entries, (entry) => dueOfIndexSort(entry).due);
  return [...byInstant].flatMap(([due, group]) => {
    const hints: DueHint[] = [];
    for (let at = 0; at < group.length; at += LIMITS.hintEntriesMax) {
      hints.push({ due, entries: group.slice(at, at + LIMITS.hintEntriesMax) });
    }
    return hints;
  });
}
