/** What an answer over HTTP means for a delivery, whoever gave it. */
import { LIMITS } from '@muster/core/limits';
import type { DeliveryOutcome } from '@muster/engine/ports/notifier';
import type { PostAnswer, PostResult } from './post.ts';

const SECOND_MS = 1_000;
/** Of these the sender is told when to come again. */
const BUSY = [429, 503];

/** Undefined when there is an answer: its status decides. */
export function outcomeWithoutAnswer(result: Exclude<PostResult, { kind: 'ANSWERED' }>): DeliveryOutcome {
  const { reason } = result;
  return result.kind === 'FORBIDDEN' ? { kind: 'REFUSED', reason } : { kind: 'RETRY', reason };
}

/** Of an answer that is no success: try again, at the earliest when it says so. */
export function retryOutcome({ status, retryAfter }: PostAnswer, nowMs: number): DeliveryOutcome {
  const reason =
    status >= 300 && status <= 399
      ? `It was answered with ${status}: redirects are not followed.`
      : `It was answered with ${status}.`;
  const retryAfterMs = BUSY.includes(status) ? waitMs(retryAfter, nowMs) : undefined;
  return { kind: 'RETRY', reason, status, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
}

/** Seconds, or a date of HTTP; what is neither is not there. At most `LIMITS.retryAfterMsMax`. */
function waitMs(text: string | undefined, nowMs: number): number | undefined {
  if (text === undefined) return undefined;
  const at = /^\d{1,9}$/.test(text) ? Number(text) * SECOND_MS : Date.parse(text) - nowMs;
  return Number.isFinite(at) ? Math.min(Math.max(0, at), LIMITS.retryAfterMsMax) : undefined;
}
