/**
 * A run's plan as one document: what it was launched with, and its additions behind that. Every check of documents then
 * holds for what was added too, cycles and limits included.
 */
import { type AddedDependency, type AdditionInput, sectionPast } from '../run/addition.ts';
import type { Problem } from './problem.ts';
import { ELEMENT_SECTIONS } from './read-outline.ts';
import { isRecord, listAt, ownValue, textAt } from './sections.ts';
import { type Path, relocated } from './shape-problem.ts';
import { keyOf } from './task-names.ts';

const GROWING_SECTIONS = ['tasks', ...ELEMENT_SECTIONS] as const;
type GrowingSection = (typeof GROWING_SECTIONS)[number];

const SECTION_OF: Readonly<Record<AddedDependency['kind'], GrowingSection>> = {
  TASK: 'tasks',
  CHECKPOINT: 'checkpoints',
  GATE: 'qualityGates',
  DELAY: 'delays',
};

/** Elements of each section that grows, by section. */
export type SectionCounts = Readonly<Record<GrowingSection, number>>;

export function countsOf(input: unknown): SectionCounts {
  return {
    tasks: listAt(input, 'tasks').length,
    checkpoints: listAt(input, 'checkpoints').length,
    qualityGates: listAt(input, 'qualityGates').length,
    delays: listAt(input, 'delays').length,
  };
}

/** The input with the additions at the end of each section. */
export function grownDocument(
  input: unknown,
  additions: readonly AdditionInput[],
): Readonly<Record<string, unknown>> {
  const grown: Record<string, unknown> = isRecord(input) ? { ...input } : {};
  for (const section of GROWING_SECTIONS) {
    const added = additions.flatMap((addition) => listAt(addition, section));
    grown[section] = [...listAt(input, section), ...added];
  }
  for (const [section, dependencies] of bySection(additions)) {
    grown[section] = listAt(grown, section).map((element) => waitingForMore(element, section, dependencies));
  }
  return grown;
}

/** Whether what stands at the path came with the last addition. */
export function isAdded(path: Path, before: SectionCounts): boolean {
  const [section, position] = path;
  const growing = GROWING_SECTIONS.find((name) => name === section);
  return growing !== undefined && typeof position === 'number' && position >= before[growing];
}

/** Problems of a grown document, told to whoever sent the last addition: paths lead into what was sent. */
export function problemsOfAddition(
  problems: readonly Problem[],
  before: SectionCounts,
  input: AdditionInput,
): readonly Problem[] {
  return problems.map((problem) => relocated(problem, pathInAddition(problem, before, input)));
}

/** What lies outside of the addition is told of what in it brought the problem about. */
function pathInAddition({ code, path, value }: Problem, before: SectionCounts, input: AdditionInput): Path {
  const [section, position, ...rest] = path;
  const growing = GROWING_SECTIONS.find((name) => name === section);
  if (growing && isAdded(path, before)) return [growing, Number(position) - before[growing], ...rest];
  if (growing && position === undefined && listAt(input, growing).length > 0) return [growing];
  // Another task of the same title makes a name ambiguous that was none.
  const namesake = listAt(input, 'tasks').findIndex((task) => textAt(task, 'title') === value);
  if (code === 'AMBIGUOUS_NAME' && namesake >= 0) return ['tasks', namesake, 'title'];
  const blamed = sectionPast(0, input, () => 1);
  return blamed === 'dependencies' ? ['dependencies', 0, 'dependsOn'] : [blamed];
}

function bySection(
  additions: readonly AdditionInput[],
): ReadonlyMap<GrowingSection, ReadonlyMap<string, readonly string[]>> {
  const sections = new Map<GrowingSection, Map<string, string[]>>();
  for (const { kind, name, dependsOn } of additions.flatMap((addition) => addition.dependencies ?? [])) {
    const section = SECTION_OF[kind];
    const names = sections.get(section) ?? new Map<string, string[]>();
    names.set(name, [...(names.get(name) ?? []), dependsOn]);
    sections.set(section, names);
  }
  return sections;
}

function waitingForMore(
  element: unknown,
  section: GrowingSection,
  dependencies: ReadonlyMap<string, readonly string[]>,
): unknown {
  const name = section === 'tasks' ? keyOf(element) : textAt(element, 'name');
  const more = dependencies.get(name ?? '');
  if (!more || !isRecord(element)) return element;
  const field = section === 'tasks' ? 'dependsOn' : 'afterTasks';
  const list = ownValue(element, field);
  return { ...element, [field]: [...(Array.isArray(list) ? list : []), ...more] };
}
