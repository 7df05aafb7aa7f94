/** Rules of inputs, as the builder takes them, and in our words what the schema library found. */
import type * as z from 'zod/mini';

type Issue = z.core.$ZodIssue;

/** The same rules, telling each finding in one sentence. Inputs are looked at, never changed. */
export function inWords(rules: z.ZodMiniType) {
  const validate = (input: unknown) => {
    const parsed = rules.safeParse(input);
    if (parsed.success) return { value: input };
    return { issues: parsed.error.issues.map((issue) => ({ path: issue.path, message: sentenceOf(issue) })) };
  };
  return { '~standard': { version: 1, vendor: 'muster', validate } } as const;
}

function sentenceOf(issue: Issue): string {
  switch (issue.code) {
    case 'too_big':
      return `This must ${amount(issue.origin, issue.inclusive === false ? 'below' : 'at most', issue.maximum)}.`;
    case 'too_small':
      return `This must ${amount(issue.origin, issue.inclusive === false ? 'above' : 'at least', issue.minimum)}.`;
    case 'invalid_type':
      return issue.expected === 'int' ? 'This must be a whole number.' : issue.message;
    default:
      return issue.message;
  }
}

const COUNTED: Readonly<Record<string, string>> = { string: 'character', array: 'item' };

function amount(origin: string, bound: string, number: number | bigint): string {
  const unit = COUNTED[origin];
  return unit === undefined
    ? `be ${bound} ${number}`
    : `have ${bound} ${number} ${unit}${Number(number) === 1 ? '' : 's'}`;
}
