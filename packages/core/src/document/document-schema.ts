/**
 * What each element of a document looks like as it comes in: field names, types, ranges and defaults. Names are only
 * read here; whether they name anything is for the other checks, which look at the document as a whole.
 */
import * as z from 'zod/mini';
import { parseDuration } from '../duration.ts';
import { parseInstant } from '../instant.ts';
import { LIMITS, type LimitName } from '../limits.ts';
import { eventNameProblem } from '../notify/event-name.ts';
import { CHANNEL_NAME_PATTERN } from '../notify/notify-ids.ts';
import { SEVERITIES } from '../notify/severity.ts';
import { checkCondition, checkNotificationCondition } from './condition.ts';
import {
  CLAIM_POLICIES,
  ON_BREACH,
  ON_EXPIRY,
  ON_FAILURE,
  REVIEW_POLICIES,
  UNCLAIMED_POLICIES,
} from './document.ts';
import type { ProblemCode } from './problem.ts';

const MINUTES_MAX = LIMITS.durationMsMax / 60_000;
const AMOUNT_MAX = 1_000_000_000_000;
const ASSERTION_ID = /^VAL(?:-[A-Z][A-Z0-9]*)+-\d{3,6}$/;

/** An object that names its keys when it meets another one. */
export function closed<Shape extends z.core.$ZodShape>(shape: Shape) {
  const keys = Object.keys(shape).join(', ');
  return z.strictObject(shape, {
    error: (issue) => (issue.code === 'unrecognized_keys' ? `is no key here; these are: ${keys}` : undefined),
  });
}

// Lengths are checked by refinements, which wait for the right type. The library's own `max` and `min` look at the
// `length` of whatever was sent, and trip over an object that has one.
function text(limit: LimitName) {
  const max = LIMITS[limit];
  return z.string().check(
    z.refine((value) => value.length <= max, {
      params: { code: 'LIMIT_EXCEEDED' },
      error: `is longer than the limit ${limit} of ${max} characters`,
    }),
  );
}

function filledText(limit: LimitName) {
  return text(limit).check(
    z.refine((value) => /\S/.test(value), 'is blank: write something, or leave it out'),
  );
}

function filledList<Item extends z.core.$ZodType>(item: Item) {
  return z.array(item).check(z.refine((list) => list.length > 0, 'is empty: name at least one'));
}

function boundedList<Item extends z.core.$ZodType>(item: Item, limit: LimitName) {
  const max = LIMITS[limit];
  return z.array(item).check(
    z.refine((list) => list.length <= max, {
      params: { code: 'LIMIT_EXCEEDED' },
      error: `has more elements than the limit ${limit} of ${max}`,
    }),
  );
}

/** A text that a parser of ours must accept; `explain` says why it does not. */
export function checkedText(code: ProblemCode, explain: (source: string) => string | undefined) {
  return z.string().check(
    z.superRefine((source, context) => {
      const reason = explain(source);
      if (reason !== undefined) context.addIssue({ code: 'custom', params: { code }, message: reason });
    }),
  );
}

/** A text that a parser of ours turns into something else; what it answers with `problem` is what is wrong. */
function parsedText<Parsed>(
  parse: (source: string) => Parsed | undefined,
  problem: { readonly code: ProblemCode; readonly message: string },
) {
  return z.pipe(
    z.string(),
    z.transform((source, { issues }) => {
      const parsed = parse(source);
      if (parsed !== undefined) return parsed;
      const { code, message } = problem;
      issues.push({ code: 'custom', params: { code }, message, input: source });
      return z.NEVER;
    }),
  );
}

const name = filledText('nameLengthMax');
const longText = text('textLengthMax');
const names = z._default(z.array(name), []);
const texts = z._default(z.array(longText), []);
const references = z._default(z.array(z.string()), []);
export const count = z.int().check(z.minimum(1));
const score = z.number().check(z.minimum(1), z.maximum(5));

const duration = parsedText(parseDuration, {
  code: 'BAD_DURATION',
  message: 'is no ISO 8601 duration above zero and of at most 366 days, such as PT30M or P2D',
});

const instant = checkedText('BAD_INSTANT', (source) =>
  parseInstant(source) === undefined
    ? 'is no instant: write a date, a time and an offset, such as 2026-11-21T07:30:00Z'
    : undefined,
);

const gateCondition = checkedText('BAD_CONDITION', (source) => conditionText(checkCondition(source)));
const notificationCondition = checkedText('BAD_CONDITION', (source) =>
  conditionText(checkNotificationCondition(source)),
);

function conditionText(reason: string | undefined): string | undefined {
  return reason === undefined ? undefined : `is no condition: ${reason}`;
}

const dimension = closed({
  name,
  weight: z._default(z.number().check(z.positive(), z.maximum(AMOUNT_MAX)), 1),
  rubric: z.exactOptional(longText),
});

const expectation = z.discriminatedUnion('type', [
  closed({ type: z.literal('file_exists'), paths: filledList(filledText('textLengthMax')) }),
  closed({ type: z.literal('test'), command: filledText('textLengthMax') }),
  closed({ type: z.literal('script'), command: filledText('textLengthMax') }),
  closed({
    type: z.literal('llm_review'),
    criteria: z.exactOptional(filledText('textLengthMax')),
    dimensions: z.exactOptional(filledList(dimension)),
    threshold: z._default(score, 3),
  }).check(
    z.refine((review) => review.criteria !== undefined || review.dimensions !== undefined, {
      path: ['criteria'],
      params: { code: 'MISSING' },
      error: 'is missing: a review needs criteria or dimensions',
    }),
  ),
]);

const channelName = checkedText('UNKNOWN_NAME', (source) =>
  CHANNEL_NAME_PATTERN.test(source)
    ? undefined
    : 'can be no name of a channel: write up to 63 letters, digits and hyphens',
);
const channelNames = z._default(boundedList(channelName, 'ruleChannelsMax'), []);

const notification = closed({
  events: filledList(checkedText('UNKNOWN_NAME', eventNameProblem)),
  condition: z.exactOptional(notificationCondition),
  channels: channelNames,
  severity: z.exactOptional(z.literal(SEVERITIES)),
  cooldown: z.exactOptional(duration),
  action: z.exactOptional(text('notificationActionLengthMax')),
  inherit: z.exactOptional(z.boolean()),
});

const estimate = closed({
  minutes: z.exactOptional(z.number().check(z.minimum(0), z.maximum(MINUTES_MAX))),
  tokens: z.exactOptional(z.int().check(z.minimum(0), z.maximum(AMOUNT_MAX))),
  costUsd: z.exactOptional(z.number().check(z.minimum(0), z.maximum(AMOUNT_MAX))),
});

const task = closed({
  key: z.exactOptional(name),
  title: filledText('titleLengthMax'),
  description: z._default(longText, ''),
  assignTo: z.exactOptional(name),
  specialty: z.exactOptional(name),
  priority: z._default(z.literal([1, 2, 3, 4, 5]), 3),
  dependsOn: references,
  milestone: z.exactOptional(z.string()),
  goal: z.exactOptional(longText),
  fulfills: references,
  expectations: z._default(z.array(expectation), []),
  expectedOutcomes: texts,
  estimate: z.exactOptional(estimate),
  weight: z._default(z.number().check(z.positive(), z.maximum(AMOUNT_MAX)), 1),
  maxAttempts: z._default(count.check(z.maximum(LIMITS.attemptsMax)), LIMITS.attemptsDefault),
  retryBackoff: z.exactOptional(duration),
  maxDuration: z.exactOptional(duration),
  deadline: z.exactOptional(instant),
  onBreach: z.exactOptional(z.literal(ON_BREACH)),
  review: z.exactOptional(z.literal(REVIEW_POLICIES)),
  reviewers: names,
  reviewWithin: z.exactOptional(duration),
  escalateTo: z.exactOptional(name),
  sideEffects: z._default(z.boolean(), false),
  onFailure: z._default(z.literal(ON_FAILURE), 'FAIL_RUN'),
  tags: names,
  context: texts,
  notifications: z.exactOptional(boundedList(notification, 'taskNotificationRulesMax')),
});

const milestone = closed({
  name,
  description: z._default(longText, ''),
  sequence: z.exactOptional(z.int().check(z.minimum(0))),
  validation: z.exactOptional(longText),
});

const element = { name, afterTasks: references, blocksTasks: references, notifyChannels: channelNames };

const checkpoint = closed({
  ...element,
  message: z._default(longText, ''),
  approvers: names,
  quorum: z._default(count.check(z.maximum(LIMITS.approversMax)), 1),
  expiresAfter: z.exactOptional(duration),
  onExpiry: z._default(z.literal(ON_EXPIRY), 'ESCALATE'),
});

const qualityGate = closed({
  ...element,
  minScore: z.exactOptional(score),
  requireAllPassed: z.exactOptional(z.boolean()),
  condition: z.exactOptional(gateCondition),
});

const delay = closed({ ...element, duration, message: z._default(longText, '') });

const assertion = closed({
  id: checkedText('BAD_ASSERTION_ID', (id) =>
    id.length <= LIMITS.nameLengthMax && ASSERTION_ID.test(id)
      ? undefined
      : 'is no assertion id: write VAL, an area and a number, such as VAL-AUTH-001',
  ),
  title: filledText('textLengthMax'),
  behaviour: z.exactOptional(longText),
  evidence: z.exactOptional(longText),
  milestone: z.exactOptional(z.string()),
});

const agent = closed({
  name,
  role: z.exactOptional(name),
  model: z.exactOptional(name),
  specialties: names,
  maxConcurrent: z.exactOptional(count),
  volatile: z._default(z.boolean(), false),
});

const deadline = parsedText(
  (source) => {
    const parsed = parseDuration(source);
    if (parsed !== undefined) return { duration: parsed };
    return parseInstant(source) === undefined ? undefined : { instant: source };
  },
  {
    code: 'BAD_INSTANT',
    message:
      'is neither an instant with an offset, such as 2026-11-21T07:30:00Z, nor a duration, such as PT8H',
  },
);

/** What is expected of the claims on the contract, and how often it is validated. */
export const CONTRACT_POLICY_SCHEMA = closed({
  unclaimed: z._default(z.literal(UNCLAIMED_POLICIES), 'WARN'),
  claims: z._default(z.literal(CLAIM_POLICIES), 'AT_LEAST_ONE'),
  maxRounds: z._default(count.check(z.maximum(LIMITS.validationRoundsMax)), LIMITS.validationRoundsDefault),
});

/** What a document says beside its sections. */
export const SETTINGS_SCHEMA = closed({
  deadline: z.exactOptional(deadline),
  onBreach: z._default(z.literal(ON_BREACH), 'NOTIFY'),
  qualityThreshold: z.exactOptional(score),
  contractPolicy: z.prefault(CONTRACT_POLICY_SCHEMA, {}),
});

/** One element of each section, by the section's key in the document. */
export const ELEMENT_SCHEMAS = {
  tasks: task,
  milestones: milestone,
  checkpoints: checkpoint,
  qualityGates: qualityGate,
  delays: delay,
  contract: assertion,
  team: agent,
  notifications: notification,
} as const;

export type SectionName = keyof typeof ELEMENT_SCHEMAS;
/** An element whose shape is right, defaults filled in. */
export type Shape<Name extends SectionName> = z.output<(typeof ELEMENT_SCHEMAS)[Name]>;
