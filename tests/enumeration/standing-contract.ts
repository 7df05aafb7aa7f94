/** Assertions, validations and milestones in each status they can be in. */
import type { AssertionResult, AssertionStatus } from '@muster/core/lifecycle/assertion-lifecycle';
import type { MilestoneStatus } from '@muster/core/lifecycle/milestone-lifecycle';
import type { ValidationStatus } from '@muster/core/lifecycle/validation-lifecycle';
import { claim, complete } from '../support/a-launched-mission.ts';
import { MINUTE } from '../support/a-mission.ts';
import { answerOf, BOB_IN_TESTS, RITA_IN_TESTS } from '../support/an-engine.ts';
import { CONTRACT_CALLS } from './calls.ts';
import { aNode, launched, type Standing } from './standing.ts';

/** Nodes: T 0, Held 1, the milestone 2, the assertions 3 and 4, their validation 5, the task of its first round 6. */
const CONTRACT = {
  tasks: [
    { title: 'T', milestone: 'one' },
    { title: 'Held', assignTo: 'bob' },
  ],
  milestones: [{ name: 'one' }],
  contract: ['VAL-A-001', 'VAL-B-001'].map((id) => ({ id, title: 'It works.', milestone: 'one' })),
};

const [ASSERTION, OTHER_ASSERTION, VALIDATION] = [3, 4, 5];

/** Another task is at work, so that a run that is failing has not failed yet. */
async function aContract(): Promise<Standing> {
  const standing = await launched(CONTRACT);
  answerOf(
    await standing.under.engine.claimTasks(BOB_IN_TESTS, { agent: 'bob', limit: 1, leaseMs: 10 * MINUTE }),
  );
  return standing;
}

async function doWork({ under }: Standing): Promise<void> {
  await complete(under, await claim(under, { limit: 1 }));
  await under.settle();
}

async function say(standing: Standing, index: number, status: AssertionResult | 'WAIVED'): Promise<void> {
  const { engine } = standing.under;
  const node = aNode(standing, index);
  answerOf(
    status === 'WAIVED'
      ? await engine.waiveAssertion(RITA_IN_TESTS, { node, reason: 'Not now.' })
      : await engine.reportAssertion(RITA_IN_TESTS, { node, status, evidence: 'Seen.' }),
  );
  await standing.under.settle();
}

async function standingAt(standing: Standing, index: number, status: string): Promise<Standing> {
  const [node] = await standing.under.engine.nodes(RITA_IN_TESTS, [aNode(standing, index)]);
  if (node?.status !== status) throw new Error(`it is ${node?.status}, not ${status}`);
  return standing;
}

export async function anAssertionAt(status: AssertionStatus): Promise<Standing> {
  const standing = await aContract();
  await doWork(standing);
  if (status !== 'PENDING') await say(standing, ASSERTION, status);
  return standingAt(standing, ASSERTION, status);
}

async function bringValidation(standing: Standing, status: ValidationStatus): Promise<void> {
  if (status === 'PENDING') return;
  await doWork(standing);
  const said = { RUNNING: undefined, ASKING: 'BLOCKED', PASSED: 'WAIVED', FAILED: undefined } as const;
  const result = said[status];
  if (result) for (const index of [ASSERTION, OTHER_ASSERTION]) await say(standing, index, result);
  // A person's word leaves the task of the round to its validator, unless he ends that.
  if (status === 'ASKING') await skipRound(standing);
  if (status === 'FAILED') await CONTRACT_CALLS.failValidation?.(standing);
  await standing.under.settle();
}

async function skipRound({ under, missionId }: Standing): Promise<void> {
  const task = aNode({ missionId }, VALIDATION + 1);
  answerOf(await under.engine.skipTask(RITA_IN_TESTS, { task, reason: 'Not now.' }));
}

export async function aValidationAt(status: ValidationStatus): Promise<Standing> {
  const standing = await aContract();
  await bringValidation(standing, status);
  return standingAt(standing, VALIDATION, status);
}

export async function aMilestoneAt(status: Exclude<MilestoneStatus, 'LOCKED'>): Promise<Standing> {
  const of = { ACTIVE: 'PENDING', VALIDATING: 'RUNNING', DONE: 'PASSED', FAILED: 'FAILED' } as const;
  return standingAt(await aValidationAt(of[status]), 2, status);
}
