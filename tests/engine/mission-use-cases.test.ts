import { LIMITS } from '@muster/core/limits';
import { describe, expect, it } from 'vitest';
import { aDocumentInput } from '../support/a-document.ts';
import { claim, complete, headOf, launchMission, workAll } from '../support/a-launched-mission.ts';
import { aSubmission } from '../support/a-mission.ts';
import { ADA_IN_TESTS, anEngine, answerOf, errorOf, RITA_IN_TESTS } from '../support/an-engine.ts';

const DOCUMENT = aDocumentInput({ tasks: ['A'] });
/** Five different mistakes. */
const WRONG = {
  tasks: [
    { title: 'A', dependsOn: ['A'] },
    { title: 'B', dependsOn: ['Nobody'] },
    { title: 'C', priority: 9 },
    { title: 'C' },
    { title: 'D', colour: 'red' },
  ],
};

describe('createMission', () => {
  it('saves a DRAFT, with its document as it came', async () => {
    const under = anEngine();

    const { mission, sequence } = answerOf(
      await under.engine.createMission(RITA_IN_TESTS, {
        title: ' Site ',
        objective: 'A site.',
        document: DOCUMENT,
        tags: ['web'],
      }),
    );

    expect(mission).toMatchObject({
      title: 'Site',
      status: 'DRAFT',
      documentVersion: 1,
      runCount: 0,
      sequence,
    });
    expect(await under.engine.document(RITA_IN_TESTS, mission.id, 1)).toEqual(DOCUMENT);
    expect(await under.engine.missionInfos(RITA_IN_TESTS, [mission.id])).toMatchObject([
      { objective: 'A site.', tags: ['web'], createdBy: RITA_IN_TESTS.actor },
    ]);
  });

  it('keeps a document with problems as a DRAFT', async () => {
    const under = anEngine();

    const { mission } = answerOf(
      await under.engine.createMission(RITA_IN_TESTS, { title: 'x', document: WRONG }),
    );

    expect(mission.status).toBe('DRAFT');
  });

  it('with launch refuses a document with problems, tells all of them, and stores nothing', async () => {
    const under = anEngine();

    const error = errorOf(
      await under.engine.createMission(RITA_IN_TESTS, { title: 'x', document: WRONG, launch: true }),
    );

    expect(error).toMatchObject({ code: 'INVALID_DOCUMENT' });
    expect(error.code === 'INVALID_DOCUMENT' && error.detail.problems.length).toBeGreaterThanOrEqual(5);
    expect(await under.engine.listMissions(RITA_IN_TESTS, { first: 10 })).toEqual({
      items: [],
      hasNext: false,
    });
  });

  it.each([
    { wrong: 'a blank title', input: { title: '  ' }, code: 'INVALID_ARGUMENT', path: ['title'] },
    {
      wrong: 'a long title',
      input: { title: 'x'.repeat(LIMITS.titleLengthMax + 1) },
      code: 'LIMIT_EXCEEDED',
      path: ['title'],
    },
    {
      wrong: 'no room',
      input: { title: 'x', maxConcurrent: 0 },
      code: 'INVALID_ARGUMENT',
      path: ['maxConcurrent'],
    },
    {
      wrong: 'a large document',
      input: { title: 'x', document: { padding: 'x'.repeat(LIMITS.documentBytesMax) } },
      code: 'LIMIT_EXCEEDED',
      path: ['document'],
    },
  ])('refuses $wrong', async ({ input, code, path }) => {
    const under = anEngine();

    const error = errorOf(await under.engine.createMission(RITA_IN_TESTS, { document: DOCUMENT, ...input }));

    expect(error).toMatchObject({ code, path });
  });

  it('keeps a document near the limit, in parts', async () => {
    const under = anEngine();
    const document = { note: 'ü€𝄞'.repeat(100_000) };

    const { mission } = answerOf(await under.engine.createMission(RITA_IN_TESTS, { title: 'x', document }));

    expect(await under.engine.document(RITA_IN_TESTS, mission.id, 1)).toEqual(document);
  });
});

describe('launchMission', () => {
  it('launches the latest document', async () => {
    const under = anEngine();
    const { mission } = answerOf(
      await under.engine.createMission(RITA_IN_TESTS, { title: 'x', document: WRONG }),
    );
    const missionId = mission.id;

    const refused = errorOf(await under.engine.launchMission(RITA_IN_TESTS, { missionId }));
    answerOf(await under.engine.saveDocument(RITA_IN_TESTS, { missionId, document: DOCUMENT }));
    const launched = answerOf(await under.engine.launchMission(RITA_IN_TESTS, { missionId }));

    expect(refused.code).toBe('INVALID_DOCUMENT');
    expect(launched.mission).toMatchObject({
      status: 'ACTIVE',
      run: { documentVersion: 2, status: 'ACTIVE' },
    });
  });

  it('is refused while a run is open, and leaves no run number used', async () => {
    const under = anEngine();
    const missionId = await launchMission(under);

    const error = errorOf(await under.engine.launchMission(RITA_IN_TESTS, { missionId }));

    expect(error).toMatchObject({
      code: 'ILLEGAL_MOVE',
      detail: { legal: expect.arrayContaining(['pauseMission', 'cancelMission', 'cancelRun']) },
    });
    expect((await headOf(under, missionId)).runCount).toBe(1);
  });

  it('after a run makes the next one, and each keeps its report', async () => {
    const under = anEngine();
    const missionId = await launchMission(under);
    await workAll(under);

    answerOf(await under.engine.launchMission(RITA_IN_TESTS, { missionId }));
    await workAll(under);

    const reports = await Promise.all(
      [1, 2, 3].map((runNumber) => under.engine.report(RITA_IN_TESTS, { missionId, runNumber })),
    );
    expect(reports.map((report) => report?.status)).toEqual(['COMPLETED', 'COMPLETED', undefined]);
  });

  it('at once after a run still writes the report of that run', async () => {
    const under = anEngine();
    const missionId = await launchMission(under);
    const [first] = await claim(under);
    const tasks = first ? [{ attempt: first.ref, submission: aSubmission() }] : [];
    answerOf(await under.engine.completeTasks(ADA_IN_TESTS, { tasks }));

    answerOf(await under.engine.launchMission(RITA_IN_TESTS, { missionId }));
    await under.settle();

    expect(await under.engine.report(RITA_IN_TESTS, { missionId, runNumber: 1 })).toMatchObject({
      status: 'COMPLETED',
    });
  });
});

describe('moving a mission', () => {
  it('answers with the sequence of its last event', async () => {
    const under = anEngine();
    const missionId = await launchMission(under);

    const paused = answerOf(await under.engine.pauseMission(RITA_IN_TESTS, { missionId, reason: 'Lunch.' }));
    const resumed = answerOf(await under.engine.resumeMission(RITA_IN_TESTS, { missionId }));

    expect([paused.mission.status, resumed.mission.status]).toEqual(['PAUSED', 'ACTIVE']);
    expect([paused.sequence, resumed.sequence]).toEqual([paused.mission.sequence, resumed.mission.sequence]);
  });

  it.each(['cancelMission', 'cancelRun'] as const)(
    '%s needs a reason that says something',
    async (command) => {
      const under = anEngine();
      const missionId = await launchMission(under);

      const error = errorOf(await under.engine[command](RITA_IN_TESTS, { missionId, reason: ' \t' }));

      expect(error).toMatchObject({ code: 'INVALID_ARGUMENT', path: ['reason'] });
      expect((await headOf(under, missionId)).status).toBe('ACTIVE');
    },
  );

  it('cancelMission writes a report too', async () => {
    const under = anEngine();
    const missionId = await launchMission(under);

    answerOf(await under.engine.cancelMission(RITA_IN_TESTS, { missionId, reason: 'No money.' }));
    await under.settle();

    expect(await under.engine.report(RITA_IN_TESTS, { missionId, runNumber: 1 })).toMatchObject({
      status: 'CANCELLED',
      reason: 'No money.',
    });
  });

  it('retryFailed goes on with the same run, and its report is written anew', async () => {
    const under = anEngine();
    const missionId = await launchMission(under, { tasks: [{ title: 'A', maxAttempts: 1 }] });
    const [first] = await claim(under);
    if (first)
      answerOf(await under.engine.failTask(RITA_IN_TESTS, { attempt: first.ref, message: 'It broke.' }));
    await under.settle();
    const before = await under.engine.report(RITA_IN_TESTS, { missionId, runNumber: 1 });

    answerOf(await under.engine.retryFailed(RITA_IN_TESTS, { missionId }));
    await complete(under, await claim(under));

    expect(before?.status).toBe('FAILED');
    expect(await under.engine.report(RITA_IN_TESTS, { missionId, runNumber: 1 })).toMatchObject({
      status: 'COMPLETED',
    });
  });

  it('planMission moves a DRAFT to PLANNING', async () => {
    const under = anEngine();
    const { mission } = answerOf(
      await under.engine.createMission(RITA_IN_TESTS, { title: 'x', document: DOCUMENT }),
    );

    const planned = answerOf(await under.engine.planMission(RITA_IN_TESTS, { missionId: mission.id }));

    expect(planned.mission.status).toBe('PLANNING');
  });
});

describe('validateMission', () => {
  it('answers problems, or the plan that a document makes, and stores nothing', async () => {
    const under = anEngine();

    const wrong = under.engine.validateMission(WRONG);
    const right = under.engine.validateMission(DOCUMENT);

    expect(wrong.problems.length).toBeGreaterThanOrEqual(5);
    expect(wrong.plan).toBeUndefined();
    expect(right).toMatchObject({ problems: [], document: { tasks: [{ key: 'A' }] } });
    expect(right.plan).toBeDefined();
    expect((await under.engine.listMissions(RITA_IN_TESTS, { first: 1 })).items).toEqual([]);
  });
});
