import { describe, expect, it } from 'vitest';
import {
  claim,
  claimTitles,
  complete,
  headOf,
  launchMission,
  nodeRef,
} from '../support/a-launched-mission.ts';
import { ADA_IN_TESTS, anEngine, answerOf, errorOf, RITA_IN_TESTS } from '../support/an-engine.ts';

const ELEMENTS = {
  tasks: ['A', 'B', 'C', 'D'],
  checkpoints: [{ name: 'Review', afterTasks: ['A'], blocksTasks: ['B'], approvers: ['rita'] }],
  qualityGates: [{ name: 'Quality', afterTasks: ['A'], blocksTasks: ['C'], minScore: 5 }],
  delays: [{ name: 'Rest', afterTasks: ['A'], blocksTasks: ['D'], duration: 'P1D' }],
};
const REVIEW = 4;
const QUALITY = 5;
const REST = 6;

async function anOpenMission() {
  const under = anEngine();
  const missionId = await launchMission(under, ELEMENTS);
  await complete(under, await claim(under));
  return { under, missionId };
}

describe('deciding about an element', () => {
  it('lets what it blocks be claimed, and answers the element and the sequence', async () => {
    const { under, missionId } = await anOpenMission();
    const { engine } = under;

    const approved = answerOf(
      await engine.approveCheckpoint(RITA_IN_TESTS, { node: nodeRef(missionId, REVIEW) }),
    );
    answerOf(
      await engine.overrideGate(RITA_IN_TESTS, { node: nodeRef(missionId, QUALITY), reason: 'Good enough.' }),
    );
    const skipped = answerOf(
      await engine.skipDelay(RITA_IN_TESTS, { node: nodeRef(missionId, REST), reason: 'No time.' }),
    );

    expect(approved.node).toMatchObject({ status: 'APPROVED' });
    expect(skipped.sequence).toBe((await headOf(under, missionId)).sequence);
    expect(await claimTitles(under)).toEqual(['B', 'C', 'D']);
  });

  it('is refused to whoever is not among the approvers', async () => {
    const { under, missionId } = await anOpenMission();

    const error = errorOf(
      await under.engine.approveCheckpoint(ADA_IN_TESTS, { node: nodeRef(missionId, REVIEW) }),
    );

    expect(error).toMatchObject({ code: 'NOT_AN_APPROVER', detail: { actor: 'ada' } });
  });

  it.each(['overrideGate', 'skipDelay'] as const)(
    'by %s needs a reason that says something',
    async (command) => {
      const { under, missionId } = await anOpenMission();

      const input = { node: nodeRef(missionId, QUALITY), reason: ' ' };
      const answer = await under.engine[command](RITA_IN_TESTS, input);

      expect(answer).toMatchObject({ ok: false, error: { code: 'INVALID_ARGUMENT', path: ['reason'] } });
    },
  );

  it('by rejecting sends the named tasks back', async () => {
    const { under, missionId } = await anOpenMission();
    const node = nodeRef(missionId, REVIEW);

    answerOf(await under.engine.rejectCheckpoint(RITA_IN_TESTS, { node, reopen: [nodeRef(missionId, 0)] }));

    expect(await claimTitles(under)).toEqual(['A']);
  });
});
