/** Input fields and rules that many commands have in common. */
import { LIMITS } from '@muster/core/limits';
import * as z from 'zod';
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
  idempotencyKey: z.string().min(1).max(LIMITS.idempotencyKeyLengthMax).nullish(),
  notBlank: z
    .string()
    .max(LIMITS.textLengthMax)
    .refine((text) => text.trim() !== '', 'This must not be blank.'),
  text: z.string().max(LIMITS.textLengthMax).nullish(),
  name: z
    .string()
    .max(LIMITS.nameLengthMax)
    .refine((text) => text.trim() !== '', 'This must not be blank.'),
  score: z.number().min(1).max(5).nullish(),
} as const;
