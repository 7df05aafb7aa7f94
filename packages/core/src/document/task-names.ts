/** How elements name tasks: by key, or by a title that only one task has. */
import { textAt } from './sections.ts';

export interface TaskNames {
  /** Position of the first task with this key. */
  readonly keys: ReadonlyMap<string, number>;
  /** Position of the only task with this title; AMBIGUOUS when several have it. */
  readonly titles: ReadonlyMap<string, number | 'AMBIGUOUS'>;
}

export function taskNamesOf(tasks: readonly unknown[]): TaskNames {
  const keys = new Map<string, number>();
  const titles = new Map<string, number | 'AMBIGUOUS'>();
  for (const [position, task] of tasks.entries()) {
    const key = keyOf(task);
    if (key !== undefined && !keys.has(key)) keys.set(key, position);
    const title = textAt(task, 'title');
    if (title !== undefined) titles.set(title, titles.has(title) ? 'AMBIGUOUS' : position);
  }
  return { keys, titles };
}

/** The name a task goes by: its key, else its title. */
export function keyOf(task: unknown): string | undefined {
  return textAt(task, 'key') ?? textAt(task, 'title');
}

/** A key goes before a title. */
export function findTask(names: TaskNames, reference: string): number | 'AMBIGUOUS' | undefined {
  return names.keys.get(reference) ?? names.titles.get(reference);
}
