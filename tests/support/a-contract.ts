/** Missions with a contract, and the usual ways to validate one. */
import type { Actor } from '@muster/core/actor';
import { reportAssertion, waiveAssertion } from '@muster/core/decide/assertion-commands';
import { claimTasks } from '@muster/core/decide/claim';
import { submitTask } from '@muster/core/decide/submit';
import { failValidation, grantRound } from '@muster/core/decide/validation-commands';
import type { DomainError } from '@muster/core/error-table';
import type { AssertionResult } from '@muster/core/lifecycle/assertion-lifecycle';
import type { NodeOf, TaskNode } from '@muster/core/run/node';
import { aMission, aSubmission, type MissionInput, RITA } from './a-mission.ts';
import type { MissionUnderTest } from './mission-under-test.ts';

export const VERA: Actor = { kind: 'AGENT', name: 'vera' };
export const VITO: Actor = { kind: 'AGENT', name: 'vito' };

/** Two milestones; A and B make up the first, and each is to fulfil an assertion of it. C makes up the second. */
export const MILESTONE_CONTRACT: MissionInput = {
  milestones: [{ name: 'one' }, { name: 'two' }],
  tasks: [
    { title: 'A', milestone: 'one', fulfills: ['VAL-A-001'] },
    { title: 'B', milestone: 'one', fulfills: ['VAL-B-001'] },
    { title: 'C', milestone: 'two' },
  ],
  contract: [
    { id: 'VAL-A-001', title: 'A works.', milestone: 'one' },
    { id: 'VAL-B-001', title: 'B works.', milestone: 'one' },
  ],
  team: [{ name: 'ada' }, { name: 'bob' }, { name: 'vera', role: 'validator' }],
};

/** One task, and an assertion that is validated at the run's end. */
export const RUN_CONTRACT: MissionInput = {
  tasks: [{ title: 'A', fulfills: ['VAL-A-001'] }],
  contract: [{ id: 'VAL-A-001', title: 'A works.' }],
};

export function aMilestoneContract(change: MissionInput = {}): MissionUnderTest {
  return aMission({ ...MILESTONE_CONTRACT, ...change });
}

export function aRunContract(change: MissionInput = {}): MissionUnderTest {
  return aMission({ ...RUN_CONTRACT, ...change });
}

export function assertion(mission: MissionUnderTest, id: string): NodeOf<'ASSERTION'> {
  return mission.find('ASSERTION', id);
}

/** By the name of its milestone, or `run`. */
export function validation(mission: MissionUnderTest, name = 'one'): NodeOf<'VALIDATION'> {
  return mission.find('VALIDATION', name);
}

/** The task of the latest round. */
export function roundTask(mission: MissionUnderTest, name = 'one'): TaskNode {
  const { taskIndex } = validation(mission, name);
  const task = taskIndex === undefined ? undefined : mission.nodes[taskIndex];
  if (task?.kind !== 'TASK') throw new Error(`no round of ${name} has begun`);
  return task;
}

/** The latest task that is to mend an assertion. */
export function remediation(mission: MissionUnderTest, id: string): TaskNode {
  const index = assertion(mission, id).remediations?.at(-1);
  const task = index === undefined ? undefined : mission.nodes[index];
  if (task?.kind !== 'TASK') throw new Error(`${id} was never to be mended`);
  return task;
}

/** Whether the agent got the task. */
export function claimAs(mission: MissionUnderTest, agent: Actor, task: TaskNode): boolean {
  const command = { agent: agent.name, leaseMs: 60_000, limit: 1, candidates: [task.index] };
  return mission.must(agent, (draft) => claimTasks(draft, command)).length === 1;
}

export function submitAs(mission: MissionUnderTest, agent: Actor, task: TaskNode): void {
  const attempt = mission.attemptRef(task.name);
  mission.must(agent, (draft) => submitTask(draft, { attempt, submission: aSubmission() }));
  mission.settle();
}

/** Reports under the lease of the current round. */
export function report(
  mission: MissionUnderTest,
  results: Readonly<Record<string, AssertionResult>>,
  { name = 'one', actor = VERA }: { readonly name?: string; readonly actor?: Actor } = {},
): void {
  const attempt = mission.attemptRef(roundTask(mission, name).name);
  for (const [id, status] of Object.entries(results)) {
    const command = {
      assertion: mission.ref('ASSERTION', id),
      status,
      evidence: `${id} is ${status}.`,
      attempt,
      mayDecide: false,
    };
    mission.must(actor, (draft) => reportAssertion(draft, command));
  }
}

/** One whole round by one validator. */
export function validate(
  mission: MissionUnderTest,
  results: Readonly<Record<string, AssertionResult>>,
  { name = 'one', actor = VERA }: { readonly name?: string; readonly actor?: Actor } = {},
): void {
  const task = roundTask(mission, name);
  if (!claimAs(mission, actor, task)) throw new Error(`${actor.name} may not validate ${name}`);
  report(mission, results, { name, actor });
  submitAs(mission, actor, task);
}

/** A person reports; what follows from it has happened. */
export function reportByHand(mission: MissionUnderTest, id: string, status: AssertionResult): void {
  const command = { assertion: mission.ref('ASSERTION', id), status, evidence: 'Seen.', mayDecide: true };
  mission.must(RITA, (draft) => reportAssertion(draft, command));
  mission.settle();
}

export function waive(mission: MissionUnderTest, id: string): void {
  const command = { assertion: mission.ref('ASSERTION', id), reason: 'Not this time.', mayDecide: true };
  mission.must(RITA, (draft) => waiveAssertion(draft, command));
  mission.settle();
}

export function grant(mission: MissionUnderTest, name = 'one'): void {
  const command = { validation: mission.ref('VALIDATION', name), reason: 'Once more.', mayDecide: true };
  mission.must(RITA, (draft) => grantRound(draft, command));
  mission.settle();
}

export function giveUp(mission: MissionUnderTest, name = 'one'): void {
  const command = { validation: mission.ref('VALIDATION', name), reason: 'Hopeless.', mayDecide: true };
  mission.must(RITA, (draft) => failValidation(draft, command));
  mission.settle();
}

export function refusedReport(
  mission: MissionUnderTest,
  actor: Actor,
  command: Omit<Parameters<typeof reportAssertion>[1], 'assertion'> & { readonly id: string },
): DomainError {
  const { id, ...rest } = command;
  const told = { ...rest, assertion: mission.ref('ASSERTION', id) };
  return mission.refused(actor, (draft) => reportAssertion(draft, told));
}
