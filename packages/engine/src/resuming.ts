/**
 * Subscriptions that many short processes look after in turn: a round tells what is new after what was told before,
 * and ends. Whoever calls keeps `told` between two rounds.
 *
 * R1. Rounds one after the other tell a watcher of a mission every event once and in order, whatever commits they are
 *     given: some twice, or with others missing in between.
 * R2. Watchers of a whole workspace are told of commits that are given only. Given twice, they are told once.
 * R3. `told` covers the items that were handed over, the last one included, and nothing beyond.
 */
import type { MissionId, WorkspaceId } from '@muster/core/ids';
import type { Instant } from '@muster/core/instant';
import { LIMITS } from '@muster/core/limits';
import { err, ok, type Result } from '@muster/core/result';
import type { MissionHead } from '@muster/core/run/mission';
import type { EngineContext } from './context.ts';
import { loadHeads } from './loading.ts';
import type { Principal } from './principal.ts';
import type { CommitRecord } from './records.ts';
import type { MissionEventsItem, Subscriptions, WatchMission } from './subscribing.ts';
import { cursorProblem, missionNotFound, PROGRESS_INTERVAL_MS } from './subscriptions.ts';
import { lanesOf, missionRound, newEvents, noteReady } from './watch-rounds.ts';

/** Up to which sequence a watcher was told of each mission, the one it heard of last at the end. JSON. */
export type Told = readonly (readonly [missionId: MissionId, sequence: number])[];

/** What a subscription is about: one mission, or everything in a workspace. */
export interface WatchTopic {
  readonly workspaceId: WorkspaceId;
  readonly missionId?: MissionId;
}

export interface ResumptionOptions {
  /** Absent in the first round. */
  readonly told?: Told | undefined;
  /** When the subscription began: a watcher of a workspace is told nothing from before. */
  readonly since: Instant;
  /** What the feed brought, in order per mission. None: look whether there is anything new in the mission's log. */
  readonly commits: readonly CommitRecord[];
}

/** One round of one subscription. */
export class Resumption {
  /** Known once the subscription was asked for. */
  topic: WatchTopic | undefined;
  /** How long to leave a watcher alone after a round that told something. */
  intervalMs: number | undefined;
  readonly isFirst: boolean;
  readonly commits: readonly CommitRecord[];
  readonly #since: Instant;
  readonly #told: Map<MissionId, number>;

  constructor({ told, since, commits }: ResumptionOptions) {
    this.isFirst = told === undefined;
    this.commits = commits;
    this.#since = since;
    this.#told = new Map(told);
  }

  get told(): Told {
    return [...this.#told];
  }

  toldOf(missionId: MissionId): number | undefined {
    return this.#told.get(missionId);
  }

  tell(missionId: MissionId, sequence: number): void {
    this.#told.delete(missionId);
    this.#told.set(missionId, sequence);
    if (this.#told.size <= LIMITS.watchToldMissionsMax) return;
    const [oldest] = this.#told.keys();
    if (oldest !== undefined) this.#told.delete(oldest);
  }

  /** False when all that was given was told before. */
  get mayHoldNews(): boolean {
    return this.commits.length === 0 || this.commits.some((commit) => this.isNews(commit));
  }

  /** Whether the commit may hold something that was not told. */
  isNews(commit: CommitRecord): boolean {
    const told = this.#told.get(commit.missionId);
    return told === undefined ? commit.at >= this.#since : commit.sequence > told;
  }
}

/** Each may be asked for once. */
export function resumingSubscriptions(context: EngineContext, resumption: Resumption): Subscriptions {
  return {
    async missionEvents(principal, input) {
      resumption.topic = { workspaceId: principal.workspaceId, missionId: input.missionId };
      const refused = await refusal(context, resumption, { principal, input });
      return refused ?? ok(missionEvents(context, resumption, { principal, input }));
    },
    async missionProgress(principal, input) {
      resumption.topic = { workspaceId: principal.workspaceId, missionId: input.missionId };
      resumption.intervalMs = input.intervalMs ?? PROGRESS_INTERVAL_MS;
      const refused = await refusal(context, resumption, { principal, input });
      return refused ?? ok(missionProgress(context, resumption, { principal, missionId: input.missionId }));
    },
    tasksReady(principal, input) {
      resumption.topic = { workspaceId: principal.workspaceId };
      return tasksReady(resumption, lanesOf(input));
    },
    workspaceEvents(principal, input) {
      resumption.topic = { workspaceId: principal.workspaceId };
      return workspaceEvents(resumption, input);
    },
  };
}

/** A subscription is refused when it begins, or never. */
async function refusal(
  context: EngineContext,
  resumption: Resumption,
  asked: {
    readonly principal: Principal;
    readonly input: { readonly missionId: MissionId; readonly after?: number };
  },
): Promise<Extract<Result<never>, { ok: false }> | undefined> {
  if (!resumption.isFirst) return undefined;
  const { missionId, after } = asked.input;
  const [head] = await loadHeads(context, asked.principal.workspaceId, [missionId]);
  const problem = head ? cursorProblem(head, after) : missionNotFound(missionId);
  return problem && err(problem);
}

async function* missionEvents(
  context: EngineContext,
  resumption: Resumption,
  asked: { readonly principal: Principal; readonly input: WatchMission },
): AsyncGenerator<MissionEventsItem> {
  const { missionId, types, after } = asked.input;
  const cursor = resumption.toldOf(missionId) ?? after;
  const given = cursor === undefined ? undefined : givenAfter(resumption.commits, missionId, cursor);
  if (cursor !== undefined && given) {
    for (const commit of given) {
      for (const event of newEvents(commit, cursor, types)) {
        resumption.tell(missionId, event.sequence);
        yield { kind: 'EVENT', event };
      }
      resumption.tell(missionId, commit.sequence);
    }
    return;
  }
  const lagMax = LIMITS.socketBacklogEventsMax;
  const round = missionRound(context, { ...asked.input, principal: asked.principal, cursor, lagMax });
  let item = await round.next();
  for (; item.done !== true; item = await round.next()) {
    resumption.tell(missionId, sequenceOf(item.value));
    yield item.value;
  }
  if (item.value !== undefined) resumption.tell(missionId, item.value);
}

/** What follows the cursor without a gap; undefined when that has to be read from the mission's log. */
function givenAfter(
  commits: readonly CommitRecord[],
  missionId: MissionId,
  cursor: number,
): readonly CommitRecord[] | undefined {
  const given = commits.filter((commit) => commit.missionId === missionId && commit.sequence > cursor);
  given.sort((a, b) => a.sequence - b.sequence);
  let told = cursor;
  for (const { sequence, events } of given) {
    if (sequence - events.length > told) return undefined;
    told = sequence;
  }
  return commits.length === 0 ? undefined : given;
}

function sequenceOf(item: MissionEventsItem): number {
  return item.kind === 'EVENT' ? item.event.sequence : item.mission.sequence;
}

async function* missionProgress(
  context: EngineContext,
  resumption: Resumption,
  asked: { readonly principal: Principal; readonly missionId: MissionId },
): AsyncGenerator<MissionHead> {
  const { principal, missionId } = asked;
  const told = resumption.toldOf(missionId);
  const { commits } = resumption;
  // Given none, nobody knows whether there is something new.
  if (told !== undefined && commits.length > 0 && !commits.some(({ sequence }) => sequence > told)) return;
  const [head] = await loadHeads(context, principal.workspaceId, [missionId]);
  if (!head || head.sequence === told) return;
  resumption.tell(missionId, head.sequence);
  yield head;
}

async function* tasksReady(
  resumption: Resumption,
  lanes: ReadonlySet<string>,
): AsyncGenerator<{ readonly count: number }> {
  if (resumption.isFirst) yield { count: 0 };
  const ready = new Set<string>();
  for (const commit of resumption.commits) {
    if (!resumption.isNews(commit)) continue;
    for (const event of commit.events) noteReady(ready, lanes, event);
    resumption.tell(commit.missionId, commit.sequence);
  }
  if (ready.size > 0) yield { count: ready.size };
}

async function* workspaceEvents(
  resumption: Resumption,
  { types }: Parameters<Subscriptions['workspaceEvents']>[1],
) {
  for (const commit of resumption.commits) {
    if (!resumption.isNews(commit)) continue;
    const told = resumption.toldOf(commit.missionId) ?? -1;
    for (const event of newEvents(commit, told, types)) {
      resumption.tell(commit.missionId, event.sequence);
      yield event;
    }
    resumption.tell(commit.missionId, commit.sequence);
  }
}
