/** Stops at a mistake of ours. Never used on what a caller or an old record says: that is validated. */
export function assert(condition: unknown, rule: string): asserts condition {
  if (!condition) throw new InvariantViolation(rule);
}

/** Closes a switch over a union: adding a member makes every such switch a type error. */
export function assertNever(value: never): never {
  throw new InvariantViolation(`unexpected value ${JSON.stringify(value)}`);
}

export class InvariantViolation extends Error {
  override readonly name = 'InvariantViolation';
}
