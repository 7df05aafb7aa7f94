/**
 * From what was committed to what is to be delivered: follows the feed, behind the commits.
 *
 * T1. There is one delivery for each event and channel, however often and in whatever order commits come. Its id says
 *     which.
 * T2. A rule's deliveries and its cooldown are written together.
 * T3. Nothing here holds up or changes a mission. A commit of a workspace without rules and of a run that notifies
 *     nobody costs no read, but for the one that finds out, now and then.
 * T4. A record that can't be read, and any other mistake of ours, costs the notifications of what it concerns, loudly: it
 *     holds up no other commit. Somebody who waits for this one to succeed would hold up every workspace.
 */
import type { Event } from '@muster/core/event';
import type { MissionId, NodeRef, WorkspaceId } from '@muster/core/ids';
import { parseArtifactId, parseAttemptId, parseNodeId } from '@muster/core/ids';
import {
  APPROVE,
  type ChosenRule,
  chooseRules,
  judgeRule,
  type RulesInScope,
  ruleOfElement,
} from '@muster/core/notify/choose-rules';
import { type Notification, notificationOf } from '@muster/core/notify/notification';
import type { NodeSpec } from '@muster/core/run/node';
import { UnreadableRecord } from '../codec.ts';
import type { DueDelivery, EngineContext } from '../context.ts';
import { loadHeads, loadNodes, loadSpecs } from '../loading.ts';
import { NotHandled } from '../not-handled.ts';
import { type StoredRecord, StoreUnavailable } from '../ports/store.ts';
import { COMMIT, type CommitRecord } from '../records.ts';
import { type Firing, recordFailedRule, recordFiring } from './recording.ts';
import { RememberedRules } from './remembered-rules.ts';

export interface Matching {
  /**
   * Records what the events of these commits are to be told to whom. Answers what may be sent now, what was recorded
   * before and not tried yet included. Rejects with `StoreUnavailable`, or `NotHandled` when it lost every race: hand the
   * same over again then. See T4.
   */
  notifyOf(commits: readonly StoredRecord[]): Promise<readonly DueDelivery[]>;
  /** What is remembered of the workspace's rules is old. */
  forget(workspaceId: WorkspaceId): void;
}

/** One for a process: it remembers rules. */
export function createMatching(context: EngineContext): Matching {
  const rules = new RememberedRules(context);
  return {
    forget: (workspaceId) => rules.forget(workspaceId),
    async notifyOf(commits) {
      const due: DueDelivery[] = [];
      for (const record of commits) {
        const commit = readCommit(context, record);
        if (!commit || commit.events.length === 0) continue;
        due.push(...(await orNobody(context, commit, () => notifyOfCommit(context, rules, commit))));
      }
      return due;
    },
  };
}

/** One that can't be read holds up no other. */
function readCommit(context: EngineContext, record: StoredRecord): CommitRecord | undefined {
  try {
    return COMMIT.decode(record.value);
  } catch (error) {
    if (!(error instanceof UnreadableRecord)) throw error;
    const { partition, sort } = record;
    context.log.error({ err: error, partition, sort }, 'a commit can not be read; nobody is notified of it');
    return undefined;
  }
}

/** T4. Nobody is told when it fails for a reason of ours. */
async function orNobody(
  context: EngineContext,
  { workspaceId, missionId }: CommitRecord,
  tell: () => Promise<readonly DueDelivery[]>,
): Promise<readonly DueDelivery[]> {
  try {
    return await tell();
  } catch (error) {
    if (error instanceof StoreUnavailable || error instanceof NotHandled) throw error;
    context.log.error({ err: error, workspaceId, missionId }, 'nobody is notified, for a reason of ours');
    return [];
  }
}

async function notifyOfCommit(
  context: EngineContext,
  remembered: RememberedRules,
  commit: CommitRecord,
): Promise<readonly DueDelivery[]> {
  const { workspaceId, notifies } = commit;
  const rules = remembered.known(workspaceId) ?? (await remembered.ofWorkspace(workspaceId));
  // T3.
  if (rules.length === 0 && notifies === undefined) return [];
  const mission: RulesInScope[] = [{ scope: 'WORKSPACE', rules }];
  if (notifies?.parts.includes('MISSION')) {
    const place = { ...commit, version: notifies.documentVersion };
    mission.unshift({ scope: 'MISSION', rules: await remembered.ofDocument(place) });
  }
  const titles = new MissionTitle(context, commit);
  const due: DueDelivery[] = [];
  for (const body of commit.events) {
    const { missionId, at: occurredAt, actor } = commit;
    const event: Event = { ...body, missionId, occurredAt, actor };
    const tell = async () => {
      const near = await rulesNearby(context, commit, event);
      const chosen = chooseRules(event, [...near, ...mission]);
      return chosen.length > 0 ? tellOf(context, { workspaceId, event, chosen, titles }) : [];
    };
    due.push(...(await orNobody(context, commit, tell)));
  }
  return due;
}

/** Those of the task or element that the event is about. */
async function rulesNearby(
  context: EngineContext,
  { workspaceId, notifies }: CommitRecord,
  event: Event,
): Promise<readonly RulesInScope[]> {
  const task = notifies?.parts.includes('TASKS') ? taskOf(event.subject) : undefined;
  const element = notifies?.parts.includes('ELEMENTS') ? elementOf(event) : undefined;
  const ref = task ?? element;
  const [spec] = ref ? await loadSpecs(context, workspaceId, [ref]) : [];
  return spec ? scopesOf(spec) : [];
}

function scopesOf(spec: NodeSpec): readonly RulesInScope[] {
  if (spec.kind === 'TASK') return [{ scope: 'TASK', rules: spec.definition.notifications ?? [] }];
  const rule = ruleOfElement(spec);
  return rule ? [{ scope: 'ELEMENT', rules: [rule] }] : [];
}

function taskOf(subject: string): NodeRef | undefined {
  return parseNodeId('TASK', subject) ?? parseAttemptId(subject) ?? parseArtifactId(subject);
}

/** Only for events that channels of elements are told of. */
function elementOf({ type, subject }: Event): NodeRef | undefined {
  switch (type) {
    case 'CheckpointStatusChanged':
      return parseNodeId('CHECKPOINT', subject);
    case 'GateHeld':
      return parseNodeId('GATE', subject);
    case 'DelayStatusChanged':
      return parseNodeId('DELAY', subject);
    default:
      return undefined;
  }
}

interface Telling {
  readonly workspaceId: WorkspaceId;
  readonly event: Event;
  readonly chosen: readonly ChosenRule[];
  readonly titles: MissionTitle;
}

/** Rules that fire come before those that could not be evaluated, so that a channel hears of the event itself. */
async function tellOf(context: EngineContext, telling: Telling): Promise<readonly DueDelivery[]> {
  const due: DueDelivery[] = [];
  const broken: { readonly firing: Firing; readonly reason: string }[] = [];
  for (const chosen of telling.chosen) {
    if (chosen.rule.channels.length === 0) continue;
    const verdict = judgeRule(chosen.rule, telling.event);
    if (verdict === 'HOLDS_BACK') continue;
    const firing = await firingOf(context, telling, chosen);
    if (verdict === 'FIRES') due.push(...(await recordFiring(context, firing)));
    else broken.push({ firing, reason: verdict.reason });
  }
  for (const { firing, reason } of broken) await recordFailedRule(context, firing, reason);
  return due;
}

async function firingOf(
  context: EngineContext,
  { workspaceId, event, titles }: Telling,
  chosen: ChosenRule,
): Promise<Firing> {
  const mission = { id: event.missionId, title: await titles.load() };
  const told = notificationOf(event, chosen, mission);
  const asks = chosen.rule.action === APPROVE ? await asksOf(context, workspaceId, event) : undefined;
  return { workspaceId, event, rule: chosen.rule, notification: { ...told, ...(asks ? { asks } : {}) } };
}

/** Only a checkpoint that opens can be decided about by a link. */
async function asksOf(
  context: EngineContext,
  workspaceId: WorkspaceId,
  event: Event,
): Promise<Notification['asks']> {
  const ref = parseNodeId('CHECKPOINT', event.subject);
  if (!ref || event.type !== 'CheckpointStatusChanged' || event.data.to !== 'OPEN') return undefined;
  const openedAt = event.occurredAt;
  const [node] = await loadNodes(context, workspaceId, [ref]);
  const isSameOpening = node?.kind === 'CHECKPOINT' && node.openedAt === openedAt;
  const expiresAt = isSameOpening ? node.expiresAt : undefined;
  return { openedAt, ...(expiresAt === undefined ? {} : { expiresAt }) };
}

/** Read when the first event of a commit is to be told, and once. */
class MissionTitle {
  readonly #context: EngineContext;
  readonly #mission: { readonly workspaceId: WorkspaceId; readonly missionId: MissionId };
  #title: string | undefined;

  constructor(context: EngineContext, mission: CommitRecord) {
    this.#context = context;
    this.#mission = mission;
  }

  async load(): Promise<string> {
    if (this.#title !== undefined) return this.#title;
    const { workspaceId, missionId } = this.#mission;
    const [head] = await loadHeads(this.#context, workspaceId, [missionId]);
    this.#title = head?.title ?? missionId;
    return this.#title;
  }
}
