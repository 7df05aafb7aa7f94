/**
 * Deciding about a checkpoint by a link (see approve-links.ts): whoever has it decides in the name of the person whom
 * its channel leads to.
 *
 * D1. Looking changes nothing, however often programs do it that follow every link in a mail.
 * D2. A link is worth what its channel is worth now: while it is there, enabled, and leads to the same person. So taking
 *     a link back is disabling its channel.
 * D3. What the person may decide is decided where everybody's rights are: approvers, quorum and the rule on requesters
 *     hold for links too. The same decision sent twice is answered as the first one.
 */

import type { DomainError } from '@muster/core/error-table';
import { type NodeRef, nodeIdOf } from '@muster/core/ids';
import type { Instant } from '@muster/core/instant';
import type { CheckpointStatus } from '@muster/core/lifecycle/checkpoint-lifecycle';
import { hasOpenRun } from '@muster/core/lifecycle/mission-lifecycle';
import { LIMITS } from '@muster/core/limits';
import type { Channel } from '@muster/core/notify/channel';
import { parseChannelId } from '@muster/core/notify/notify-ids';
import type { MissionHead } from '@muster/core/run/mission';
import type { CheckpointNode } from '@muster/core/run/node';
import type { ApproveLink, ApproveLinks } from './approve-links.ts';
import type { Commands, Reading } from './engine.ts';
import type { Principal } from './principal.ts';

export interface LinkDecisions {
  look(token: string): Promise<LinkLook>;
  decide(token: string, verdict: LinkVerdict): Promise<LinkAnswer>;
}

export interface LinkDecisionsContext {
  readonly links: ApproveLinks;
  readonly questions: Pick<Reading, 'missions' | 'nodes' | 'specs' | 'missionInfos' | 'channels'>;
  readonly commands: () => Promise<Pick<Commands, 'approveCheckpoint' | 'rejectCheckpoint'>>;
  readonly now: () => Instant;
  readonly digest: (text: string) => string;
}

/** UNKNOWN: no link of ours. ENDED: its time is over. WITHDRAWN: see D2. CLOSED: there is nothing to decide any more. */
export type LinkLook =
  | { readonly kind: 'UNKNOWN' }
  | { readonly kind: 'ENDED' }
  | { readonly kind: 'WITHDRAWN' }
  | { readonly kind: 'CLOSED'; readonly asked: Asked }
  | { readonly kind: 'OPEN'; readonly asked: Asked };

/** What is to be decided. */
export interface Asked {
  readonly actsFor: string;
  readonly mission: string;
  readonly runNumber: number;
  readonly checkpoint: string;
  /** May be empty. */
  readonly message: string;
  readonly status: CheckpointStatus;
  readonly endsAt: Instant;
  /** Done, right before the checkpoint: a rejection can send them back. At most `LIMITS.reopenTasksMax`. */
  readonly tasks: readonly { readonly id: string; readonly title: string }[];
}

export type LinkVerdict =
  | { readonly kind: 'APPROVE'; readonly feedback?: string }
  | { readonly kind: 'REJECT'; readonly feedback?: string; readonly reopen: readonly NodeRef[] };

/** RECORDED: it counts; the checkpoint may wait for others still. */
export type LinkAnswer =
  | Exclude<LinkLook, { kind: 'OPEN' } | { kind: 'CLOSED' }>
  | { readonly kind: 'RECORDED'; readonly status: CheckpointStatus }
  | { readonly kind: 'REFUSED'; readonly error: DomainError };

export function createLinkDecisions(context: LinkDecisionsContext): LinkDecisions {
  return {
    async look(token) {
      const found = await findLink(context, token);
      return found.kind === 'GOOD' ? lookAt(context, found.link) : found;
    },
    async decide(token, verdict) {
      const found = await findLink(context, token);
      if (found.kind !== 'GOOD') return found;
      const { checkpoint: node, openedAt } = found.link;
      const commands = await context.commands();
      const idempotencyKey = `link-${context.digest(JSON.stringify([token, verdict]))}`;
      const { kind, ...said } = verdict;
      const input = { ...said, node, openedAt, idempotencyKey };
      const principal = principalOf(found.link);
      const answer =
        kind === 'APPROVE'
          ? await commands.approveCheckpoint(principal, input)
          : await commands.rejectCheckpoint(principal, { reopen: [], ...input });
      if (!answer.ok) return { kind: 'REFUSED', error: answer.error };
      return { kind: 'RECORDED', status: answer.value.node.status };
    },
  };
}

type FoundLink =
  | { readonly kind: 'GOOD'; readonly link: ApproveLink }
  | { readonly kind: 'UNKNOWN' | 'ENDED' | 'WITHDRAWN' };

async function findLink(context: LinkDecisionsContext, token: string): Promise<FoundLink> {
  const link = context.links.read(token);
  if (link === undefined) return { kind: 'UNKNOWN' };
  if (link.endsAt <= context.now()) return { kind: 'ENDED' };
  const name = parseChannelId(link.channelId);
  const [channel] = name === undefined ? [] : await context.questions.channels(principalOf(link), [name]);
  return channel && leadsTo(channel, link) ? { kind: 'GOOD', link } : { kind: 'WITHDRAWN' };
}

/** One of the same name that was made later is another one. */
function leadsTo({ status, actsFor, createdAt }: Channel, link: ApproveLink): boolean {
  return status === 'ENABLED' && actsFor === link.actsFor && createdAt <= link.openedAt;
}

/** A person, with what members may do. */
function principalOf({ workspaceId, actsFor }: ApproveLink): Principal {
  return { workspaceId, actor: { kind: 'USER', name: actsFor }, role: 'MEMBER' };
}

async function lookAt({ questions }: LinkDecisionsContext, link: ApproveLink): Promise<LinkLook> {
  const principal = principalOf(link);
  const { checkpoint: ref, actsFor, endsAt } = link;
  const [node] = await questions.nodes(principal, [ref]);
  const [spec] = await questions.specs(principal, [ref]);
  const [head] = await questions.missions(principal, [ref.missionId]);
  const [info] = await questions.missionInfos(principal, [ref.missionId]);
  if (node?.kind !== 'CHECKPOINT' || spec?.kind !== 'CHECKPOINT') return { kind: 'WITHDRAWN' };
  const asked: Asked = {
    actsFor,
    endsAt,
    mission: info?.title ?? '',
    runNumber: ref.runNumber,
    checkpoint: node.name,
    status: node.status,
    message: spec.definition.message,
    tasks: await tasksBefore(questions, principal, { ref, after: spec.after }),
  };
  return { kind: isAskedStill(head, node, link) ? 'OPEN' : 'CLOSED', asked };
}

/** Nothing can be decided in a run that has ended. */
function isAskedStill(
  head: MissionHead | undefined,
  { status, openedAt }: CheckpointNode,
  link: ApproveLink,
): boolean {
  const isRunning =
    head !== undefined && head.run?.number === link.checkpoint.runNumber && hasOpenRun(head.status);
  return isRunning && status === 'OPEN' && openedAt === link.openedAt;
}

async function tasksBefore(
  questions: LinkDecisionsContext['questions'],
  principal: Principal,
  { ref, after }: { readonly ref: NodeRef; readonly after: readonly number[] },
): Promise<Asked['tasks']> {
  const refs = after.slice(0, LIMITS.reopenTasksMax).map((index) => ({ ...ref, index }));
  const nodes = await questions.nodes(principal, refs);
  return nodes.flatMap((node, place) => {
    const taskRef = refs[place];
    if (node?.kind !== 'TASK' || node.status !== 'DONE' || taskRef === undefined) return [];
    return [{ id: nodeIdOf('TASK', taskRef), title: node.title }];
  });
}
