/** Looking at what could not be done. */
import type { DeadLetter } from '@muster/core/dead-letter';
import type { DeadLetterRef, MissionId } from '@muster/core/ids';
import type { EngineContext } from './context.ts';
import type { Listed, PageOf } from './engine.ts';
import { deadLetterKey, deadLettersOf, deadLettersPartition } from './keys.ts';
import type { Principal } from './principal.ts';
import { DEAD_LETTER } from './records.ts';

export interface DeadLetterQuestions {
  /** In the order asked, undefined for what isn't there. At most 100. */
  deadLetters(
    principal: Principal,
    refs: readonly DeadLetterRef[],
  ): Promise<readonly (DeadLetter | undefined)[]>;
  /** Of the newest missions first, or of one mission. Those sent again are kept for 30 days. */
  listDeadLetters(
    principal: Principal,
    page: PageOf<{ readonly missionId?: MissionId }>,
  ): Promise<Listed<DeadLetter>>;
}

export function deadLetterQuestions(context: EngineContext): DeadLetterQuestions {
  return {
    deadLetters: (principal, refs) => loadDeadLetters(context, principal, refs),
    listDeadLetters: (principal, page) => listDeadLetters(context, principal, page),
  };
}

export async function loadDeadLetters(
  context: EngineContext,
  principal: Principal,
  refs: readonly DeadLetterRef[],
): Promise<readonly (DeadLetter | undefined)[]> {
  const stored = await context.store.get(refs.map((ref) => deadLetterKey(principal.workspaceId, ref)));
  return stored.map((record) => record && DEAD_LETTER.decode(record.value));
}

async function listDeadLetters(
  context: EngineContext,
  principal: Principal,
  { missionId, first, after }: PageOf<{ readonly missionId?: MissionId }>,
): Promise<Listed<DeadLetter>> {
  const bounds: { from?: string; to?: string } = missionId === undefined ? {} : deadLettersOf(missionId);
  const page = await context.store.query({
    partition: deadLettersPartition(principal.workspaceId),
    ...bounds,
    // A cursor of another mission must not lead there.
    ...(after === undefined || (bounds.to !== undefined && after > bounds.to) ? {} : { to: after }),
    isReversed: true,
    // Bounds are inclusive: the cursor's own comes too.
    limit: first + 2,
  });
  const records = page.items.filter(({ sort }) => sort !== after);
  const items = records.slice(0, first).map((record) => {
    return { cursor: record.sort, node: DEAD_LETTER.decode(record.value) };
  });
  return { items, hasNext: records.length > first };
}
