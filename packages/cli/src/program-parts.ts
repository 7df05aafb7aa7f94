/** What the groups of commands of the command line share. */
import { Argument, InvalidArgumentError } from 'commander';
import type { ExitCode } from './cli-failure.ts';
import type { Session } from './session.ts';

/** Opens a session, runs the action, and keeps its exit code. */
export type Run = (action: (session: Session) => Promise<ExitCode>) => Promise<void>;

export function missionArgument(): Argument {
  return new Argument('<mission>', 'id, mis_…');
}

export function pageSize(text: string): number {
  const size = Number(text);
  if (Number.isInteger(size) && size >= 1 && size <= 100) return size;
  throw new InvalidArgumentError('Write a whole number from 1 to 100.');
}
