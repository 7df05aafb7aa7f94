/** What was added to a run after its launch, as it was asked for. */
import type { RunRef } from '@muster/core/ids';
import type { RunAddition } from '@muster/core/run/addition';
import type { EngineContext } from './context.ts';
import type { Listed, PageOf } from './engine.ts';
import { ALL_ADDITIONS, runPartition } from './keys.ts';
import type { Principal } from './principal.ts';
import { ADDITION } from './records.ts';

export interface AdditionQuestions {
  /** In the order in which they were made. */
  listAdditions(principal: Principal, page: PageOf<RunRef>): Promise<Listed<RunAddition>>;
}

export function additionQuestions(context: EngineContext): AdditionQuestions {
  return {
    async listAdditions(principal, { first, after, ...ref }) {
      const partition = runPartition(principal.workspaceId, ref);
      const from = after === undefined ? ALL_ADDITIONS.from : `${after}~`;
      const page = await context.store.query({ partition, from, to: ALL_ADDITIONS.to, limit: first });
      const items = page.items.map(({ sort, value }) => ({ cursor: sort, node: ADDITION.decode(value) }));
      return { items, hasNext: page.next !== undefined };
    },
  };
}
