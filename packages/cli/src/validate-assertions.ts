/**
 * What a command that validates gets and says. It gets the assertions; it says of each what it found, one line of JSON each
 * on its standard output: {"assertion": "VAL-AUTH-001", "status": "PASSING", "evidence": "…"}. Other lines are its own.
 */
import type { Client } from '@muster/client/connect';
import {
  type AssertionResult,
  ReportAssertionDocument,
  ValidationTaskDocument,
  type ValidationTaskQuery,
} from '@muster/client/generated/operations';
import { successOf } from './session.ts';

const PAGES_MAX = 10;

type TaskNode = Extract<NonNullable<ValidationTaskQuery['node']>, { __typename: 'Task' }>;
type Validation = NonNullable<TaskNode['purpose']>['validation'];

export interface Validating {
  readonly guidance: string | null;
  readonly assertions: Validation['assertions']['nodes'];
}

/** Undefined for a task that validates nothing. */
export async function loadValidating(client: Client, taskId: string): Promise<Validating | undefined> {
  const first = await loadPage(client, taskId, null);
  if (!first) return undefined;
  const assertions = [...first.assertions.nodes];
  let rest = first.assertions.pageInfo;
  for (let page = 1; rest.hasNextPage && page < PAGES_MAX; page++) {
    const next = await loadPage(client, taskId, rest.endCursor);
    if (!next) break;
    assertions.push(...next.assertions.nodes);
    rest = next.assertions.pageInfo;
  }
  return { guidance: first.guidance, assertions };
}

async function loadPage(client: Client, id: string, after: string | null): Promise<Validation | undefined> {
  const { node } = await client.request(ValidationTaskDocument, { id, after });
  const purpose = node?.__typename === 'Task' ? node.purpose : null;
  return purpose?.kind === 'VALIDATION' ? purpose.validation : undefined;
}

export interface Finding {
  readonly assertion: string;
  readonly status: AssertionResult;
  readonly evidence: string;
}

/** Undefined for a line that says nothing about an assertion. */
export function findingIn(line: string): Finding | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    const { assertion, status, evidence = '' }: Partial<Record<string, unknown>> = JSON.parse(line);
    if (typeof assertion !== 'string' || typeof evidence !== 'string') return undefined;
    if (status !== 'PASSING' && status !== 'FAILING' && status !== 'BLOCKED') return undefined;
    return { assertion, status, evidence: evidence.trim() === '' ? `The command says ${status}.` : evidence };
  } catch {
    return undefined;
  }
}

/** Tells the server what was found; of several findings about one assertion the last. Throws when one is refused. */
export async function reportFindings(
  client: Client,
  attemptId: string,
  { validating, said }: { readonly validating: Validating; readonly said: string },
): Promise<readonly Finding[]> {
  const found = new Map(
    said.split('\n').flatMap((line) => {
      const finding = findingIn(line.trim());
      return finding ? [[finding.assertion, finding] as const] : [];
    }),
  );
  const findings: Finding[] = [];
  for (const { id, name } of validating.assertions) {
    const finding = found.get(name);
    if (!finding) continue;
    const { status, evidence } = finding;
    const input = { assertionId: id, status, evidence, attemptId };
    successOf((await client.request(ReportAssertionDocument, { input })).reportAssertion);
    findings.push(finding);
  }
  return findings;
}
