import { parseDuration } from '@muster/core/duration';
import { formatInstant, type Instant, parseInstant } from '@muster/core/instant';
import { GraphQLError, type ValueNode, valueFromASTUntyped } from 'graphql';
import { builder } from './builder.ts';

/** Deeper nesting is refused before anybody walks it recursively. */
const JSON_DEPTH_MAX = 64;

builder.scalarType('DateTime', {
  description: 'An instant: RFC 3339 in UTC with milliseconds, `2026-11-21T07:30:00.000Z`.',
  serialize: (instant) => formatInstant(instant),
  parseValue: (value): Instant => {
    const instant = typeof value === 'string' ? parseInstant(value) : undefined;
    if (instant === undefined) {
      throw new GraphQLError('A DateTime is an RFC 3339 instant with an offset: 2026-11-21T07:30:00Z.');
    }
    return instant;
  },
});

builder.scalarType('Duration', {
  description: 'A length of time: ISO 8601, above zero, at most 366 days. `PT30M`, `P2D`.',
  serialize: (duration) => duration,
  parseValue: (value): string => {
    const duration = typeof value === 'string' ? parseDuration(value) : undefined;
    if (duration === undefined) {
      throw new GraphQLError('A Duration is ISO 8601, above zero and at most 366 days: PT30M.');
    }
    return duration;
  },
});

builder.scalarType('JSON', {
  description: 'Any JSON value, nested at most 64 deep.',
  serialize: (value) => value,
  parseValue: (value) => bounded(value),
  parseLiteral: (node: ValueNode, variables) => bounded(valueFromASTUntyped(node, variables)),
});

function bounded(value: unknown): unknown {
  if (depthExceeds(value, JSON_DEPTH_MAX)) {
    throw new GraphQLError(`A JSON value may be nested at most ${JSON_DEPTH_MAX} deep.`);
  }
  return value;
}

function depthExceeds(value: unknown, max: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (max === 0) return true;
  const children: readonly unknown[] = Array.isArray(value) ? value : Object.values(value);
  return children.some((child) => depthExceeds(child, max - 1));
}
