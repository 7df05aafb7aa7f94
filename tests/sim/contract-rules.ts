/**
 * Rules about contracts, looked at while no message is on its way.
 *
 * Those of the core's decide/validation.ts, remedy.ts and validator.ts, told by the nodes alone.
 */
import { isAssertionMet } from '@muster/core/lifecycle/assertion-lifecycle';
import { isTaskSettled } from '@muster/core/lifecycle/task-lifecycle';
import type { AssertionNode, ValidationNode } from '@muster/core/run/contract';
import type { Node } from '@muster/core/run/node';
import type { Verdict } from './invariant.ts';
import type { RunView } from './run-view.ts';

export function checkContract(view: RunView, verdict: Verdict, where: string): void {
  for (const node of view.nodes.values()) {
    if (node.kind === 'ASSERTION') checkRemediations(view, node, { verdict, where });
    if (node.kind === 'VALIDATION') checkValidation(view, node, { verdict, where });
  }
}

interface Checking {
  readonly verdict: Verdict;
  readonly where: string;
}

/** M1 */
function checkRemediations(view: RunView, assertion: AssertionNode, { verdict, where }: Checking): void {
  const open = (assertion.remediations ?? []).filter((index) => isOpenTask(view.nodes.get(index)));
  verdict.check(
    open.length < 2,
    'ONE_REMEDIATION',
    () => `${where}: ${assertion.name} is being mended by ${open.join(' and ')}`,
  );
}

function isOpenTask(node: Node | undefined): boolean {
  return node?.kind === 'TASK' && !isTaskSettled(node.status);
}

/** R2 and J1; and nothing that is to be validated is forgotten. */
function checkValidation(view: RunView, validation: ValidationNode, { verdict, where }: Checking): void {
  const at = `${where} validation ${validation.name} (${validation.status})`;
  const milestone = validation.milestone === undefined ? undefined : view.nodes.get(validation.milestone);
  if (validation.status === 'PASSED' || milestone?.status === 'DONE') {
    const unmet = assertionsOf(view, validation).filter(({ status }) => !isAssertionMet(status));
    verdict.check(
      unmet.length === 0,
      'DONE_IS_VALIDATED',
      () => `${at}: ${unmet[0]?.name} is ${unmet[0]?.status}`,
    );
  }
  if (milestone) {
    const isPassed = validation.status === 'PASSED';
    verdict.check(
      isPassed === (milestone.status === 'DONE'),
      'DONE_IS_VALIDATED',
      () => `${at}: it is ${milestone.status}`,
    );
    const isForgotten = milestone.status === 'VALIDATING' && validation.status === 'PENDING';
    verdict.check(!isForgotten, 'VALIDATING_GOES_ON', () => `${at}: nobody validates it`);
  }
  checkValidator(view, validation, { verdict, where: at });
}

function assertionsOf(view: RunView, { index }: ValidationNode): readonly AssertionNode[] {
  const spec = view.specs.get(index);
  const indexes = spec?.kind === 'VALIDATION' ? spec.assertions : [];
  const nodes = indexes.map((one) => view.nodes.get(one));
  return nodes.filter((node): node is AssertionNode => node?.kind === 'ASSERTION');
}

/** Who holds the task of the round has held no task before that says it is validated here. */
function checkValidator(
  view: RunView,
  { index, taskIndex }: ValidationNode,
  { verdict, where }: Checking,
): void {
  const task = taskIndex === undefined ? undefined : view.nodes.get(taskIndex);
  if (task?.kind !== 'TASK' || !task.lease) return;
  const { agent, claimedAt } = task.lease;
  const isOfIt = (place: number) => {
    const spec = view.specs.get(place);
    return spec?.kind === 'TASK' && (spec.validatedBy ?? []).includes(index);
  };
  const own = [...view.attempts.values()].find(
    (attempt) => attempt.agent === agent && attempt.claimedAt < claimedAt && isOfIt(attempt.taskIndex),
  );
  verdict.check(
    own === undefined,
    'NOBODY_VALIDATES_HIS_OWN',
    () => `${where}: ${agent} has done ${own?.taskIndex}`,
  );
}
