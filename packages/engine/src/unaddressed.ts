/**
 * What a queue has given up and nobody can be told of: it names no mission that it could be about. Nothing of ours is
 * like that, or only of a release that this one doesn't understand; it is kept for whoever runs the stage.
 *
 * U1. It counts as dealt with only once it is stored; the same again changes nothing.
 */
import { LIMITS } from '@muster/core/limits';
import { codecOf } from './codec.ts';
import type { EngineContext } from './context.ts';
import { UNADDRESSED, unaddressedKey } from './keys.ts';

export interface Unaddressed {
  /** What it is called, here and in the log. */
  readonly name: string;
  /** As it lay in the queue, up to `LIMITS.deadContentBytesMax`. */
  readonly body: string;
  readonly isCut?: boolean;
  readonly reason: string;
}

const STORED = codecOf<Omit<Unaddressed, 'name'>>('unaddressed', 1, {
  body: 'required',
  isCut: 'optional',
  reason: 'required',
});
const NAME_LENGTH = 16;
const PAGE = 100;

/** Rejects when it could not be stored: try again then. */
export async function setAside(context: EngineContext, body: string, cause: unknown): Promise<void> {
  const name = context.digest(body).slice(0, NAME_LENGTH);
  const kept = cutText(body);
  const reason = cause instanceof Error ? cause.message : String(cause);
  const value = STORED.encode({ body: kept, reason, ...(kept !== body && { isCut: true }) });
  const vanishesAt = context.now() + LIMITS.unaddressedTtlMs;
  await context.store.commit({
    puts: [{ record: { ...unaddressedKey(name), revision: 1, value, vanishesAt } }],
  });
  context.log.error({ name, reason }, 'a message that names no mission was set aside');
}

/** All of them: there are few, if any. */
export async function* listUnaddressed({ store }: Pick<EngineContext, 'store'>): AsyncGenerator<Unaddressed> {
  let next: string | undefined;
  do {
    const after = next === undefined ? {} : { after: next };
    const page = await store.query({ partition: UNADDRESSED, limit: PAGE, ...after });
    for (const { sort, value } of page.items) yield { name: sort, ...STORED.decode(value) };
    next = page.next;
  } while (next !== undefined);
}

export async function forgetUnaddressed(
  { store }: Pick<EngineContext, 'store'>,
  name: string,
): Promise<void> {
  await store.commit({ puts: [], deletes: [unaddressedKey(name)] });
}

/** At most `LIMITS.deadContentBytesMax` of its bytes. */
export function cutText(text: string): string {
  if (Buffer.byteLength(text) <= LIMITS.deadContentBytesMax) return text;
  return Buffer.from(text)
    .subarray(0, LIMITS.deadContentBytesMax)
    .toString('utf8')
    .replace(/\uFFFD$/, '');
}
