import { MemoryStore } from '@muster/embedded/memory-store';
import { describe, expect, it } from 'vitest';
import { aDocumentInput } from '../support/a-document.ts';
import { claim, headOf, launchMission, nodeRef, workAll } from '../support/a-launched-mission.ts';
import { anEngine, answerOf, pendingMessages, RITA_IN_TESTS } from '../support/an-engine.ts';

const TASKS = Array.from({ length: 300 }, (_, at) => ({
  title: `T${at}`,
  dependsOn: at === 0 ? [] : [`T${at % 7}`],
})).map((task, at) => (at < 7 ? { title: task.title } : task));
const DOCUMENT = aDocumentInput({ tasks: TASKS });

describe('launching a plan of 300 tasks', () => {
  it('answers when the run is ACTIVE, and works to its end', async () => {
    const under = anEngine();

    const missionId = await launchMission(under, { tasks: TASKS });
    const launched = await headOf(under, missionId);
    await workAll(under);

    expect(launched).toMatchObject({
      status: 'ACTIVE',
      run: { nodeCount: expect.any(Number), taskCounts: { READY: 7 } },
    });
    expect((await headOf(under, missionId)).status).toBe('COMPLETED');
  });

  it('that was interrupted is finished by the STAGE message (L2)', async () => {
    const store = new MemoryStore({ now: () => 0 });
    const crashing = anEngine(() => store);
    const { mission } = answerOf(
      await crashing.engine.createMission(RITA_IN_TESTS, { title: 'x', document: DOCUMENT }),
    );
    const missionId = mission.id;
    const { promise: stopped, resolve: stop } = Promise.withResolvers<void>();
    let commits = 0;
    const stopAtSecond = async () => {
      if (++commits === 2) {
        stop();
        await new Promise<never>(() => {});
      }
      crashing.meanwhile.act = stopAtSecond;
    };
    crashing.meanwhile.act = stopAtSecond;
    void crashing.engine.launchMission(RITA_IN_TESTS, { missionId });
    await stopped;
    const staged = {
      ...(await headOf(crashing, missionId)),
      nodes: await crashing.engine.nodes(RITA_IN_TESTS, [nodeRef(missionId, 0)]),
    };

    const recovering = anEngine(() => store);
    recovering.pending.push(...crashing.pending);
    await recovering.settle();

    expect(staged).toMatchObject({
      status: 'DRAFT',
      runCount: 0,
      staging: { runNumber: 1 },
      nodes: [undefined],
    });
    expect(await headOf(recovering, missionId)).toMatchObject({ status: 'ACTIVE', runCount: 1 });
    await workAll(recovering);
    expect((await headOf(recovering, missionId)).status).toBe('COMPLETED');
  });

  it('whose STAGE message comes late, or twice, undoes nothing of the run', async () => {
    const under = anEngine();
    const { mission } = answerOf(
      await under.engine.createMission(RITA_IN_TESTS, { title: 'x', document: DOCUMENT, launch: true }),
    );
    const messages = pendingMessages(under).filter((message) => message.type === 'STAGE');
    const claims = await claim(under);

    under.pending.push(...under.pending);
    await under.settle();

    expect(messages).toHaveLength(1);
    expect((await headOf(under, mission.id)).run?.taskCounts).toMatchObject({ IN_PROGRESS: claims.length });
    const nodes = await under.engine.nodes(
      RITA_IN_TESTS,
      claims.map(({ ref }) => ref),
    );
    expect(nodes.every((node) => node?.status === 'IN_PROGRESS')).toBe(true);
  });

  it('can be cancelled and launched again, with another document', async () => {
    const under = anEngine();
    const missionId = await launchMission(under, { tasks: TASKS });
    answerOf(await under.engine.cancelMission(RITA_IN_TESTS, { missionId, reason: 'x' }));
    await under.settle();
    answerOf(
      await under.engine.saveDocument(RITA_IN_TESTS, {
        missionId,
        document: aDocumentInput({ tasks: ['Only'] }),
      }),
    );

    answerOf(await under.engine.launchMission(RITA_IN_TESTS, { missionId }));
    await workAll(under);

    expect(await headOf(under, missionId)).toMatchObject({ status: 'COMPLETED', runCount: 2 });
    const report = await under.engine.report(RITA_IN_TESTS, { missionId, runNumber: 1 });
    expect(report?.tasks.every((task) => task.status === 'CANCELLED')).toBe(true);
  });
});
