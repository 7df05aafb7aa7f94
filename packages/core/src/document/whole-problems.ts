/**
 * Checks that need more than one element: names that must differ, names that must exist, and limits on the whole.
 * They read the document leniently, so that one bad element hides nothing about another.
 */

import { LIMITS, type LimitName } from '../limits.ts';
import { NOT_REQUESTER } from './document.ts';
import type { SectionName } from './document-schema.ts';
import { personNamed } from './person-name.ts';
import type { Problem } from './problem.ts';
import { ELEMENT_SECTIONS, sequenceOf } from './read-outline.ts';
import { elementPath, listAt, ownValue, problem, type ReadSections, textAt } from './sections.ts';
import { type Path, quote } from './shape-problem.ts';
import { keyOf } from './task-names.ts';

export interface ParseOptions {
  /** Agents of the workspace. Absent: unknown, and then only a document with a team has its agents checked. */
  readonly agents?: readonly string[];
  /**
   * Whether what stands there was not there before; everything is new unless told. A cycle is told of the first of its
   * elements that is new: it is the one that closed it. A name that led to a task before still leads to that one.
   */
  readonly isNew?: (path: Path) => boolean;
}

export function* wholeProblems(sections: ReadSections, known: ParseOptions): Iterable<Problem> {
  yield* duplicateNames(sections);
  const { isNew = () => true } = known;
  for (const shared of sharedNames(sections, isNew)) if (isNew(shared.path)) yield shared;
  yield* duplicateSequences(sections);
  yield* unknownAgents(sections, known);
  yield* unknownAssertions(sections);
  yield* quorumProblems(sections);
  yield* countProblem(['tasks'], 'tasksPerRunMax', sections.tasks.length);
  yield* elementsProblem(sections);
  yield* countProblem(['milestones'], 'milestonesMax', sections.milestones.length);
  yield* countProblem(['notifications'], 'notificationRulesMax', sections.notifications.length);
  yield* contractProblems(sections);
  const limited = sections.team.filter((agent) => ownValue(agent, 'maxConcurrent') !== undefined);
  yield* countProblem(['team'], 'limitedAgentsMax', limited.length);
}

/** Told of the section in which it is one too many. */
function* elementsProblem(sections: ReadSections): Iterable<Problem> {
  let count = 0;
  let path: Path = [];
  for (const section of ELEMENT_SECTIONS) {
    const isWithin = count <= LIMITS.elementsPerRunMax;
    count += sections[section].length;
    if (isWithin) path = [section];
  }
  yield* countProblem(path, 'elementsPerRunMax', count);
}

/** What one validation looks at is bounded: a milestone's assertions, and the tasks that fulfil one. */
function* contractProblems({ contract, tasks }: ReadSections): Iterable<Problem> {
  const counts = new Map<string | undefined, number>();
  for (const assertion of contract) {
    const milestone = textAt(assertion, 'milestone');
    counts.set(milestone, (counts.get(milestone) ?? 0) + 1);
  }
  yield* countProblem(['contract'], 'assertionsPerValidationMax', Math.max(0, ...counts.values()));
  const claims = new Map<unknown, number>();
  for (const task of tasks)
    for (const id of new Set(listAt(task, 'fulfills'))) claims.set(id, (claims.get(id) ?? 0) + 1);
  yield* countProblem(['tasks'], 'fulfillingTasksMax', Math.max(0, ...claims.values()));
}

/** One LIMIT_EXCEEDED when `actual` is over the limit. */
export function* countProblem(path: Path, limit: LimitName, actual: number): Iterable<Problem> {
  if (actual <= LIMITS[limit]) return;
  const unit = limit === 'edgesPerRunMax' ? 'edges' : 'elements';
  yield problem(
    'LIMIT_EXCEEDED',
    path,
    `has ${actual} ${unit}, over the limit ${limit} of ${LIMITS[limit]}: split the mission`,
    actual,
  );
}

const NAMED: readonly (readonly [SectionName, (element: unknown) => string | undefined])[] = [
  ['tasks', keyOf],
  ['milestones', nameOf],
  ['checkpoints', nameOf],
  ['qualityGates', nameOf],
  ['delays', nameOf],
  ['contract', (assertion) => textAt(assertion, 'id')],
  ['team', nameOf],
];

function nameOf(element: unknown): string | undefined {
  return textAt(element, 'name');
}

function* duplicateNames(sections: ReadSections): Iterable<Problem> {
  for (const [section, nameIn] of NAMED) {
    const first = new Map<string, number>();
    for (const [position, element] of sections[section].entries()) {
      const name = nameIn(element);
      if (name === undefined) continue;
      const earlier = first.get(name);
      if (earlier === undefined) {
        first.set(name, position);
        continue;
      }
      const path = [...elementPath(sections, section, position), nameKeyOf(section, element)];
      const mend = section === 'tasks' ? 'give each a key of its own' : 'choose another name';
      const text = `is ${quote(name)}, as ${section}[${earlier}] already is: ${mend}`;
      yield problem('DUPLICATE_NAME', path, text, name);
    }
  }
}

/**
 * The key of one task is not the title of another: which of them is meant by it can't be told. Tasks that go by their
 * titles may have namesakes with keys, but not ones that were called so before.
 */
function* sharedNames({ tasks }: ReadSections, isNew: (path: Path) => boolean): Iterable<Problem> {
  const keys = new Set<string>();
  /** Of tasks that go by keys, the first of each title. */
  const titles = new Map<string, number>();
  for (const [position, task] of tasks.entries()) {
    const [key, title] = [keyOf(task), textAt(task, 'title')];
    if (key === undefined || title === undefined) continue;
    const path = ['tasks', position];
    const namesake = titles.get(key);
    const isTaken = namesake !== undefined && (key !== title || !isNew(['tasks', namesake]));
    if (isTaken) yield takenTitle([...path, nameKeyOf('tasks', task)], key, tasks[namesake]);
    if (key === title) continue;
    if (keys.has(title)) yield takenKey([...path, 'title'], title);
    keys.add(key);
    if (!titles.has(title)) titles.set(title, position);
  }
}

function takenTitle(path: Path, key: string, namesake: unknown): Problem {
  const text = `is ${quote(key)}, the title of the task ${quote(keyOf(namesake))}: give it another key`;
  return problem('DUPLICATE_NAME', path, text, key);
}

function takenKey(path: Path, title: string): Problem {
  const text = `is ${quote(title)}, the key of another task: choose another title`;
  return problem('DUPLICATE_NAME', path, text, title);
}

function nameKeyOf(section: SectionName, element: unknown): string {
  if (section === 'contract') return 'id';
  if (section !== 'tasks') return 'name';
  return textAt(element, 'key') === undefined ? 'title' : 'key';
}

function* duplicateSequences(sections: ReadSections): Iterable<Problem> {
  const first = new Map<number, number>();
  for (const [position, milestone] of sections.milestones.entries()) {
    const sequence = sequenceOf(milestone, position);
    const earlier = first.get(sequence);
    if (earlier === undefined) first.set(sequence, position);
    else {
      const path = ['milestones', position, 'sequence'];
      const text = `is ${sequence}, as milestones[${earlier}] already is: phases run one after the other, number them so`;
      yield problem('DUPLICATE_SEQUENCE', path, text, sequence);
    }
  }
}

/** Approvers aren't looked at: they may be people, and so may be whom a task escalates to, who says so. */
function* unknownAgents(sections: ReadSections, known: ParseOptions): Iterable<Problem> {
  if (known.agents === undefined && sections.team.length === 0) return;
  const agents = new Set<unknown>(known.agents);
  for (const agent of sections.team) agents.add(nameOf(agent));
  for (const [position, task] of sections.tasks.entries()) {
    for (const [path, name] of agentsNamedBy(task)) {
      if (!agents.has(name)) yield unknownAgent(['tasks', position, ...path], name);
    }
  }
}

function* agentsNamedBy(task: unknown): Iterable<readonly [Path, string]> {
  for (const key of ['assignTo', 'escalateTo']) {
    const name = textAt(task, key);
    const isPerson = key === 'escalateTo' && name !== undefined && personNamed(name) !== undefined;
    if (name !== undefined && !isPerson) yield [[key], name];
  }
  for (const [place, name] of listAt(task, 'reviewers').entries()) {
    if (typeof name === 'string') yield [['reviewers', place], name];
  }
}

function unknownAgent(path: Path, name: string): Problem {
  const text = `is ${quote(name)}, an agent nobody has: add it to the team or correct the name`;
  return problem('UNKNOWN_AGENT', path, text, name);
}

function* unknownAssertions(sections: ReadSections): Iterable<Problem> {
  const ids = new Set(sections.contract.map((assertion) => textAt(assertion, 'id')));
  for (const [position, task] of sections.tasks.entries()) {
    for (const [place, id] of listAt(task, 'fulfills').entries()) {
      if (typeof id !== 'string' || ids.has(id)) continue;
      const text = `is ${quote(id)}, which the contract lacks: add the assertion or correct the id`;
      yield problem('UNKNOWN_ASSERTION', ['tasks', position, 'fulfills', place], text, id);
    }
  }
}

function* quorumProblems(sections: ReadSections): Iterable<Problem> {
  for (const [position, checkpoint] of sections.checkpoints.entries()) {
    const quorum = ownValue(checkpoint, 'quorum');
    const names = listAt(checkpoint, 'approvers').filter((name) => name !== NOT_REQUESTER);
    const approvers = new Set(names).size;
    if (typeof quorum !== 'number' || approvers === 0 || quorum <= approvers) continue;
    const text = `is ${quorum}, but there are ${approvers} approvers: it could never be reached`;
    yield problem('OUT_OF_RANGE', ['checkpoints', position, 'quorum'], text, quorum);
  }
}
