import type { DomainError } from '@muster/core/error-table';
import { checkMove, type Lifecycle, verbOf } from '@muster/core/lifecycle/lifecycle';
import { argumentOf } from '@muster/core/subject';
import { describe, expect, it } from 'vitest';

/** Every status with the commands it allows, written out by hand and in no relation to the code under test. */
export type Allowed<Status extends string, Command extends string> = Readonly<
  Record<Status, readonly Command[]>
>;

/** One test per status and command: allowed exactly when the table says so, and refused with what callers can do named (C1). */
export function describeLifecycle<Status extends string, Command extends string>(
  lifecycle: Lifecycle<Status, Command>,
  expected: {
    readonly commands: readonly Command[];
    readonly allowed: Allowed<Status, Command>;
    /** What a caller may be told to do: the others follow from something else. */
    readonly offered: Allowed<Status, string>;
  },
): void {
  const { commands, allowed, offered } = expected;
  const statuses = Object.keys(allowed) as Status[];

  describe(`the lifecycle of a ${lifecycle.subject}`, () => {
    it('knows exactly these commands', () => {
      expect(Object.keys(lifecycle.moves).sort()).toEqual([...commands].sort());
    });

    it.each(statuses.flatMap((status) => commands.map((command) => ({ status, command }))))(
      '$status, $command',
      ({ status, command }) => {
        const result = checkMove(lifecycle, command, status, 'some_id');

        if (allowed[status].includes(command)) expect(result.ok).toBe(true);
        else expectIllegal(result, { lifecycle, status, command, legal: offered[status] });
      },
    );
  });
}

function expectIllegal<Status extends string, Command extends string>(
  result: { readonly ok: boolean; readonly error?: DomainError },
  move: {
    readonly lifecycle: Lifecycle<Status, Command>;
    readonly status: Status;
    readonly command: Command;
    readonly legal: readonly string[];
  },
): void {
  const { lifecycle, status, command, legal } = move;
  expect(result).toEqual({
    ok: false,
    error: {
      code: 'ILLEGAL_MOVE',
      path: argumentOf(lifecycle.subject),
      detail: {
        subject: lifecycle.subject,
        id: 'some_id',
        status,
        command: verbOf(lifecycle, command),
        legal: expect.toSatisfy((named: readonly string[]) => sameMembers(named, legal)),
      },
    },
  });
}

function sameMembers(a: readonly string[], b: readonly string[]): boolean {
  return JSON.stringify([...a].sort()) === JSON.stringify([...b].sort());
}
