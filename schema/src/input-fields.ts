/** Input fields and rules that many commands have in common. */
import { LIMITS } from '@muster/core/limits';
import * as z from 'zod/mini';
import type { builder } from './builder.ts';

type InputBuilder = Parameters<Parameters<typeof builder.inputType>[1]['fields']>[0];

export function idempotencyKeyField(t: InputBuilder) {
  return t.string({
    description:
      '1–200 characters. Repeating the call with the same key within 48 hours answers the first answer again and changes nothing.',
  });
}

/** Zod schemas by meaning. Inputs are checked as they are; unknown keys can't occur, GraphQL refuses them. */
export const rule = {
  idempotencyKey: z.nullish(z.string().check(z.minLength(1), z.maxLength(LIMITS.idempotencyKeyLengthMax))),
  notBlank: notBlank(LIMITS.textLengthMax),
  text: z.nullish(z.string().check(z.maxLength(LIMITS.textLengthMax))),
  name: notBlank(LIMITS.nameLengthMax),
  score: z.nullish(z.number().check(z.minimum(1), z.maximum(5))),
} as const;

function notBlank(lengthMax: number) {
  return z.string().check(
    z.maxLength(lengthMax),
    z.refine((text) => text.trim() !== '', 'This must not be blank.'),
  );
}
