/** A mission whose checkpoint is open, and the link by which somebody may decide about it. */
import type { Channel } from '@muster/core/notify/channel';
import { channelIdOf } from '@muster/core/notify/notify-ids';
import { createApproveLinks } from '@muster/engine/approve-links';
import { createLinkDecisions } from '@muster/engine/link-decisions';
import { claim, complete, launchMission, nodeRef } from './a-launched-mission.ts';
import { START, WORKSPACE_ID } from './a-mission.ts';
import { anEngine, type EngineUnderTest, RITA_IN_TESTS } from './an-engine.ts';

/** Its index in the run. */
export const CHECKPOINT = 3;
const CHANNEL = channelIdOf('mail');

/** Leads to nobody unless told. */
export function aChannel(more: Partial<Channel> = {}): Channel {
  return {
    name: 'mail',
    status: 'ENABLED',
    target: { kind: 'EMAIL', to: ['rita@example.com'] },
    createdAt: START,
    createdBy: RITA_IN_TESTS.actor,
    updatedAt: START,
    ...more,
  };
}

/** Two tasks, a checkpoint that is open, and what it holds back. */
async function anAskedMission(more: object = {}) {
  const under = anEngine();
  const missionId = await launchMission(under, {
    title: 'Release',
    tasks: ['A', 'B', 'C'],
    checkpoints: [{ name: 'Go', afterTasks: ['A', 'B'], blocksTasks: ['C'], message: 'Ship it?', ...more }],
  });
  await complete(under, await claim(under));
  return { under, missionId };
}

export async function aLinkedCheckpoint(more: object = {}, actsFor = 'rita') {
  const { under, missionId } = await anAskedMission(more);
  const channels = new Map([['mail', aChannel({ actsFor })]]);
  const links = createApproveLinks({
    publicUrl: () => 'https://muster.example',
    sign: (text) => under.context.digest(`key.${text}`),
  });
  const decisions = createLinkDecisions({
    links,
    questions: {
      ...under.engine,
      channels: async ({ workspaceId }, names) =>
        names.map((name) => (workspaceId === WORKSPACE_ID ? channels.get(name) : undefined)),
    },
    commands: async () => under.engine,
    now: under.context.now,
    digest: under.context.digest,
  });
  const tokenFor = async (name = actsFor) => {
    const ref = nodeRef(missionId, CHECKPOINT);
    const openedAt = await openedAtOf(under, missionId);
    const request = {
      workspaceId: WORKSPACE_ID,
      checkpoint: ref,
      openedAt,
      actsFor: name,
      channelId: CHANNEL,
    };
    return new URL(links.urlFor(request)).searchParams.get('t') ?? '';
  };
  return { under, missionId, channels, decisions, tokenFor, token: await tokenFor() };
}

async function openedAtOf(under: EngineUnderTest, missionId: Parameters<typeof nodeRef>[0]) {
  const [node] = await under.engine.nodes(RITA_IN_TESTS, [nodeRef(missionId, CHECKPOINT)]);
  if (node?.kind !== 'CHECKPOINT' || node.openedAt === undefined) throw new Error('it is not open');
  return node.openedAt;
}
