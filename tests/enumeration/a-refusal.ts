/** Compares what a real command does in a status with what the table of its lifecycle says. */
import type { DomainError } from '@muster/core/error-table';
import { isLegal, type Lifecycle, legalVerbs, verbOf } from '@muster/core/lifecycle/lifecycle';
import type { Result } from '@muster/core/result';
import { argumentOf } from '@muster/core/subject';
import { expect } from 'vitest';

/** Allowed exactly where the table allows it; else ILLEGAL_MOVE, naming the status, the command and what is possible. */
export function expectByTable<Status extends string, Command extends string>(
  table: Lifecycle<Status, Command>,
  move: {
    readonly status: Status;
    readonly command: Command;
    /** What the status allows, but not this thing as it is. */
    readonly hidden?: readonly string[];
  },
  result: Result<unknown, DomainError>,
): void {
  const { status, command, hidden = [] } = move;
  if (isLegal(table, command, status)) {
    expect(result, `${command} of a ${table.subject} that is ${status}`).toMatchObject({ ok: true });
    return;
  }
  expect(result).toMatchObject({
    ok: false,
    error: {
      code: 'ILLEGAL_MOVE',
      path: argumentOf(table.subject),
      detail: { subject: table.subject, status, command: verbOf(table, command) },
    },
  });
  if (!result.ok && result.error.code === 'ILLEGAL_MOVE') {
    const legal = legalVerbs(table, status).filter((verb) => !hidden.includes(verb));
    expect([...result.error.detail.legal].sort()).toEqual(legal.sort());
  }
}

/** Every pair, as rows of a test. */
export function pairs<Status extends string, Command extends string>(
  statuses: readonly Status[],
  commands: readonly Command[],
): readonly { readonly status: Status; readonly command: Command }[] {
  return statuses.flatMap((status) => commands.map((command) => ({ status, command })));
}
