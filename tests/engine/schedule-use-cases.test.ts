import { handleDue } from '@muster/engine/due';
import type { ScheduleMission } from '@muster/engine/engine';
import { passTimeOfMission } from '@muster/engine/mission-time';
import { describe, expect, it } from 'vitest';
import { aDocumentInput } from '../support/a-document.ts';
import { headOf, workAll } from '../support/a-launched-mission.ts';
import { START, WORKSPACE_ID } from '../support/a-mission.ts';
import { HOUR, timeOf } from '../support/a-schedule.ts';
import {
  anEngine,
  answerOf,
  type EngineUnderTest,
  errorOf,
  RITA_IN_TESTS,
  STRANGER,
} from '../support/an-engine.ts';

const HOURLY = { cron: '0 * * * *', timeZone: 'UTC' };

async function aDraft(under: EngineUnderTest, tasks: readonly string[] = ['A']) {
  const document = aDocumentInput({ tasks });
  const created = await under.engine.createMission(RITA_IN_TESTS, { title: 'A mission', document });
  return answerOf(created).mission.id;
}

async function aRecurring(
  under: EngineUnderTest,
  told: Readonly<Record<string, unknown>> & { readonly tasks?: readonly string[] } = {},
) {
  const { tasks, ...schedule } = told;
  const missionId = await aDraft(under, tasks);
  const input: ScheduleMission = { missionId, schedule: { ...HOURLY, ...schedule } };
  answerOf(await under.engine.scheduleMission(RITA_IN_TESTS, input));
  return missionId;
}

describe('a schedule for a new mission', () => {
  const document = aDocumentInput({ tasks: ['A'] });
  const NEW = { title: 'A mission', document, schedule: HOURLY } as const;

  it('is set in the commit that makes it', async () => {
    const under = anEngine();

    const { mission, sequence } = answerOf(await under.engine.createMission(RITA_IN_TESTS, NEW));

    expect(mission).toMatchObject({
      status: 'RECURRING',
      runCount: 0,
      schedule: { before: { status: 'DRAFT' } },
    });
    expect(sequence).toBe(3);
    expect(under.pending).toHaveLength(1);
  });

  it('fires', async () => {
    const under = anEngine();
    const { mission } = answerOf(await under.engine.createMission(RITA_IN_TESTS, NEW));

    await under.wait(HOUR);

    expect(await headOf(under, mission.id)).toMatchObject({ status: 'ACTIVE', runCount: 1 });
  });

  it('is set beside a launch, which leaves it alone', async () => {
    const under = anEngine();

    const created = await under.engine.createMission(RITA_IN_TESTS, { ...NEW, launch: true });

    expect(answerOf(created).mission).toMatchObject({
      status: 'ACTIVE',
      runCount: 1,
      schedule: { launchCount: 0 },
    });
  });

  it.each([
    ['the schedule', 'INVALID_SCHEDULE', { ...NEW, schedule: { cron: 'hourly', timeZone: 'UTC' } }],
    [
      'the document',
      'INVALID_DOCUMENT',
      { ...NEW, document: aDocumentInput({ tasks: [{ title: 'A', dependsOn: ['nobody'] }] }) },
    ],
    ['who asks', 'FORBIDDEN', { ...NEW, governance: 'PILOT', pilot: 'paul' }],
  ] as const)(
    'is refused with the whole mission for what is wrong with %s: %s',
    async (_what, code, input) => {
      const under = anEngine();

      const refused = errorOf(await under.engine.createMission({ ...RITA_IN_TESTS, role: 'MEMBER' }, input));

      expect(refused.code).toBe(code);
      expect(under.pending).toEqual([]);
    },
  );
});

describe('scheduling a mission', () => {
  it('answers the mission with its schedule, and the sequence it committed', async () => {
    const under = anEngine();
    const missionId = await aDraft(under);

    const answer = await under.engine.scheduleMission(RITA_IN_TESTS, { missionId, schedule: HOURLY });

    expect(answerOf(answer)).toMatchObject({ mission: { status: 'RECURRING' }, sequence: 3 });
  });

  it('tells every problem of the schedule at once, with the path into the input, and changes nothing', async () => {
    const under = anEngine();
    const missionId = await aDraft(under);
    const schedule = { cron: 'hourly', timeZone: 'Mars/Olympus' };

    const error = errorOf(await under.engine.scheduleMission(RITA_IN_TESTS, { missionId, schedule }));

    expect(error).toMatchObject({
      code: 'INVALID_SCHEDULE',
      path: ['schedule', 'cron'],
      detail: { problems: [{ code: 'BAD_CRON' }, { code: 'UNKNOWN_ZONE' }] },
    });
    expect(await headOf(under, missionId)).toMatchObject({ status: 'DRAFT', sequence: 1 });
  });

  it('is refused while the document has problems', async () => {
    const under = anEngine();
    const missionId = await aDraft(under);
    const document = aDocumentInput({ tasks: [{ title: 'A', dependsOn: ['nobody'] }] });
    answerOf(await under.engine.saveDocument(RITA_IN_TESTS, { missionId, document }));

    const error = errorOf(await under.engine.scheduleMission(RITA_IN_TESTS, { missionId, schedule: HOURLY }));

    expect(error.code).toBe('INVALID_DOCUMENT');
    expect((await headOf(under, missionId)).status).toBe('DRAFT');
  });

  it('of another workspace behaves as if there were none, for each command', async () => {
    const under = anEngine();
    const missionId = await aRecurring(under);
    const { engine } = under;

    const errors = [
      errorOf(await engine.scheduleMission(STRANGER, { missionId, schedule: HOURLY })),
      errorOf(await engine.unscheduleMission(STRANGER, { missionId })),
      errorOf(await engine.pauseSchedule(STRANGER, { missionId })),
      errorOf(await engine.resumeSchedule(STRANGER, { missionId })),
    ];

    expect(errors.map(({ code }) => code)).toEqual(Array(4).fill('NOT_FOUND'));
  });

  it('asked twice with one key is done once', async () => {
    const under = anEngine();
    const missionId = await aDraft(under);
    const input = { missionId, schedule: HOURLY, idempotencyKey: 'k' };

    const [first, second] = [
      await under.engine.scheduleMission(RITA_IN_TESTS, input),
      await under.engine.scheduleMission(RITA_IN_TESTS, input),
    ];

    expect(answerOf(second).sequence).toBe(answerOf(first).sequence);
  });
});

describe('replacing a schedule', () => {
  it('while its slot is being taken fires that slot once, and then those of the new one', async () => {
    const under = anEngine();
    const missionId = await aRecurring(under, { overlap: 'QUEUE_ONE' });
    under.clock.now = (START + HOUR) as typeof under.clock.now;
    // Set between the timer's reading of the head and its commit.
    under.meanwhile.act = async () => {
      delete under.meanwhile.act;
      const schedule = { cron: '0,30 * * * *', timeZone: 'UTC' };
      answerOf(await under.engine.scheduleMission(RITA_IN_TESTS, { missionId, schedule }));
    };
    await handleDue(under.context);
    await under.settle();
    await under.wait(HOUR / 2);

    const { items } = answerOf(
      await under.engine.listEvents(RITA_IN_TESTS, { missionId, after: 0, first: 100 }),
    );
    const told = items.map(({ node }) => node).filter(({ type }) => type.startsWith('Slot'));
    expect(told.map(({ type, data }) => [type, data.first ?? data.slot])).toEqual([
      ['SlotSkipped', '2026-11-21T09:00:00.000Z'],
      ['SlotFired', '2026-11-21T09:30:00.000Z'],
    ]);
  });

  it('asked twice with one key is done once, also when it was replaced again in between', async () => {
    const under = anEngine();
    const missionId = await aRecurring(under);
    const first = { missionId, schedule: { ...HOURLY, maxRuns: 3 }, idempotencyKey: 'k' };
    const answered = answerOf(await under.engine.scheduleMission(RITA_IN_TESTS, first));
    answerOf(await under.engine.scheduleMission(RITA_IN_TESTS, { missionId, schedule: HOURLY }));

    const again = answerOf(await under.engine.scheduleMission(RITA_IN_TESTS, first));

    expect(again.sequence).toBe(answered.sequence);
    expect((await headOf(under, missionId)).schedule?.maxRuns).toBeUndefined();
  });
});

describe('a preview', () => {
  it('tells the next ten slots, and stores nothing', () => {
    const under = anEngine();

    const { problems, slots } = under.engine.previewSchedule(HOURLY);

    expect(problems).toEqual([]);
    expect(slots).toHaveLength(10);
    expect([slots[0], slots[9]].map(timeOf)).toEqual(['09:00', '18:00']);
    expect(under.pending).toEqual([]);
  });

  it('of what can not be set tells why, and no slots', () => {
    const { problems, slots } = anEngine().engine.previewSchedule({ at: '2020-01-01T00:00:00Z' });

    expect(problems).toMatchObject([{ code: 'INSTANT_PAST', path: ['at'] }]);
    expect(slots).toEqual([]);
  });

  it('of a mission goes on from its next slot, and ends with the runs it may launch', async () => {
    const under = anEngine();
    const missionId = await aRecurring(under, { maxRuns: 3 });
    const before = under.engine.slotsOf(await headOf(under, missionId), 10);
    await under.wait(HOUR);

    const after = under.engine.slotsOf(await headOf(under, missionId), 10);

    expect(before.map(timeOf)).toEqual(['09:00', '10:00', '11:00']);
    expect(after.map(timeOf)).toEqual(['10:00', '11:00']);
  });
});

describe('a slot', () => {
  it('fired on two machines at once launches one run', async () => {
    const under = anEngine();
    const missionId = await aRecurring(under);
    under.clock.now = (START + HOUR) as typeof under.clock.now;

    await Promise.all([handleDue(under.context), handleDue(under.context), handleDue(under.context)]);
    await under.settle();

    expect(await headOf(under, missionId)).toMatchObject({ status: 'ACTIVE', runCount: 1 });
  });

  it('fired again later, by a message that was late, launches nothing more', async () => {
    const under = anEngine();
    const missionId = await aRecurring(under);
    await under.wait(HOUR);
    await workAll(under);

    await passTimeOfMission(under.context, { workspaceId: WORKSPACE_ID, missionId });
    await under.settle();

    expect(await headOf(under, missionId)).toMatchObject({ status: 'RECURRING', runCount: 1 });
  });

  it('whose commit is lost against others is fired all the same', async () => {
    const under = anEngine();
    const missionId = await aRecurring(under);
    under.conflicts.left = 3;

    await under.wait(HOUR);

    expect(await headOf(under, missionId)).toMatchObject({ status: 'ACTIVE', runCount: 1 });
  });

  it('whose process dies before its commit is fired by the next one', async () => {
    const under = anEngine();
    const missionId = await aRecurring(under);
    under.clock.now = (START + HOUR) as typeof under.clock.now;
    under.meanwhile.act = async () => {
      throw new Error('the process dies');
    };
    await handleDue(under.context);
    const dead = await headOf(under, missionId);

    await handleDue(under.context);
    await under.settle();

    expect(dead).toMatchObject({ status: 'RECURRING', runCount: 0 });
    expect(await headOf(under, missionId)).toMatchObject({ status: 'ACTIVE', runCount: 1 });
  });

  it('whose large launch was only announced when the process died is finished from its message', async () => {
    const under = anEngine();
    const tasks = Array.from({ length: 150 }, (_, place) => `T${place}`);
    const missionId = await aRecurring(under, { tasks });
    under.clock.now = (START + HOUR) as typeof under.clock.now;
    await handleDue(under.context);
    const announced = await headOf(under, missionId);

    await under.settle();

    expect(announced).toMatchObject({ runCount: 0, staging: { runNumber: 1 } });
    expect(await headOf(under, missionId)).toMatchObject({ status: 'ACTIVE', runCount: 1 });
    expect((await headOf(under, missionId)).run?.slot).toBe(START + HOUR);
  });

  it('runs the document that was saved last', async () => {
    const under = anEngine();
    const missionId = await aRecurring(under);
    const document = aDocumentInput({ tasks: ['A', 'B'] });
    answerOf(await under.engine.saveDocument(RITA_IN_TESTS, { missionId, document }));

    await under.wait(HOUR);

    expect((await headOf(under, missionId)).run).toMatchObject({
      documentVersion: 2,
      taskCounts: { READY: 2 },
    });
  });

  it('with CANCEL_RUNNING calls the open run off and launches the next, in one go', async () => {
    const under = anEngine();
    const missionId = await aRecurring(under, { overlap: 'CANCEL_RUNNING' });
    await under.wait(HOUR);

    await under.wait(HOUR);

    expect(await headOf(under, missionId)).toMatchObject({ status: 'ACTIVE', runCount: 2 });
    const [former] = await under.engine.runs(RITA_IN_TESTS, [{ missionId, runNumber: 1 }]);
    expect(former).toMatchObject({ status: 'CANCELLED', slot: START + HOUR });
    expect(await under.engine.report(RITA_IN_TESTS, { missionId, runNumber: 1 })).toBeDefined();
  });

  it('goes on run after run, each with a report', async () => {
    const under = anEngine();
    const missionId = await aRecurring(under, { maxRuns: 3 });

    for (let run = 1; run <= 3; run++) {
      await under.wait(HOUR);
      await workAll(under);
    }

    expect(await headOf(under, missionId)).toMatchObject({ status: 'COMPLETED', runCount: 3 });
    const refs = [1, 2, 3].map((runNumber) => ({ missionId, runNumber }));
    const reports = await Promise.all(refs.map((ref) => under.engine.report(RITA_IN_TESTS, ref)));
    expect(reports.every((report) => report !== undefined)).toBe(true);
    expect(await handleDue(under.context)).toBeUndefined();
  });
});
