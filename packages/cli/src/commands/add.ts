/** `muster add`: more for a run that is open. */
import { randomUUID } from 'node:crypto';
import { AddElementsDocument, AddTasksDocument } from '@muster/client/generated/operations';
import { CliFailure, EXIT, type ExitCode } from '../cli-failure.ts';
import { readDocument } from '../read-document.ts';
import { printJson, type Session, successOf } from '../session.ts';
import { invalidDocument } from './validate.ts';

const ELEMENTS = ['checkpoints', 'qualityGates', 'delays'] as const;

/** The tasks of the file first, then what stands between them: two steps, each of them all or nothing. */
export async function add(session: Session, missionId: string, path: string): Promise<ExitCode> {
  const file = await readDocument(path);
  const { tasks = [], checkpoints, qualityGates, delays, ...others } = sectionsOf(file.document);
  const [other] = Object.keys(others);
  if (other !== undefined) throw new CliFailure('USAGE', `A run can’t be given "${other}": leave it out.`);
  const elements = { checkpoints, qualityGates, delays };
  const hasElements = ELEMENTS.some((name) => (elements[name]?.length ?? 0) > 0);
  if (tasks.length === 0 && !hasElements)
    throw new CliFailure('USAGE', `Name tasks, ${ELEMENTS.join(', ')} to add.`);
  const added: string[] = [];
  if (tasks.length > 0) {
    const input = { missionId, tasks, idempotencyKey: randomUUID() };
    const { addTasks } = await session.client.request(AddTasksDocument, { input });
    if (addTasks.__typename === 'InvalidAdditionError') throw invalidDocument(file, addTasks.problems);
    added.push(...successOf(addTasks).addedIds);
  }
  if (hasElements) {
    const input = { missionId, ...elements, idempotencyKey: randomUUID() };
    const { addElements } = await session.client.request(AddElementsDocument, { input });
    if (addElements.__typename === 'InvalidAdditionError') throw invalidDocument(file, addElements.problems);
    added.push(...successOf(addElements).addedIds);
  }
  if (session.isJson) printJson(session, { addedIds: added });
  else
    session.output.print(
      [`${session.output.paint('green', '✓')} Added:`, ...added.map((id) => `  ${id}`)].join('\n'),
    );
  return EXIT.OK;
}

type Sections = Partial<Record<'tasks' | (typeof ELEMENTS)[number], unknown[]>>;

function sectionsOf(document: unknown): Sections {
  const isObject = typeof document === 'object' && document !== null && !Array.isArray(document);
  const sections = isObject ? Object.values(document) : [];
  if (isObject && sections.every(Array.isArray)) return document as Sections;
  throw new CliFailure(
    'USAGE',
    'The file is to be an object of lists: tasks, checkpoints, qualityGates, delays.',
  );
}
