import { addMs } from '@muster/core/instant';
import { LIMITS } from '@muster/core/limits';
import { keepAnswer } from '@muster/engine/large-answers';
import { describe, expect, it } from 'vitest';
import { anEngine, RITA_IN_TESTS, STRANGER } from '../support/an-engine.ts';

const ANSWER = { data: { text: 'é'.repeat(3_000_000) } };

describe('an answer that was too large', () => {
  it('is fetched as it was, however many parts it has', async () => {
    const { context, engine } = anEngine();

    const id = await keepAnswer(context, RITA_IN_TESTS.workspaceId, ANSWER);

    expect(await engine.largeAnswer(RITA_IN_TESTS, id)).toEqual(ANSWER);
  });

  it('is like one that was never kept for another workspace, and later (Z1)', async () => {
    const { context, engine, clock } = anEngine();
    const id = await keepAnswer(context, RITA_IN_TESTS.workspaceId, ANSWER);

    const strangers = await engine.largeAnswer(STRANGER, id);
    const invented = await engine.largeAnswer(RITA_IN_TESTS, `${id}#0`);
    clock.now = addMs(clock.now, LIMITS.largeAnswerTtlMs + 1);

    expect([strangers, invented, await engine.largeAnswer(RITA_IN_TESTS, id)]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
});
