/**
 * The contract of a document as nodes of a run: its assertions, and what validates them. They stand behind the nodes of
 * the graph, in which they have no edges: validations come into play when a milestone, or the run, has nothing else to do.
 *
 * V1. Each assertion is validated once: with its milestone, or at the run's end when it has none, or one without tasks.
 * V2. Of each task is known what validates it: its milestone's validation, those of the assertions it fulfils, and the
 *     run's.
 */
import type { Document, TaskDefinition } from '../document/document.ts';
import type { AssertionNode, AssertionSpec, ValidationNode, ValidationSpec } from '../run/contract.ts';
import type { Plan } from '../run/plan.ts';
import { inSequence } from './outline.ts';

export interface PlannedContract {
  readonly nodes: readonly (AssertionNode | ValidationNode)[];
  readonly specs: readonly (AssertionSpec | ValidationSpec)[];
  readonly summary: NonNullable<Plan['contract']>;
  /** By name of a milestone: the index of what validates it. */
  readonly byMilestone: ReadonlyMap<string, number>;
  /** See V2; ascending. */
  readonly validatedBy: (task: TaskDefinition) => readonly number[];
  /** By id of an assertion. */
  readonly indexOf: (assertionId: string) => number | undefined;
}

export interface ContractPlace {
  /** Index of the first assertion. */
  readonly from: number;
  /** Index of the first milestone in sequence. */
  readonly milestonesFrom: number;
}

/** Undefined for a document without a contract. */
export function planContract(document: Document, place: ContractPlace): PlannedContract | undefined {
  const { contract } = document;
  if (contract.length === 0) return undefined;
  const groups = groupsOf(document, place);
  const fulfilledBy = fulfilling(document);
  const indexOf = new Map(contract.map(({ id }, position) => [id, place.from + position]));
  const validationOf = new Map(groups.flatMap(({ index, ids }) => ids.map((id) => [id, index] as const)));
  const assertions = contract.map(({ id, title }, position): AssertionNode => {
    const validation = validationOf.get(id) ?? 0;
    const index = place.from + position;
    return {
      index,
      kind: 'ASSERTION',
      name: id,
      status: 'PENDING',
      waitsFor: [],
      title,
      validation,
      history: [],
    };
  });
  const assertionSpecs = contract.map(
    (definition, position): AssertionSpec => ({
      index: place.from + position,
      kind: 'ASSERTION',
      successors: [],
      definition,
      fulfilledBy: fulfilledBy.get(definition.id) ?? [],
    }),
  );
  const final = groups.find(({ milestone }) => milestone === undefined)?.index;
  const byMilestone = new Map(
    groups.flatMap(({ index, milestone, name }) => (milestone === undefined ? [] : [[name, index] as const])),
  );
  return {
    nodes: [...assertions, ...groups.map((group) => validationNode(group, document))],
    specs: [...assertionSpecs, ...groups.map((group) => validationSpec(group, document, indexOf))],
    summary: {
      nodeCount: contract.length + groups.length,
      ...(final === undefined ? {} : { finalValidation: final }),
    },
    byMilestone,
    indexOf: (id) => indexOf.get(id),
    validatedBy({ milestone, fulfills }) {
      const found = [milestone === undefined ? undefined : byMilestone.get(milestone), final];
      found.push(...fulfills.map((id) => validationOf.get(id)));
      return [...new Set(found.filter((index) => index !== undefined))].sort((a, b) => a - b);
    },
  };
}

/** What is validated together. */
interface Group {
  readonly index: number;
  readonly name: string;
  readonly guidance?: string;
  /** Index of the milestone. */
  readonly milestone?: number;
  readonly ids: readonly string[];
}

/** See V1. Milestones in sequence, the run's end last. */
function groupsOf(document: Document, { from, milestonesFrom }: ContractPlace): readonly Group[] {
  const { contract, tasks } = document;
  const peopled = new Set(tasks.map(({ milestone }) => milestone));
  const groups: Group[] = [];
  let index = from + contract.length;
  for (const [place, { name, validation }] of inSequence(document).entries()) {
    const ids = contract.filter(({ milestone }) => milestone === name).map(({ id }) => id);
    if (ids.length === 0 || !peopled.has(name)) continue;
    const guidance = validation === undefined ? {} : { guidance: validation };
    groups.push({ index: index++, name, milestone: milestonesFrom + place, ids, ...guidance });
  }
  const grouped = new Set(groups.flatMap(({ ids }) => ids));
  const ids = contract.map(({ id }) => id).filter((id) => !grouped.has(id));
  if (ids.length > 0) groups.push({ index, name: 'run', ids });
  return groups;
}

function fulfilling({ tasks }: Document): ReadonlyMap<string, readonly number[]> {
  const fulfilledBy = new Map<string, number[]>();
  for (const [index, { fulfills }] of tasks.entries()) {
    for (const id of fulfills) {
      const found = fulfilledBy.get(id);
      if (found) found.push(index);
      else fulfilledBy.set(id, [index]);
    }
  }
  return fulfilledBy;
}

function validationNode({ index, name, milestone }: Group, document: Document): ValidationNode {
  return {
    index,
    kind: 'VALIDATION',
    name,
    status: 'PENDING',
    waitsFor: [],
    ...(milestone === undefined ? {} : { milestone }),
    round: 0,
    roundsUsed: 0,
    roundsMax: document.contractPolicy.maxRounds,
    rounds: [],
    workers: [],
  };
}

function validationSpec(
  { index, milestone, guidance, ids }: Group,
  { team }: Document,
  indexOf: ReadonlyMap<string, number>,
): ValidationSpec {
  return {
    index,
    kind: 'VALIDATION',
    successors: [],
    ...(milestone === undefined ? {} : { milestone }),
    ...(guidance === undefined ? {} : { guidance }),
    assertions: ids.flatMap((id) => indexOf.get(id) ?? []),
    validators: team.filter(({ role }) => role?.trim().toLowerCase() === 'validator').map(({ name }) => name),
  };
}
