/** Traces of the functions as they are deployed, read from the socket to which X-Ray's daemon would listen. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { throttled } from '@muster/aws-local/sqs/sqs-fault';
import { buildFunction } from '@muster/infra/bundle/build-function';
import { FUNCTION_NAMES, FUNCTIONS } from '@muster/infra/functions';
import { afterAll, expect, it } from 'vitest';
import { describeOnLocalCloud } from '../aws-local/a-local-cloud.ts';
import { launch, statusOf, workOff } from '../aws-local/work-in-the-cloud.ts';
import { TOO_WIDE_TO_REPORT_ALONG } from '../support/a-launched-mission.ts';
import { startTraceDaemon } from './a-trace-daemon.ts';

const ROOT_ID = '1-67891233-abcdef012345678912345678';
const PARENT_ID = '53995c3f42cd8ad8';

const folder = await mkdtemp(join(tmpdir(), 'muster-traced-'));
const daemon = await startTraceDaemon();
let isQueueOut = false;
afterAll(async () => {
  await daemon.close();
  await rm(folder, { recursive: true });
});

/** As Lambda tells a function that is traced. */
function tellLambda(): void {
  Object.assign(process.env, {
    POWERTOOLS_TRACE_ENABLED: 'true',
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    LAMBDA_TASK_ROOT: '/var/task',
    AWS_XRAY_DAEMON_ADDRESS: daemon.address,
    _X_AMZN_TRACE_ID: `Root=${ROOT_ID};Parent=${PARENT_ID};Sampled=1`,
  });
}

describeOnLocalCloud(
  'a stage that is traced',
  (under) => {
    it('tells each commit and each send of a mission, as parts of the invocation', async () => {
      const { tasks } = TOO_WIDE_TO_REPORT_ALONG;
      const traced = tasks.map((title) => ({ title, specialty: 'traced' }));
      const missionId = await launch(under(), { tasks: traced });
      await workOff(under(), 'traced', tasks.length);
      await expect.poll(() => statusOf(under(), missionId)).toBe('COMPLETED');

      const ofMission = () =>
        daemon.segments.filter(({ annotations }) => annotations?.missionId === missionId);
      await expect.poll(() => ofMission().map(({ name }) => name)).toContain('queues.sendMessages');
      expect(new Set(ofMission().map(({ annotations }) => annotations?.operation))).toEqual(
        new Set(['commit', 'sendMessages']),
      );
      for (const { trace_id, parent_id, start_time, end_time } of ofMission()) {
        expect([trace_id, parent_id]).toEqual([ROOT_ID, PARENT_ID]);
        expect(end_time).toBeGreaterThanOrEqual(start_time);
      }
    });

    it('tells why a send failed', async () => {
      isQueueOut = true;
      await launch(under(), { tasks: [{ title: 'Only', specialty: 'late' }], deadline: 'PT5M' });

      const failed = () => daemon.segments.find(({ name, fault }) => name === 'queues.sendHints' && fault);
      await expect.poll(failed, { timeout: 15_000 }).toBeDefined();
      isQueueOut = false;

      expect(failed()?.cause?.exceptions[0]?.message).toContain('could not be sent');
    });

    it('tells each invocation to the trace that it is of, however long its process lives', async () => {
      const laterId = '1-67891234-abcdef012345678912345678';
      Object.assign(process.env, { _X_AMZN_TRACE_ID: `Root=${laterId};Parent=${PARENT_ID};Sampled=1` });

      await statusOf(under(), await launch(under(), { tasks: [] }));

      await expect.poll(() => daemon.segments.map(({ trace_id }) => trace_id)).toContain(laterId);
    });

    it('tells nothing of an invocation that is not sampled', async () => {
      Object.assign(process.env, {
        _X_AMZN_TRACE_ID: `Root=1-67891233-000000000000000000000001;Parent=${PARENT_ID};Sampled=0`,
      });
      const missionId = await launch(under(), { tasks: [{ title: 'Only', specialty: 'unsampled' }] });

      await workOff(under(), 'unsampled', 1);
      await expect.poll(() => statusOf(under(), missionId)).toBe('COMPLETED');

      expect(daemon.segments.filter(({ annotations }) => annotations?.missionId === missionId)).toEqual([]);
    });
  },
  async () => {
    tellLambda();
    for (const name of FUNCTION_NAMES) await buildFunction(FUNCTIONS[name].entry, folder);
    const interfere = (operation: string) =>
      isQueueOut && operation.startsWith('SendMessage') ? throttled() : undefined;
    return { bundles: folder, interfere };
  },
);
