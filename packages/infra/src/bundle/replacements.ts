/**
 * Files of dependencies that bundles have in a smaller form. Each names what a function does without them.
 *
 * R1. Every file that is named here is in some bundle: a new version that moves or drops one fails a test.
 * R2. What is left out throws when it is called after all, unless doing nothing is right.
 */
import { FOR_AWS } from './replacements-for-aws.ts';
import { FOR_GRAPHQL } from './replacements-for-graphql.ts';
import { FOR_SCHEDULES } from './replacements-for-schedules.ts';

export interface Replacement {
  /** By the whole path. */
  readonly file: RegExp;
  readonly by: (source: string, path: string) => string;
}

export const REPLACEMENTS: readonly Replacement[] = [...FOR_AWS, ...FOR_GRAPHQL, ...FOR_SCHEDULES];
