/** What a run with a contract stores, with every field that it can have. */
import type { Actor } from '@muster/core/actor';
import { addMs } from '@muster/core/instant';
import type {
  AssertionNode,
  AssertionSpec,
  TaskPurpose,
  ValidationNode,
  ValidationSpec,
} from '@muster/core/run/contract';
import type { MilestoneNode, SpecOf } from '@muster/core/run/node';
import { nodeRecord } from '@muster/engine/indexed-records';
import type { StoredRecord } from '@muster/engine/ports/store';
import { type RunPlace, specRecord } from '@muster/engine/records';
import { aDocument } from '../support/a-document.ts';
import { START } from '../support/a-mission.ts';
import { TASK } from './stored-tasks.ts';

const RITA: Actor = { kind: 'USER', name: 'rita' };
const LATER = addMs(START, 90_000);

const ASSERTION: AssertionNode = {
  index: 6,
  kind: 'ASSERTION',
  name: 'VAL-AUTH-001',
  status: 'BLOCKED',
  waitsFor: [],
  title: 'A right password signs in.',
  validation: 7,
  changedAt: LATER,
  history: [
    { status: 'FAILING', at: START, actor: RITA, round: 0, evidence: 'It does not.' },
    { status: 'BLOCKED', at: LATER, actor: RITA, round: 1, attempt: { index: 8, generation: 2 } },
  ],
  remediations: [9],
};

const VALIDATION: ValidationNode = {
  index: 7,
  kind: 'VALIDATION',
  name: 'one',
  status: 'ASKING',
  waitsFor: [8],
  milestone: 4,
  round: 2,
  roundsUsed: 1,
  roundsMax: 3,
  taskIndex: 8,
  asks: { need: 'ROUNDS', since: LATER, reason: 'After 3 rounds VAL-AUTH-001 is failing.' },
  rounds: [
    {
      number: 1,
      startedAt: START,
      taskIndex: 8,
      asked: [6],
      endedAt: LATER,
      outcome: 'FAILING',
      passing: [],
      failing: [6],
      waived: [],
    },
  ],
  toRemedy: [6],
  touched: 'ALL',
  workers: ['ada'],
  hasManyWorkers: true,
  settledAt: LATER,
  failsRun: true,
};

const MILESTONE: MilestoneNode = {
  index: 4,
  kind: 'MILESTONE',
  name: 'one',
  status: 'VALIDATING',
  waitsFor: [],
  startedAt: START,
  validation: 7,
};

const VALIDATED: TaskPurpose = { kind: 'VALIDATION', validation: 7, round: 2, validators: ['vera', 'vito'] };
const REMEDY: TaskPurpose = { kind: 'REMEDIATION', validation: 7, assertion: 6, round: 2, origin: 0 };

export function contractSamples(place: RunPlace): Readonly<Record<string, StoredRecord>> {
  const { specs } = aContract();
  return {
    'assertion-v1': nodeRecord(place, ASSERTION, 7),
    'validation-v1': nodeRecord(place, VALIDATION, 7),
    'milestone-v2': nodeRecord(place, MILESTONE, 7),
    'task-v5': nodeRecord(place, { ...TASK, purpose: VALIDATED }, 7),
    'task-v6': nodeRecord(place, { ...TASK, purpose: REMEDY }, 7),
    'assertion-spec-v1': specRecord(place, specs.assertion),
    'validation-spec-v1': specRecord(place, specs.validation),
    'task-spec-v2': specRecord(place, specs.task),
  };
}

function aContract() {
  const document = aDocument({
    tasks: [{ title: 'A', key: 'a', fulfills: ['VAL-AUTH-001'] }],
    contract: [{ id: 'VAL-AUTH-001', title: 'A right password signs in.', behaviour: 'Quickly.' }],
  });
  const [definition] = document.contract;
  const [task] = document.tasks;
  if (!definition || !task) throw new Error('the sample has one of each');
  const assertion: AssertionSpec = {
    index: 6,
    kind: 'ASSERTION',
    successors: [],
    definition,
    fulfilledBy: [0],
  };
  const validation: ValidationSpec = {
    index: 7,
    kind: 'VALIDATION',
    successors: [],
    milestone: 4,
    guidance: 'By hand.',
    assertions: [6],
    validators: ['vera'],
  };
  const spec: SpecOf<'TASK'> = {
    index: 0,
    kind: 'TASK',
    successors: [4],
    definition: task,
    validatedBy: [7],
  };
  return { specs: { assertion, validation, task: spec } };
}
