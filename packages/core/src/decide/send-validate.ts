import type { Draft } from './draft.ts';

/**
 * Asks for what comes next in a validation. Always a message: a commit that settles something may be full already, and
 * what comes next writes as much as there is room for.
 */
export function sendValidate(draft: Draft, index: number | undefined): void {
  if (index !== undefined) draft.send({ type: 'VALIDATE', runNumber: draft.run.number, index });
}
