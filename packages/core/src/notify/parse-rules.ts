/** The one way from what a caller sends to the rules of a workspace: the same as those of a document. */
import type { NotificationRule } from '../document/document.ts';
import { ELEMENT_SCHEMAS } from '../document/document-schema.ts';
import type { Problem } from '../document/problem.ts';
import { shapeProblems } from '../document/shape-problem.ts';
import { LIMITS } from '../limits.ts';
import { err, ok, type Result } from '../result.ts';

/** All problems at once, each with its path. At most `LIMITS.notificationRulesMax` are looked at: count them before. */
export function parseRules(
  input: readonly unknown[],
): Result<readonly NotificationRule[], readonly Problem[]> {
  const rules: NotificationRule[] = [];
  const problems: Problem[] = [];
  for (const [position, element] of input.slice(0, LIMITS.notificationRulesMax).entries()) {
    const result = ELEMENT_SCHEMAS.notifications.safeParse(element);
    if (result.success) rules.push(result.data);
    else {
      const found = result.error.issues.flatMap((issue) =>
        shapeProblems(issue, ['rules', position], element),
      );
      problems.push(...found);
    }
  }
  return problems.length === 0 ? ok(rules) : err(problems);
}
