/**
 * How far the tasks of a document cover its contract, and whether the contract's own policy is content with that.
 *
 * Read leniently, as `wholeProblems` does: coverage can be told of a document that has problems too, and then names the
 * assertions that tasks want to fulfil and the contract lacks.
 */
import type { DomainError } from '../error-table.ts';
import { err, ok, type Result } from '../result.ts';
import type { ContractPolicy, Document } from './document.ts';
import { CONTRACT_POLICY_SCHEMA } from './document-schema.ts';
import { listAt, type ReadSections, readSections, textAt } from './sections.ts';
import { keyOf } from './task-names.ts';

export interface Coverage {
  /** In the order of the contract. */
  readonly assertions: readonly AssertionCoverage[];
  /** Ids of assertions that no task fulfils. */
  readonly unclaimed: readonly string[];
  /** Ids of assertions that several tasks fulfil. */
  readonly multiClaimed: readonly string[];
  /** Ids that tasks name and the contract lacks, each once. None in a document without problems. */
  readonly unknown: readonly string[];
  /** Share of assertions with at least one task, a whole number 0–100, rounded down; 100 for an empty contract. */
  readonly percent: number;
  readonly policy: ContractPolicy;
  /** Whether each assertion is claimed as the policy wants it. */
  readonly isSufficient: boolean;
}

export interface AssertionCoverage {
  readonly id: string;
  /** Keys of the tasks, in the order of the document. */
  readonly tasks: readonly string[];
}

/** Linear in the size of the document. */
export function contractCoverage({ contract, tasks, contractPolicy }: Document): Coverage {
  return coverageOf({ contract, tasks }, contractPolicy);
}

/** Of whatever was sent; what can't be read covers nothing. */
export function coverageOfInput(input: unknown): Coverage {
  const { sections } = readSections(input);
  const read = CONTRACT_POLICY_SCHEMA.safeParse(sections?.settings.contractPolicy ?? {});
  return coverageOf(
    sections ?? { contract: [], tasks: [] },
    read.success ? read.data : CONTRACT_POLICY_SCHEMA.parse({}),
  );
}

/** CONTRACT_NOT_COVERED where the policy is to BLOCK what it isn't content with. */
export function checkCoverage(coverage: Coverage): Result<void, DomainError> {
  if (coverage.isSufficient || coverage.policy.unclaimed === 'WARN') return ok(undefined);
  return err({ code: 'CONTRACT_NOT_COVERED', path: ['document', 'contract'], detail: { coverage } });
}

type Claiming = Pick<ReadSections, 'contract' | 'tasks'>;

function coverageOf({ contract, tasks: claimants }: Claiming, policy: ContractPolicy): Coverage {
  const claims = claimsOf(claimants);
  const known = new Set(contract.flatMap((assertion) => textAt(assertion, 'id') ?? []));
  const assertions = [...known].map((id) => ({ id, tasks: claims.get(id) ?? [] }));
  const unclaimed = assertions.filter(({ tasks }) => tasks.length === 0).map(({ id }) => id);
  const multiClaimed = assertions.filter(({ tasks }) => tasks.length > 1).map(({ id }) => id);
  return {
    assertions,
    unclaimed,
    multiClaimed,
    unknown: [...claims.keys()].filter((id) => !known.has(id)),
    percent: percentOf(assertions.length - unclaimed.length, assertions.length),
    policy,
    isSufficient: unclaimed.length === 0 && (policy.claims === 'AT_LEAST_ONE' || multiClaimed.length === 0),
  };
}

/** By id of an assertion, the tasks that name it, each once. */
function claimsOf(tasks: readonly unknown[]): ReadonlyMap<string, readonly string[]> {
  const claims = new Map<string, string[]>();
  for (const [position, task] of tasks.entries()) {
    const key = keyOf(task) ?? `tasks[${position}]`;
    for (const id of new Set(listAt(task, 'fulfills'))) {
      if (typeof id !== 'string') continue;
      const claimants = claims.get(id);
      if (claimants) claimants.push(key);
      else claims.set(id, [key]);
    }
  }
  return claims;
}

function percentOf(claimedCount: number, count: number): number {
  return count === 0 ? 100 : Math.floor((100 * claimedCount) / count);
}
