/** Having tried again what could not be done. */
import type { DeadLetter } from '@muster/core/dead-letter';
import type { Decision } from '@muster/core/decide/ask';
import type { Draft } from '@muster/core/decide/draft';
import { type DomainError, notFound } from '@muster/core/error-table';
import { type DeadLetterRef, deadLetterIdOf } from '@muster/core/ids';
import { DEAD_LETTER_LIFECYCLE } from '@muster/core/lifecycle/dead-letter-lifecycle';
import { checkMove } from '@muster/core/lifecycle/lifecycle';
import { LIMITS } from '@muster/core/limits';
import type { Message } from '@muster/core/message';
import { err, ok, type Result } from '@muster/core/result';
import type { MissionHead } from '@muster/core/run/mission';
import { UnreadableRecord } from './codec.ts';
import { commitDecision } from './commit-loop.ts';
import type { EngineContext } from './context.ts';
import { loadDeadLetters } from './dead-letter-questions.ts';
import type { TimerContent } from './dead-letters.ts';
import type { Idempotent } from './engine.ts';
import { nodeRecord } from './indexed-records.ts';
import { deadLetterKey, nodeSort, runPartition } from './keys.ts';
import { loadHeads } from './loading.ts';
import { decodeMessage } from './message-codec.ts';
import { onBehalf } from './mission-use-cases.ts';
import type { Put, StoredRecord } from './ports/store.ts';
import type { Principal } from './principal.ts';
import { type KeyedRequest, sequenceReceipt, withReceipt } from './receipts.ts';
import { DEAD_LETTER, decodeNode } from './records.ts';

export interface DeadLetterCommands {
  /** ILLEGAL_MOVE when it was sent again already; UNREADABLE_MESSAGE when this release can't. */
  redriveDeadLetter(principal: Principal, input: RedriveDeadLetter): Promise<Result<DeadLetterAnswer>>;
}

export interface RedriveDeadLetter extends Idempotent {
  readonly deadLetter: DeadLetterRef;
}
export interface DeadLetterAnswer {
  readonly deadLetter: DeadLetter;
  readonly mission: MissionHead;
  readonly sequence: number;
}

export function deadLetterUseCases(context: EngineContext): DeadLetterCommands {
  return {
    redriveDeadLetter: (principal, input) =>
      withReceipt<DeadLetterAnswer>(context, principal, {
        name: 'redriveDeadLetter',
        input,
        again: async (receipt) => {
          const [deadLetter] = await loadDeadLetters(context, principal, [input.deadLetter]);
          const [mission] = await loadHeads(context, principal.workspaceId, [input.deadLetter.missionId]);
          if (!deadLetter || !mission) return err(missing(input.deadLetter));
          return ok({ deadLetter, mission, sequence: (receipt.answer as { sequence: number }).sequence });
        },
        act: (request) => redrive(context, principal, { ref: input.deadLetter, request }),
      }),
  };
}

interface Redriving {
  readonly ref: DeadLetterRef;
  readonly request: KeyedRequest | undefined;
}

async function redrive(
  context: EngineContext,
  principal: Principal,
  { ref, request }: Redriving,
): Promise<Result<DeadLetterAnswer>> {
  const key = deadLetterKey(principal.workspaceId, ref);
  const [stored] = await context.store.get([key]);
  if (!stored) return err(missing(ref));
  const letter = DEAD_LETTER.decode(stored.value);
  const move = checkMove(DEAD_LETTER_LIFECYCLE, 'redrive', letter.status, deadLetterIdOf(ref));
  if (!move.ok) return move;
  const again = await whatIsDoneAgain(context, principal, letter);
  if (!again.ok) return again;
  const redriven = redrivenLetter(context, principal, letter);
  const receipt = sequenceReceipt(context, request, ref.missionId);
  const put: Put = { record: redrivenRecord(context, stored, redriven), expect: stored.revision };
  const done = await commitDecision(context, onBehalf(principal, ref.missionId), {
    decide: (draft) => tellRedriven(draft, redriven, again.value.message),
    alsoPut: (committed) => [put, ...again.value.puts, ...receipt(committed)],
  });
  if (!done.ok) return (await refusalByWinner(context, principal, ref)) ?? done;
  if (letter.origin === 'TIMER') context.onDue?.(context.now());
  return ok({ deadLetter: redriven, mission: done.value.head, sequence: done.value.sequence });
}

/** Somebody may have been faster with the same. */
async function refusalByWinner(
  context: EngineContext,
  principal: Principal,
  ref: DeadLetterRef,
): Promise<{ readonly ok: false; readonly error: DomainError } | undefined> {
  const [letter] = await loadDeadLetters(context, principal, [ref]);
  const move = letter && checkMove(DEAD_LETTER_LIFECYCLE, 'redrive', letter.status, deadLetterIdOf(ref));
  return move && !move.ok ? move : undefined;
}

function* tellRedriven(
  draft: Draft,
  letter: DeadLetter,
  message: Message | undefined,
): Decision<Result<void>> {
  const { origin } = letter;
  draft.emit('DeadLetterStatusChanged', deadLetterIdOf(letter), { from: 'DEAD', to: letter.status, origin });
  if (message) draft.send(message);
  return ok(undefined);
}

interface DoneAgain {
  readonly message?: Message;
  readonly puts: readonly Put[];
}

/** A message is sent with the commit, like any other; a timer gets its place in the due index back. */
async function whatIsDoneAgain(
  context: EngineContext,
  principal: Principal,
  letter: DeadLetter,
): Promise<Result<DoneAgain>> {
  try {
    return letter.origin === 'TIMER'
      ? ok({ puts: await duePuts(context, principal, letter) })
      : ok({ message: decodeMessage(letter.content), puts: [] });
  } catch (error) {
    if (!(error instanceof UnreadableRecord)) throw error;
    const detail = { deadLetterId: deadLetterIdOf(letter) };
    return err({ code: 'UNREADABLE_MESSAGE', path: ['deadLetterId'], detail });
  }
}

/** None when it has its place, or nothing comes due any more. The head gets its own with every commit. */
async function duePuts(
  context: EngineContext,
  { workspaceId }: Principal,
  letter: DeadLetter,
): Promise<readonly Put[]> {
  const { runNumber, index } = letter.content as TimerContent;
  if (runNumber === undefined || index === undefined) return [];
  const place = { workspaceId, missionId: letter.missionId, runNumber };
  const [stored] = await context.store.get([
    { partition: runPartition(workspaceId, place), sort: nodeSort(index) },
  ]);
  if (!stored || stored.due) return [];
  const record = nodeRecord(place, decodeNode(stored.value), stored.revision + 1);
  return record.due ? [{ record, expect: stored.revision }] : [];
}

function redrivenLetter(context: EngineContext, principal: Principal, letter: DeadLetter): DeadLetter {
  return { ...letter, status: 'REDRIVEN', redrivenAt: context.now(), redrivenBy: principal.actor };
}

function redrivenRecord(context: EngineContext, stored: StoredRecord, letter: DeadLetter): StoredRecord {
  const { partition, sort, revision } = stored;
  const vanishesAt = context.now() + LIMITS.redrivenLetterTtlMs;
  return { partition, sort, revision: revision + 1, value: DEAD_LETTER.encode(letter), vanishesAt };
}

function missing(ref: DeadLetterRef) {
  return notFound('dead letter', deadLetterIdOf(ref));
}
