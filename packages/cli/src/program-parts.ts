/** What the groups of commands of the command line share. */
import { Argument } from 'commander';
import type { ExitCode } from './cli-failure.ts';
import type { Session } from './session.ts';

/** Opens a session, runs the action, and keeps its exit code. */
export type Run = (action: (session: Session) => Promise<ExitCode>) => Promise<void>;

export function missionArgument(): Argument {
  return new Argument('<mission>', 'id, mis_…');
}
