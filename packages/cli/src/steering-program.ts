/** The commands of the command line by which a person steers a mission, and what is in it. */
import { type Command, InvalidArgumentError } from 'commander';
import type { ExitCode } from './cli-failure.ts';
import {
  acceptTask,
  cancelRun,
  cancelTask,
  overrideGate,
  pause,
  type Reasoned,
  type Reviewed,
  rejectTask,
  reopenTask,
  resume,
  retryFailed,
  retryTask,
  skipDelay,
  skipTask,
  unblockTask,
} from './commands/steer.ts';
import { missionArgument, type Run } from './program-parts.ts';
import type { Session } from './session.ts';

export function addSteering(program: Command, run: Run): void {
  addMissions(program, run);
  addReviews(program, run);
  addTaskMoves(program, run);
  addElementMoves(program, run);
}

function addMissions(program: Command, run: Run): void {
  program
    .command('pause')
    .description(
      'claim and release nothing new in a mission until it is resumed; running attempts may finish',
    )
    .addArgument(missionArgument())
    .option('--reason <text>', 'why')
    .action((id: string, options: Partial<Reasoned>) => run((session) => pause(session, id, options)));
  program
    .command('resume')
    .description('go on with a paused mission')
    .addArgument(missionArgument())
    .action((id: string) => run((session) => resume(session, id)));
  program
    .command('retry-failed')
    .description('go on with the failed run of a mission; done work is kept')
    .addArgument(missionArgument())
    .action((id: string) => run((session) => retryFailed(session, id)));
  program
    .command('cancel-run')
    .description('cancel the open run of a mission; a schedule goes on')
    .addArgument(missionArgument())
    .requiredOption('--reason <text>', 'why')
    .action((id: string, options: Reasoned) => run((session) => cancelRun(session, id, options)));
}

function addReviews(program: Command, run: Run): void {
  program
    .command('accept-task')
    .description('accept what was handed in for a task in review')
    .argument('<task>', 'id, tsk_…')
    .option('--score <number>', 'how good it is, 1–5', scoreOf)
    .option('--feedback <text>', 'what is to be said about it')
    .action((id: string, options: Reviewed) => run((session) => acceptTask(session, id, options)));
  program
    .command('reject-task')
    .description('send back what was handed in for a task in review')
    .argument('<task>', 'id, tsk_…')
    .requiredOption('--feedback <text>', 'what has to change')
    .option('--score <number>', 'how good it is, 1–5', scoreOf)
    .action((id: string, options: Reviewed) => run((session) => rejectTask(session, id, options)));
}

function addTaskMoves(program: Command, run: Run): void {
  program
    .command('retry-task')
    .description('give a failed task fresh attempts')
    .argument('<task>', 'id, tsk_…')
    .action((id: string) => run((session) => retryTask(session, id)));
  program
    .command('unblock-task')
    .description('let a blocked task go on')
    .argument('<task>', 'id, tsk_…')
    .action((id: string) => run((session) => unblockTask(session, id)));
  const add = (name: string, description: string, act: Act) =>
    addReasoned(program.command(name).description(description).argument('<task>', 'id, tsk_…'), run, act);
  add('skip-task', 'leave a task out; what depends on it goes on', skipTask);
  add('reopen-task', 'have a task that is done be done again', reopenTask);
  add('cancel-task', 'call a task off; a running attempt is interrupted', cancelTask);
}

function addElementMoves(program: Command, run: Run): void {
  const gate = program.command('override-gate').description('let a quality gate pass that holds');
  addReasoned(gate.argument('<gate>', 'id, gat_…'), run, overrideGate);
  const delay = program.command('skip-delay').description('end a delay at once');
  addReasoned(delay.argument('<delay>', 'id, dly_…'), run, skipDelay);
}

type Act = (session: Session, id: string, options: Reasoned) => Promise<ExitCode>;

function addReasoned(command: Command, run: Run, act: Act): void {
  command
    .requiredOption('--reason <text>', 'why')
    .action((id: string, options: Reasoned) => run((session) => act(session, id, options)));
}

function scoreOf(text: string): number {
  const score = Number(text);
  if (text.trim() !== '' && score >= 1 && score <= 5) return score;
  throw new InvalidArgumentError('Write a number from 1 to 5.');
}
