import type { MissionId } from '@muster/core/ids';
import { MemoryStore } from '@muster/embedded/memory-store';
import { piecePut } from '@muster/engine/claim-pieces';
import type { Claim, ClaimTasks, CompleteAndClaim, CompleteTask } from '@muster/engine/engine';
import type { Store } from '@muster/engine/ports/store';
import { findReceipts } from '@muster/engine/receipts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aChain } from '../support/a-document.ts';
import { claim, headOf, launchMission } from '../support/a-launched-mission.ts';
import { aSubmission, SECOND } from '../support/a-mission.ts';
import { ADA_IN_TESTS, anEngine, answerOf, type EngineUnderTest } from '../support/an-engine.ts';

const CLAIM = { agent: 'ada', limit: 5 } as const;

/** An engine whose store counts the commits that were made. */
function aCountingEngine(): EngineUnderTest & { readonly commits: { count: number } } {
  const commits = { count: 0 };
  const under = anEngine((now): Store => {
    const inner = new MemoryStore({ now });
    return {
      get: (keys) => inner.get(keys),
      query: (range) => inner.query(range),
      list: (index, range) => inner.list(index, range),
      feed: (position, signal) => inner.feed(position, signal),
      durable: () => inner.durable(),
      async commit(commit) {
        const outcome = await inner.commit(commit);
        if (outcome.isCommitted) commits.count++;
        return outcome;
      },
    };
  });
  return { ...under, commits };
}

function completions(claims: readonly Pick<Claim, 'ref'>[]): readonly CompleteTask[] {
  return claims.map(({ ref }) => ({ attempt: ref, submission: aSubmission() }));
}

function goOn(under: EngineUnderTest, input: CompleteAndClaim) {
  return under.engine.completeAndClaim(ADA_IN_TESTS, input).then(answerOf);
}

function titles(claims: readonly Claim[]): readonly string[] {
  return claims.map(({ task }) => task.title);
}

function refs(claims: readonly Claim[]) {
  return claims.map(({ ref }) => ref);
}

describe('Claiming along with completing', () => {
  it.each([undefined, 'key'])('takes one commit for every hop of a chain, with the key %s', async (key) => {
    const under = aCountingEngine();
    await launchMission(under, aChain(6));
    let claims = await claim(under);
    const hops: [readonly string[], number][] = [];

    while (claims.length > 0) {
      const before = under.commits.count;
      const idempotencyKey = key && `${key}-${hops.length}`;
      const input = { complete: completions(claims), claim: CLAIM };
      ({ claims } = await goOn(under, idempotencyKey === undefined ? input : { ...input, idempotencyKey }));
      hops.push([titles(claims), under.commits.count - before]);
    }

    expect(hops).toEqual([
      [['T1'], 1],
      [['T2'], 1],
      [['T3'], 1],
      [['T4'], 1],
      [['T5'], 1],
      [[], 1],
    ]);
  });

  it('prefers what stood in the queue when that is better than what was released (A1)', async () => {
    const under = anEngine();
    await launchMission(under, { tasks: ['A', { title: 'Plain', dependsOn: ['A'] }] });
    const first = await claim(under);
    await launchMission(under, { tasks: [{ title: 'Urgent', priority: 1 }] });

    const { claims } = await goOn(under, { complete: completions(first), claim: { agent: 'ada', limit: 1 } });

    expect(titles(claims)).toEqual(['Urgent']);
  });

  it('prefers what was released when that is better than what stood in the queue (A1)', async () => {
    const under = anEngine();
    await launchMission(under, { tasks: ['A', { title: 'Urgent', priority: 1, dependsOn: ['A'] }] });
    const first = await claim(under);
    await launchMission(under, { tasks: ['Plain'] });

    const { claims } = await goOn(under, { complete: completions(first), claim: { agent: 'ada', limit: 1 } });

    expect(titles(claims)).toEqual(['Urgent']);
  });

  it('never passes the limit when several missions are completed at once', async () => {
    const under = anEngine();
    const released = ['B', 'C', 'D'].map((title) => ({ title, dependsOn: ['A'] }));
    await launchMission(under, { tasks: ['A', ...released] });
    await launchMission(under, { tasks: ['A', ...released] });
    const first = await claim(under);

    const { completed, claims } = await goOn(under, {
      complete: completions(first),
      claim: { agent: 'ada', limit: 4 },
    });

    expect(completed.map((answer) => answer.ok)).toEqual([true, true]);
    expect(claims).toHaveLength(4);
  });

  it('claims a failed task again by the same call, in a later commit than the one it failed in (A2)', async () => {
    const under = aCountingEngine();
    await launchMission(under, {
      tasks: [
        {
          title: 'A',
          expectations: [{ type: 'test', command: 'npm test' }],
          maxAttempts: 1,
          escalateTo: 'ada',
        },
      ],
    });
    const submission = aSubmission({ expectationResults: [{ position: 0, hasPassed: false }] });
    const [begun] = await claim(under);
    if (!begun) throw new Error('one was to be claimed');
    for (const generation of [1, 2]) {
      const attempt = { ...begun.ref, generation };
      answerOf(await under.engine.completeTasks(ADA_IN_TESTS, { tasks: [{ attempt, submission }] }));
    }
    const first = { ref: { ...begun.ref, generation: 3 } };
    const before = under.commits.count;

    const { completed, claims } = await goOn(under, {
      complete: [{ attempt: first.ref, submission }],
      claim: CLAIM,
    });

    const [failed] = completed.map(answerOf);
    expect(failed?.task.status).toBe('READY');
    expect(refs(claims)).toEqual([{ ...first.ref, generation: 4 }]);
    expect(claims[0]?.sequence).toBeGreaterThan(failed?.sequence ?? Number.POSITIVE_INFINITY);
    expect(under.commits.count - before).toBe(2);
  });
});

describe('An idempotency key of completing and claiming', () => {
  it('answers a repeated request with the same claims, and changes nothing', async () => {
    const under = anEngine();
    const missionId = await launchMission(under, aChain(3));
    const complete = completions(await claim(under));
    const input = { complete, claim: CLAIM, idempotencyKey: 'key' };
    const first = await goOn(under, input);
    const { sequence } = await headOf(under, missionId);

    const second = await goOn(under, input);

    expect(refs(second.claims)).toEqual(refs(first.claims));
    expect(titles(second.claims)).toEqual(['T1']);
    expect(second.completed).toMatchObject([{ ok: true, value: { ref: complete[0]?.attempt } }]);
    expect((await headOf(under, missionId)).sequence).toBe(sequence);
  });

  it('sent twice at once gives both the same claims (A3)', async () => {
    const under = anEngine();
    const missionId = await launchMission(under, {
      tasks: ['A', ...['B', 'C', 'D'].map((title) => ({ title, dependsOn: ['A'] }))],
    });
    const complete = completions(await claim(under));
    const input = { complete, claim: { agent: 'ada', limit: 1 }, idempotencyKey: 'key' };
    const faster: (readonly Claim[])[] = [];
    under.meanwhile.act = async () => {
      faster.push((await goOn(under, input)).claims);
    };

    const slower = await goOn(under, input);

    expect(slower.completed.map((answer) => answer.ok)).toEqual([true]);
    expect(faster.map(refs)).toEqual([refs(slower.claims)]);
    expect((await headOf(under, missionId)).run?.taskCounts).toMatchObject({ DONE: 1, IN_PROGRESS: 1 });
  });

  it('that is overtaken still commits the completions, without a claim (A3)', async () => {
    const under = anEngine();
    const missionId = await launchMission(under, aChain(2));
    const input = { complete: completions(await claim(under)), claim: CLAIM, idempotencyKey: 'key' };
    under.meanwhile.act = () => takeFirstPiece(under, input);

    const { completed, claims } = await goOn(under, input);

    expect(completed.map(answerOf).map(({ task }) => task.status)).toEqual(['DONE']);
    expect(claims).toEqual([]);
    expect((await headOf(under, missionId)).run?.taskCounts).toMatchObject({ DONE: 1, READY: 1 });
  });
});

/** As if the same request had written its first piece, with nothing in it. */
async function takeFirstPiece(
  under: EngineUnderTest,
  { complete, claim: claiming, idempotencyKey }: CompleteAndClaim,
): Promise<void> {
  const request = ['completeAndClaim', complete, claiming];
  const found = answerOf(await findReceipts(under.context, ADA_IN_TESTS, { idempotencyKey, request }));
  if (!found) throw new Error('the request has a key');
  const put = piecePut(under.context, found.keyed, { number: 0, piece: { refs: [], sequence: 0 } });
  await under.store.commit({ puts: [put] });
}

interface RandomTask {
  readonly priority: number;
  readonly lane: object;
  /** Places of earlier tasks, some of which may not be there. */
  readonly after: readonly number[];
}

const randomTasks = fc.array(
  fc.record<RandomTask>({
    priority: fc.integer({ min: 1, max: 5 }),
    lane: fc.constantFrom(
      {},
      { assignTo: 'ada' },
      { assignTo: 'bob' },
      { specialty: 'legal' },
      { specialty: 'code' },
    ),
    after: fc.uniqueArray(fc.integer({ min: 0, max: 6 }), { maxLength: 2 }),
  }),
  { minLength: 2, maxLength: 7 },
);
const asked = fc.record<Omit<ClaimTasks, 'idempotencyKey'>>({
  agent: fc.constant('ada'),
  limit: fc.integer({ min: 1, max: 5 }),
  specialties: fc.subarray(['legal', 'code']),
});

function documentOf(tasks: readonly RandomTask[]) {
  return {
    tasks: tasks.map(({ priority, lane, after }, place) => ({
      title: `T${place}`,
      priority,
      ...lane,
      dependsOn: after.filter((other) => other < place).map((other) => `T${other}`),
    })),
  };
}

/** What each round of work claimed, until nothing more can be claimed. */
async function workedBy(
  missions: readonly (readonly RandomTask[])[],
  next: (under: EngineUnderTest, complete: readonly CompleteTask[]) => Promise<readonly Claim[]>,
): Promise<readonly (readonly string[])[]> {
  const under = anEngine();
  const ids: MissionId[] = [];
  for (const tasks of missions) ids.push(await launchMission(under, documentOf(tasks)));
  const rounds: (readonly string[])[] = [];
  let claims = await next(under, []);
  while (claims.length > 0) {
    rounds.push(claims.map(({ ref, task }) => `${ids.indexOf(ref.missionId)} ${task.title}`).sort());
    await under.wait(SECOND);
    claims = await next(under, completions(claims));
  }
  return rounds;
}

describe('Two missions worked on by completing and claiming at once', () => {
  it('have the same tasks claimed, round by round, as by completing first and claiming then (A1)', async () => {
    await fc.assert(
      fc.asyncProperty(randomTasks, randomTasks, asked, async (first, second, claiming) => {
        const together = await workedBy([first, second], async (under, complete) => {
          const { claims } = await goOn(under, { complete, claim: claiming });
          return claims;
        });
        const apart = await workedBy([first, second], async (under, tasks) => {
          answerOf(await under.engine.completeTasks(ADA_IN_TESTS, { tasks }));
          return answerOf(await under.engine.claimTasks(ADA_IN_TESTS, claiming));
        });

        expect(together).toEqual(apart);
        for (const round of together) expect(round.length).toBeLessThanOrEqual(claiming.limit);
      }),
      { numRuns: 150 },
    );
  });
});
