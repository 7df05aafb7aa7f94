/**
 * What a message asks for, decided on the state as it is when the message arrives: the first time does it, later ones
 * find nothing left to do.
 */
import type { Message } from '../message.ts';
import { ok, type Result } from '../result.ts';
import type { Run } from '../run/mission.ts';
import type { Decision } from './ask.ts';
import type { Draft } from './draft.ts';
import { endRunWhenSettled } from './end-run.ts';
import { lengthenPaths, openAdded } from './grow.ts';
import { cancelNodes } from './mission-commands.ts';
import { continueRearming, releasesItsSuccessors, skipsItsSuccessors } from './rearm.ts';
import { releaseRoots, releaseSuccessors, skipSuccessors } from './release.ts';
import { continueRetrying, goOnWhenTold } from './retry-failed.ts';
import { continueUndoing } from './retry-from.ts';
import { type Parked, unpark } from './unpark.ts';
import { continueValidation } from './validation.ts';

/** Messages that are decided on the mission alone. STAGE and REPORT need more and are handled by the engine. */
export type AdvanceMessage = Exclude<Message, { type: 'STAGE' | 'REPORT' }>;

/** `parked`: for UNPARK, what stands aside. */
export function* advance(draft: Draft, message: AdvanceMessage, parked: Parked): Decision<Result<void>> {
  if (draft.head.run?.number !== message.runNumber || isOverForGood(draft.run, message)) return ok(undefined);
  switch (message.type) {
    case 'RELEASE':
      if (message.from === 'START') yield* releaseRoots(draft, message.cursor);
      // A message about a settlement that was undone since says nothing any more.
      else if (yield* releasesItsSuccessors(draft, yield* draft.node(message.from))) {
        yield* releaseSuccessors(draft, message.from, message.cursor);
      }
      break;
    case 'SKIP':
      if (yield* skipsItsSuccessors(draft, yield* draft.node(message.from))) {
        yield* skipSuccessors(draft, message.from, message.cursor);
      }
      break;
    case 'REARM':
      yield* continueRearming(draft, message.from, message.cursor);
      goOnWhenTold(draft);
      break;
    case 'UNDO':
      yield* continueUndoing(draft, message);
      break;
    case 'CANCEL_TASKS':
      return yield* cancelNodes(draft, message.cursor);
    case 'RETRY_FAILED':
      yield* continueRetrying(draft, message);
      break;
    case 'OPEN':
      yield* openAdded(draft, message.from, message.to);
      break;
    case 'LENGTHEN':
      yield* lengthenPaths(draft, message.paths);
      break;
    case 'VALIDATE':
      yield* continueValidation(draft, message.index);
      break;
    case 'UNPARK':
      yield* unpark(draft, message, parked);
      break;
  }
  endRunWhenSettled(draft);
  return ok(undefined);
}

/** A failed run may be retried, and then needs what it was told; nothing comes after the other ends. */
function isOverForGood(run: Run, message: AdvanceMessage): boolean {
  if (run.status === 'CANCELLED') return message.type !== 'CANCEL_TASKS';
  return run.status === 'COMPLETED';
}
