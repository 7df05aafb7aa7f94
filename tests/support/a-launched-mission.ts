/** A mission that the engine launched, and the usual ways to work on it. */
import type { MissionId, NodeRef } from '@muster/core/ids';
import { LIMITS } from '@muster/core/limits';
import type { Submission } from '@muster/core/run/attempt';
import type { MissionHead } from '@muster/core/run/mission';
import type { Claim, CreateMission, TaskAnswer } from '@muster/engine/engine';
import type { Principal } from '@muster/engine/principal';
import { aDocumentInput, type DocumentInput } from './a-document.ts';
import { aSubmission } from './a-mission.ts';
import { ADA_IN_TESTS, answerOf, type EngineUnderTest, RITA_IN_TESTS } from './an-engine.ts';

export type LaunchInput = DocumentInput & Partial<Pick<CreateMission, 'title' | 'maxConcurrent'>>;

/** Its end leaves a message: it is too wide to be reported in the commit that ends it. */
export const TOO_WIDE_TO_REPORT_ALONG = {
  tasks: Array.from({ length: LIMITS.reportAlongNodesMax + 1 }, (_, at) => `T${at}`),
};

/** Created and launched in one call, with all messages handled. */
export async function launchMission(
  under: EngineUnderTest,
  input: LaunchInput = { tasks: ['A'] },
): Promise<MissionId> {
  const { title = 'A mission', maxConcurrent, ...document } = input;
  const created = await under.engine.createMission(RITA_IN_TESTS, {
    title,
    ...(maxConcurrent === undefined ? {} : { maxConcurrent }),
    document: aDocumentInput(document),
    launch: true,
  });
  await under.settle();
  return answerOf(created).mission.id;
}

export async function headOf(under: EngineUnderTest, missionId: MissionId): Promise<MissionHead> {
  const [head] = await under.engine.missions(RITA_IN_TESTS, [missionId]);
  if (!head) throw new Error(`there is no mission ${missionId}`);
  return head;
}

export function nodeRef(missionId: MissionId, index: number, runNumber = 1): NodeRef {
  return { missionId, runNumber, index };
}

export async function claim(
  under: EngineUnderTest,
  asked: {
    readonly limit?: number;
    readonly principal?: Principal;
    readonly specialties?: readonly string[];
    readonly leaseMs?: number;
  } = {},
): Promise<readonly Claim[]> {
  const { limit = 100, principal = ADA_IN_TESTS, ...rest } = asked;
  return answerOf(await under.engine.claimTasks(principal, { agent: principal.actor.name, limit, ...rest }));
}

/** Titles of what was claimed, in order. */
export async function claimTitles(...asked: Parameters<typeof claim>): Promise<readonly string[]> {
  return (await claim(...asked)).map(({ task }) => task.title);
}

export async function complete(
  under: EngineUnderTest,
  claims: readonly Pick<Claim, 'ref'>[],
  told: Partial<Submission> = {},
): Promise<readonly TaskAnswer[]> {
  const tasks = claims.map(({ ref }) => ({ attempt: ref, submission: aSubmission(told) }));
  const answers = answerOf(await under.engine.completeTasks(ADA_IN_TESTS, { tasks }));
  await under.settle();
  return answers.map(answerOf);
}

/** Claims and completes until nothing can be claimed. */
export async function workAll(under: EngineUnderTest): Promise<void> {
  for (;;) {
    const claims = await claim(under);
    if (claims.length === 0) return;
    await complete(under, claims);
  }
}
