import { LIMITS } from '@muster/core/limits';
import type { Plan } from '@muster/core/run/plan';
import { planOf, planOfText } from '@muster/engine/documents';
import { RememberedPlans } from '@muster/engine/remembered-plans';
import { describe, expect, it } from 'vitest';

const MAX = LIMITS.plansRememberedLengthMax;

function aPlan(): Plan {
  return { nodes: [], specs: [], ranges: [], roots: [], taskCount: 0, weightTotal: 0 };
}

/** Texts of which three, and no more, are remembered at once. */
function aThird(letter: string): string {
  return letter.repeat(Math.floor(MAX / 3));
}

describe('remembered plans', () => {
  it('forget what was asked for longest ago when there is too much (R2)', () => {
    const plans = new RememberedPlans();
    for (const letter of ['a', 'b', 'c']) plans.set(aThird(letter), aPlan());
    plans.get(aThird('a'));

    plans.set(aThird('d'), aPlan());

    const kept = ['a', 'b', 'c', 'd'].filter((letter) => plans.get(aThird(letter)));
    expect(kept).toEqual(['a', 'c', 'd']);
  });

  it('forget nothing for a text that is too long by itself (R2)', () => {
    const plans = new RememberedPlans();
    plans.set('short', aPlan());
    const long = 'x'.repeat(MAX + 1);

    plans.set(long, aPlan());

    expect(plans.get('short')).toBeDefined();
    expect(plans.get(long)).toBeUndefined();
  });

  it('count a text once that is remembered twice (R2)', () => {
    const plans = new RememberedPlans();
    for (let time = 0; time < 5; time++) plans.set(aThird('a'), aPlan());

    plans.set(aThird('b'), aPlan());

    expect(plans.get(aThird('a'))).toBeDefined();
  });
});

describe('the plan of a text', () => {
  const document = {
    tasks: [
      { key: 'a', title: 'A' },
      { title: 'B', dependsOn: ['a'] },
    ],
  };

  it('is that of its document, and the same for everybody who asks (R1)', () => {
    const text = JSON.stringify(document);

    const first = planOfText(text);
    const second = planOfText(text);

    expect(first).toEqual(planOf(document));
    expect(second.ok && first.ok && second.value === first.value).toBe(true);
  });

  it('is refused each time when the document has problems', () => {
    const text = JSON.stringify({ tasks: [{ title: 'A', dependsOn: ['nobody'] }] });

    expect([planOfText(text), planOfText(text)]).toEqual([
      planOf(JSON.parse(text)),
      planOf(JSON.parse(text)),
    ]);
    expect(planOfText(text).ok).toBe(false);
  });
});
