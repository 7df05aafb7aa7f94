/**
 * Answers that are too large for the way they were to go, kept for a while to be fetched.
 *
 * Z1. Only who belongs to its workspace and was told its id can read one.
 * Z2. What was kept can be fetched: what is too large for that is not kept.
 */
import type { WorkspaceId } from '@muster/core/ids';
import { LIMITS } from '@muster/core/limits';
import { err, ok, type Result } from '@muster/core/result';
import type { EngineContext } from './context.ts';
import { largeAnswerKey } from './keys.ts';
import type { JsonObject, Put } from './ports/store.ts';
import type { Principal } from './principal.ts';
import { joinJson, splitJson } from './text-parts.ts';

export interface LargeAnswers {
  /** As it was kept; undefined when there is none, or none any more. */
  largeAnswer(principal: Principal, id: string): Promise<unknown>;
}

/** Records of one commit: together less than what a transaction may hold. */
const PARTS_PER_COMMIT = 8;

export function largeAnswers(context: EngineContext): LargeAnswers {
  return { largeAnswer: (principal, id) => loadAnswer(context, principal, id) };
}

/** Answers the id by which it is fetched. LIMIT_EXCEEDED: it is too large even for that (Z2). */
export async function keepAnswer(
  context: EngineContext,
  workspaceId: WorkspaceId,
  answer: unknown,
): Promise<Result<string>> {
  const id = context.nextId();
  const vanishesAt = context.now() + LIMITS.largeAnswerTtlMs;
  const parts = splitJson(answer);
  const max = LIMITS.largeAnswerPartsMax;
  if (parts.length > max) {
    const detail = { limit: 'largeAnswerPartsMax', max, actual: parts.length } as const;
    return err({ code: 'LIMIT_EXCEEDED', path: [], detail });
  }
  const puts = parts.map((part, place): Put => {
    const value: JsonObject = place === 0 ? { ...part, count: parts.length } : part;
    return { record: { ...largeAnswerKey(workspaceId, id, place), revision: 1, value, vanishesAt } };
  });
  for (let at = 0; at < puts.length; at += PARTS_PER_COMMIT) {
    await context.store.commit({ puts: puts.slice(at, at + PARTS_PER_COMMIT) });
  }
  return ok(id);
}

async function loadAnswer(context: EngineContext, { workspaceId }: Principal, id: string): Promise<unknown> {
  if (!/^\w{1,40}$/.test(id)) return undefined;
  const { partition } = largeAnswerKey(workspaceId, id, 0);
  const page = await context.store.query({ partition, limit: LIMITS.largeAnswerPartsMax });
  const parts = page.items.map(({ value }) => value);
  return parts.length > 0 && parts[0]?.count === parts.length ? joinJson(parts) : undefined;
}
