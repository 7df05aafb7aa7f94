/** The command line: names, arguments and options. What a command does is in `commands/`. */

import type { MissionStatusFilter } from '@muster/client/generated/operations';
import { Argument, Command, InvalidArgumentError, Option } from 'commander';
import type { ExitCode } from './cli-failure.ts';
import { add } from './commands/add.ts';
import { approvals, attention, deadLetters, redrive } from './commands/attention.ts';
import { approve, cancel, reject } from './commands/decide.ts';
import { type LaunchOptions, launch } from './commands/launch.ts';
import { missions, STATUS_FILTERS } from './commands/missions.ts';
import { type MoveOptions, move, PILOTED_STATUSES, progress } from './commands/pilot.ts';
import { completePlanning } from './commands/planning.ts';
import { report } from './commands/report.ts';
import {
  CATCH_UPS,
  OVERLAPS,
  pauseSchedule,
  resumeSchedule,
  type ScheduleOptions,
  schedule,
  slots,
  unschedule,
} from './commands/schedule.ts';
import { show } from './commands/show.ts';
import { type StartOptions, start } from './commands/start.ts';
import { plan } from './commands/steer.ts';
import {
  type NewTaskOptions,
  newTask,
  TASK_STATUS_FILTERS,
  type TasksOptions,
  tasks,
} from './commands/tasks.ts';
import { type DocumentOptions, validate } from './commands/validate.ts';
import { watch } from './commands/watch.ts';
import { type WorkOptions, work } from './commands/work.ts';
import { type ConnectionOptions, DATA_DEFAULT, URL_DEFAULT } from './connection.ts';
import { addContract } from './contract-program.ts';
import { addKeys } from './key-program.ts';
import { addNotifications } from './notify-program.ts';
import { missionArgument, pageSize, type Run } from './program-parts.ts';
import type { Session } from './session.ts';
import { addSteering } from './steering-program.ts';

export interface GlobalOptions extends ConnectionOptions {
  readonly json?: boolean;
}

type WithSession = (options: GlobalOptions, action: (session: Session) => Promise<ExitCode>) => Promise<void>;

/** `withSession` opens a session, runs the action, and keeps its exit code. */
export function createProgram(withSession: WithSession): Command {
  const program = new Command('muster')
    .description('Missions for teams of AI agents and people.')
    .option('--url <url>', `GraphQL endpoint of the server; MUSTER_URL, or ${URL_DEFAULT}`)
    .option(
      '--sockets <url>',
      'where it is watched, when that is somewhere else, as on AWS; MUSTER_SOCKETS_URL',
    )
    .option('--key <key>', 'API key; MUSTER_KEY, or the key in the server’s folder')
    .option('--data <folder>', `folder of a server on this machine; MUSTER_DATA, or ${DATA_DEFAULT}`)
    .option('--json', 'print JSON for programs')
    .showHelpAfterError('(muster --help tells more)')
    .exitOverride();
  const run = (action: (session: Session) => Promise<ExitCode>) =>
    withSession(program.opts<GlobalOptions>(), action);
  addStart(program);
  addDocumentCommands(program, run);
  addQuestions(program, run);
  addSchedules(program, run);
  addAttention(program, run);
  addDecisions(program, run);
  addSteering(program, run);
  addContract(program, run);
  addNotifications(program, run);
  addKeys(program, run);
  addPiloting(program, run);
  addTasks(program, run);
  addWork(program, run);
  return program;
}

function addStart(program: Command): void {
  program
    .command('start')
    .description('start a server on this machine')
    .option('--port <number>', '0 takes a free one')
    .option('--host <address>', '127.0.0.1 unless told')
    .action(async (options: StartOptions) => {
      process.exitCode = await start({ ...program.opts<ConnectionOptions>(), ...options });
    });
}

function addDocumentCommands(program: Command, run: Run): void {
  program
    .command('validate')
    .description('check a mission’s document; tells every problem at once, or the plan')
    .argument('<file>', 'JSON file')
    .addOption(contractOption())
    .action((file: string, options: DocumentOptions) => run((session) => validate(session, file, options)));
  program
    .command('launch')
    .description('create a mission out of a document and launch it')
    .argument('<file>', 'JSON file')
    .option('--title <text>', 'title of the mission; the name of the file unless told')
    .option('--objective <text>', 'what is to be reached')
    .addOption(contractOption())
    .option('--watch', 'watch it until it ends')
    .action((file: string, options: LaunchOptions) => run((session) => launch(session, file, options)));
  program
    .command('plan')
    .description('create a mission out of a document, to be planned; complete-planning launches it')
    .argument('<file>', 'JSON file')
    .option('--title <text>', 'title of the mission; the name of the file unless told')
    .option('--objective <text>', 'what is to be reached')
    .addOption(contractOption())
    .action((file: string, options: LaunchOptions) => run((session) => plan(session, file, options)));
  program
    .command('complete-planning')
    .description('launch a mission that is being planned, or tell what of its contract is not covered')
    .addArgument(missionArgument())
    .action((id: string) => run((session) => completePlanning(session, id)));
}

function addQuestions(program: Command, run: Run): void {
  program
    .command('missions')
    .description('list missions, newest first')
    .addOption(new Option('--status <status...>', 'only these').choices(STATUS_FILTERS))
    .addOption(new Option('--first <number>', 'how many, 1–100').default(20).argParser(pageSize))
    .action((options: { readonly status?: readonly MissionStatusFilter[]; readonly first: number }) =>
      run((session) => missions(session, options)),
    );
  program
    .command('show')
    .description('show a mission, its tasks, and what waits for a person')
    .addArgument(missionArgument())
    .action((id: string) => run((session) => show(session, id)));
  program
    .command('watch')
    .description('watch a mission until it ends')
    .addArgument(missionArgument())
    .action((id: string) => run((session) => watch(session, id)));
  program
    .command('report')
    .description('print the report of a run as Markdown')
    .addArgument(missionArgument())
    .option('--run <number>', 'the latest run unless told', wholeFromOne)
    .action((id: string, options: { readonly run?: number }) =>
      run((session) => report(session, id, options)),
    );
}

function addSchedules(program: Command, run: Run): void {
  withSchedule(program.command('schedule'))
    .description('have a mission launched by itself: once with --at, again and again with --cron and --zone')
    .argument('<mission>', 'id, mis_…, or a JSON file to make a mission of')
    .option('--title <text>', 'title of the mission that is made; the name of the file unless told')
    .addOption(contractOption())
    .action((target: string, options: ScheduleOptions) =>
      run((session) => schedule(session, target, options)),
    );
  withSchedule(program.command('slots'))
    .description('list when a schedule would launch; sets nothing')
    .addOption(new Option('--first <number>', 'how many, 1–100').default(10).argParser(pageSize))
    .action((options: ScheduleOptions & { readonly first: number }) =>
      run((session) => slots(session, options)),
    );
  program
    .command('unschedule')
    .description('remove the schedule of a mission')
    .addArgument(missionArgument())
    .action((id: string) => run((session) => unschedule(session, id)));
  program
    .command('pause-schedule')
    .description('launch nothing by schedule until it is resumed; an open run goes on')
    .addArgument(missionArgument())
    .option('--reason <text>', 'why')
    .action((id: string, options: { readonly reason?: string }) =>
      run((session) => pauseSchedule(session, id, options)),
    );
  program
    .command('resume-schedule')
    .description('go on with a paused schedule')
    .addArgument(missionArgument())
    .action((id: string) => run((session) => resumeSchedule(session, id)));
}

function withSchedule(command: Command): Command {
  return command
    .option('--at <instant>', 'the only slot, 2026-12-01T06:30:00+01:00')
    .option('--cron <pattern>', 'minute, hour, day of month, month, day of week: "30 6 * * MON-FRI"')
    .option('--zone <name>', 'whose clock the pattern is about: Europe/Berlin')
    .option('--until <instant>', 'no slot after it')
    .option('--max-runs <number>', 'how many runs it may launch', wholeFromOne)
    .addOption(new Option('--overlap <policy>', 'when a run is open').choices(OVERLAPS))
    .addOption(
      new Option('--catch-up <policy>', 'slots that came while no server was there').choices(CATCH_UPS),
    )
    .option('--jitter <duration>', 'up to how late a slot may launch: PT5M');
}

function addAttention(program: Command, run: Run): void {
  const first = () => new Option('--first <number>', 'how many, 1–100').default(20).argParser(pageSize);
  program
    .command('attention')
    .description('list what of a mission waits for a person or is stuck, and what to do about it')
    .addArgument(missionArgument())
    .action((id: string) => run((session) => attention(session, id)));
  program
    .command('approvals')
    .description('list what waits for a person in all missions, longest first')
    .addOption(first())
    .action((options: { readonly first: number }) => run((session) => approvals(session, options)));
  program
    .command('dead-letters')
    .description('list work that was put aside because it failed however often it was tried')
    .argument('[mission]', 'id, mis_…; all missions unless told')
    .addOption(first())
    .action((id: string | undefined, options: { readonly first: number }) =>
      run((session) => deadLetters(session, id, options)),
    );
  program
    .command('redrive')
    .description('have work tried again that was put aside')
    .argument('<dead-letter>', 'id, dlt_…')
    .action((id: string) => run((session) => redrive(session, id)));
  program
    .command('add')
    .description('add tasks, checkpoints, quality gates and delays to the open run of a mission')
    .addArgument(missionArgument())
    .argument('<file>', 'JSON file with the same lists as a mission’s document')
    .action((id: string, file: string) => run((session) => add(session, id, file)));
}

function addDecisions(program: Command, run: Run): void {
  program
    .command('approve')
    .description('approve a checkpoint')
    .argument('<checkpoint>', 'id, chk_…')
    .option('--feedback <text>', 'what is to be said with it')
    .action((id: string, options: { readonly feedback?: string }) =>
      run((session) => approve(session, id, options)),
    );
  program
    .command('reject')
    .description('reject a checkpoint; without --reopen this fails the run')
    .argument('<checkpoint>', 'id, chk_…')
    .requiredOption('--feedback <text>', 'why')
    .option('--reopen <task...>', 'ids of the tasks to be done again')
    .action((id: string, options: { readonly feedback: string; readonly reopen?: readonly string[] }) =>
      run((session) => reject(session, id, options)),
    );
  program
    .command('cancel')
    .description('cancel a mission; a report is still written')
    .addArgument(missionArgument())
    .requiredOption('--reason <text>', 'why')
    .action((id: string, options: { readonly reason: string }) =>
      run((session) => cancel(session, id, options)),
    );
}

function addPiloting(program: Command, run: Run): void {
  program
    .command('move')
    .description('move a mission that you pilot: one step along, or one back with a reason')
    .addArgument(missionArgument())
    .addArgument(new Argument('<status>', 'where to').choices(PILOTED_STATUSES))
    .option('--reason <text>', 'why; needed for a step back')
    .action((id: string, status: MoveOptions['status'], options: { readonly reason?: string }) =>
      run((session) => move(session, id, { status, ...options })),
    );
  program
    .command('progress')
    .description('say how far a mission is that you pilot')
    .addArgument(missionArgument())
    .argument('<percent>', '0–100', percentOf)
    .action((id: string, percent: number) => run((session) => progress(session, id, percent)));
}

function addTasks(program: Command, run: Run): void {
  program
    .command('task')
    .description('make a task in no mission')
    .argument('<title>', 'what is to be done')
    .option('--description <text>', 'in full')
    .option('--assign <agent>', 'the only one who may claim it')
    .option('--specialty <name>', 'who may claim it otherwise')
    .option('--priority <number>', '1 (first) to 5; 3 unless told', priorityOf)
    .option('--review', 'somebody else has to accept it')
    .action((title: string, options: NewTaskOptions) => run((session) => newTask(session, title, options)));
  program
    .command('tasks')
    .description('list tasks in no mission, newest first')
    .addOption(new Option('--status <status...>', 'only these').choices(TASK_STATUS_FILTERS))
    .addOption(new Option('--first <number>', 'how many, 1–100').default(20).argParser(pageSize))
    .action((options: TasksOptions) => run((session) => tasks(session, options)));
}

function addWork(program: Command, run: Run): void {
  program
    .command('work')
    .description('work as an agent: run a command for each task that can be claimed')
    .requiredOption('--agent <name>', 'who works')
    .requiredOption('--exec <command>', 'gets the task as JSON on standard input; exit code 0 completes it')
    .option('--specialty <name...>', 'what it can do; tasks without a specialty are always taken')
    .option('--drain', 'end when nothing is left to claim')
    .action((options: WorkOptions) => run((session) => work(session, options)));
}

function contractOption(): Option {
  return new Option('--contract <file>', 'validation contract in Markdown: - **VAL-AUTH-001**: text');
}

function percentOf(text: string): number {
  const percent = Number(text);
  if (Number.isInteger(percent) && percent >= 0 && percent <= 100) return percent;
  throw new InvalidArgumentError('Write a whole number from 0 to 100.');
}

function priorityOf(text: string): number {
  const priority = Number(text);
  if (Number.isInteger(priority) && priority >= 1 && priority <= 5) return priority;
  throw new InvalidArgumentError('Write a whole number from 1 to 5.');
}

function wholeFromOne(text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= 1) return number;
  throw new InvalidArgumentError('Write a whole number from 1.');
}
