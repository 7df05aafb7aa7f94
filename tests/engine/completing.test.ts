import { LIMITS } from '@muster/core/limits';
import { describe, expect, it } from 'vitest';
import { claim, complete, headOf, launchMission, nodeRef } from '../support/a-launched-mission.ts';
import { aSubmission, MINUTE } from '../support/a-mission.ts';
import {
  ADA_IN_TESTS,
  anEngine,
  answerOf,
  BOB_IN_TESTS,
  errorOf,
  RITA_IN_TESTS,
} from '../support/an-engine.ts';

const MANY = Array.from({ length: 90 }, (_, at) => `T${at}`);

describe('completeTasks', () => {
  it('settles all it can, in as few commits as fit, and answers in order', async () => {
    const under = anEngine();
    const missionId = await launchMission(under, { tasks: MANY });
    const claims = await claim(under);

    const answers = await complete(under, claims);

    expect(answers.map(({ ref }) => ref.index)).toEqual(claims.map(({ ref }) => ref.index));
    expect((await headOf(under, missionId)).status).toBe('COMPLETED');
  });

  it('takes tasks of several missions', async () => {
    const under = anEngine();
    const first = await launchMission(under, { tasks: ['A'] });
    const second = await launchMission(under, { tasks: ['B'] });

    await complete(under, await claim(under));

    expect([(await headOf(under, first)).status, (await headOf(under, second)).status]).toEqual([
      'COMPLETED',
      'COMPLETED',
    ]);
  });

  it('refuses a bad one without touching the others', async () => {
    const under = anEngine();
    await launchMission(under, { tasks: ['A', 'B', 'C', 'D'] });
    const [a, b, c, d] = await claim(under);
    if (!a || !b || !c || !d) throw new Error('four were to be claimed');

    const answers = answerOf(
      await under.engine.completeTasks(ADA_IN_TESTS, {
        tasks: [
          { attempt: a.ref, submission: aSubmission() },
          { attempt: { ...b.ref, generation: 7 }, submission: aSubmission() },
          { attempt: c.ref, submission: aSubmission({ evidence: ' ' }) },
          { attempt: d.ref, submission: aSubmission({ selfScore: 9 }) },
        ],
      }),
    );

    expect(answers.map((answer) => (answer.ok ? answer.value.task.status : answer.error.code))).toEqual([
      'DONE',
      'NOT_FOUND',
      'EVIDENCE_REQUIRED',
      'INVALID_ARGUMENT',
    ]);
  });

  it('answers a repeated submission with the sequence of the first time', async () => {
    const under = anEngine();
    const missionId = await launchMission(under, { tasks: ['A', { title: 'B', dependsOn: ['A'] }] });
    const claims = await claim(under);
    const [first] = await complete(under, claims);
    await complete(under, await claim(under));
    const { sequence } = await headOf(under, missionId);

    const [second] = await complete(under, claims);

    expect(second?.sequence).toBe(first?.sequence);
    expect((await headOf(under, missionId)).sequence).toBe(sequence);
  });

  it('answers a different submission with STALE_ATTEMPT', async () => {
    const under = anEngine();
    await launchMission(under);
    const claims = await claim(under);
    await complete(under, claims);

    const tasks = claims.map(({ ref }) => ({
      attempt: ref,
      submission: aSubmission({ summary: 'Another.' }),
    }));
    const [answer] = answerOf(await under.engine.completeTasks(ADA_IN_TESTS, { tasks }));

    expect(answer && errorOf(answer).code).toBe('STALE_ATTEMPT');
  });

  it('settles a task once when the same submission comes twice at once', async () => {
    const under = anEngine();
    const missionId = await launchMission(under);
    const claims = await claim(under);

    const [first, second] = await Promise.all([complete(under, claims), complete(under, claims)]);

    expect(first?.[0]?.sequence).toBe(second?.[0]?.sequence);
    const events = answerOf(
      await under.engine.listEvents(RITA_IN_TESTS, { missionId, after: 0, first: 100 }),
    );
    expect(events.items.filter(({ node }) => node.data.to === 'DONE')).toHaveLength(1);
  });

  it.each([{ what: 'too many tasks', tasks: LIMITS.completeTasksMax + 1 }])(
    'refuses $what',
    async ({ tasks }) => {
      const under = anEngine();
      const missionId = await launchMission(under);
      const attempt = { ...nodeRef(missionId, 0), generation: 1 };

      const input = { tasks: Array.from({ length: tasks }, () => ({ attempt, submission: aSubmission() })) };

      expect(errorOf(await under.engine.completeTasks(ADA_IN_TESTS, input))).toMatchObject({
        code: 'LIMIT_EXCEEDED',
        detail: { limit: 'completeTasksMax' },
      });
    },
  );

  it.each([
    {
      what: 'long evidence',
      told: { evidence: 'x'.repeat(LIMITS.evidenceLengthMax + 1) },
      limit: 'evidenceLengthMax',
      path: ['submission', 'evidence'],
    },
    {
      what: 'a long summary',
      told: { summary: 'x'.repeat(LIMITS.evidenceLengthMax + 1) },
      limit: 'evidenceLengthMax',
      path: ['submission', 'summary'],
    },
    {
      what: 'many artifacts',
      told: {
        artifacts: Array.from({ length: LIMITS.artifactsPerAttemptMax + 1 }, (_, at) => ({
          name: `${at}`,
          kind: 'ASSET' as const,
          url: 'x:y',
        })),
      },
      limit: 'artifactsPerAttemptMax',
      path: ['submission', 'artifacts'],
    },
    {
      what: 'a large artifact',
      told: {
        artifacts: [{ name: 'a', kind: 'ASSET' as const, text: 'x'.repeat(LIMITS.artifactBytesMax + 1) }],
      },
      limit: 'artifactBytesMax',
      path: ['submission', 'artifacts', 0],
    },
    {
      what: 'more text than a record holds',
      told: { outcomes: Array.from({ length: 40 }, () => 'ü'.repeat(10_000)) },
      limit: 'recordBytesMax',
      path: ['submission'],
    },
    {
      what: 'more artifacts than a commit holds',
      told: {
        artifacts: Array.from({ length: 40 }, (_, at) => ({
          name: `${at}`,
          kind: 'ASSET' as const,
          text: 'x'.repeat(99_000),
        })),
      },
      limit: 'commitBytesMax',
      path: ['submission'],
    },
  ])('refuses $what with a limit, and names the place', async ({ told, limit, path }) => {
    const under = anEngine();
    await launchMission(under);
    const [claimed] = await claim(under);
    const tasks = claimed ? [{ attempt: claimed.ref, submission: aSubmission(told) }] : [];

    const [answer] = answerOf(await under.engine.completeTasks(ADA_IN_TESTS, { tasks }));

    expect(answer && errorOf(answer)).toMatchObject({ code: 'LIMIT_EXCEEDED', path, detail: { limit } });
  });

  it('cuts a batch by its bytes too', async () => {
    const under = anEngine();
    const missionId = await launchMission(under, { tasks: MANY });
    const claims = await claim(under);

    await complete(under, claims, { evidence: '€'.repeat(20_000) });

    expect(claims).toHaveLength(90);
    expect((await headOf(under, missionId)).status).toBe('COMPLETED');
  });

  it('lists what was delivered, page by page', async () => {
    const under = anEngine();
    const missionId = await launchMission(under);
    const artifacts = MANY.slice(0, 7).map((name) => ({ name, kind: 'ASSET' as const, json: { name } }));
    await complete(under, await claim(under), { artifacts });
    const ref = nodeRef(missionId, 0);

    const first = await under.engine.listArtifacts(RITA_IN_TESTS, { ...ref, first: 5 });
    const after = first.items.at(-1)?.cursor ?? '';
    const second = await under.engine.listArtifacts(RITA_IN_TESTS, { ...ref, first: 5, after });

    expect([first.hasNext, second.hasNext]).toEqual([true, false]);
    expect([...first.items, ...second.items].map(({ node }) => node.name)).toEqual(MANY.slice(0, 7));
  });
});

describe('completeAndClaim', () => {
  it('claims what the completions released, in one round trip', async () => {
    const under = anEngine();
    await launchMission(under, { tasks: ['A', { title: 'B', dependsOn: ['A'] }] });
    const claims = await claim(under);

    const { completed, claims: next } = answerOf(
      await under.engine.completeAndClaim(ADA_IN_TESTS, {
        complete: claims.map(({ ref }) => ({ attempt: ref, submission: aSubmission() })),
        claim: { agent: 'ada', limit: 5 },
      }),
    );

    expect(completed.map((answer) => answer.ok)).toEqual([true]);
    expect(next.map(({ task }) => task.title)).toEqual(['B']);
  });

  it('that is refused for its claim or its key completes nothing', async () => {
    const under = anEngine();
    const missionId = await launchMission(under, { tasks: ['A', 'B'] });
    const [a, b] = await claim(under);
    if (!a || !b) throw new Error('two were to be claimed');
    await launchMission(under, { tasks: ['C', 'D'] });
    const of = (attempt: typeof a) => [{ attempt: attempt.ref, submission: aSubmission() }];
    const idempotencyKey = 'key';
    answerOf(
      await under.engine.completeAndClaim(ADA_IN_TESTS, {
        complete: of(a),
        claim: { agent: 'ada', limit: 1 },
        idempotencyKey,
      }),
    );

    const reused = await under.engine.completeAndClaim(ADA_IN_TESTS, {
      complete: of(b),
      claim: { agent: 'ada', limit: 1 },
      idempotencyKey,
    });
    const forbidden = await under.engine.completeAndClaim(ADA_IN_TESTS, {
      complete: of(b),
      claim: { agent: 'bob', limit: 1 },
    });

    expect([errorOf(reused).code, errorOf(forbidden).code]).toEqual(['IDEMPOTENCY_KEY_REUSED', 'FORBIDDEN']);
    expect((await headOf(under, missionId)).run?.taskCounts).toMatchObject({ DONE: 1, IN_PROGRESS: 1 });
  });
});

describe('a lease that ran out', () => {
  it('ends the attempt; a late answer gets STALE_ATTEMPT and changes nothing', async () => {
    const under = anEngine();
    const missionId = await launchMission(under);
    const [late] = await claim(under, { leaseMs: MINUTE });

    await under.wait(MINUTE);
    const [again] = await claim(under, { principal: BOB_IN_TESTS });
    const tasks = late ? [{ attempt: late.ref, submission: aSubmission() }] : [];
    const [answer] = answerOf(await under.engine.completeTasks(ADA_IN_TESTS, { tasks }));

    expect(again?.ref.generation).toBe(2);
    expect(answer && errorOf(answer)).toMatchObject({ code: 'STALE_ATTEMPT', detail: { status: 'EXPIRED' } });
    expect((await headOf(under, missionId)).run?.taskCounts.IN_PROGRESS).toBe(1);
  });

  it('is renewed by a heartbeat', async () => {
    const under = anEngine();
    await launchMission(under);
    const [claimed] = await claim(under, { leaseMs: MINUTE });
    await under.wait(50_000);
    if (claimed) answerOf(await under.engine.heartbeat(ADA_IN_TESTS, { attempt: claimed.ref }));

    await under.wait(50_000);

    expect(await claim(under, { principal: BOB_IN_TESTS })).toEqual([]);
  });
});

describe('the attempts at a task', () => {
  it('are listed oldest first, the active one from its lease', async () => {
    const under = anEngine();
    const missionId = await launchMission(under, { tasks: [{ title: 'A', maxAttempts: 5 }] });
    for (let attempt = 1; attempt <= 3; attempt++) {
      const [claimed] = await claim(under);
      if (claimed && attempt < 3)
        answerOf(await under.engine.failTask(ADA_IN_TESTS, { attempt: claimed.ref, message: 'It broke.' }));
    }
    const ref = nodeRef(missionId, 0);

    const first = await under.engine.listAttempts(RITA_IN_TESTS, { ...ref, first: 2 });
    const second = await under.engine.listAttempts(RITA_IN_TESTS, { ...ref, first: 2, after: '2' });

    expect(first.items.map(({ node }) => node.status)).toEqual(['FAILED', 'FAILED']);
    expect(second.items.map(({ node }) => node.status)).toEqual(['ACTIVE']);
    expect([first.hasNext, second.hasNext]).toEqual([true, false]);
  });
});
