/**
 * Reads the graph out of a document that may be wrong anywhere: every name that can be understood becomes a position,
 * every other one a problem. What isn't even a text is left to the check of shapes.
 */
import { milestoneOrderOf, type Outline, type OutlineElement, type OutlineTask } from '../graph/outline.ts';
import type { Problem } from './problem.ts';
import { elementPath, listAt, ownValue, problem, type ReadSections, textAt } from './sections.ts';
import { type Path, quote } from './shape-problem.ts';
import { findTask, type TaskNames, taskNamesOf } from './task-names.ts';

export interface OutlineRead {
  readonly outline: Outline;
  readonly problems: readonly Problem[];
}

/** In the order in which an outline lists their elements. */
export const ELEMENT_SECTIONS = ['checkpoints', 'qualityGates', 'delays'] as const;

export function readOutline(sections: ReadSections): OutlineRead {
  const names = taskNamesOf(sections.tasks);
  const milestones = milestonePlaces(sections);
  const found: (readonly Problem[])[] = [];

  const tasks = sections.tasks.map((task, position): OutlineTask => {
    const read = readReferences(names, listAt(task, 'dependsOn'), ['tasks', position, 'dependsOn'], position);
    found.push(read.problems);
    const milestone = milestones.get(textAt(task, 'milestone') ?? '');
    return milestone === undefined ? { dependsOn: read.positions } : { dependsOn: read.positions, milestone };
  });

  const elements = ELEMENT_SECTIONS.flatMap((section) =>
    sections[section].map((element, position): OutlineElement => {
      const after = readReferences(names, listAt(element, 'afterTasks'), [section, position, 'afterTasks']);
      const blocks = readReferences(names, listAt(element, 'blocksTasks'), [
        section,
        position,
        'blocksTasks',
      ]);
      found.push(after.problems, blocks.problems);
      return { after: after.positions, blocks: blocks.positions };
    }),
  );

  found.push([...milestoneProblems(sections, milestones)]);
  return { outline: { tasks, elements, milestoneCount: sections.milestones.length }, problems: found.flat() };
}

/** A milestone's place among the others: its own sequence, else its position in the document, from 1. */
export function sequenceOf(milestone: unknown, position: number): number {
  const sequence = ownValue(milestone, 'sequence');
  return typeof sequence === 'number' ? sequence : position + 1;
}

/** Positions of the milestones in the order in which they open. */
export function milestonesInSequence(sections: ReadSections): readonly number[] {
  return milestoneOrderOf(sections.milestones.map(sequenceOf));
}

function milestonePlaces(sections: ReadSections): ReadonlyMap<string, number> {
  const places = new Map<string, number>();
  for (const [place, position] of milestonesInSequence(sections).entries()) {
    const name = textAt(sections.milestones[position], 'name');
    if (name !== undefined && !places.has(name)) places.set(name, place);
  }
  return places;
}

interface ReferencesRead {
  readonly positions: readonly number[];
  readonly problems: readonly Problem[];
}

const NOTHING_READ: ReferencesRead = { positions: [], problems: [] };

/** Each task once, in the order of the list. `self` is the task that must not name itself. */
function readReferences(
  names: TaskNames,
  list: readonly unknown[],
  path: Path,
  self?: number,
): ReferencesRead {
  if (list.length === 0) return NOTHING_READ;
  const positions = new Set<number>();
  const problems: Problem[] = [];
  for (const [place, reference] of list.entries()) {
    if (typeof reference !== 'string') continue;
    const found = findTask(names, reference);
    if (typeof found === 'number' && found !== self) positions.add(found);
    else problems.push(referenceProblem(found, [...path, place], reference));
  }
  return { positions: [...positions], problems };
}

function referenceProblem(found: number | 'AMBIGUOUS' | undefined, path: Path, reference: string): Problem {
  if (found === undefined) {
    const text = `is ${quote(reference)}, which no task has as key or title: correct it or add the task`;
    return problem('UNKNOWN_NAME', path, text, reference);
  }
  if (found === 'AMBIGUOUS') {
    const text = `is ${quote(reference)}, the title of several tasks: write the key of the one that is meant`;
    return problem('AMBIGUOUS_NAME', path, text, reference);
  }
  const text = `is ${quote(reference)}, the task itself: a task can not wait for itself, remove it`;
  return problem('SELF_DEPENDENCY', path, text, reference);
}

function* milestoneProblems(
  sections: ReadSections,
  milestones: ReadonlyMap<string, number>,
): Iterable<Problem> {
  for (const section of ['tasks', 'contract'] as const) {
    for (const [position, element] of sections[section].entries()) {
      const name = textAt(element, 'milestone');
      if (name === undefined || milestones.has(name)) continue;
      const path = [...elementPath(sections, section, position), 'milestone'];
      const text = `is ${quote(name)}, which no milestone is called: correct it or add the milestone`;
      yield problem('UNKNOWN_NAME', path, text, name);
    }
  }
}
