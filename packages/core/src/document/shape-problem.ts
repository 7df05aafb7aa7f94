/** Says in our codes and words what the schema library found in one element. */
import type * as z from 'zod/mini';
import type { Problem, ProblemCode } from './problem.ts';
import { PROBLEM_CODES } from './problem.ts';

export type Path = readonly (string | number)[];

type Issue = z.core.$ZodIssue;

/** `base` leads to the element within the document, `element` is what stands there. */
export function shapeProblems(issue: Issue, base: Path, element: unknown): readonly Problem[] {
  const inner = issue.path.filter((part) => typeof part !== 'symbol');
  const path = [...base, ...inner];
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      code: 'UNKNOWN_KEY',
      path: [...path, key],
      message: sentence([...path, key], issue.message),
      value: valueAt(element, [...inner, key]),
    }));
  }
  const value = valueAt(element, inner);
  const finding = findingOf(issue, value);
  return [
    {
      code: finding.code,
      path,
      message: sentence(path, finding.text),
      value: finding.code === 'MISSING' ? null : value,
    },
  ];
}

/** `tasks[3].title is blank.` */
export function sentence(path: Path, text: string): string {
  return `${placeOf(path)} ${text}.`;
}

/** The same problem, told of another place. */
export function relocated(problem: Problem, path: Path): Problem {
  const place = placeOf(problem.path);
  const text = problem.message.startsWith(place)
    ? problem.message.slice(place.length)
    : ` ${problem.message}`;
  return { ...problem, path, message: `${placeOf(path)}${text}` };
}

/** A short form of a value for a message: quoted when it is a text, never longer than a line. */
export function quote(value: unknown): string {
  if (typeof value === 'string')
    return JSON.stringify(value.length > 60 ? `${value.slice(0, 57)}...` : value);
  if (value === null || typeof value === 'number' || typeof value === 'boolean') return String(value);
  return Array.isArray(value) ? 'a list' : `${/^[aeiou]/.test(typeof value) ? 'an' : 'a'} ${typeof value}`;
}

function placeOf(path: Path): string {
  if (path.length === 0) return 'The document';
  return path
    .map((part, position) => (typeof part === 'number' ? `[${part}]` : position === 0 ? part : `.${part}`))
    .join('');
}

interface Finding {
  readonly code: ProblemCode;
  readonly text: string;
}

function findingOf(issue: Issue, value: unknown): Finding {
  switch (issue.code) {
    case 'invalid_type':
      return typeFinding(expectedText(issue.expected), value);
    case 'invalid_value':
      return choiceFinding(issue.values, value);
    case 'invalid_union':
      return choiceFinding(optionsOf(issue), value);
    case 'too_big':
      return range(`is ${quote(value)}: it must be at most ${issue.maximum}`);
    case 'too_small':
      return range(
        `is ${quote(value)}: it must be ${issue.inclusive ? 'at least' : 'above'} ${issue.minimum}`,
      );
    case 'custom':
      return { code: problemCodeOf(issue.params?.code), text: issue.message };
    default:
      return range(issue.message);
  }
}

function range(text: string): Finding {
  return { code: 'OUT_OF_RANGE', text };
}

function typeFinding(expected: string, value: unknown): Finding {
  if (value === undefined) return { code: 'MISSING', text: `is missing: give ${expected}` };
  return { code: 'WRONG_TYPE', text: `is ${quote(value)}: give ${expected}` };
}

function choiceFinding(choices: readonly unknown[], value: unknown): Finding {
  const oneOf = `one of ${choices.join(', ')}`;
  const isOfType = choices.some((choice) => typeof choice === typeof value);
  return isOfType ? range(`is ${quote(value)}: it must be ${oneOf}`) : typeFinding(oneOf, value);
}

function optionsOf(issue: Extract<Issue, { code: 'invalid_union' }>): readonly unknown[] {
  return 'options' in issue && Array.isArray(issue.options) ? issue.options : [];
}

function problemCodeOf(code: unknown): ProblemCode {
  return PROBLEM_CODES.find((known) => known === code) ?? 'OUT_OF_RANGE';
}

const EXPECTED: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
};

function expectedText(expected: string): string {
  return EXPECTED[expected] ?? `a ${expected}`;
}

/** What stands at a path, undefined when nothing does. Looks at own properties only: a path may name any key. */
function valueAt(root: unknown, path: Path): unknown {
  let value = root;
  for (const part of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined;
    value = Object.getOwnPropertyDescriptor(value, part)?.value;
  }
  return value;
}
