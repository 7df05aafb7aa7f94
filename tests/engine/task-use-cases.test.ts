import { describe, expect, it } from 'vitest';
import { claim, complete, headOf, launchMission, nodeRef } from '../support/a-launched-mission.ts';
import {
  ADA_IN_TESTS,
  anEngine,
  answerOf,
  BOB_IN_TESTS,
  errorOf,
  RITA_IN_TESTS,
} from '../support/an-engine.ts';

const REVIEWED = { tasks: [{ title: 'A', review: 'REQUIRED' }] };

describe('a command on a task', () => {
  it('answers the task, its mission and the sequence of its last event', async () => {
    const under = anEngine();
    const missionId = await launchMission(under, { tasks: ['A', 'B'] });
    const task = nodeRef(missionId, 0);

    const skipped = answerOf(await under.engine.skipTask(RITA_IN_TESTS, { task, reason: 'No need.' }));

    const mission = await headOf(under, missionId);
    expect(skipped).toEqual({
      ref: task,
      task: expect.objectContaining({ status: 'SKIPPED', reason: 'No need.' }),
      mission,
      sequence: mission.sequence,
    });
  });

  it.each(['skipTask', 'cancelTask'] as const)('%s needs a reason that says something', async (command) => {
    const under = anEngine();
    const missionId = await launchMission(under);

    const error = errorOf(
      await under.engine[command](RITA_IN_TESTS, { task: nodeRef(missionId, 0), reason: '\n' }),
    );

    expect(error).toMatchObject({ code: 'INVALID_ARGUMENT', path: ['reason'] });
  });

  it('that is illegal names the legal ones', async () => {
    const under = anEngine();
    const missionId = await launchMission(under);

    const error = errorOf(await under.engine.acceptTask(RITA_IN_TESTS, { task: nodeRef(missionId, 0) }));

    expect(error).toMatchObject({
      code: 'ILLEGAL_MOVE',
      detail: {
        status: 'READY',
        command: 'acceptTask',
        legal: ['claimTasks', 'blockTask', 'skipTask', 'cancelTask'],
      },
    });
  });
});

describe('a review', () => {
  it.each([0, 0.9, 5.1, Number.NaN])('refuses a score of %d', async (score) => {
    const under = anEngine();
    const missionId = await launchMission(under, REVIEWED);
    await complete(under, await claim(under));

    const error = errorOf(
      await under.engine.acceptTask(RITA_IN_TESTS, { task: nodeRef(missionId, 0), score }),
    );

    expect(error).toMatchObject({ code: 'INVALID_ARGUMENT', path: ['score'] });
  });

  it('is refused to the implementer, and open to another agent', async () => {
    const under = anEngine();
    const missionId = await launchMission(under, REVIEWED);
    await complete(under, await claim(under));
    const task = nodeRef(missionId, 0);

    const own = errorOf(await under.engine.acceptTask(ADA_IN_TESTS, { task }));
    const other = answerOf(await under.engine.acceptTask(BOB_IN_TESTS, { task, score: 4 }));

    expect(own.code).toBe('IMPLEMENTER_CANNOT_REVIEW');
    expect(other).toMatchObject({ task: { status: 'DONE', score: 4 }, mission: { status: 'COMPLETED' } });
  });

  it('that rejects makes the task claimable again', async () => {
    const under = anEngine();
    const missionId = await launchMission(under, REVIEWED);
    await complete(under, await claim(under));

    answerOf(
      await under.engine.rejectTask(RITA_IN_TESTS, { task: nodeRef(missionId, 0), feedback: 'Too short.' }),
    );

    expect((await claim(under)).map(({ ref }) => ref.generation)).toEqual([2]);
  });
});
