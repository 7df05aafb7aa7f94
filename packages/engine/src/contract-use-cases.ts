/** Commands on the contract of a run: its assertions, and what validates them. */
import { reportAssertion, waiveAssertion } from '@muster/core/decide/assertion-commands';
import { failValidation, grantRound } from '@muster/core/decide/validation-commands';
import type { AttemptRef } from '@muster/core/ids';
import type { AssertionResult } from '@muster/core/lifecycle/assertion-lifecycle';
import type { Result } from '@muster/core/result';
import { isPermitted } from './access/permission.ts';
import type { EngineContext } from './context.ts';
import { commitElement } from './element-use-cases.ts';
import type { NodeAnswer, OnNode, Reasoned } from './engine.ts';
import { checkReason } from './mission-use-cases.ts';
import type { Principal } from './principal.ts';

/** What validates the contract of a run, and what people decide about it. */
export interface ContractCommands {
  /**
   * Of an assertion of the mission's latest run. With the attempt at its validation's task by whoever holds that, else by a
   * person who may direct missions. IMPLEMENTER_CANNOT_VALIDATE to who worked at it and says that it is PASSING.
   */
  reportAssertion(principal: Principal, input: ReportAssertion): Promise<Result<NodeAnswer<'ASSERTION'>>>;
  /** It need not hold: a person says so. */
  waiveAssertion(principal: Principal, input: OnNode & Reasoned): Promise<Result<NodeAnswer<'ASSERTION'>>>;
  /** Of a validation that asks because its rounds are used up: one more. A mission paused for it goes on. */
  grantRound(principal: Principal, input: OnNode & Reasoned): Promise<Result<NodeAnswer<'VALIDATION'>>>;
  /** The validation has failed, and the run with it. */
  failValidation(principal: Principal, input: OnNode & Reasoned): Promise<Result<NodeAnswer<'VALIDATION'>>>;
}

export interface ReportAssertion extends OnNode {
  readonly status: AssertionResult;
  /** Not blank: what was seen, or what stands in the way. */
  readonly evidence: string;
  /** The attempt at the task that validates it; absent when a person reports. */
  readonly attempt?: AttemptRef;
}

export function contractUseCases(context: EngineContext): ContractCommands {
  return {
    reportAssertion: (principal, input) =>
      commitElement(context, principal, {
        kind: 'ASSERTION',
        command: 'reportAssertion',
        input,
        decide: (draft) =>
          reportAssertion(draft, { ...input, assertion: input.node, mayDecide: mayDecide(principal) }),
      }),
    waiveAssertion: async (principal, input) =>
      checkReason(input.reason) ??
      commitElement(context, principal, {
        kind: 'ASSERTION',
        command: 'waiveAssertion',
        input,
        decide: (draft) =>
          waiveAssertion(draft, { ...input, assertion: input.node, mayDecide: mayDecide(principal) }),
      }),
    grantRound: async (principal, input) =>
      checkReason(input.reason) ??
      commitElement(context, principal, {
        kind: 'VALIDATION',
        command: 'grantRound',
        input,
        decide: (draft) =>
          grantRound(draft, { ...input, validation: input.node, mayDecide: mayDecide(principal) }),
      }),
    failValidation: async (principal, input) =>
      checkReason(input.reason) ??
      commitElement(context, principal, {
        kind: 'VALIDATION',
        command: 'failValidation',
        input,
        decide: (draft) =>
          failValidation(draft, { ...input, validation: input.node, mayDecide: mayDecide(principal) }),
      }),
  };
}

function mayDecide({ actor, role }: Principal): boolean {
  return actor.kind !== 'AGENT' && isPermitted(role, 'DIRECT');
}
