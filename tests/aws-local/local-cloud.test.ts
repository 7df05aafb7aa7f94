import { MissionReportDocument } from '@muster/client/generated/operations';
import { type MissionEvent, watchMission } from '@muster/client/watch-mission';
import { expect, it } from 'vitest';
import { type CloudUnderTest, describeOnLocalCloud } from './a-local-cloud.ts';
import { launch, statusOf, workOff } from './work-in-the-cloud.ts';

const LAYERS = 20;
const WIDTH = 50;
/** Measured 0.15–0.21 and 0.12 on 2026-11-21, ten tasks to a request. */
const INVOCATIONS_PER_TASK_MAX = 0.25;
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
      expect(perTask.queueSends).toBeLessThanOrEqual(QUEUE_SENDS_PER_TASK_MAX);
      expect(under().errors).toEqual([]);
    },
    TIME_LIMIT_MS,
  );
});

type Counts = ReturnType<CloudUnderTest['cloud']['counts']>;

/**
 * Polling is paid by time, not by task. A lease's timer is sent with its claim and arrives, to no effect, a minute later:
 * its receiving and deleting, ten to a request, are not in these numbers.
 */
function perTaskOf(before: Counts, after: Counts) {
  const count = LAYERS * WIDTH;
  const sum = (select: (counts: Counts) => ReadonlyMap<string, number>, pattern: RegExp) => {
    const total = (counts: Counts) =>
      [...select(counts)].reduce((all, [name, each]) => (pattern.test(name) ? all + each : all), 0);
    return (total(after) - total(before)) / count;
  };
  return {
    invocations: sum(({ invocations }) => invocations, /./),
    queueSends: sum(({ queueRequests }) => queueRequests, /^SendMessage/),
  };
}
