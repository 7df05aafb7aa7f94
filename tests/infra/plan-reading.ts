/** Reads plans: resources by type and name, and what the roles of functions allow. */
import type { PlannedInputs, PlannedResource } from '@muster/infra/plan/mocks';
import type { Plan } from './a-plan.ts';

export function ofType({ resources }: Plan, type: string): readonly PlannedResource[] {
  return resources.filter((resource) => resource.type === type);
}

/** Inputs of the one resource of this type and name. */
export function inputsOf({ resources }: Plan, type: string, name: string): PlannedInputs {
  const found = resources.filter((resource) => resource.type === type && resource.name === name);
  if (found.length !== 1 || found[0] === undefined) throw new Error(`${found.length} resources are ${name}.`);
  return found[0].inputs;
}

export interface AllowedAction {
  readonly action: string;
  readonly resource: string;
}

/** What a role's own policies allow, one action and one resource each; physical names without their random end. */
export function allowedBy(role: PlannedInputs): readonly AllowedAction[] {
  const policies = (role.inlinePolicies ?? []) as readonly { readonly policy: string }[];
  return policies.flatMap(({ policy }) => {
    const { statements } = JSON.parse(policy) as { readonly statements: readonly Statement[] };
    return statements.flatMap(({ actions, resources }) =>
      actions.flatMap((action) => resources.map((resource) => ({ action, resource: shortened(resource) }))),
    );
  });
}

interface Statement {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
}

/** `arn:aws:sqs:us-east-1:000000000000:muster-ci-AdvanceQueueQueue-abcd.fifo` → `sqs:AdvanceQueueQueue`. */
export function shortened(arn: string): string {
  if (arn === '*') return arn;
  const [, , service, , , ...path] = arn.split(':');
  return `${service}:${path.join(':').replace(/muster-[a-z]+-(\w+)-[a-z]{8}(\.fifo)?/g, '$1')}`;
}
