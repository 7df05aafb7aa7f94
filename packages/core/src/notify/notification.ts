/**
 * What is told: an event, cut to a size that anybody can take, with what a person needs to make sense of it. It is made
 * once and kept with its deliveries, so that each try says the same.
 */
import type { Actor } from '../actor.ts';
import { jsonBytes } from '../document/json-bytes.ts';
import type { Event, EventType } from '../event.ts';
import { eventIdOf, type MissionId } from '../ids.ts';
import { formatInstant, type Instant } from '../instant.ts';
import { LIMITS } from '../limits.ts';
import type { ChosenRule, RuleScope } from './choose-rules.ts';
import type { DeliveryId } from './notify-ids.ts';
import type { Severity } from './severity.ts';

/** No event: somebody wants to see whether a channel works. */
export const TEST_EVENT = 'ChannelTested';

export interface Notification {
  /** Of the rule that asked for it. */
  readonly scope: RuleScope | 'TEST';
  readonly type: EventType | typeof TEST_EVENT;
  readonly sequence: number;
  readonly occurredAt: Instant;
  readonly actor: Actor;
  readonly runNumber?: number;
  /** Id. */
  readonly subject: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly mission: { readonly id: MissionId; readonly title: string };
  readonly severity?: Severity;
  /** See `NotificationRule`. */
  readonly action?: string;
  /** The event is that a checkpoint asks somebody, and the rule wants to have it decided. */
  readonly asks?: { readonly openedAt: Instant; readonly expiresAt?: Instant };
}

export function notificationOf(
  event: Event,
  { scope, rule }: ChosenRule,
  mission: Notification['mission'],
): Notification {
  const { type, sequence, occurredAt, actor, runNumber, subject, data } = event;
  return {
    scope,
    type,
    sequence,
    occurredAt,
    actor,
    ...(runNumber === undefined ? {} : { runNumber }),
    subject,
    data: boundedData(data),
    mission,
    ...(rule.severity === undefined ? {} : { severity: rule.severity }),
    ...(rule.action === undefined ? {} : { action: rule.action }),
  };
}

/**
 * The body of a webhook, version 1; `type`, `timestamp` and `data` stand where Standard Webhooks wants them. The ids in
 * it can be asked for over the API. Ways out may add `links`.
 */
export function payloadOf(id: DeliveryId, told: Notification): Readonly<Record<string, unknown>> {
  const { type, sequence, occurredAt, actor, runNumber, subject, data, mission, severity, action } = told;
  const link = linkOf(told);
  return {
    type,
    timestamp: formatInstant(occurredAt),
    version: 1,
    data: {
      deliveryId: id,
      event: {
        ...(told.scope === 'TEST' ? {} : { id: eventIdOf(mission.id, sequence) }),
        sequence,
        actor: { kind: actor.kind, name: actor.name },
        ...(runNumber === undefined ? {} : { runNumber }),
        data,
      },
      ...(told.scope === 'TEST' ? {} : { mission }),
      subject: { id: subject, kind: subjectKindOf(subject), ...nameIn(data) },
      ...(severity === undefined ? {} : { severity }),
      ...(action === undefined ? {} : { action }),
    },
    links: link === undefined ? {} : { action: link },
  };
}

/** The same for people: plain text. */
export interface NoticeText {
  readonly title: string;
  readonly lines: readonly string[];
  readonly severity?: Severity;
  readonly link?: string;
}

const LINES_MAX = 8;
const SAID_IN_TITLE = new Set(['name', 'from', 'to']);

export function noticeOf(told: Notification): NoticeText {
  const { mission, occurredAt, actor, severity, action, data } = told;
  const link = linkOf(told);
  const facts = Object.entries(data).flatMap(([key, value]) =>
    SAID_IN_TITLE.has(key) || !isPlain(value) ? [] : [`${words(key)}: ${value}`],
  );
  return {
    title: told.scope === 'TEST' ? 'This channel works' : `${mission.title}: ${happening(told)}`,
    lines: [
      ...(action === undefined || link !== undefined || told.asks ? [] : [action]),
      ...facts.slice(0, LINES_MAX),
      `By ${actor.name}, ${formatInstant(occurredAt)}`,
    ],
    ...(severity === undefined ? {} : { severity }),
    ...(link === undefined ? {} : { link }),
  };
}

/** An action that is an address. */
function linkOf({ action }: Notification): string | undefined {
  return action !== undefined && /^https?:\/\//.test(action) && URL.canParse(action) ? action : undefined;
}

/** `Checkpoint release is OPEN`, `Gate held: quality`. */
function happening({ type, subject, data }: Notification): string {
  const { name } = nameIn(data);
  const status = type.endsWith('StatusChanged') ? data.to : undefined;
  if (isPlain(status)) {
    const kind = words(type.slice(0, -'StatusChanged'.length));
    return `${kind} ${name ?? subject} is ${status}`;
  }
  return `${words(type)}: ${name ?? subject}`;
}

function nameIn(data: Notification['data']): { readonly name?: string } {
  return typeof data.name === 'string' ? { name: data.name } : {};
}

/** `CheckpointStatusChanged` and `averageScore` as words. */
function words(name: string): string {
  const apart = name.replace(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase();
  return apart.charAt(0).toUpperCase() + apart.slice(1);
}

function isPlain(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

const KINDS: Readonly<Record<string, string>> = {
  mis: 'MISSION',
  run: 'RUN',
  rep: 'REPORT',
  tsk: 'TASK',
  chk: 'CHECKPOINT',
  gat: 'GATE',
  dly: 'DELAY',
  mst: 'MILESTONE',
  jct: 'JUNCTION',
  ast: 'ASSERTION',
  val: 'VALIDATION',
  att: 'ATTEMPT',
  art: 'ARTIFACT',
  dlt: 'DEAD_LETTER',
  dls: 'DEAD_LETTER',
  chn: 'CHANNEL',
};

/** What an id names, by its prefix; `OTHER` for what this page doesn't know. */
export function subjectKindOf(id: string): string {
  return KINDS[id.split('_', 1)[0] ?? ''] ?? 'OTHER';
}

/** Long texts are cut; what is too large even so is left out, and says so. */
function boundedData(data: Notification['data']): Notification['data'] {
  if (isWithin(data)) return data;
  const cut = cutTexts(data, 0);
  if (isRecord(cut) && isWithin(cut)) return { ...cut, isCut: true };
  return { ...nameIn(data), ...(isPlain(data.to) ? { to: data.to } : {}), isCut: true };
}

function isWithin(data: unknown): boolean {
  return jsonBytes(data, LIMITS.notificationDataBytesMax) <= LIMITS.notificationDataBytesMax;
}

const CUT_DEPTH_MAX = 6;

function cutTexts(value: unknown, depth: number): unknown {
  if (typeof value === 'string') {
    const max = LIMITS.notificationTextLengthMax;
    return value.length > max ? `${value.slice(0, max - 1)}…` : value;
  }
  if (typeof value !== 'object' || value === null) return value;
  if (depth === CUT_DEPTH_MAX) return null;
  if (Array.isArray(value)) return value.map((item) => cutTexts(item, depth + 1));
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, cutTexts(member, depth + 1)]));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
