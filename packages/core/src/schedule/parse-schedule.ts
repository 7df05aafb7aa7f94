/**
 * The one way from what a caller sends to the settings of a schedule. All problems are found at once; what depends on
 * the rest being right is checked last.
 */
import * as z from 'zod/mini';
import { checkedText, closed, count } from '../document/document-schema.ts';
import type { Problem } from '../document/problem.ts';
import { type Path, quote, sentence, shapeProblems } from '../document/shape-problem.ts';
import { addDuration, parseDuration } from '../duration.ts';
import { type Instant, instantOf, parseInstant } from '../instant.ts';
import { LIMITS } from '../limits.ts';
import { isCron, isTimeZone } from './cron.ts';
import {
  CATCH_UP_POLICIES,
  OVERLAP_POLICIES,
  type ScheduleRule,
  type ScheduleSettings,
  slotAfter,
} from './schedule.ts';

export interface ParsedSchedule {
  /** Present exactly when there are no problems. */
  readonly settings?: ScheduleSettings;
  readonly problems: readonly Problem[];
}

const instant = checkedText('BAD_INSTANT', (source) =>
  parseInstant(source) === undefined
    ? 'is no instant: write a date, a time and an offset, such as 2026-11-21T07:30:00+01:00'
    : undefined,
);
const cron = checkedText('BAD_CRON', (source) =>
  source.length <= LIMITS.cronLengthMax && isCron(source)
    ? undefined
    : 'is no cron expression: write minute, hour, day of month, month and day of week, such as 30 6 * * MON-FRI',
);
const timeZone = checkedText('UNKNOWN_ZONE', (source) =>
  source.length <= LIMITS.nameLengthMax && isTimeZone(source)
    ? undefined
    : 'is no time zone of the IANA: write its name, such as Europe/Berlin, or UTC',
);
const jitter = checkedText('BAD_DURATION', (source) =>
  jitterMsOf(source) <= LIMITS.scheduleJitterMsMax
    ? undefined
    : 'is no ISO 8601 duration above zero and of at most a day, such as PT5M',
);

/** Nothing that is left out may be said by null, except by callers whose format has no other way. */
export const SCHEDULE_SCHEMA = closed({
  at: z.exactOptional(instant),
  cron: z.exactOptional(cron),
  timeZone: z.exactOptional(timeZone),
  endDate: z.exactOptional(instant),
  maxRuns: z.exactOptional(count.check(z.maximum(LIMITS.scheduleRunsMax))),
  overlap: z._default(z.literal(OVERLAP_POLICIES), 'SKIP'),
  catchUp: z._default(z.literal(CATCH_UP_POLICIES), 'NONE'),
  jitter: z.exactOptional(jitter),
});

type ScheduleShape = z.output<typeof SCHEDULE_SCHEMA>;

export function parseSchedule(input: unknown, now: Instant): ParsedSchedule {
  const result = SCHEDULE_SCHEMA.safeParse(input);
  if (!result.success)
    return { problems: result.error.issues.flatMap((issue) => shapeProblems(issue, [], input)) };
  const problems = [...ruleProblems(result.data), ...pastProblems(result.data, now)];
  const settings = problems.length === 0 ? settingsOf(result.data) : undefined;
  if (!settings) return { problems };
  return slotAfter(settings, now) === undefined
    ? { problems: [neverProblem(result.data)] }
    : { settings, problems: [] };
}

/** Once or by cron, and each with what belongs to it. */
function* ruleProblems(shape: ScheduleShape): Iterable<Problem> {
  const { at, cron: pattern } = shape;
  if (at === undefined && pattern === undefined) {
    yield problem('MISSING', ['cron'], 'is missing: write when, by cron or by at', null);
  }
  if (at !== undefined && pattern !== undefined) {
    yield problem('OUT_OF_RANGE', ['at'], 'stands beside cron: leave one of the two out', at);
  }
  if (pattern !== undefined && shape.timeZone === undefined) {
    yield problem('MISSING', ['timeZone'], 'is missing: say whose clock cron is about', null);
  }
  if (at === undefined) return;
  for (const key of ['timeZone', 'endDate', 'maxRuns'] as const) {
    if (shape[key] === undefined) continue;
    yield problem('OUT_OF_RANGE', [key], 'means nothing for a single instant: leave it out', shape[key]);
  }
}

function* pastProblems(shape: ScheduleShape, now: Instant): Iterable<Problem> {
  for (const key of ['at', 'endDate'] as const) {
    const text = shape[key];
    const at = text === undefined ? undefined : parseInstant(text);
    if (at === undefined || at > now) continue;
    yield problem('INSTANT_PAST', [key], `is ${quote(text)}, which has passed: write a later one`, text);
  }
}

function neverProblem({ cron: pattern, endDate }: ScheduleShape): Problem {
  const until = endDate === undefined ? '' : ` until ${endDate}`;
  return problem(
    'NO_OCCURRENCE',
    ['cron'],
    `is ${quote(pattern)}, which never comes${until}: correct it`,
    pattern,
  );
}

function settingsOf(shape: ScheduleShape): ScheduleSettings | undefined {
  const rule = ruleOf(shape);
  const endDate = shape.endDate === undefined ? undefined : parseInstant(shape.endDate);
  return (
    rule && {
      rule,
      overlap: shape.overlap,
      catchUp: shape.catchUp,
      ...(endDate === undefined ? {} : { endDate }),
      ...(shape.maxRuns === undefined ? {} : { maxRuns: shape.maxRuns }),
      ...(shape.jitter === undefined ? {} : { jitterMs: jitterMsOf(shape.jitter) }),
    }
  );
}

function ruleOf({ at, cron: pattern, timeZone: zone }: ScheduleShape): ScheduleRule | undefined {
  if (pattern !== undefined && zone !== undefined)
    return { kind: 'CRON', cron: pattern.trim(), timeZone: zone };
  const instantAt = at === undefined ? undefined : parseInstant(at);
  return instantAt === undefined ? undefined : { kind: 'ONCE', at: instantAt };
}

/** Infinite for what is no duration. */
function jitterMsOf(source: string): number {
  const duration = parseDuration(source);
  return duration === undefined ? Number.POSITIVE_INFINITY : addDuration(instantOf(0), duration);
}

function problem(code: Problem['code'], path: Path, text: string, value: unknown): Problem {
  return { code, path, message: sentence(path, text), value };
}
