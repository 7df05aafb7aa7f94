/**
 * A lifecycle is one table: command → statuses it may come from. Every caller goes through `checkMove`, so that an
 * illegal move is refused the same way everywhere, with the legal ones named.
 *
 * C1. A refusal names moves by the mutations that ask for them, and only those that would not be refused too: never a
 *     command that the engine alone gives.
 */
import type { DomainError } from '../error-table.ts';
import { err, ok, type Result } from '../result.ts';
import { argumentOf, type Subject } from '../subject.ts';

/** In the place of a verb: the command follows from something else, and nobody can ask for it. */
export const BY_ENGINE = undefined;

export interface Lifecycle<Status extends string, Command extends string> {
  readonly subject: Subject;
  readonly moves: Readonly<Record<Command, readonly Status[]>>;
  /** The mutation by which a caller asks for each command. */
  readonly verbs: Readonly<Record<Command, string | typeof BY_ENGINE>>;
}

export function isLegal<S extends string, C extends string>(
  table: Lifecycle<S, C>,
  command: C,
  status: S,
): boolean {
  return table.moves[command].includes(status);
}

/** The verbs that a caller may use on a thing in `status`, in the order of the table. See C1. */
export function legalVerbs<S extends string, C extends string>(
  table: Lifecycle<S, C>,
  status: S,
): readonly string[] {
  const commands = Object.keys(table.moves) as C[];
  return commands.flatMap((command) => {
    const verb = table.verbs[command];
    return verb !== BY_ENGINE && isLegal(table, command, status) ? [verb] : [];
  });
}

/** What a refusal calls the command. */
export function verbOf<S extends string, C extends string>(table: Lifecycle<S, C>, command: C): string {
  return table.verbs[command] ?? command;
}

/** Refuses with ILLEGAL_MOVE, naming the legal verbs, unless `command` is allowed in `status`. */
export function checkMove<S extends string, C extends string>(
  table: Lifecycle<S, C>,
  command: C,
  status: S,
  id: string,
): Result<void, DomainError> {
  if (isLegal(table, command, status)) return ok(undefined);
  const legal = legalVerbs(table, status);
  return err({
    code: 'ILLEGAL_MOVE',
    path: argumentOf(table.subject),
    detail: { subject: table.subject, id, status, command: verbOf(table, command), legal },
  });
}
