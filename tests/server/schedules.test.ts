/** Schedules through the API, over HTTP. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aDocumentInput } from '../support/a-document.ts';
import { aServer, type TestServer } from './support/running-server.ts';

const HOURLY = { cron: '0 * * * *', timeZone: 'UTC' };
const SCHEDULE = `schedule { at cron timeZone endDate maxRuns overlap catchUp jitterMs launchCount isPaused
  hasWaitingSlots slots(first: 2) }`;
const PREVIEW = `query($schedule: ScheduleInput!, $first: Int) {
  previewSchedule(schedule: $schedule, first: $first) { problems { code path value } slots } }`;

let server: TestServer & { readonly tokens: readonly string[] };
beforeAll(async () => {
  server = await aServer({ keys: [{ workspace: 'ws_other', name: 'sam', role: 'OWNER' }] });
});
afterAll(() => server.stop());

async function aDraft(): Promise<string> {
  const input = { title: 'Figures', document: aDocumentInput({ tasks: ['A'] }) };
  const { mission } = await server.run('createMission', input, { select: 'mission { id }' });
  return mission.id;
}

const select = `sequence mission { id status ${SCHEDULE} }`;

describe('the schedule of a mission', () => {
  it('is replaced by setting another one, and removed while a run is open', async () => {
    const missionId = await aDraft();
    await server.run('scheduleMission', { missionId, schedule: { ...HOURLY, maxRuns: 2 } }, { select });

    const schedule = { cron: '30 * * * *', timeZone: 'UTC' };
    const replaced = await server.run('scheduleMission', { missionId, schedule }, { select });
    await server.run('launchMission', { missionId }, { select });
    const removed = await server.run('unscheduleMission', { missionId }, { select });

    expect(replaced.mission).toMatchObject({ status: 'RECURRING', schedule: { ...schedule, maxRuns: null } });
    expect(removed.mission).toMatchObject({ status: 'ACTIVE', schedule: null });
  });

  it('is answered with all that was set, and what follows from it', async () => {
    const missionId = await aDraft();
    const schedule = {
      ...HOURLY,
      endDate: '2199-01-01T00:00:00Z',
      maxRuns: 5,
      overlap: 'QUEUE_ONE',
      catchUp: 'LATEST',
      jitter: 'PT1M',
    };

    const { mission } = await server.run('scheduleMission', { missionId, schedule }, { select });

    expect(mission).toMatchObject({
      status: 'RECURRING',
      schedule: {
        at: null,
        ...HOURLY,
        endDate: '2199-01-01T00:00:00.000Z',
        maxRuns: 5,
        overlap: 'QUEUE_ONE',
        catchUp: 'LATEST',
        jitterMs: 60_000,
        launchCount: 0,
        isPaused: false,
        hasWaitingSlots: false,
      },
    });
    expect(mission.schedule.slots).toHaveLength(2);
  });

  it('may be a single instant', async () => {
    const missionId = await aDraft();
    const schedule = { at: '2199-01-01T00:00:00+01:00' };

    const { mission } = await server.run('scheduleMission', { missionId, schedule }, { select });

    expect(mission).toMatchObject({
      status: 'SCHEDULED',
      schedule: { at: '2198-12-31T23:00:00.000Z', cron: null, slots: ['2198-12-31T23:00:00.000Z'] },
    });
  });

  it('is set together with the mission, and refused with all of it', async () => {
    const document = aDocumentInput({ tasks: ['A'] });

    const made = await server.run(
      'createMission',
      { title: 'At once', document, schedule: HOURLY },
      { select },
    );
    const refused = await server.run('createMission', {
      title: 'Never',
      document,
      schedule: { cron: '61 * * * *', timeZone: 'UTC' },
    });

    expect(made).toMatchObject({ sequence: 3, mission: { status: 'RECURRING', schedule: HOURLY } });
    expect(refused).toMatchObject({ __typename: 'InvalidScheduleError', path: ['schedule', 'cron'] });
  });

  it('is paused, resumed and removed', async () => {
    const missionId = await aDraft();
    await server.run('scheduleMission', { missionId, schedule: HOURLY }, { select });

    const paused = await server.run('pauseSchedule', { missionId, reason: 'holidays' }, { select });
    const resumed = await server.run('resumeSchedule', { missionId }, { select });
    const removed = await server.run('unscheduleMission', { missionId }, { select });

    expect(paused.mission.schedule).toMatchObject({ isPaused: true, slots: [] });
    expect(resumed.mission.schedule.isPaused).toBe(false);
    expect(removed.mission).toMatchObject({ status: 'DRAFT', schedule: null });
  });

  it.each([
    [{ cron: '61 * * * *', timeZone: 'UTC' }, 'BAD_CRON', 'cron'],
    [{ cron: '0 * * * *', timeZone: 'Mars/Olympus' }, 'UNKNOWN_ZONE', 'timeZone'],
    [{ at: '2020-01-01T00:00:00Z' }, 'INSTANT_PAST', 'at'],
    [{ at: 'tomorrow' }, 'BAD_INSTANT', 'at'],
    [{ cron: '0 0 30 2 *', timeZone: 'UTC' }, 'NO_OCCURRENCE', 'cron'],
    [{ ...HOURLY, jitter: 'PT48H' }, 'BAD_DURATION', 'jitter'],
    [{}, 'MISSING', 'cron'],
  ])('%j is refused when it is saved: %s at %s', async (schedule, code, key) => {
    const missionId = await aDraft();

    const answer = await server.run('scheduleMission', { missionId, schedule });

    expect(answer).toMatchObject({
      __typename: 'InvalidScheduleError',
      code: 'INVALID_SCHEDULE',
      path: ['schedule', key],
      problems: [{ code, path: [key] }],
    });
  });

  it('of another workspace can not be touched', async () => {
    const missionId = await aDraft();
    const [token = ''] = server.tokens;

    const answer = await server.run('scheduleMission', { missionId, schedule: HOURLY }, { token });

    expect(answer).toMatchObject({ __typename: 'NotFoundError', id: missionId });
  });

  it('lets a mission that is launched by hand be RECURRING again, and its run has no slot', async () => {
    const missionId = await aDraft();
    await server.run('scheduleMission', { missionId, schedule: HOURLY });
    const launched = await server.run(
      'launchMission',
      { missionId },
      { select: 'mission { status run { slot deadline { at } } }' },
    );

    const ended = await server.run('cancelRun', { missionId, reason: 'enough' }, { select });

    expect(launched.mission).toMatchObject({ status: 'ACTIVE', run: { slot: null, deadline: null } });
    expect(ended.mission).toMatchObject({ status: 'RECURRING', schedule: HOURLY });
  });
});

describe('the preview of a schedule', () => {
  it('tells the next ten slots unless told', async () => {
    const { body } = await server.ask(PREVIEW, { schedule: HOURLY });

    expect(body.data?.previewSchedule.problems).toEqual([]);
    expect(body.data?.previewSchedule.slots).toHaveLength(10);
  });

  it('tells every problem', async () => {
    const { body } = await server.ask(PREVIEW, { schedule: { cron: 'x', timeZone: 'y' }, first: 3 });

    expect(body.data?.previewSchedule).toEqual({
      problems: [
        { code: 'BAD_CRON', path: ['cron'], value: 'x' },
        { code: 'UNKNOWN_ZONE', path: ['timeZone'], value: 'y' },
      ],
      slots: [],
    });
  });

  it('is bounded like a page', async () => {
    const { body } = await server.ask(PREVIEW, { schedule: HOURLY, first: 101 });

    expect(body.errors?.[0]?.extensions).toMatchObject({ code: 'LIMIT_EXCEEDED' });
  });
});

describe('a deadline', () => {
  it('of a mission is told with its run', async () => {
    const document = { ...aDocumentInput({ tasks: ['A'] }), deadline: 'PT8H', onBreach: 'FAIL' };
    const input = { title: 'Figures', document, launch: true };

    const { mission } = await server.run('createMission', input, {
      select: 'mission { run { startedAt deadline { at onBreach warnedAt breachedAt } } }',
    });

    const { startedAt, deadline } = mission.run;
    expect(Date.parse(deadline.at) - Date.parse(startedAt)).toBe(8 * 3_600_000);
    expect(deadline).toMatchObject({ onBreach: 'FAIL', warnedAt: null, breachedAt: null });
  });
});
