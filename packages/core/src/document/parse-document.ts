/**
 * The one way from what a caller sends to a document.
 *
 * D1. Whatever is sent, the answer is a document or problems, never an exception.
 * D2. All problems are found at once: no check waits for another one's success. The exceptions are a text that is no
 *     object or larger than a document may be, of which the inside isn't looked at.
 * D3. Work is linear in the size of what is sent.
 */
import { findCycles } from '../graph/cycle.ts';
import { buildGraph } from '../graph/graph.ts';
import type { Outline } from '../graph/outline.ts';
import { LIMITS } from '../limits.ts';
import {
  agentDefinition,
  checkpointDefinition,
  delayDefinition,
  type ElementReferences,
  gateDefinition,
  milestoneDefinition,
  taskDefinition,
} from './definitions.ts';
import type { Document } from './document.ts';
import { ELEMENT_SCHEMAS, SETTINGS_SCHEMA, type SectionName, type Shape } from './document-schema.ts';
import { jsonBytes } from './json-bytes.ts';
import type { Problem } from './problem.ts';
import { ELEMENT_SECTIONS, milestonesInSequence, readOutline } from './read-outline.ts';
import { elementPath, problem, type ReadSections, readSections, textAt } from './sections.ts';
import { type Path, shapeProblems } from './shape-problem.ts';
import { keyOf } from './task-names.ts';
import { countProblem, type ParseOptions, wholeProblems } from './whole-problems.ts';

export interface ParsedDocument {
  /** Present exactly when there are no problems. */
  readonly document?: Document;
  /** In the order of the checks; at most `LIMITS.problemsMax`, then one that says that there are more. */
  readonly problems: readonly Problem[];
}

/** Without `agents`, the names of agents are checked only against the document's own team, and only if it has one. */
export function parseDocument(input: unknown, options: ParseOptions = {}): ParsedDocument {
  const read = readSections(input);
  if (read.sections === undefined) return { problems: read.problems };
  const { sections } = read;
  const shapes = readShapes(sections);
  const references = readOutline(sections);
  const { outline } = references;
  const definitions = defineAll(shapes, sections, outline);
  const settings = readSettings(sections);
  const found = [
    ...read.problems,
    ...settings.problems,
    ...shapes.problems,
    ...references.problems,
    ...definitions.problems,
    ...wholeProblems(sections, options),
    ...graphProblems(sections, outline, options),
  ];
  if (found.length > 0 || settings.defined === undefined) return { problems: bounded(found) };
  return { document: { ...definitions.document, ...settings.defined }, problems: [] };
}

function readSettings({ settings }: ReadSections): {
  readonly defined?: Pick<Document, 'deadline' | 'qualityThreshold' | 'contractPolicy'>;
  readonly problems: readonly Problem[];
} {
  const result = SETTINGS_SCHEMA.safeParse(settings);
  if (!result.success) {
    return { problems: result.error.issues.flatMap((issue) => shapeProblems(issue, [], settings)) };
  }
  const { deadline: at, onBreach, ...rest } = result.data;
  return { defined: { ...rest, ...(at ? { deadline: { at, onBreach } } : {}) }, problems: [] };
}

interface Shapes {
  /** By section; undefined in the place of an element whose shape is wrong. */
  readonly elements: { readonly [Name in SectionName]: readonly (Shape<Name> | undefined)[] };
  readonly problems: readonly Problem[];
}

function readShapes(sections: ReadSections): Shapes {
  const found: (readonly Problem[])[] = [];
  function read<Name extends SectionName>(name: Name): readonly (Shape<Name> | undefined)[] {
    const schema = ELEMENT_SCHEMAS[name];
    return sections[name].map((element, position) => {
      // Explaining a problem costs far more than finding it: nobody will read these any more.
      if (found.length > LIMITS.problemsMax) return undefined;
      const result = schema.safeParse(element);
      // The table gives each section its own schema, which the compiler can't follow through an index.
      if (result.success) return result.data as Shape<Name>;
      const base = elementPath(sections, name, position);
      for (const issue of result.error.issues) found.push(shapeProblems(issue, base, element));
      return undefined;
    });
  }
  const elements = {
    tasks: read('tasks'),
    milestones: read('milestones'),
    checkpoints: read('checkpoints'),
    qualityGates: read('qualityGates'),
    delays: read('delays'),
    contract: read('contract'),
    team: read('team'),
    notifications: read('notifications'),
  };
  return { elements, problems: found.flat() };
}

interface Definitions {
  /** Of all elements that could be read. */
  readonly document: Omit<Document, 'contractPolicy'>;
  readonly problems: readonly Problem[];
}

function defineAll({ elements }: Shapes, sections: ReadSections, outline: Outline): Definitions {
  const problems: Problem[] = [];
  function define<Name extends SectionName, To>(
    name: Name,
    definitionOf: (shape: Shape<Name>, position: number) => To,
  ): readonly To[] {
    const definitions: To[] = [];
    for (const [position, shape] of elements[name].entries()) {
      if (shape === undefined) continue;
      const definition = definitionOf(shape, position);
      definitions.push(definition);
      if (isTooLarge(definition)) problems.push(sizeProblem(elementPath(sections, name, position)));
    }
    return definitions;
  }
  const keysOf = (positions: readonly number[] = []) =>
    positions.map((position) => keyOf(sections.tasks[position]) ?? '');
  const referencesOf = (position: number): ElementReferences => ({
    after: keysOf(outline.elements[position]?.after),
    blocks: keysOf(outline.elements[position]?.blocks),
  });
  const gatesFrom = elements.checkpoints.length;
  const delaysFrom = gatesFrom + elements.qualityGates.length;
  const document = {
    tasks: define('tasks', (shape, at) => taskDefinition(shape, keysOf(outline.tasks[at]?.dependsOn))),
    milestones: define('milestones', milestoneDefinition),
    checkpoints: define('checkpoints', (shape, at) => checkpointDefinition(shape, referencesOf(at))),
    qualityGates: define('qualityGates', (shape, at) => gateDefinition(shape, referencesOf(gatesFrom + at))),
    delays: define('delays', (shape, at) => delayDefinition(shape, referencesOf(delaysFrom + at))),
    contract: define('contract', (shape) => shape),
    team: define('team', agentDefinition),
    notifications: define('notifications', (shape) => shape),
  };
  return { document, problems };
}

/** Each definition becomes a part of one stored record. */
function isTooLarge(definition: unknown): boolean {
  return jsonBytes(definition, LIMITS.definitionBytesMax) > LIMITS.definitionBytesMax;
}

function sizeProblem(path: Path): Problem {
  const text = `is larger than the limit definitionBytesMax of ${LIMITS.definitionBytesMax} bytes`;
  return problem('LIMIT_EXCEEDED', path, `${text}: shorten it, or name tasks by short keys`, null);
}

/** Cycles over all that makes something wait: tasks, elements between them, and the sequence of milestones. */
function* graphProblems(
  sections: ReadSections,
  outline: Outline,
  { isNew = () => true }: ParseOptions,
): Iterable<Problem> {
  const graph = buildGraph(outline);
  yield* countProblem(['tasks'], 'edgesPerRunMax', graph.edgeCount);
  const cycles = findCycles(graph);
  if (cycles.length === 0) return;

  const places = placesOf(sections);
  for (const cycle of cycles) {
    const members = cycle.flatMap((node) => places[node] ?? []);
    const names = members.map(({ name }) => name);
    const told = members.find(({ path }) => isNew(path)) ?? members[0];
    if (told === undefined) continue;
    const text = `is part of a cycle, so that none of it could ever start: ${drawing(names)}. Remove one of these`;
    yield problem('CYCLE', told.path, text, names);
  }
}

interface Place {
  readonly name: string;
  readonly path: Path;
}

/** Name and path of each node of the graph, in the order of an outline (O1). */
function placesOf(sections: ReadSections): readonly Place[] {
  const placeOf = (section: SectionName, position: number): Place => {
    const element = sections[section][position];
    const name = section === 'tasks' ? keyOf(element) : textAt(element, 'name');
    return { name: name ?? `${section}[${position}]`, path: [section, position] };
  };
  const inDocument = (['tasks', ...ELEMENT_SECTIONS] as const).flatMap((section) =>
    sections[section].map((_, position) => placeOf(section, position)),
  );
  return [
    ...inDocument,
    ...milestonesInSequence(sections).map((position) => placeOf('milestones', position)),
  ];
}

const NAMES_DRAWN_MAX = 10;

function drawing(names: readonly string[]): string {
  const [first = ''] = names;
  if (names.length <= NAMES_DRAWN_MAX) return [...names, first].join(' → ');
  const shown = names.slice(0, NAMES_DRAWN_MAX).join(' → ');
  return `${shown} → … ${names.length - NAMES_DRAWN_MAX} more … → ${first}`;
}

function bounded(found: readonly Problem[]): readonly Problem[] {
  if (found.length <= LIMITS.problemsMax) return found;
  const text = `has more problems than the limit problemsMax of ${LIMITS.problemsMax}: mend these first`;
  return [...found.slice(0, LIMITS.problemsMax), problem('LIMIT_EXCEEDED', [], text, null)];
}
