/** Documents as they are kept: the text of the input as it came, in parts, by version. */
import type { DomainError } from '@muster/core/error-table';
import type { MissionId, WorkspaceId } from '@muster/core/ids';
import { LIMITS } from '@muster/core/limits';
import { err, ok, type Result } from '@muster/core/result';
import type { EngineContext } from './context.ts';
import { documentParts, documentSort, missionPartition } from './keys.ts';
import type { Put, StoredRecord } from './ports/store.ts';
import { joinText, splitText } from './text-parts.ts';

export interface DocumentPlace {
  readonly workspaceId: WorkspaceId;
  readonly missionId: MissionId;
  readonly version: number;
}

export function documentText(document: unknown): string {
  return JSON.stringify(document ?? null);
}

/** LIMIT_EXCEEDED over `LIMITS.documentBytesMax`; a document with problems is kept, it just can't be launched. */
export function checkDocumentSize(text: string): Result<void, DomainError> {
  const bytes = Buffer.byteLength(text);
  if (bytes <= LIMITS.documentBytesMax) return ok(undefined);
  const detail = { limit: 'documentBytesMax', max: LIMITS.documentBytesMax, actual: bytes } as const;
  return err({ code: 'LIMIT_EXCEEDED', path: ['document'], detail });
}

export function documentPuts(place: DocumentPlace, text: string): readonly Put[] {
  const partition = missionPartition(place.workspaceId, place.missionId);
  return splitText(text).map((value, part): Put => {
    const record: StoredRecord = { partition, sort: documentSort(place.version, part), revision: 1, value };
    return { record };
  });
}

/** The input as it was saved; undefined without such a version. */
export async function loadDocument(
  context: Pick<EngineContext, 'store'>,
  place: DocumentPlace,
): Promise<unknown> {
  const text = await loadDocumentText(context, place);
  return text === undefined ? undefined : JSON.parse(text);
}

export async function loadDocumentText(
  context: Pick<EngineContext, 'store'>,
  place: DocumentPlace,
): Promise<string | undefined> {
  const partition = missionPartition(place.workspaceId, place.missionId);
  const page = await context.store.query({ partition, ...documentParts(place.version), limit: 100 });
  return page.items.length === 0 ? undefined : joinText(page.items.map((record) => record.value));
}
