/**
 * A lifecycle is one table: command → statuses it may come from. Every caller goes through `check`, so that an
 * illegal move is refused the same way everywhere, with the legal commands named.
 */
import type { DomainError } from '../error-table.ts';
import { err, ok, type Result } from '../result.ts';

export interface Lifecycle<Status extends string, Command extends string> {
  readonly subject: string;
  readonly moves: Readonly<Record<Command, readonly Status[]>>;
}

/** The commands that a thing in `status` may receive, in the order of the table. */
export function legalCommands<S extends string, C extends string>(
  table: Lifecycle<S, C>,
  status: S,
): readonly C[] {
  return (Object.keys(table.moves) as C[]).filter((command) => table.moves[command].includes(status));
}

/** Refuses with ILLEGAL_MOVE, naming the legal commands, unless `command` is allowed in `status`. */
export function checkMove<S extends string, C extends string>(
  table: Lifecycle<S, C>,
  command: C,
  status: S,
  id: string,
): Result<void, DomainError> {
  if (table.moves[command].includes(status)) return ok(undefined);
  const legal = legalCommands(table, status);
  return err({
    code: 'ILLEGAL_MOVE',
    path: [],
    detail: { subject: table.subject, id, status, command, legal },
  });
}
