import { MissionReportDocument } from '@muster/client/generated/operations';
import { type MissionEvent, watchMission } from '@muster/client/watch-mission';
import { expect, it } from 'vitest';
import { type CloudUnderTest, describeOnLocalCloud } from './a-local-cloud.ts';
import { launch, statusOf, workOff } from './work-in-the-cloud.ts';

const LAYERS = 20;
const WIDTH = 50;
/** Measured 0.15–0.21 and 0.12 on 2026-11-21, ten tasks to a request. */
const INVOCATIONS_PER_TASK_MAX = 0.25;
/** None where all is done within a minute; later the timer of each claim comes, to no effect, for ten leases at once. */
const TIMER_INVOCATIONS_PER_TASK_MAX = 0.15;
const QUEUE_SENDS_PER_TASK_MAX = 0.2;
const TIME_LIMIT_MS = 120_000;
const LATENESS_MS_MAX = 2_000;

/** Each task depends on two of the layer before. */
function layered(layers: number, width: number): object {
  const title = (layer: number, place: number) => `L${layer} T${place % width}`;
  const tasks = Array.from({ length: layers * width }, (_, index) => {
    const [layer, place] = [Math.floor(index / width), index % width];
    const dependsOn = layer === 0 ? [] : [title(layer - 1, place), title(layer - 1, place + 1)];
    return { title: title(layer, place), dependsOn, specialty: 'layers' };
  });
  return { tasks };
}

/** Forty kilobytes a task. */
function aLargeDocument(taskCount: number, specialty: string): object {
  const description = 'é'.repeat(20_000);
  return {
    tasks: Array.from({ length: taskCount }, (_, at) => ({ title: `T${at}`, description, specialty })),
  };
}

describeOnLocalCloud('a stage of AWS on this machine', (under) => {
  it('takes a mission with a delay from launch to report, and tells of it live', async () => {
    const missionId = await launch(under(), {
      tasks: [
        { title: 'First', specialty: 'delay' },
        { title: 'Then', specialty: 'delay' },
      ],
      delays: [{ name: 'Wait', afterTasks: ['First'], blocksTasks: ['Then'], duration: 'PT1S' }],
    });
    const events: MissionEvent[] = [];
    const watching = (async () => {
      for await (const news of watchMission(under().client, { missionId, after: 0 })) {
        if (news.__typename !== 'Event') continue;
        events.push(news);
        if (news.type === 'REPORT_WRITTEN') return;
      }
    })();

    await workOff(under(), 'delay', 2);
    await watching;

    expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, place) => place + 1));
    expect(await statusOf(under(), missionId)).toBe('COMPLETED');
    const at = (status: string) => {
      const moved = events.find(
        ({ type, data }) => type === 'DELAY_STATUS_CHANGED' && Object(data).to === status,
      );
      return Date.parse(moved?.occurredAt ?? '');
    };
    const delayedMs = at('ELAPSED') - at('RUNNING');
    expect(delayedMs).toBeGreaterThanOrEqual(1_000);
    expect(delayedMs).toBeLessThanOrEqual(1_000 + LATENESS_MS_MAX);
    const { mission } = await under().client.request(MissionReportDocument, { id: missionId });
    expect(mission?.run?.report).toBeTruthy();
    expect(under().errors).toEqual([]);
  });

  it('tells what is too large for a socket all the same: our client fetches it', async () => {
    const missionId = await launch(under(), aLargeDocument(10, 'large'));
    const text = `subscription Watch($id: ID!) {
      missionEvents(missionId: $id) { ... on MissionSnapshot { mission { document } } ... on Event { type } }
    }`;
    const seen: { readonly type?: string; readonly mission?: { readonly document: object } }[] = [];

    const watching = under().client.subscribe<{ missionEvents: (typeof seen)[number] }, { id: string }>(
      { kind: 'subscription', name: 'Watch', text },
      { id: missionId },
    );
    for await (const { missionEvents } of watching) {
      if (seen.push(missionEvents) === 1) await workOff(under(), 'large', 10);
      if (missionEvents.type === 'REPORT_WRITTEN') break;
    }

    expect(seen[0]?.mission?.document).toEqual(aLargeDocument(10, 'large'));
    expect(seen.length).toBeGreaterThan(2);
  });

  it('says what to ask for instead where an answer over HTTP is too large', async () => {
    const missionId = await launch(under(), aLargeDocument(20, 'huge'));
    const documents = Array.from({ length: 9 }, (_, at) => `d${at}: document`).join(' ');

    const answer = await under().ask(`query($id: ID!) { mission(id: $id) { ${documents} } }`, {
      id: missionId,
    });

    expect(answer).toMatchObject({
      data: null,
      errors: [
        {
          message: expect.stringContaining('smaller pages'),
          extensions: { code: 'LIMIT_EXCEEDED', limit: 'httpAnswerBytesMax' },
        },
      ],
    });
  });

  it(
    'invokes and asks no more often than this, for each task of the layered workload',
    async () => {
      const { cloud } = under();
      const before = cloud.counts();

      const missionId = await launch(under(), layered(LAYERS, WIDTH));
      await workOff(under(), 'layers', LAYERS * WIDTH);
      await expect.poll(() => statusOf(under(), missionId), { timeout: TIME_LIMIT_MS }).toBe('COMPLETED');

      const perTask = perTaskOf(before, cloud.counts());
      expect(perTask.invocations).toBeLessThanOrEqual(INVOCATIONS_PER_TASK_MAX);
      expect(perTask.timerInvocations).toBeLessThanOrEqual(TIMER_INVOCATIONS_PER_TASK_MAX);
      expect(perTask.queueSends).toBeLessThanOrEqual(QUEUE_SENDS_PER_TASK_MAX);
      expect(under().errors).toEqual([]);
    },
    TIME_LIMIT_MS,
  );
});

type Counts = ReturnType<CloudUnderTest['cloud']['counts']>;

/**
 * Polling is paid by time, not by task. A lease's timer is sent with its claim and arrives, to no effect, a minute later:
 * how many of them this sees depends on how slow the machine is, so that they have a number of their own.
 */
function perTaskOf(before: Counts, after: Counts) {
  const count = LAYERS * WIDTH;
  const sum = (select: (counts: Counts) => ReadonlyMap<string, number>, pattern: RegExp) => {
    const total = (counts: Counts) =>
      [...select(counts)].reduce((all, [name, each]) => (pattern.test(name) ? all + each : all), 0);
    return (total(after) - total(before)) / count;
  };
  return {
    invocations: sum(({ invocations }) => invocations, /^(?!timers$)/),
    timerInvocations: sum(({ invocations }) => invocations, /^timers$/),
    queueSends: sum(({ queueRequests }) => queueRequests, /^SendMessage/),
  };
}
