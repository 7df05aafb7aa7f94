/**
 * Recording what could not be handled however often it was tried, so that it holds up nothing else and its owner sees
 * it.
 *
 * B1. A message or timer counts as dealt with only once its dead letter is stored.
 * B2. Recording the same death twice changes nothing.
 * B3. A mission that can't even take an event gets its dead letter all the same.
 * B4. A timer that has died leaves the due index, so that nobody meets it again until it is redriven.
 * B5. What ended its process in the last try is not tried again: it is recorded as it is.
 */
import { SYSTEM_ACTOR } from '@muster/core/actor';
import type { DeadLetter, DeadLetterOrigin } from '@muster/core/dead-letter';
import { errorText } from '@muster/core/error-table';
import { deadLetterIdOf, type MissionId, type WorkspaceId } from '@muster/core/ids';
import { formatInstant } from '@muster/core/instant';
import { LIMITS } from '@muster/core/limits';
import { ok } from '@muster/core/result';
import { UnreadableRecord } from './codec.ts';
import { commitDecision } from './commit-loop.ts';
import type { EngineContext } from './context.ts';
import { type DueEntry, deadLetterKey, dueOfIndexSort, dueRecordKey, dyingKey } from './keys.ts';
import { NotHandled } from './not-handled.ts';
import type { QueuedMessage } from './ports/queue.ts';
import { type Key, type Put, StoreUnavailable } from './ports/store.ts';
import { DEAD_LETTER } from './records.ts';
import { cutText } from './unaddressed.ts';

/** Why a last try was not made. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
}

/** What has died, and of what. */
export interface Death {
  readonly workspaceId: WorkspaceId;
  readonly missionId: MissionId;
  readonly name: string;
  readonly origin: DeadLetterOrigin;
  readonly content: unknown;
  readonly cause: unknown;
}

/** Rejects when it could not be stored: try again then. */
export async function buryMessage(
  context: EngineContext,
  message: Pick<QueuedMessage, 'id' | 'workspaceId' | 'missionId'> & { readonly message: unknown },
  cause: unknown,
): Promise<void> {
  const { workspaceId, missionId, message: content } = message;
  await recordDeath(context, {
    workspaceId,
    missionId,
    name: messageName(context, message),
    origin: 'MESSAGE',
    content,
    cause,
  });
}

/**
 * Tries once more what was given up. Rejects with why it could not be done, which is `NoAnswer` when an earlier last try
 * never came back (B5), or with `StoreUnavailable`: then it is to be tried again.
 */
export async function tryLast(
  context: EngineContext,
  what: { readonly workspaceId: WorkspaceId; readonly missionId: MissionId; readonly name: string },
  act: () => Promise<void>,
): Promise<void> {
  const key = dyingKey(what.workspaceId, what);
  const vanishesAt = context.now() + LIMITS.lastTryTtlMs;
  const mark = { record: { ...key, revision: 1, value: { v: 1 }, vanishesAt }, expect: 0 };
  const begun = await context.store.commit({ puts: [mark] });
  if (!begun.isCommitted) throw new NoAnswer('The process that handled it ended without an answer.');
  try {
    await act();
  } finally {
    // Where this fails too the next try is none: better a dead letter too many than a process that dies for ever.
    await context.store.commit({ puts: [], deletes: [key] }).catch(() => undefined);
  }
}

/** Names a message within its mission. An id that some other release gave is known by its digest. */
export function messageName(context: EngineContext, { id }: Pick<QueuedMessage, 'id'>): string {
  const [, ...numbers] = id.split('#');
  const isOurs = numbers.length === 3 && numbers.every((number) => /^\d{1,9}$/.test(number));
  return ['m', ...(isOurs ? numbers : [Number.parseInt(context.digest(id).slice(0, 7), 16)])].join('-');
}

/** See B4. Rejects when it could not be stored: try again then. */
export async function buryTimer(
  context: EngineContext,
  failed: { readonly entry: string; readonly cause: unknown },
): Promise<void> {
  const { entry, cause } = failed;
  const due = dueOfIndexSort(entry);
  await recordDeath(context, {
    ...due,
    name: timerName(due),
    origin: 'TIMER',
    content: timerContent(due),
    cause,
  });
  const [stored] = await context.store.get([dueRecordKey(due)]);
  if (stored?.due?.sort !== entry) return;
  const { due: _, ...rest } = stored;
  const put = { record: { ...rest, revision: stored.revision + 1 }, expect: stored.revision };
  await context.store.commit({ puts: [put] });
}

/** What came due: a node of a run, or the mission as a whole. */
export interface TimerContent {
  /** RFC 3339. */
  readonly due: string;
  readonly runNumber?: number;
  readonly index?: number;
}

function timerContent({ due, node }: DueEntry): TimerContent {
  const place = node && { runNumber: node.runNumber, index: node.index };
  return { due: formatInstant(due), ...place };
}

/** Names a timer within its mission. */
export function timerName({ node }: DueEntry): string {
  return node ? `t-${node.runNumber}-${node.index}` : 't';
}

async function recordDeath(context: EngineContext, death: Death): Promise<void> {
  const key = deadLetterKey(death.workspaceId, death);
  const [stored] = await context.store.get([key]);
  const former = stored && DEAD_LETTER.decode(stored.value);
  if (former?.status === 'DEAD') return;
  const letter = letterOf(context, death, former);
  const put: Put = {
    record: { ...key, revision: (stored?.revision ?? 0) + 1, value: DEAD_LETTER.encode(letter) },
    expect: stored?.revision ?? 0,
  };
  if (await commitWithEvent(context, death, { letter, former, put })) return;
  const alone = await context.store.commit({ puts: [put] });
  // Somebody else has written it: as a death too, mostly.
  if (!alone.isCommitted) await insistOnDeath(context, key);
}

async function insistOnDeath(context: EngineContext, key: Key): Promise<void> {
  const [stored] = await context.store.get([key]);
  if (stored && DEAD_LETTER.decode(stored.value).status === 'DEAD') return;
  throw new NotHandled({ code: 'CONFLICT', path: [], detail: { attempts: 1 } });
}

function letterOf(context: EngineContext, death: Death, former: DeadLetter | undefined): DeadLetter {
  const { missionId, name, origin, content, cause } = death;
  return {
    missionId,
    name,
    status: 'DEAD',
    origin,
    content: bounded(content),
    reason: reasonOf(context, death, cause),
    deathCount: (former?.deathCount ?? 0) + 1,
    diedAt: context.now(),
  };
}

/** What is too large for a record is a text that ends somewhere: to be read, and not to be sent again. */
function bounded(content: unknown): unknown {
  const text = JSON.stringify(content) ?? 'null';
  const kept = cutText(text);
  return kept === text ? content : { cut: kept };
}

/** What a person may read of a cause: the whole of it is in the log. */
function reasonOf(context: EngineContext, death: Death, cause: unknown): string {
  if (isForPeople(cause)) return cause.message;
  const correlationId = context.nextId();
  const { missionId, name } = death;
  context.log.error({ err: cause, missionId, name, correlationId }, 'a dead letter was recorded');
  return errorText({ code: 'INTERNAL', path: [], detail: { correlationId } });
}

function isForPeople(cause: unknown): cause is Error {
  return cause instanceof NotHandled || cause instanceof UnreadableRecord || cause instanceof NoAnswer;
}

/** Answers whether it is stored. See B3. */
async function commitWithEvent(
  context: EngineContext,
  { workspaceId, missionId }: Death,
  recorded: { readonly letter: DeadLetter; readonly former: DeadLetter | undefined; readonly put: Put },
): Promise<boolean> {
  const { letter, former, put } = recorded;
  const { status: to, origin, reason } = letter;
  const data = { ...(former && { from: former.status }), to, origin, reason };
  try {
    const done = await commitDecision(
      context,
      { workspaceId, missionId, actor: SYSTEM_ACTOR },
      {
        *decide(draft) {
          draft.emit('DeadLetterStatusChanged', deadLetterIdOf(letter), data);
          return ok(undefined);
        },
        alsoPut: () => [put],
      },
    );
    return done.ok;
  } catch (error) {
    if (error instanceof StoreUnavailable) throw error;
    context.log.error({ err: error, missionId }, 'a mission could not be told of its dead letter');
    return false;
  }
}
