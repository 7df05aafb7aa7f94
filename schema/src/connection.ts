import { LIMITS } from '@muster/core/limits';
import { type CursorKind, isCursor } from '@muster/engine/cursors';
import type { Listed } from '@muster/engine/engine';
import { builder } from './builder.ts';
import { failure } from './errors.ts';

interface PageArguments {
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
}

/** Arguments of a connection field. Lists are read forward only. */
export function pageArguments() {
  return builder.args((t) => ({
    first: t.int({
      description: `Page size, 1–${LIMITS.pageSizeMax}; ${LIMITS.pageSizeDefault} unless told.`,
    }),
    after: t.string({ description: 'A cursor of a former page.' }),
  }));
}

/** The page asked for. Throws as `pageSizeOf` does, and INVALID_ARGUMENT for a cursor that is none of this list. */
export function pageOf(
  args: PageArguments,
  cursors: CursorKind,
): { readonly first: number; readonly after?: string } {
  const first = pageSizeOf(args);
  if (typeof args.after !== 'string') return { first };
  if (isCursor(cursors, args.after)) return { first, after: args.after };
  const detail = {
    reason: 'This is no cursor of this list: give the `cursor` or `endCursor` of a former page.',
  };
  throw failure({ code: 'INVALID_ARGUMENT', path: ['after'], detail });
}

/** Throws LIMIT_EXCEEDED or INVALID_ARGUMENT for a size outside 1–100. */
export function pageSizeOf(args: Pick<PageArguments, 'first'>): number {
  const first = args.first ?? LIMITS.pageSizeDefault;
  if (first > LIMITS.pageSizeMax) {
    const detail = { limit: 'pageSizeMax', max: LIMITS.pageSizeMax, actual: first } as const;
    throw failure({ code: 'LIMIT_EXCEEDED', path: ['first'], detail });
  }
  if (first < 1) {
    const detail = { reason: 'A page has at least 1 item.' };
    throw failure({ code: 'INVALID_ARGUMENT', path: ['first'], detail });
  }
  return first;
}

/** Weighs a connection by the size of the page that is asked for. */
export function pageComplexity(args: PageArguments): { field: number; multiplier: number } {
  return { field: 1, multiplier: Math.max(1, args.first ?? LIMITS.pageSizeDefault) };
}

export function connectionOf<From, To>(listed: Listed<From>, args: PageArguments, shape: (item: From) => To) {
  const edges = listed.items.map(({ cursor, node }) => ({ cursor, node: shape(node) }));
  return {
    edges,
    pageInfo: {
      hasNextPage: listed.hasNext,
      hasPreviousPage: typeof args.after === 'string',
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}

/** A page of a list that is at hand. A cursor is the place of its item, from 0. */
export function listedOf<T>(items: readonly T[], args: PageArguments): Listed<T> {
  const { first, after } = pageOf(args, 'NUMBER');
  const from = after === undefined ? 0 : Number(after) + 1;
  const page = items.slice(from, from + first);
  return {
    items: page.map((node, place) => ({ cursor: String(from + place), node })),
    hasNext: from + page.length < items.length,
  };
}
