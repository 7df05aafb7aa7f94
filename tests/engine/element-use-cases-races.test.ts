/** Decisions of people through the engine: whoever comes second, in whatever run, and whatever is late. */
import { describe, expect, it } from 'vitest';
import { claim, complete, headOf, launchMission, nodeRef, workAll } from '../support/a-launched-mission.ts';
import { MINUTE } from '../support/a-mission.ts';
import { anEngine, answerOf, type EngineUnderTest, errorOf, RITA_IN_TESTS } from '../support/an-engine.ts';

const OTTO = { ...RITA_IN_TESTS, actor: { kind: 'USER', name: 'otto' } } as const;

async function checkpointOf(under: EngineUnderTest, ref: ReturnType<typeof nodeRef>) {
  const [node] = await under.engine.nodes(RITA_IN_TESTS, [ref]);
  if (node?.kind !== 'CHECKPOINT') throw new Error('it is a checkpoint');
  return node;
}

describe('two who decide about one checkpoint at once', () => {
  it('one decision counts, and the other one is told so (K1)', async () => {
    const under = anEngine();
    const missionId = await launchMission(under, { tasks: ['A'], checkpoints: [{ name: 'Look' }] });
    const node = nodeRef(missionId, 1);

    const [approved, rejected] = await Promise.all([
      under.engine.approveCheckpoint(RITA_IN_TESTS, { node }),
      under.engine.rejectCheckpoint(OTTO, { node, reopen: [] }),
    ]);

    const errors = [approved, rejected].flatMap((result) => (result.ok ? [] : [result.error.code]));
    expect(errors).toEqual(['ILLEGAL_MOVE']);
    const { status } = await checkpointOf(under, node);
    expect(status).toBe(approved.ok ? 'APPROVED' : 'REJECTED');
  });

  it('one who clicks twice is answered alike when it is one request', async () => {
    const under = anEngine();
    const missionId = await launchMission(under, { tasks: ['A'], checkpoints: [{ name: 'Look' }] });
    const input = { node: nodeRef(missionId, 1), idempotencyKey: 'once' };

    const answers = await Promise.all([
      under.engine.approveCheckpoint(RITA_IN_TESTS, input),
      under.engine.approveCheckpoint(RITA_IN_TESTS, input),
    ]);

    const [first, second] = answers.map(answerOf);
    expect(second?.sequence).toBe(first?.sequence);
    expect((await checkpointOf(under, input.node)).approvals).toHaveLength(1);
  });

  it('two distinct people make a quorum of two, though they click at once', async () => {
    const under = anEngine();
    const missionId = await launchMission(under, {
      tasks: ['A'],
      checkpoints: [{ name: 'Look', quorum: 2 }],
    });
    const node = nodeRef(missionId, 1);

    await Promise.all([
      under.engine.approveCheckpoint(RITA_IN_TESTS, { node }),
      under.engine.approveCheckpoint(OTTO, { node }),
    ]);

    expect(await checkpointOf(under, node)).toMatchObject({ status: 'APPROVED' });
  });
});

describe('a person and the clock', () => {
  it('what is committed first counts: a click while the timer is handled', async () => {
    const under = anEngine();
    const missionId = await launchMission(under, {
      tasks: ['A'],
      checkpoints: [{ name: 'Look', expiresAfter: 'PT1M', onExpiry: 'REJECT' }],
    });
    const node = nodeRef(missionId, 1);
    under.meanwhile.act = async () => {
      answerOf(await under.engine.approveCheckpoint(RITA_IN_TESTS, { node }));
    };

    await under.wait(MINUTE);

    expect((await checkpointOf(under, node)).status).toBe('APPROVED');
    expect((await headOf(under, missionId)).run).toMatchObject({ status: 'ACTIVE' });
  });

  it('what is committed first counts: a click after the timer', async () => {
    const under = anEngine();
    const missionId = await launchMission(under, {
      tasks: ['A'],
      checkpoints: [{ name: 'Look', expiresAfter: 'PT1M', onExpiry: 'APPROVE' }],
    });
    const node = nodeRef(missionId, 1);
    await under.wait(MINUTE);

    const late = await under.engine.rejectCheckpoint(RITA_IN_TESTS, { node, reopen: [] });

    expect(errorOf(late)).toMatchObject({ code: 'ILLEGAL_MOVE', detail: { status: 'EXPIRED' } });
  });
});

describe('an element', () => {
  it('is decided by its id in any run, and refused in one that has ended', async () => {
    const under = anEngine();
    const missionId = await launchMission(under, { tasks: ['A'], checkpoints: [{ name: 'Look' }] });
    for (let run = 1; run <= 3; run++) {
      answerOf(await under.engine.approveCheckpoint(RITA_IN_TESTS, { node: nodeRef(missionId, 1, run) }));
      await workAll(under);
      answerOf(await under.engine.launchMission(RITA_IN_TESTS, { missionId }));
    }

    const former = await under.engine.approveCheckpoint(RITA_IN_TESTS, { node: nodeRef(missionId, 1, 2) });
    const latest = await under.engine.approveCheckpoint(RITA_IN_TESTS, { node: nodeRef(missionId, 1, 4) });

    expect(errorOf(former)).toMatchObject({ code: 'ILLEGAL_MOVE', detail: { legal: [] } });
    expect(answerOf(latest).node.status).toBe('APPROVED');
  });

  it('that fails to be decided leaves the others alone', async () => {
    const under = anEngine();
    const missionId = await launchMission(under, {
      tasks: ['A', 'B'],
      qualityGates: [{ name: 'Odd', afterTasks: ['A'], blocksTasks: [], condition: 'scores[9] > 1.0' }],
      checkpoints: [{ name: 'Look', afterTasks: ['B'] }],
    });

    await complete(under, await claim(under));

    const nodes = await under.engine.nodes(
      RITA_IN_TESTS,
      [0, 1, 2, 3].map((index) => nodeRef(missionId, index)),
    );
    expect(nodes.map((node) => node?.status)).toEqual(['DONE', 'DONE', 'OPEN', 'FAILED']);
  });
});
