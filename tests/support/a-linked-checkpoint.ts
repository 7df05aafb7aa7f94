/** A mission whose checkpoint is open, and the link by which somebody may decide about it. */
import { channelIdOf } from '@muster/core/notify/notify-ids';
import { createApproveLinks } from '@muster/engine/approve-links';
import { createLinkDecisions, type LinkChannel } from '@muster/engine/link-decisions';
import { claim, complete, launchMission, nodeRef } from './a-launched-mission.ts';
import { WORKSPACE_ID } from './a-mission.ts';
import { anEngine, type EngineUnderTest, RITA_IN_TESTS } from './an-engine.ts';

/** Its index in the run. */
export const CHECKPOINT = 3;
export const CHANNEL = channelIdOf('mail');

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
  const channels = new Map<string, LinkChannel>([[CHANNEL, { isEnabled: true, actsFor }]]);
  const links = createApproveLinks({
    publicUrl: () => 'https://muster.example',
    sign: (text) => under.context.digest(`key.${text}`),
  });
  const decisions = createLinkDecisions({
    links,
    questions: under.engine,
    commands: async () => under.engine,
    channel: async (workspaceId, id) => (workspaceId === WORKSPACE_ID ? channels.get(id) : undefined),
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
