/**
 * Recording what could not be handled however often it was tried, so that it holds up nothing else and its owner sees
 * it.
 *
 * B1. A message or timer counts as dealt with only once its dead letter is stored.
 * B2. Recording the same death twice changes nothing.
 * B3. A mission that can't even take an event gets its dead letter all the same.
 * B4. A timer that has died leaves the due index, so that nobody meets it again until it is redriven.
 */
import { SYSTEM_ACTOR } from '@muster/core/actor';
import type { DeadLetter, DeadLetterOrigin } from '@muster/core/dead-letter';
import { errorText } from '@muster/core/error-table';
import { deadLetterIdOf, type MissionId, type WorkspaceId } from '@muster/core/ids';
import { ok } from '@muster/core/result';
import { UnreadableRecord } from './codec.ts';
import { commitDecision } from './commit-loop.ts';
import type { EngineContext } from './context.ts';
import { deadLetterKey, dueOfIndexSort, dueRecordKey } from './keys.ts';
import { NotHandled } from './not-handled.ts';
import type { QueuedMessage } from './ports/queue.ts';
import { type Put, StoreUnavailable } from './ports/store.ts';
import { DEAD_LETTER } from './records.ts';

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
  const { id, workspaceId, missionId, message: content } = message;
  await recordDeath(context, {
    workspaceId,
    missionId,
    name: nameOf(context, id),
    origin: 'MESSAGE',
    content,
    cause,
  });
}

/** An id that some other release gave is known by its digest. */
function nameOf(context: EngineContext, id: string): string {
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
  const name = due.node ? `t-${due.node.runNumber}-${due.node.index}` : 't';
  await recordDeath(context, { ...due, name, origin: 'TIMER', content: { entry }, cause });
  const [stored] = await context.store.get([dueRecordKey(due)]);
  if (stored?.due?.sort !== entry) return;
  const { due: _, ...rest } = stored;
  const put = { record: { ...rest, revision: stored.revision + 1 }, expect: stored.revision };
  await context.store.commit({ puts: [put] });
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
  if (!(await commitWithEvent(context, death, { letter, former, put }))) {
    await context.store.commit({ puts: [put] });
  }
}

function letterOf(context: EngineContext, death: Death, former: DeadLetter | undefined): DeadLetter {
  const { missionId, name, origin, content, cause } = death;
  return {
    missionId,
    name,
    status: 'DEAD',
    origin,
    content,
    reason: reasonOf(context, death, cause),
    deathCount: (former?.deathCount ?? 0) + 1,
    diedAt: context.now(),
  };
}

/** What a person may read of a cause: the whole of it is in the log. */
function reasonOf(context: EngineContext, death: Death, cause: unknown): string {
  if (cause instanceof NotHandled || cause instanceof UnreadableRecord) return cause.message;
  const correlationId = context.nextId();
  const { missionId, name } = death;
  context.log.error({ err: cause, missionId, name, correlationId }, 'a dead letter was recorded');
  return errorText({ code: 'INTERNAL', path: [], detail: { correlationId } });
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
