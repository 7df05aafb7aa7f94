/**
 * The outermost shape of a document: an object with lists of elements. From here on every check can walk lists,
 * whatever was sent: what is no list counts as an empty one, after its problem was noted.
 */
import { LIMITS } from '../limits.ts';
import { parseContractMarkdown } from './contract-markdown.ts';
import { ELEMENT_SCHEMAS, SETTINGS_SCHEMA, type SectionName } from './document-schema.ts';
import { jsonBytes } from './json-bytes.ts';
import type { Problem } from './problem.ts';
import { type Path, quote, sentence } from './shape-problem.ts';

export const SECTION_NAMES = [
  'tasks',
  'milestones',
  'checkpoints',
  'qualityGates',
  'delays',
  'contract',
  'team',
  'notifications',
] as const satisfies readonly SectionName[];

/** Keys of a document that are no lists of elements. */
export const SETTING_NAMES = Object.keys(SETTINGS_SCHEMA.shape);

export type ReadSections = {
  readonly [Name in SectionName]: readonly unknown[];
} & {
  /** The contract came as Markdown: its problems are about the whole text. */
  readonly isContractMarkdown: boolean;
  /** What stands under the keys of the settings, as far as they are there. */
  readonly settings: Readonly<Record<string, unknown>>;
};

export interface SectionsRead {
  /** Absent when nothing can be said about the inside. */
  readonly sections?: ReadSections;
  readonly problems: readonly Problem[];
}

export function readSections(input: unknown): SectionsRead {
  if (!isRecord(input)) {
    return { problems: [problem('WRONG_TYPE', [], `is ${quote(input)}: give an object`, input)] };
  }
  const bytes = jsonBytes(input, LIMITS.documentBytesMax);
  if (bytes > LIMITS.documentBytesMax) {
    const message = `is larger than the limit documentBytesMax of ${LIMITS.documentBytesMax} bytes: split it`;
    return { problems: [problem('LIMIT_EXCEEDED', [], message, null)] };
  }
  const contract = ownValue(input, 'contract');
  const lists = {
    tasks: listAt(input, 'tasks'),
    milestones: listAt(input, 'milestones'),
    checkpoints: listAt(input, 'checkpoints'),
    qualityGates: listAt(input, 'qualityGates'),
    delays: listAt(input, 'delays'),
    contract: typeof contract === 'string' ? parseContractMarkdown(contract) : listAt(input, 'contract'),
    team: listAt(input, 'team'),
    notifications: listAt(input, 'notifications'),
    isContractMarkdown: typeof contract === 'string',
    settings: Object.fromEntries(
      SETTING_NAMES.filter((name) => Object.hasOwn(input, name)).map((name) => [name, input[name]]),
    ),
  };
  return { sections: lists, problems: [...unknownSections(input), ...sectionProblems(input)] };
}

/** Where an element stands in what was sent. */
export function elementPath(sections: ReadSections, section: SectionName, position: number): Path {
  return section === 'contract' && sections.isContractMarkdown ? [section] : [section, position];
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The text under a key of an element, undefined when there is none or the element is no object. */
export function textAt(element: unknown, key: string): string | undefined {
  const value = ownValue(element, key);
  return typeof value === 'string' ? value : undefined;
}

/** The list under a key of an element, empty when there is none. */
export function listAt(element: unknown, key: string): readonly unknown[] {
  const value = ownValue(element, key);
  return Array.isArray(value) ? value : [];
}

/** Own properties only: an element may hold a key of any name, and lack one that every object inherits. */
export function ownValue(element: unknown, key: string): unknown {
  return isRecord(element) && Object.hasOwn(element, key) ? element[key] : undefined;
}

function* unknownSections(input: Readonly<Record<string, unknown>>): Iterable<Problem> {
  for (const key of Object.keys(input)) {
    if (Object.hasOwn(ELEMENT_SCHEMAS, key) || SETTING_NAMES.includes(key)) continue;
    const message = `is no key here; these are: ${[...SECTION_NAMES, ...SETTING_NAMES].join(', ')}`;
    yield problem('UNKNOWN_KEY', [key], message, input[key]);
  }
}

function* sectionProblems(input: Readonly<Record<string, unknown>>): Iterable<Problem> {
  for (const name of SECTION_NAMES) {
    const value = ownValue(input, name);
    if (value === undefined || Array.isArray(value)) continue;
    const isMarkdown = name === 'contract' && typeof value === 'string';
    if (!isMarkdown) yield problem('WRONG_TYPE', [name], `is ${quote(value)}: give a list`, value);
  }
}

/** `text` goes on after the place: "is blank". */
export function problem(code: Problem['code'], path: Path, text: string, value: unknown): Problem {
  return { code, path, message: sentence(path, text), value };
}
