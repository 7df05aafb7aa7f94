/** Missions in a cloud under test, launched and worked off through its API. */
import {
  CompleteAndClaimDocument,
  CreateMissionDocument,
  MissionDocument,
} from '@muster/client/generated/operations';
import type { CloudUnderTest } from './a-local-cloud.ts';

const BATCH = 10;

export async function launch({ client }: CloudUnderTest, document: object): Promise<string> {
  const input = { title: 'A mission', document, launch: true };
  const { createMission } = await client.request(CreateMissionDocument, { input });
  if (createMission.__typename !== 'CreateMissionSuccess') throw new Error(JSON.stringify(createMission));
  return createMission.mission.id;
}

/** Claims and completes, ten at a time, until `count` tasks are done. */
export async function workOff({ client }: CloudUnderTest, specialty: string, count: number): Promise<void> {
  let held: readonly string[] = [];
  for (let done = 0; done < count; ) {
    const input = {
      complete: held.map((attemptId) => ({ attemptId, submission: { evidence: 'It is done.' } })),
      claim: { agent: 'ann', specialties: [specialty], limit: BATCH },
    };
    const { completeAndClaim } = await client.request(CompleteAndClaimDocument, { input });
    if (completeAndClaim.__typename !== 'CompleteAndClaimSuccess') {
      throw new Error(JSON.stringify(completeAndClaim));
    }
    done += held.length;
    held = completeAndClaim.claims.map(({ attemptId }) => attemptId);
  }
}

export async function statusOf({ client }: CloudUnderTest, id: string): Promise<string | undefined> {
  return (await client.request(MissionDocument, { id })).mission?.status;
}
