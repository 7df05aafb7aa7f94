/** What the printed schema calls the arguments of each mutation and subscription: the paths of refusals begin with one of them. */
import { readFileSync } from 'node:fs';
import { buildSchema, getNamedType, isInputObjectType } from 'graphql';

const SCHEMA = buildSchema(readFileSync(new URL('../../schema/schema.graphql', import.meta.url), 'utf8'));
const MUTATIONS = SCHEMA.getMutationType()?.getFields() ?? {};
const SUBSCRIPTIONS = SCHEMA.getSubscriptionType()?.getFields() ?? {};

export function argumentsOf(field: string): readonly string[] {
  const subscription = SUBSCRIPTIONS[field];
  if (subscription) return subscription.args.map(({ name }) => name);
  const input = MUTATIONS[field]?.args.find(({ name }) => name === 'input')?.type;
  const type = input && getNamedType(input);
  if (!isInputObjectType(type)) throw new Error(`there is no mutation ${field}`);
  return Object.keys(type.getFields());
}
