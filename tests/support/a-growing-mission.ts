/** A mission whose run is under way, and adding to it. */
import { type GrowCommand, type GrowOutcome, growRun } from '@muster/core/decide/grow';
import type { Problem } from '@muster/core/document/problem';
import type { DomainError } from '@muster/core/error-table';
import { planGrowth } from '@muster/core/graph/plan-growth';
import type { AdditionInput } from '@muster/core/run/addition';
import { aDocumentInput, type DocumentInput } from './a-document.ts';
import { aMission, type MissionInput, RITA } from './a-mission.ts';
import type { MissionUnderTest } from './mission-under-test.ts';

/** What to add, as short as a document in tests. */
export type AddedInput = Pick<DocumentInput, 'tasks' | 'checkpoints' | 'qualityGates' | 'delays'> &
  Pick<AdditionInput, 'dependencies'>;

export class GrowingMission {
  readonly mission: MissionUnderTest;
  readonly #document: unknown;

  constructor(input: MissionInput) {
    const { status: _, maxConcurrent: __, ...document } = input;
    this.mission = aMission(input);
    this.#document = aDocumentInput(document);
  }

  /** Adds and delivers all messages. */
  add(added: AddedInput, command: GrowCommand = 'addTasks'): GrowOutcome {
    const planned = this.#plan(added);
    if (!planned.ok) throw new Error(planned.error.map((problem) => problem.message).join('\n'));
    const growth = planned.value;
    const outcome = this.mission.must(RITA, (draft) => growRun(draft, { command, growth }));
    this.mission.settle();
    return outcome;
  }

  /** What keeps the addition from being planned. */
  problemsOf(added: AddedInput): readonly Problem[] {
    const planned = this.#plan(added);
    if (planned.ok) throw new Error('it could be planned');
    return planned.error;
  }

  /** What the run itself refuses. */
  refused(added: AddedInput, command: GrowCommand = 'addTasks'): DomainError {
    const planned = this.#plan(added);
    if (!planned.ok) throw new Error('it could not even be planned');
    const growth = planned.value;
    return this.mission.refused(RITA, (draft) => growRun(draft, { command, growth }));
  }

  #plan(added: AddedInput) {
    const { additions, run } = this.mission;
    const input = added.tasks ? { ...added, tasks: aDocumentInput(added).tasks as unknown[] } : added;
    const contractFrom = run.ranges.find(({ kind }) => kind === 'ASSERTION')?.from;
    const growing = { document: this.#document, additions, nodeCount: run.nodeCount };
    return planGrowth(
      contractFrom === undefined ? growing : { ...growing, contractFrom },
      input as AdditionInput,
    );
  }
}
