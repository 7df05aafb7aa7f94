import { inWords } from '@muster/schema/input-rules';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';

/** What is said of an input that the rules refuse; nothing of one that they take. */
function saidOf(rules: z.ZodType, input: unknown): readonly string[] {
  const answer = inWords(rules)['~standard'].validate(input);
  return 'issues' in answer ? answer.issues.map(({ message }) => message) : [];
}

describe('what is said of an input', () => {
  it.each([
    ['a number that is too large', z.int().max(100), 1_000, 'This must be at most 100.'],
    ['a number that is too small', z.int().min(1_000), 5, 'This must be at least 1000.'],
    ['a number on an open bound', z.number().gt(0), 0, 'This must be above 0.'],
    ['a fraction where there is none', z.int(), 1.5, 'This must be a whole number.'],
    ['a text that is too long', z.string().max(3), 'long', 'This must have at most 3 characters.'],
    ['a text that is empty', z.string().min(1), '', 'This must have at least 1 character.'],
    ['a list that is too long', z.array(z.string()).max(1), ['a', 'b'], 'This must have at most 1 item.'],
  ])('names the bound of %s', (_, rules, input, sentence) => {
    expect(saidOf(rules, input)).toEqual([sentence]);
  });

  it('is what a rule of ours says itself', () => {
    const rules = z.string().refine((text) => text !== 'x', 'This must not be x.');

    expect(saidOf(rules, 'x')).toEqual(['This must not be x.']);
  });

  it('leads to the place within the input', () => {
    const rules = z.looseObject({ tags: z.array(z.string().max(1)) });

    const answer = inWords(rules)['~standard'].validate({ tags: ['a', 'bb'] });

    expect(answer).toMatchObject({ issues: [{ path: ['tags', 1] }] });
  });

  it('is nothing when all is well, and the input stays as it is', () => {
    const input = { limit: 1 };

    expect(inWords(z.looseObject({ limit: z.int() }))['~standard'].validate(input)).toEqual({ value: input });
  });
});
