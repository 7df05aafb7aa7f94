/**
 * `muster work --agent <name> --exec <command>`: an agent made out of a command. The task comes as JSON on its standard
 * input; exit code 0 is a success whose evidence is what the command printed, anything else a failure. Then its expectations
 * are tested; where some are not met the command is run again, with what was found as `failed`, while fix rounds last.
 * Of a task that validates a contract, the assertions come along as `validating`; see `validate-assertions.ts`.
 *
 * W1. An outage of the server ends no worker: what it asks is asked again, each with a key or an attempt of its own.
 * W2. Neither does an attempt that was lost: somebody else has its task then.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type ClaimLineFragment,
  ClaimTasksDocument,
  CompleteTaskDocument,
  FailTaskDocument,
  HeartbeatDocument,
  ServiceDocument,
  TasksReadyDocument,
} from '@muster/client/generated/operations';
import { EXIT, type ExitCode } from '../cli-failure.ts';
import { plain } from '../output.ts';
import { isOutage, patientClient } from '../patient-client.ts';
import { runCommand } from '../run-command.ts';
import { type Session, successOf } from '../session.ts';
import { testExpectations } from '../test-expectations.ts';
import { loadValidating, reportFindings, type Validating } from '../validate-assertions.ts';

export interface WorkOptions {
  readonly agent: string;
  readonly specialty?: readonly string[];
  readonly exec: string;
  /** End when there is nothing to claim, instead of waiting for more. */
  readonly drain?: boolean;
}

const LEASE_MS = 30_000;
const HEARTBEAT_MS = 10_000;
const WAKE_AGAIN_MS = 250;

/** Works until Ctrl-C, or with `drain` until there is nothing left. A task under way at Ctrl-C goes back by its lease. */
export async function work(impatient: Session, options: WorkOptions): Promise<ExitCode> {
  const session = { ...impatient, client: patientClient(impatient) };
  const { signal } = session;
  // Patience is for a server that was there: what never answered is told at once.
  await impatient.client.request(ServiceDocument, {});
  for await (const _ of wakes(session, options)) {
    for (let claim = await claimOne(session, options); claim; claim = await claimOne(session, options)) {
      await workOn(session, claim, options.exec);
      if (signal.aborted) return EXIT.INTERRUPTED;
    }
    if (options.drain) return EXIT.OK;
  }
  return EXIT.INTERRUPTED;
}

/** Whenever there may be something to claim. A server that goes is waited for. */
async function* wakes({ client, signal }: Session, { agent, specialty: specialties = [] }: WorkOptions) {
  while (!signal.aborted) {
    try {
      for await (const { tasksReady } of client.subscribe(
        TasksReadyDocument,
        { agent, specialties },
        { signal },
      )) {
        yield tasksReady;
      }
    } catch (error) {
      if (!isOutage(error)) throw error;
    }
    await sleep(WAKE_AGAIN_MS, undefined, { signal }).catch(() => undefined);
  }
}

async function claimOne({ client }: Session, { agent, specialty }: WorkOptions) {
  const input = { agent, specialties: specialty, limit: 1, leaseMs: LEASE_MS, idempotencyKey: randomUUID() };
  const { claimTasks } = await client.request(ClaimTasksDocument, { input });
  return successOf(claimTasks).claims[0];
}

type Results = Awaited<ReturnType<typeof testExpectations>>;

async function workOn(session: Session, claim: ClaimLineFragment, command: string): Promise<void> {
  const validating = await validatingOf(session, claim);
  let attemptId: string | undefined = claim.attemptId;
  let failed: Results = [];
  while (attemptId !== undefined && !session.signal.aborted) {
    const round = await attempt(session, { claim: { ...claim, attemptId }, command, failed, validating });
    attemptId = round.next;
    failed = round.failed;
  }
}

async function validatingOf({ client }: Session, { task }: ClaimLineFragment) {
  return task.purpose?.kind === 'VALIDATION' ? loadValidating(client, task.id) : undefined;
}

interface Try {
  readonly claim: ClaimLineFragment;
  readonly command: string;
  /** What was not met in the round before. */
  readonly failed: Results;
  /** What it validates, if it does. */
  readonly validating: Validating | undefined;
}

interface Round {
  /** The attempt in which to mend what failed. */
  readonly next: string | undefined;
  readonly failed: Results;
}
const OVER: Round = { next: undefined, failed: [] };

async function attempt(session: Session, trial: Try): Promise<Round> {
  const { client, output, signal } = session;
  const { claim, command, validating } = trial;
  const { attemptId, task } = claim;
  output.print(`${output.paint('cyan', '▸')} ${plain(task.title)}`);
  // A lost heartbeat is made up for by the next one; a lost lease is told when the work is handed in.
  const beating = setInterval(() => {
    client.request(HeartbeatDocument, { input: { attemptId } }).catch(() => undefined);
  }, HEARTBEAT_MS);
  const { code, said, results, printed } = await tested(trial).finally(() => clearInterval(beating));
  if (signal.aborted) return OVER;
  if (code !== 0) {
    const end = code === null ? 'a signal' : `exit code ${code}`;
    return giveBack(session, claim, `\`${command}\` ended with ${end}. ${said}`.trim());
  }
  if (validating) await reportFindings(client, attemptId, { validating, said: printed });
  const evidence = said.trim() === '' ? `\`${command}\` ended with exit code 0.` : said;
  const input = { attemptId, submission: { evidence, expectationResults: results } };
  const { completeTask } = await client.request(CompleteTaskDocument, { input });
  if (completeTask.__typename === 'AssertionsUnreportedError') {
    const silent = completeTask.assertions.join(', ');
    return giveBack(session, claim, `\`${command}\` says nothing of ${silent}.`);
  }
  if (completeTask.__typename === 'StaleAttemptError') return tooLate(session, claim);
  const { status, currentAttempt } = successOf(completeTask).task;
  const notMet = results.filter(({ hasPassed }) => !hasPassed);
  tellDone(session, claim, notMet);
  return { next: status === 'IN_PROGRESS' ? currentAttempt?.id : undefined, failed: notMet };
}

function tellDone({ output }: Session, { task }: ClaimLineFragment, notMet: Results): void {
  const title = plain(task.title);
  const found = notMet.map(({ position }) => `expectation ${position} was not met`).join(', ');
  output.print(
    notMet.length === 0
      ? `${output.paint('green', '✓')} ${title}`
      : `${output.paint('red', '✗')} ${title}  ${found}`,
  );
}

async function giveBack(session: Session, claim: ClaimLineFragment, message: string): Promise<Round> {
  const { client, output } = session;
  const input = { attemptId: claim.attemptId, message, idempotencyKey: randomUUID() };
  const { failTask } = await client.request(FailTaskDocument, { input });
  if (failTask.__typename === 'StaleAttemptError') return tooLate(session, claim);
  successOf(failTask);
  output.print(`${output.paint('red', '✗')} ${plain(claim.task.title)}  ${plain(message)}`);
  return OVER;
}

function tooLate({ output }: Session, { task }: ClaimLineFragment): Round {
  output.print(`${output.paint('red', '✗')} ${plain(task.title)}  too late: the attempt was over`);
  return OVER;
}

async function tested({ claim: { attemptId, task }, command, failed, validating }: Try) {
  const given = { attemptId, task, failed, ...(validating ? { validating } : {}) };
  const { output: printed, ...ran } = await runCommand(command, `${JSON.stringify(given)}\n`);
  const results = ran.code === 0 ? await testExpectations(task.definition.expectations) : [];
  return { ...ran, printed, results };
}
