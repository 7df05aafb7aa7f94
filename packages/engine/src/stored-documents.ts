/** Documents as they are kept: the input as it came, in parts, by version. */
import type { DomainError } from '@muster/core/error-table';
import type { MissionId, WorkspaceId } from '@muster/core/ids';
import { LIMITS } from '@muster/core/limits';
import { err, ok, type Result } from '@muster/core/result';
import type { EngineContext } from './context.ts';
import { documentParts, documentSort, missionPartition } from './keys.ts';
import type { Put, StoredRecord } from './ports/store.ts';
import { joinJson, splitJson } from './text-parts.ts';

export interface DocumentPlace {
  readonly workspaceId: WorkspaceId;
  readonly missionId: MissionId;
  readonly version: number;
}

/** LIMIT_EXCEEDED over `LIMITS.documentBytesMax`; a document with problems is kept, it just can't be launched. */
export function documentPuts(place: DocumentPlace, document: unknown): Result<readonly Put[], DomainError> {
  const bytes = Buffer.byteLength(JSON.stringify(document ?? null));
  if (bytes > LIMITS.documentBytesMax) {
    const detail = { limit: 'documentBytesMax', max: LIMITS.documentBytesMax, actual: bytes } as const;
    return err({ code: 'LIMIT_EXCEEDED', path: ['document'], detail });
  }
  const partition = missionPartition(place.workspaceId, place.missionId);
  const puts = splitJson(document ?? null).map((value, part): Put => {
    const record: StoredRecord = { partition, sort: documentSort(place.version, part), revision: 1, value };
    return { record };
  });
  return ok(puts);
}

/** The input as it was saved; undefined without such a version. */
export async function loadDocument(
  context: Pick<EngineContext, 'store'>,
  place: DocumentPlace,
): Promise<unknown> {
  const partition = missionPartition(place.workspaceId, place.missionId);
  const page = await context.store.query({ partition, ...documentParts(place.version), limit: 100 });
  return page.items.length === 0 ? undefined : joinJson(page.items.map((record) => record.value));
}
