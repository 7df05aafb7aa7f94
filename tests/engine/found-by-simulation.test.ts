/** Rules of the engine that the simulation found broken, each as the smallest case of it. */
import type { MissionId } from '@muster/core/ids';
import { MemoryStore } from '@muster/embedded/memory-store';
import { handleDue } from '@muster/engine/due';
import { readyPartition } from '@muster/engine/keys';
import type { Store } from '@muster/engine/ports/store';
import { describe, expect, it } from 'vitest';
import { aDocumentInput, type DocumentInput } from '../support/a-document.ts';
import { claim, complete, headOf, launchMission, nodeRef } from '../support/a-launched-mission.ts';
import { WORKSPACE_ID } from '../support/a-mission.ts';
import {
  ADA_IN_TESTS,
  anEngine,
  answerOf,
  type EngineUnderTest,
  errorOf,
  RITA_IN_TESTS,
} from '../support/an-engine.ts';

const MANY = Array.from({ length: 60 }, (_, place) => `T${place}`);
const PAT_IN_TESTS = { ...RITA_IN_TESTS, actor: { kind: 'USER', name: 'pat' } } as const;

describe('a launch that is written out in pieces', () => {
  it('leaves the run alone when somebody else has finished it meanwhile', async () => {
    const under = anEngine();
    const missionId = await aDraft(under, { tasks: MANY });
    under.meanwhile.act = async () => {
      under.meanwhile.act = async () => {
        await under.settle();
        await claim(under, { limit: 1 });
      };
    };

    answerOf(await under.engine.launchMission(RITA_IN_TESTS, { missionId }));

    const [first] = await under.engine.nodes(RITA_IN_TESTS, [nodeRef(missionId, 0)]);
    expect(first?.status).toBe('IN_PROGRESS');
    expect((await headOf(under, missionId)).run?.taskCounts).toMatchObject({ IN_PROGRESS: 1, READY: 59 });
  });

  it('answers a repeated request like the first one', async () => {
    const under = anEngine();
    const missionId = await aDraft(under, { tasks: MANY });
    const input = { missionId, idempotencyKey: 'once' };

    const first = answerOf(await under.engine.launchMission(RITA_IN_TESTS, input));
    const second = answerOf(await under.engine.launchMission(RITA_IN_TESTS, input));

    expect(second.sequence).toBe(first.sequence);
  });
});

describe('what is being written out', () => {
  const LATE = MANY.map((key, place) => ({
    key,
    title: key,
    deadline: '2026-11-20T08:00:00Z',
    dependsOn: place === 0 ? [] : ['T0'],
  }));

  it('of a launch is told of its deadlines once it is there', async () => {
    const under = anEngine();
    const missionId = await aDraft(under, { tasks: LATE });
    const stop = betweenCommits(under, () => handleDue(under.context));

    answerOf(await under.engine.launchMission(RITA_IN_TESTS, { missionId }));
    stop();
    await under.wait(0);

    expect(await breachesOf(under, missionId)).toBe(LATE.length);
  });

  it('of an addition is told of its deadlines once it is there, and not before', async () => {
    const under = anEngine();
    const missionId = await launchMission(under, { tasks: ['A'] });
    const breaches: number[] = [];
    const stop = betweenCommits(under, async () => {
      await handleDue(under.context);
      breaches.push(await breachesOf(under, missionId));
    });

    answerOf(await under.engine.addTasks(RITA_IN_TESTS, { missionId, tasks: LATE }));
    stop();
    await under.settle();
    await under.wait(0);

    expect(new Set(breaches)).toEqual(new Set([0]));
    expect(await breachesOf(under, missionId)).toBe(LATE.length);
  });

  it('is looked at no more when the launch came to nothing', async () => {
    const under = anEngine();
    const missionId = await aDraft(under, { tasks: LATE });
    let count = 0;
    const stop = betweenCommits(under, async () => {
      if (++count === 2) await under.engine.cancelMission(RITA_IN_TESTS, { missionId, reason: 'Too late.' });
    });

    await under.engine.launchMission(RITA_IN_TESTS, { missionId });
    stop();
    await under.settle();
    await under.wait(0);

    expect((await headOf(under, missionId)).status).toBe('CANCELLED');
    expect(await handleDue(under.context)).toBeUndefined();
  });
});

/** Lets something happen before each commit until it is stopped. */
function betweenCommits(under: EngineUnderTest, act: () => Promise<unknown>): () => void {
  const again = async () => {
    await act();
    under.meanwhile.act = again;
  };
  under.meanwhile.act = again;
  return () => {
    delete under.meanwhile.act;
  };
}

async function breachesOf(under: EngineUnderTest, missionId: MissionId): Promise<number> {
  const page = { missionId, after: 0, first: 100, types: ['DeadlineBreached' as const] };
  return answerOf(await under.engine.listEvents(RITA_IN_TESTS, page)).items.length;
}

describe('a launch during which the document is saved', () => {
  it('runs the version it says', async () => {
    const under = anEngine();
    const missionId = await aDraft(under, { tasks: ['A'] });
    under.meanwhile.act = async () => {
      const document = aDocumentInput({ tasks: ['A', 'B', 'C'] });
      await under.engine.saveDocument(RITA_IN_TESTS, { missionId, document });
    };

    const { mission } = answerOf(await under.engine.launchMission(RITA_IN_TESTS, { missionId }));

    expect(mission.run).toMatchObject({ documentVersion: 2, nodeCount: 3 });
  });
});

describe('the report of a run', () => {
  it('is written though the next run has begun before', async () => {
    const under = anEngine();
    const missionId = await launchMission(under);
    answerOf(await under.engine.cancelMission(RITA_IN_TESTS, { missionId, reason: 'Too dear.' }));
    answerOf(await under.engine.launchMission(RITA_IN_TESTS, { missionId }));

    await under.settle();

    const report = await under.engine.report(RITA_IN_TESTS, { missionId, runNumber: 1 });
    expect(report).toMatchObject({ runNumber: 1, status: 'CANCELLED' });
  });
});

describe('the claim queue', () => {
  it('offers nothing of a run that another one has followed', async () => {
    const under = anEngine();
    const missionId = await launchMission(under, { tasks: [{ title: 'A', maxAttempts: 1 }, 'B'] });
    const [first] = await claim(under, { limit: 1 });
    if (!first) throw new Error('nothing was claimed');
    await under.engine.failTask(ADA_IN_TESTS, { attempt: first.ref, message: 'It broke.' });
    answerOf(await under.engine.launchMission(RITA_IN_TESTS, { missionId }));

    const claimed = await claim(under);

    expect(claimed.map(({ ref }) => [ref.runNumber, ref.index])).toEqual([
      [2, 0],
      [2, 1],
    ]);
    const partition = readyPartition(WORKSPACE_ID, { kind: 'ANY' });
    expect((await under.store.list('work', { partition, limit: 10 })).items).toEqual([]);
  });
});

describe('two equal requests at once', () => {
  it('claim once, and are answered alike', async () => {
    const under = anEngine();
    const missionId = await launchMission(under, { tasks: ['A', 'B'] });
    const input = { agent: 'ada', limit: 1, idempotencyKey: 'once' };
    const both: unknown[] = [];
    under.meanwhile.act = async () => {
      both.push(answerOf(await under.engine.claimTasks(ADA_IN_TESTS, input)));
    };

    both.push(answerOf(await under.engine.claimTasks(ADA_IN_TESTS, input)));

    expect(both[1]).toEqual(both[0]);
    expect((await headOf(under, missionId)).run?.taskCounts.IN_PROGRESS).toBe(1);
  });

  it('are not refused because one of them has succeeded', async () => {
    const under = anEngine();
    const { missionId, checkpoint } = await anOpenCheckpoint(under, 1);
    const input = { node: checkpoint, idempotencyKey: 'once' };
    under.meanwhile.act = async () => {
      answerOf(await under.engine.approveCheckpoint(RITA_IN_TESTS, input));
      under.conflicts.left = 1;
    };

    const answer = answerOf(await under.engine.approveCheckpoint(RITA_IN_TESTS, input));

    expect(answer.node.status).toBe('APPROVED');
    expect(answer.ref.missionId).toBe(missionId);
  });

  it('are answered alike also when there is nothing to change', async () => {
    const under = anEngine();
    const { checkpoint } = await anOpenCheckpoint(under, 3);
    answerOf(await under.engine.approveCheckpoint(RITA_IN_TESTS, { node: checkpoint }));
    const again = { node: checkpoint, idempotencyKey: 'again' };
    const first = answerOf(await under.engine.approveCheckpoint(RITA_IN_TESTS, again));
    answerOf(await under.engine.approveCheckpoint(PAT_IN_TESTS, { node: checkpoint }));

    const second = answerOf(await under.engine.approveCheckpoint(RITA_IN_TESTS, again));

    expect(second.sequence).toBe(first.sequence);
  });
});

describe('a decision on records of two moments (G4)', () => {
  it('is made again, and refused for what is so then', async () => {
    const reading: { act?: () => Promise<unknown> } = {};
    const under = anEngine((now) => interrupted(new MemoryStore({ now }), reading));
    const missionId = await launchMission(under, { tasks: [{ title: 'A', review: 'REQUIRED' }] });
    await complete(under, await claim(under));
    const task = nodeRef(missionId, 0);
    reading.act = () => under.engine.acceptTask(PAT_IN_TESTS, { task });

    const refusal = errorOf(await under.engine.acceptTask(RITA_IN_TESTS, { task }));

    expect(refusal.code).toBe('ILLEGAL_MOVE');
  });
});

describe('an attempt that ends while it is being read', () => {
  it('is found', async () => {
    const reading: { act?: () => Promise<unknown> } = {};
    const under = anEngine((now) => interrupted(new MemoryStore({ now }), reading, 'N#'));
    await launchMission(under);
    const claims = await claim(under);
    const refs = claims.map(({ ref }) => ref);
    reading.act = () => complete(under, claims);

    const [attempt] = await under.engine.attempts(RITA_IN_TESTS, refs);

    expect(attempt?.status).toBe('ACCEPTED');
  });
});

/** Lets somebody act just before an attempt, or what else is named, is read. */
function interrupted(inner: Store, reading: { act?: () => Promise<unknown> }, prefix = 'A#'): Store {
  return {
    async get(keys) {
      const { act } = reading;
      if (act && keys.some((key) => key.sort.startsWith(prefix))) {
        delete reading.act;
        await act();
      }
      return inner.get(keys);
    },
    query: (range) => inner.query(range),
    list: (index, range) => inner.list(index, range),
    commit: (commit) => inner.commit(commit),
    feed: (position, signal) => inner.feed(position, signal),
    durable: () => inner.durable(),
  };
}

async function aDraft(under: EngineUnderTest, document: DocumentInput) {
  const created = await under.engine.createMission(RITA_IN_TESTS, {
    title: 'A mission',
    document: aDocumentInput(document),
  });
  return answerOf(created).mission.id;
}

async function anOpenCheckpoint(under: EngineUnderTest, quorum: number) {
  const missionId = await launchMission(under, {
    tasks: ['A'],
    checkpoints: [{ name: 'C', afterTasks: ['A'], quorum }],
  });
  await complete(under, await claim(under));
  await under.settle();
  return { missionId, checkpoint: nodeRef(missionId, 1) };
}
