/**
 * `muster work --agent <name> --exec <command>`: an agent made out of a command. The task comes as JSON on its standard
 * input; exit code 0 is a success whose evidence is what the command printed, anything else a failure.
 */
import { spawn } from 'node:child_process';
import {
  type ClaimLineFragment,
  ClaimTasksDocument,
  CompleteTaskDocument,
  FailTaskDocument,
  HeartbeatDocument,
  TasksReadyDocument,
} from '@muster/client/generated/operations';
import { EXIT, type ExitCode } from '../cli-failure.ts';
import { plain } from '../output.ts';
import { type Session, successOf } from '../session.ts';

export interface WorkOptions {
  readonly agent: string;
  readonly specialty?: readonly string[];
  readonly exec: string;
  /** End when there is nothing to claim, instead of waiting for more. */
  readonly drain?: boolean;
}

const LEASE_MS = 30_000;
const HEARTBEAT_MS = 10_000;
const TAIL_LENGTH = 10_000;

/** Works until Ctrl-C, or with `drain` until there is nothing left. A task under way at Ctrl-C goes back by its lease. */
export async function work(session: Session, options: WorkOptions): Promise<ExitCode> {
  const { client, signal } = session;
  const { agent, specialty: specialties = [] } = options;
  for await (const _ of client.subscribe(TasksReadyDocument, { agent, specialties }, { signal })) {
    for (let claim = await claimOne(session, options); claim; claim = await claimOne(session, options)) {
      await workOn(session, claim, options.exec);
      if (signal.aborted) return EXIT.INTERRUPTED;
    }
    if (options.drain) return EXIT.OK;
  }
  return EXIT.INTERRUPTED;
}

async function claimOne({ client }: Session, { agent, specialty }: WorkOptions) {
  const input = { agent, specialties: specialty, limit: 1, leaseMs: LEASE_MS };
  const { claimTasks } = await client.request(ClaimTasksDocument, { input });
  return successOf(claimTasks).claims[0];
}

async function workOn(session: Session, claim: ClaimLineFragment, command: string): Promise<void> {
  const { client, output, signal } = session;
  const { attemptId, task } = claim;
  const title = plain(task.title);
  output.print(`${output.paint('cyan', '▸')} ${title}`);
  // A lost heartbeat is made up for by the next one; a lost lease is told when the work is handed in.
  const beating = setInterval(() => {
    client.request(HeartbeatDocument, { input: { attemptId } }).catch(() => undefined);
  }, HEARTBEAT_MS);
  const { code, said } = await run(command, claim).finally(() => clearInterval(beating));
  if (signal.aborted) return;
  if (code === 0) {
    const evidence = said.trim() === '' ? `\`${command}\` ended with exit code 0.` : said;
    const input = { attemptId, submission: { evidence } };
    successOf((await client.request(CompleteTaskDocument, { input })).completeTask);
    output.print(`${output.paint('green', '✓')} ${title}`);
    return;
  }
  const message =
    `\`${command}\` ended with ${code === null ? 'a signal' : `exit code ${code}`}. ${said}`.trim();
  successOf((await client.request(FailTaskDocument, { input: { attemptId, message } })).failTask);
  output.print(`${output.paint('red', '✗')} ${title}  ${plain(message)}`);
}

/** `said` is the end of what it printed on both streams. */
function run(command: string, { attemptId, task }: ClaimLineFragment) {
  const child = spawn(command, { shell: true, stdio: ['pipe', 'pipe', 'pipe'] });
  // A command need not read its task.
  child.stdin.on('error', () => undefined);
  child.stdin.end(`${JSON.stringify({ attemptId, task })}\n`);
  let said = '';
  const listen = (text: string) => {
    said = (said + text).slice(-TAIL_LENGTH);
  };
  child.stdout.setEncoding('utf8').on('data', listen);
  child.stderr.setEncoding('utf8').on('data', listen);
  return new Promise<{ readonly code: number | null; readonly said: string }>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, said }));
  });
}
