import {
  type ConditionVariables,
  checkCondition,
  checkNotificationCondition,
  evaluateCondition,
  evaluateNotificationCondition,
} from '@muster/core/document/condition';
import { ok } from '@muster/core/result';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const VARIABLES: ConditionVariables = {
  tasks: [
    { key: 'a', title: 'A', status: 'DONE', score: 4, attempts: 1, tags: ['core'] },
    { key: 'b', title: 'B', status: 'FAILED', score: 0, attempts: 3, tags: [] },
  ],
  scores: [4],
  avgScore: 4,
  run: { number: 2 },
  budget: { costUsd: 1.5 },
};

describe('a condition', () => {
  it.each([
    ['avgScore >= 4', true],
    ['avgScore > 4', false],
    ['tasks.all(t, t.status == "DONE")', false],
    ['tasks.filter(t, t.status == "DONE").size() == 1', true],
    ['tasks.exists(t, t.tags.exists(tag, tag == "core"))', true],
    ['scores.all(s, s >= 3.5)', true],
    ['run.number == 2 && budget.costUsd < 2', true],
    ['tasks[1].attempts > 2 ? avgScore > 3 : true', true],
  ])('%s is %s', (source, expected) => {
    expect(checkCondition(source)).toBeUndefined();
    expect(evaluateCondition(source, VARIABLES)).toEqual({ ok: true, value: expected });
  });

  it.each([
    ['', 'EOF'],
    ['1 +', 'Unexpected token'],
    ['nobody > 1', 'Unknown variable: nobody'],
    ['avgScore > "x"', 'no such overload: double > string'],
    ['avgScore', 'it gives a value of type double, not true or false'],
    ['constructor == 1', 'Unknown variable'],
    ['"aaaa".matches("(a+)+$")', 'matches is not available'],
    ['matches("aaaa", "(a+)+$")', 'matches'],
    ['tasks.all(t, tasks.all(u, u.score >= t.score))', 'tasks can not be used again inside a loop'],
    ['tasks.map(t, scores).size() > 0', 'scores can not be used again inside a loop'],
    ['[1].all(a, [1].all(b, [1].all(c, a == c)))', 'its loops are nested too deeply'],
  ])('%s is refused with a reason', (source, reason) => {
    expect(checkCondition(source)).toContain(reason);
    expect(evaluateCondition(source, VARIABLES)).toMatchObject({ ok: false });
  });

  it.each([
    ['tasks[7].score > 1', 'index out of bounds'],
    ['run.nothing == 1', 'No such key: nothing'],
    ['run.number', 'it gives neither true nor false'],
    ['1 / 0 == 1', 'division by zero'],
    ['run.constructor == 1', 'No such key: constructor'],
  ])('%s passes the check and gives a reason when it is evaluated', (source, reason) => {
    expect(checkCondition(source)).toBeUndefined();

    const outcome = evaluateCondition(source, VARIABLES);
    expect(outcome.ok ? 'no reason' : outcome.error).toContain(reason);
  });

  it.each([
    ['parentheses', '('.repeat(1_900), 'maxDepth'],
    ['negations', `${'!'.repeat(1_900)}true`, 'maxAstNodes'],
    ['characters', 'x'.repeat(2_001), 'conditionLengthMax'],
  ])('with too many %s is refused before it is worked on (C2)', (_, source, reason) => {
    expect(checkCondition(source)).toContain(reason);
  });

  it('of a notification rule sees what the event carries, and nothing else', () => {
    expect(checkNotificationCondition('event.type == "GateHeld" && data.averageScore < 3.0')).toBeUndefined();
    expect(checkNotificationCondition('scores.size() > 1')).toContain('scores');
    expect(checkNotificationCondition('event.type ==')).toContain('Unexpected token');
  });

  it('of a notification rule gives true, false, or the reason why it is neither (C1)', () => {
    const event = { event: { runNumber: 2 }, actor: { name: 'ada' }, data: { to: 'x' } };

    expect(evaluateNotificationCondition('actor.name == "ada" && event.runNumber == 2.0', event)).toEqual(
      ok(true),
    );
    expect(evaluateNotificationCondition('data.to == "y"', event)).toEqual(ok(false));
    expect(evaluateNotificationCondition('data.score < 3.0', event)).toMatchObject({ ok: false });
    expect(evaluateNotificationCondition('data.to', event)).toMatchObject({ ok: false });
  });

  it('never throws, whatever the text (C1)', () => {
    const pieces = fc.constantFrom(
      'tasks',
      '.all(t, ',
      ')',
      '(',
      '[',
      ']',
      '{',
      '"',
      '1',
      ' + ',
      ' && ',
      'avgScore',
      '!',
      '?',
      ':',
      '.',
      't.x',
      'in',
    );
    const texts = fc.oneof(
      fc.string(),
      fc.array(pieces, { maxLength: 30 }).map((list) => list.join('')),
    );
    fc.assert(
      fc.property(texts, (source) => {
        const outcome = evaluateCondition(source, VARIABLES);
        const answer = outcome.ok ? outcome.value : outcome.error;
        expect(typeof answer).toBe(outcome.ok ? 'boolean' : 'string');
        expect(answer).not.toBe('');
      }),
      { numRuns: 1_000 },
    );
  });
});
