/**
 * Which parts of a run's plan notify anybody. Its commits carry that, so that whoever follows them reads rules only where
 * there are some: a mission without any costs nothing.
 */
import type { Document } from '../document/document.ts';
import type { NodeSpec } from '../run/node.ts';

/** MISSION: rules of the document. TASKS: rules of tasks. ELEMENTS: `notifyChannels` of elements. */
export const NOTIFYING_PARTS = ['MISSION', 'TASKS', 'ELEMENTS'] as const;
export type NotifyingPart = (typeof NOTIFYING_PARTS)[number];

/** What a commit says of the rules that hold for its events. */
export interface NotifyingRun {
  /** Of the document that the run pinned. */
  readonly documentVersion: number;
  readonly parts: readonly NotifyingPart[];
}

/** Absent when nobody is notified. */
export function notifyingParts(
  document: Pick<Document, 'notifications'>,
  specs: readonly NodeSpec[],
): readonly NotifyingPart[] | undefined {
  const found = new Set<NotifyingPart>(document.notifications.length > 0 ? ['MISSION'] : []);
  for (const spec of specs) {
    const part = partOf(spec);
    if (part) found.add(part);
  }
  return found.size === 0 ? undefined : inOrder(found);
}

/** With those of nodes that were added. */
export function withAddedParts(
  parts: readonly NotifyingPart[] | undefined,
  specs: readonly NodeSpec[],
): readonly NotifyingPart[] | undefined {
  const added = notifyingParts({ notifications: [] }, specs);
  return added ? inOrder(new Set([...(parts ?? []), ...added])) : parts;
}

function partOf(spec: NodeSpec): NotifyingPart | undefined {
  switch (spec.kind) {
    case 'TASK':
      return (spec.definition.notifications ?? []).length > 0 ? 'TASKS' : undefined;
    case 'CHECKPOINT':
    case 'GATE':
    case 'DELAY':
      return spec.definition.notifyChannels.length > 0 ? 'ELEMENTS' : undefined;
    default:
      return undefined;
  }
}

function inOrder(parts: ReadonlySet<NotifyingPart>): readonly NotifyingPart[] {
  return NOTIFYING_PARTS.filter((part) => parts.has(part));
}
