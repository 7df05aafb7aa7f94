/** Builders for documents: a test names what matters to it, everything else is as small as it can be. */
import type { Document } from '@muster/core/document/document';
import { parseDocument } from '@muster/core/document/parse-document';

/** What a caller would send. A task may be given by its title alone. */
export interface DocumentInput {
  readonly tasks?: readonly (string | Readonly<Record<string, unknown>>)[];
  readonly milestones?: readonly Readonly<Record<string, unknown>>[];
  readonly checkpoints?: readonly Readonly<Record<string, unknown>>[];
  readonly qualityGates?: readonly Readonly<Record<string, unknown>>[];
  readonly delays?: readonly Readonly<Record<string, unknown>>[];
  readonly contract?: string | readonly Readonly<Record<string, unknown>>[];
  readonly team?: readonly Readonly<Record<string, unknown>>[];
  readonly notifications?: readonly Readonly<Record<string, unknown>>[];
  readonly contractPolicy?: Readonly<Record<string, unknown>>;
  readonly qualityThreshold?: number;
  readonly deadline?: string;
  readonly onBreach?: 'NOTIFY' | 'FAIL';
}

/** The input as JSON would carry it. */
export function aDocumentInput(input: DocumentInput = { tasks: ['A'] }): Record<string, unknown> {
  const tasks = (input.tasks ?? []).map((task) => (typeof task === 'string' ? { title: task } : task));
  return { ...input, tasks };
}

/** The parsed document; a test that builds a wrong one is wrong itself. */
export function aDocument(input?: DocumentInput): Document {
  const { document, problems } = parseDocument(aDocumentInput(input));
  if (document === undefined) throw new Error(problems.map((problem) => problem.message).join('\n'));
  return document;
}

/** Tasks T0, T1, T2 … each depending on the one before it. */
export function aChain(length: number): DocumentInput {
  const titles = Array.from({ length }, (_, position) => `T${position}`);
  return {
    tasks: titles.map((title, position) => ({
      title,
      dependsOn: titles.slice(Math.max(0, position - 1), position),
    })),
  };
}
