/** What documents make of themselves. How they are kept: stored-documents.ts. */
import { checkCoverage, contractCoverage } from '@muster/core/document/coverage';
import { type ParsedDocument, parseDocument } from '@muster/core/document/parse-document';
import type { DomainError } from '@muster/core/error-table';
import { compile } from '@muster/core/graph/compile';
import { err, ok, type Result } from '@muster/core/result';
import type { Plan } from '@muster/core/run/plan';
import { RememberedPlans } from './remembered-plans.ts';

const remembered = new RememberedPlans();

/** As `planOf`, of the text of a document as it is kept. */
export function planOfText(text: string): Result<Plan, DomainError> {
  const known = remembered.get(text);
  if (known !== undefined) return ok(known);
  const plan = planOf(JSON.parse(text));
  if (plan.ok) remembered.set(text, plan.value);
  return plan;
}

/** The nodes a document makes; INVALID_DOCUMENT with all its problems, CONTRACT_NOT_COVERED where its policy is to. */
export function planOf(input: unknown): Result<Plan, DomainError> {
  const { document, problems }: ParsedDocument = parseDocument(input);
  if (!document || problems.length > 0) {
    return err({ code: 'INVALID_DOCUMENT', path: ['document'], detail: { problems } });
  }
  const covered = document.contract.length > 0 ? checkCoverage(contractCoverage(document)) : ok(undefined);
  return covered.ok ? ok(compile(document)) : covered;
}
