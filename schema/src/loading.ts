/** Batch loading by public id: one call of the engine for all that a request asks for at once. */
import { notFound } from '@muster/core/error-table';
import { LIMITS } from '@muster/core/limits';
import type { Subject } from '@muster/core/subject';
import { failure } from './errors.ts';

export const LOADER_OPTIONS = { maxBatchSize: LIMITS.pageSizeMax } as const;

interface Batch<Ref, Found, Shape> {
  /** What the error says was looked for. */
  readonly subject: Subject;
  readonly parse: (id: string) => Ref | undefined;
  /** In the order of `refs`, undefined for what isn't there. */
  readonly load: (refs: readonly Ref[]) => Promise<readonly (Found | undefined)[]>;
  /** Undefined when what was found is something else than what the id claims. */
  readonly shape: (found: Found, ref: Ref) => Shape | undefined;
}

/** In the order of `ids`; an id that names nothing, malformed or not, answers the same NOT_FOUND, of the field that wanted it. */
export async function loadBatch<Ref, Found, Shape>(
  ids: readonly string[],
  batch: Batch<Ref, Found, Shape>,
): Promise<(Shape | Error)[]> {
  const refs = ids.map(batch.parse);
  const known = refs.filter((ref) => ref !== undefined);
  const found = known.length === 0 ? [] : await batch.load(known);
  let position = 0;
  return refs.map((ref, index) => {
    const item = ref === undefined ? undefined : found[position++];
    const shape = ref === undefined || item === undefined ? undefined : batch.shape(item, ref);
    return shape ?? failure(notFound(batch.subject, ids[index] ?? '', []));
  });
}
