import { addMs } from '@muster/core/instant';
import { LIMITS } from '@muster/core/limits';
import { keepAnswer } from '@muster/engine/large-answers';
import { describe, expect, it, vi } from 'vitest';
import { anEngine, answerOf, RITA_IN_TESTS, STRANGER } from '../support/an-engine.ts';

const ANSWER = { data: { text: 'é'.repeat(3_000_000) } };

describe('an answer that was too large', () => {
  it('is fetched as it was, however many parts it has', async () => {
    const { context, engine } = anEngine();

    const id = answerOf(await keepAnswer(context, RITA_IN_TESTS.workspaceId, ANSWER));

    expect(await engine.largeAnswer(RITA_IN_TESTS, id)).toEqual(ANSWER);
  });

  it('is like one that was never kept for another workspace, and later (Z1)', async () => {
    const { context, engine, clock } = anEngine();
    const id = answerOf(await keepAnswer(context, RITA_IN_TESTS.workspaceId, ANSWER));

    const strangers = await engine.largeAnswer(STRANGER, id);
    const invented = await engine.largeAnswer(RITA_IN_TESTS, `${id}#0`);
    clock.now = addMs(clock.now, LIMITS.largeAnswerTtlMs + 1);

    expect([strangers, invented, await engine.largeAnswer(RITA_IN_TESTS, id)]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('is fetched when it has as many parts as there can be, and refused before it is kept when it has more (Z2)', async () => {
    const { context, engine, store } = anEngine();
    const writes = vi.spyOn(store, 'commit');
    const largest = 'x'.repeat(LIMITS.largeAnswerPartsMax * 110_000 - 2);

    const id = answerOf(await keepAnswer(context, RITA_IN_TESTS.workspaceId, largest));
    const writeCount = writes.mock.calls.length;
    const refused = await keepAnswer(context, RITA_IN_TESTS.workspaceId, `${largest}x`);

    expect(await engine.largeAnswer(RITA_IN_TESTS, id)).toBe(largest);
    expect(refused).toMatchObject({
      ok: false,
      error: { code: 'LIMIT_EXCEEDED', detail: { limit: 'largeAnswerPartsMax', max: 100, actual: 101 } },
    });
    expect(writes).toHaveBeenCalledTimes(writeCount);
  });
});
