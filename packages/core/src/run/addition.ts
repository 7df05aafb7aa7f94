/**
 * What was added to a run while it was open. The document that the run pinned stays as it is: the run's plan is that
 * document with its additions, in their order.
 */
import type { Actor } from '../actor.ts';
import type { Instant } from '../instant.ts';

/** Sections as in a document, and what waits for something more than it did. */
export interface AdditionInput {
  readonly tasks?: readonly unknown[];
  readonly checkpoints?: readonly unknown[];
  readonly qualityGates?: readonly unknown[];
  readonly delays?: readonly unknown[];
  readonly dependencies?: readonly AddedDependency[];
}

/** In the order in which an addition is read. */
const ADDITION_SECTIONS = [
  'tasks',
  'checkpoints',
  'qualityGates',
  'delays',
  'dependencies',
] as const satisfies readonly (keyof AdditionInput)[];
type AdditionSection = (typeof ADDITION_SECTIONS)[number];

/** The section in which an addition becomes too much: where the sum of the sizes passes `max`, else its last one. */
export function sectionPast(
  max: number,
  input: AdditionInput,
  sizeOf: (section: AdditionSection) => number,
): AdditionSection {
  const given = ADDITION_SECTIONS.filter((section) => (input[section] ?? []).length > 0);
  let sum = 0;
  const past = given.find((section) => {
    sum += sizeOf(section);
    return sum > max;
  });
  return past ?? given.at(-1) ?? 'tasks';
}

/** A node of the run, by kind and name, and the key of the task that it has to wait for too. */
export interface AddedDependency {
  readonly kind: 'TASK' | 'CHECKPOINT' | 'GATE' | 'DELAY';
  readonly name: string;
  readonly dependsOn: string;
}

export interface RunAddition {
  /** Dense from 1 within the run. */
  readonly number: number;
  /** Index of its first node: tasks, checkpoints, gates, delays, each in the order of the input. */
  readonly firstIndex: number;
  readonly addedAt: Instant;
  readonly addedBy: Actor;
  readonly input: AdditionInput;
}
