/** Every command with a key: repeating it answers alike and does nothing more, and the key is good for nothing else. */
import type { MissionId } from '@muster/core/ids';
import type { Result } from '@muster/core/result';
import type { Engine, Idempotent } from '@muster/engine/engine';
import { describe, expect, it } from 'vitest';
import { aDocumentInput } from '../support/a-document.ts';
import { claim, complete, headOf, launchMission, nodeRef } from '../support/a-launched-mission.ts';
import { aSubmission } from '../support/a-mission.ts';
import {
  ADA_IN_TESTS,
  anEngine,
  answerOf,
  type EngineUnderTest,
  errorOf,
  RITA_IN_TESTS,
} from '../support/an-engine.ts';

const DOCUMENT = aDocumentInput({ tasks: ['A'] });
const KEY: Idempotent = { idempotencyKey: 'key' };

type Sequenced = Result<{ readonly sequence: number }>;

interface KeyedCommand {
  readonly name: keyof Engine;
  /** Brings the mission to where the command is possible. */
  readonly before?: (under: EngineUnderTest, missionId: MissionId) => Promise<unknown>;
  readonly call: (under: EngineUnderTest, missionId: MissionId, key: Idempotent) => Promise<Sequenced>;
  /** The same command with another body. */
  readonly other: (under: EngineUnderTest, missionId: MissionId, key: Idempotent) => Promise<Result<unknown>>;
}

const claimFirst = (under: EngineUnderTest) => claim(under, { limit: 1 });
const failFirst = async (under: EngineUnderTest) => {
  const [claimed] = await claimFirst(under);
  if (claimed) await under.engine.failTask(ADA_IN_TESTS, { attempt: claimed.ref, message: 'It broke.' });
  await under.settle();
};
const completeAll = async (under: EngineUnderTest) => complete(under, await claim(under));
const task = (missionId: MissionId, index = 0) => ({ task: nodeRef(missionId, index) });
const attempt = (missionId: MissionId, generation = 1) => ({ ...nodeRef(missionId, 0), generation });

/** The mission of these commands: A (one attempt, reviewed), then a checkpoint, a gate and a delay, and B. */
const TASKS = {
  tasks: [{ title: 'A', maxAttempts: 1, review: 'REQUIRED', onFailure: 'BLOCK' }, 'B'],
  checkpoints: [{ name: 'C', afterTasks: [], blocksTasks: [] }],
  qualityGates: [{ name: 'G', afterTasks: [], blocksTasks: [], minScore: 5 }],
  delays: [{ name: 'D', afterTasks: [], blocksTasks: [], duration: 'PT1H' }],
};

const COMMANDS: readonly KeyedCommand[] = [
  {
    name: 'createMission',
    call: ({ engine }, _, key) =>
      engine.createMission(RITA_IN_TESTS, { title: 'x', document: DOCUMENT, ...key }),
    other: ({ engine }, _, key) =>
      engine.createMission(RITA_IN_TESTS, { title: 'y', document: DOCUMENT, ...key }),
  },
  {
    name: 'saveDocument',
    before: ({ engine }, missionId) => engine.cancelMission(RITA_IN_TESTS, { missionId, reason: 'x' }),
    call: ({ engine }, missionId, key) =>
      engine.saveDocument(RITA_IN_TESTS, { missionId, document: DOCUMENT, ...key }),
    other: ({ engine }, missionId, key) =>
      engine.saveDocument(RITA_IN_TESTS, { missionId, document: {}, ...key }),
  },
  {
    name: 'launchMission',
    before: ({ engine }, missionId) => engine.cancelMission(RITA_IN_TESTS, { missionId, reason: 'x' }),
    call: ({ engine }, missionId, key) => engine.launchMission(RITA_IN_TESTS, { missionId, ...key }),
    other: ({ engine }, missionId, key) => engine.planMission(RITA_IN_TESTS, { missionId, ...key }),
  },
  {
    name: 'pauseMission',
    call: ({ engine }, missionId, key) => engine.pauseMission(RITA_IN_TESTS, { missionId, ...key }),
    other: ({ engine }, missionId, key) =>
      engine.pauseMission(RITA_IN_TESTS, { missionId, reason: 'x', ...key }),
  },
  {
    name: 'resumeMission',
    before: ({ engine }, missionId) => engine.pauseMission(RITA_IN_TESTS, { missionId }),
    call: ({ engine }, missionId, key) => engine.resumeMission(RITA_IN_TESTS, { missionId, ...key }),
    other: ({ engine }, missionId, key) => engine.pauseMission(RITA_IN_TESTS, { missionId, ...key }),
  },
  {
    name: 'cancelMission',
    call: ({ engine }, missionId, key) =>
      engine.cancelMission(RITA_IN_TESTS, { missionId, reason: 'x', ...key }),
    other: ({ engine }, missionId, key) =>
      engine.cancelMission(RITA_IN_TESTS, { missionId, reason: 'y', ...key }),
  },
  {
    name: 'cancelRun',
    call: ({ engine }, missionId, key) => engine.cancelRun(RITA_IN_TESTS, { missionId, reason: 'x', ...key }),
    other: ({ engine }, missionId, key) =>
      engine.cancelRun(RITA_IN_TESTS, { missionId, reason: 'y', ...key }),
  },
  {
    name: 'failTask',
    before: claimFirst,
    call: ({ engine }, missionId, key) =>
      engine.failTask(ADA_IN_TESTS, { attempt: attempt(missionId), message: 'It broke.', ...key }),
    other: ({ engine }, missionId, key) =>
      engine.failTask(ADA_IN_TESTS, { attempt: attempt(missionId), message: 'Otherwise.', ...key }),
  },
  {
    name: 'acceptTask',
    before: completeAll,
    call: ({ engine }, missionId, key) => engine.acceptTask(RITA_IN_TESTS, { ...task(missionId), ...key }),
    other: ({ engine }, missionId, key) =>
      engine.acceptTask(RITA_IN_TESTS, { ...task(missionId), score: 5, ...key }),
  },
  {
    name: 'rejectTask',
    before: completeAll,
    call: ({ engine }, missionId, key) => engine.rejectTask(RITA_IN_TESTS, { ...task(missionId), ...key }),
    other: ({ engine }, missionId, key) =>
      engine.rejectTask(RITA_IN_TESTS, { ...task(missionId, 1), ...key }),
  },
  {
    name: 'blockTask',
    call: ({ engine }, missionId, key) =>
      engine.blockTask(RITA_IN_TESTS, { ...task(missionId), cause: 'HUMAN', note: 'x', ...key }),
    other: ({ engine }, missionId, key) =>
      engine.blockTask(RITA_IN_TESTS, { ...task(missionId), cause: 'OTHER', note: 'x', ...key }),
  },
  {
    name: 'unblockTask',
    before: ({ engine }, missionId) =>
      engine.blockTask(RITA_IN_TESTS, { ...task(missionId), cause: 'HUMAN', note: 'x' }),
    call: ({ engine }, missionId, key) => engine.unblockTask(RITA_IN_TESTS, { ...task(missionId), ...key }),
    other: ({ engine }, missionId, key) =>
      engine.unblockTask(RITA_IN_TESTS, { ...task(missionId, 1), ...key }),
  },
  {
    name: 'retryTask',
    before: failFirst,
    call: ({ engine }, missionId, key) => engine.retryTask(RITA_IN_TESTS, { ...task(missionId), ...key }),
    other: ({ engine }, missionId, key) => engine.retryTask(RITA_IN_TESTS, { ...task(missionId, 1), ...key }),
  },
  {
    name: 'skipTask',
    call: ({ engine }, missionId, key) =>
      engine.skipTask(RITA_IN_TESTS, { ...task(missionId), reason: 'x', ...key }),
    other: ({ engine }, missionId, key) =>
      engine.skipTask(RITA_IN_TESTS, { ...task(missionId), reason: 'y', ...key }),
  },
  {
    name: 'cancelTask',
    call: ({ engine }, missionId, key) =>
      engine.cancelTask(RITA_IN_TESTS, { ...task(missionId), reason: 'x', ...key }),
    other: ({ engine }, missionId, key) =>
      engine.cancelTask(RITA_IN_TESTS, { ...task(missionId), reason: 'y', ...key }),
  },
  {
    name: 'approveCheckpoint',
    call: ({ engine }, missionId, key) =>
      engine.approveCheckpoint(RITA_IN_TESTS, { node: nodeRef(missionId, 2), ...key }),
    other: ({ engine }, missionId, key) =>
      engine.approveCheckpoint(RITA_IN_TESTS, { node: nodeRef(missionId, 2), feedback: 'x', ...key }),
  },
  {
    name: 'rejectCheckpoint',
    call: ({ engine }, missionId, key) =>
      engine.rejectCheckpoint(RITA_IN_TESTS, { node: nodeRef(missionId, 2), reopen: [], ...key }),
    other: ({ engine }, missionId, key) =>
      engine.rejectCheckpoint(RITA_IN_TESTS, {
        node: nodeRef(missionId, 2),
        reopen: [],
        feedback: 'x',
        ...key,
      }),
  },
  {
    name: 'overrideGate',
    call: ({ engine }, missionId, key) =>
      engine.overrideGate(RITA_IN_TESTS, { node: nodeRef(missionId, 3), reason: 'x', ...key }),
    other: ({ engine }, missionId, key) =>
      engine.overrideGate(RITA_IN_TESTS, { node: nodeRef(missionId, 3), reason: 'y', ...key }),
  },
  {
    name: 'skipDelay',
    call: ({ engine }, missionId, key) =>
      engine.skipDelay(RITA_IN_TESTS, { node: nodeRef(missionId, 4), reason: 'x', ...key }),
    other: ({ engine }, missionId, key) =>
      engine.skipDelay(RITA_IN_TESTS, { node: nodeRef(missionId, 4), reason: 'y', ...key }),
  },
];

async function prepared({ before }: KeyedCommand) {
  const under = anEngine();
  const missionId = await launchMission(under, TASKS);
  await before?.(under, missionId);
  await under.settle();
  return { under, missionId };
}

describe.each(COMMANDS)('$name with a key', (command) => {
  it('repeated answers alike and does nothing more', async () => {
    const { under, missionId } = await prepared(command);

    const first = answerOf(await command.call(under, missionId, KEY));
    const between = await headOf(under, missionId);
    const second = answerOf(await command.call(under, missionId, KEY));

    expect(second.sequence).toBe(first.sequence);
    expect(await headOf(under, missionId)).toEqual(between);
  });

  it('sent twice at once is done once, and both are answered alike', async () => {
    const { under, missionId } = await prepared(command);

    const [first, second] = await Promise.all([
      command.call(under, missionId, KEY),
      command.call(under, missionId, KEY),
    ]);

    expect(answerOf(first).sequence).toBe(answerOf(second).sequence);
  });

  it('sent again while the first is about to commit is done once, and both are answered alike', async () => {
    const { under, missionId } = await prepared(command);
    const others: Sequenced[] = [];
    under.meanwhile.act = async () => {
      others.push(await command.call(under, missionId, KEY));
    };

    const first = answerOf(await command.call(under, missionId, KEY));

    expect(others.map((other) => answerOf(other).sequence)).toEqual([first.sequence]);
  });

  it('refuses the key for another body', async () => {
    const { under, missionId } = await prepared(command);
    answerOf(await command.call(under, missionId, KEY));

    const error = errorOf(await command.other(under, missionId, KEY));

    expect(error).toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED', detail: KEY });
  });
});

describe('a key', () => {
  it.each(['', ' ', 'x'.repeat(201)])('of the form %j is refused', async (idempotencyKey) => {
    const under = anEngine();

    const created = await under.engine.createMission(RITA_IN_TESTS, {
      title: 'x',
      document: DOCUMENT,
      idempotencyKey,
    });

    expect(errorOf(created)).toMatchObject({ code: 'INVALID_ARGUMENT', path: ['idempotencyKey'] });
  });

  it('is forgotten after 48 hours', async () => {
    const under = anEngine();
    const create = () =>
      under.engine.createMission(RITA_IN_TESTS, { title: 'x', document: DOCUMENT, ...KEY });
    const first = answerOf(await create());

    await under.wait(48 * 3_600_000 + 1);

    expect(answerOf(await create()).mission.id).not.toBe(first.mission.id);
  });

  it('of a refused command is free again: a refusal has no effect to repeat', async () => {
    const under = anEngine();
    const missionId = await launchMission(under);
    errorOf(await under.engine.resumeMission(RITA_IN_TESTS, { missionId, ...KEY }));

    expect((await under.engine.pauseMission(RITA_IN_TESTS, { missionId, ...KEY })).ok).toBe(true);
  });
});

describe('claimTasks with a key', () => {
  const claimKeyed = async (under: EngineUnderTest, limit: number) =>
    answerOf(await under.engine.claimTasks(ADA_IN_TESTS, { agent: 'ada', limit, ...KEY }));

  it('answers what it claimed the first time, however often', async () => {
    const under = anEngine();
    await launchMission(under, { tasks: ['A', 'B', 'C', 'D'] });
    await launchMission(under, { tasks: ['E', 'F'] });

    const first = await claimKeyed(under, 5);
    const second = await claimKeyed(under, 5);

    expect(second).toEqual(first);
    expect(first).toHaveLength(5);
    expect(await claim(under)).toHaveLength(1);
  });

  it('sent again while the first is about to commit does not claim twice as much', async () => {
    const under = anEngine();
    await launchMission(under, { tasks: ['A', 'B', 'C', 'D'] });
    under.meanwhile.act = async () => {
      await claimKeyed(under, 2);
    };

    const first = await claimKeyed(under, 2);

    expect(first).toHaveLength(2);
    expect(await claim(under)).toHaveLength(2);
  });

  it('refuses the key for another body', async () => {
    const under = anEngine();
    await launchMission(under, { tasks: ['A', 'B'] });
    await claimKeyed(under, 1);

    const error = errorOf(await under.engine.claimTasks(ADA_IN_TESTS, { agent: 'ada', limit: 2, ...KEY }));

    expect(error.code).toBe('IDEMPOTENCY_KEY_REUSED');
  });
});

describe('completeTasks with a key', () => {
  it('answers alike when repeated, and refuses the key for another body', async () => {
    const under = anEngine();
    await launchMission(under, { tasks: ['A', 'B'] });
    const [a, b] = await claim(under);
    if (!a || !b) throw new Error('two were to be claimed');
    const completing = async (ref: typeof a.ref) =>
      under.engine.completeTasks(ADA_IN_TESTS, {
        tasks: [{ attempt: ref, submission: aSubmission() }],
        ...KEY,
      });

    const first = answerOf(await completing(a.ref)).map((answer) => answerOf(answer).sequence);
    const second = answerOf(await completing(a.ref)).map((answer) => answerOf(answer).sequence);

    expect(second).toEqual(first);
    expect(errorOf(await completing(b.ref)).code).toBe('IDEMPOTENCY_KEY_REUSED');
  });
});
