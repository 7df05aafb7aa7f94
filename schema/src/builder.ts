/**
 * The one Pothos builder. Order of plugins matters: the first is the outermost, so that the errors plugin sees what
 * validation refuses, and the complexity of a request is weighed before anything else happens.
 */

import { invalidArgument } from '@muster/core/error-table';
import type { Instant } from '@muster/core/instant';
import { LIMITS } from '@muster/core/limits';
import { isPermitted, type Permission } from '@muster/engine/access/permission';
import SchemaBuilder from '@pothos/core';
import ComplexityPlugin, { type ComplexityErrorFn } from '@pothos/plugin-complexity';
import DataloaderPlugin from '@pothos/plugin-dataloader';
import ErrorsPlugin from '@pothos/plugin-errors';
import RelayPlugin from '@pothos/plugin-relay';
import ScopeAuthPlugin from '@pothos/plugin-scope-auth';
import ValidationPlugin from '@pothos/plugin-validation';
import type { GraphContext } from './context.ts';
import { failure, wholeCallForbidden } from './errors.ts';

export interface SchemaTypes {
  Context: GraphContext;
  DefaultFieldNullability: false;
  DefaultEdgesNullability: false;
  DefaultNodeNullability: false;
  AuthScopes: { may: Permission };
  Scalars: {
    ID: { Input: string; Output: string };
    DateTime: { Input: Instant; Output: Instant };
    Duration: { Input: string; Output: string };
    JSON: { Input: unknown; Output: unknown };
  };
}

export const builder = new SchemaBuilder<SchemaTypes>({
  plugins: [ComplexityPlugin, ErrorsPlugin, ScopeAuthPlugin, RelayPlugin, DataloaderPlugin, ValidationPlugin],
  defaultFieldNullability: false,
  complexity: {
    defaultComplexity: 1,
    defaultListMultiplier: 5,
    limit: {
      complexity: LIMITS.queryComplexityMax,
      depth: LIMITS.queryDepthMax,
      breadth: LIMITS.queryFieldsMax,
    },
    complexityError: (kind, result) =>
      failure({ code: 'LIMIT_EXCEEDED', path: [], detail: excess(kind, result) }),
  },
  errors: {
    directResult: true,
    // A refused input is answered before the credential is looked at; that tells nothing but what the schema says.
    unsafelyHandleInputErrors: true,
  },
  scopeAuth: {
    authorizeOnSubscribe: true,
    authScopes: ({ principal }) => ({
      may: (permission) => principal !== undefined && isPermitted(principal.role, permission),
    }),
    unauthorizedError: (_parent, { principal }, info) =>
      principal === undefined
        ? failure({ code: 'UNAUTHENTICATED', path: [], detail: {} })
        : wholeCallForbidden(`ask for ${info.fieldName}`),
  },
  relay: {
    // Ids are ours and say what they name; see `node.ts`. The plugin's own id fields would cost a promise each.
    nodeQueryOptions: false,
    nodesQueryOptions: false,
    cursorType: 'String',
    nodeTypeOptions: { description: 'Anything with an id of its own.', resolveType: (value) => tagOf(value) },
    idFieldOptions: { description: 'Unique in the workspace; its prefix says what it names.' },
    pageInfoTypeOptions: { description: 'Where a page stands in its list.' },
    hasNextPageFieldOptions: { description: 'Whether something comes after this page.' },
    hasPreviousPageFieldOptions: { description: 'Whether this page was asked for with a cursor.' },
    startCursorFieldOptions: { description: 'Cursor of the first edge; null on an empty page.' },
    endCursorFieldOptions: { description: 'Cursor of the last edge; null on an empty page.' },
    edgesFieldOptions: {
      nullable: false,
      description: 'The items of the page, with their cursors.',
      complexity: { multiplier: 1 },
    },
    nodeFieldOptions: { nullable: false, description: 'The item.' },
    cursorFieldOptions: { description: 'Pass it as `after` to go on behind this item.' },
    pageInfoFieldOptions: { description: 'Where this page stands in the list.' },
    nodesOnConnection: {
      description: 'The items of the page, without cursors.',
      complexity: { multiplier: 1 },
    },
    firstArgOptions: { description: 'Page size, 1–100; 20 unless told.' },
    afterArgOptions: { description: 'A cursor of a former page.' },
  },
  validation: {
    validationError: (refused, _args, context) => {
      if (context.principal === undefined) return failure({ code: 'UNAUTHENTICATED', path: [], detail: {} });
      const [issue] = refused.issues;
      const path = (issue?.path ?? []).map((part) => (typeof part === 'object' ? part.key : part));
      // The argument is always called `input`; paths start inside it.
      return failure(invalidArgument(path.slice(1).map(String), issue?.message ?? 'The input is not valid.'));
    },
  },
});

type Weighed = Parameters<ComplexityErrorFn>[1];

function excess(kind: string, weighed: Weighed) {
  if (kind === 'Depth') {
    return { limit: 'queryDepthMax', max: LIMITS.queryDepthMax, actual: weighed.depth } as const;
  }
  if (kind === 'Breadth') {
    return { limit: 'queryFieldsMax', max: LIMITS.queryFieldsMax, actual: weighed.breadth } as const;
  }
  return { limit: 'queryComplexityMax', max: LIMITS.queryComplexityMax, actual: weighed.complexity } as const;
}

/** Every value of an object type that stands behind an interface or union carries its name. */
export function tagOf(value: unknown): string | undefined {
  return typeof value === 'object' && value !== null && '__typename' in value
    ? String(value.__typename)
    : undefined;
}
