/** The bundles: what is in them, and all of them at work, as they are deployed, in a stage on this machine. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type MissionEvent, watchMission } from '@muster/client/watch-mission';
import { BUDGETS, BYTES_LIMIT } from '@muster/infra/bundle/budget';
import { type BuiltFunction, buildFunction } from '@muster/infra/bundle/build-function';
import { measureColdImport } from '@muster/infra/bundle/cold-import';
import { REPLACED } from '@muster/infra/bundle/lean';
import { FUNCTION_NAMES, FUNCTIONS, type FunctionName } from '@muster/infra/functions';
import { ROOT } from '@muster/infra/plan/platform';
import {
  __Type,
  buildClientSchema,
  getIntrospectionQuery,
  type IntrospectionQuery,
  lexicographicSortSchema,
  printSchema,
} from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { describeOnLocalCloud } from '../aws-local/a-local-cloud.ts';
import { launch, statusOf, workOff } from '../aws-local/work-in-the-cloud.ts';

const COLD_TIMES = 3;
/** All of them, on a machine that is busy. */
const BUILD_MS_MAX = 120_000;

let folder: string;
const built = new Map<FunctionName, BuiltFunction>();
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'muster-bundles-'));
  for (const name of FUNCTION_NAMES) built.set(name, await buildFunction(FUNCTIONS[name].entry, folder));
}, BUILD_MS_MAX);
afterAll(() => rm(folder, { recursive: true }));

it('replaces everything that is named, in some bundle: what is not there has moved (R1)', () => {
  const replaced = new Set([...built.values()].flatMap((bundle) => [...bundle.replaced]));

  expect(REPLACED.filter((name) => !replaced.has(name))).toEqual([]);
});

describe.each(FUNCTION_NAMES)('the bundle of %s', (name) => {
  it('is within its budget, which only rises with a reason', () => {
    const bundle = built.get(name);
    const budget = BUDGETS[name];

    expect(bundle?.bytes).toBeLessThanOrEqual(budget.bytesMax);
    expect(budget.bytesMax).toBeLessThan(BYTES_LIMIT);
    expect(bundle?.startBytes).toBeLessThanOrEqual(budget.startBytesMax);
  });

  it('loads by itself, within the time that it may take', async () => {
    const { cpuMs } = await measureColdImport(built.get(name)?.file ?? '', COLD_TIMES);

    expect(cpuMs).toBeGreaterThan(0);
    expect(cpuMs).toBeLessThanOrEqual(BUDGETS[name].coldCpuMsMax);
  });

  it('holds the schema only where GraphQL is answered', () => {
    const hasSchema = [...(built.get(name)?.inputs.keys() ?? [])].some((path) => path.startsWith('schema/'));

    expect(hasSchema).toBe(['graphql', 'socket', 'publish'].includes(name));
  });

  it('starts without deciding anything where requests are answered', () => {
    const inputs = [...(built.get(name)?.inputs.keys() ?? [])];
    const decides = inputs.some((path) => /core\/src\/decide\/|cel-js|croner/.test(path));

    // The relay tries the conditions of rules.
    expect(decides).toBe(['advance', 'timers', 'relay', 'deadLetters'].includes(name));
  });

  it('holds one graphql at most, no classes and no words of zod, and nothing of one machine', () => {
    const inputs = [...(built.get(name)?.inputs.keys() ?? [])];

    expect(inputs.length).toBeGreaterThan(10);
    expect(inputs.filter((path) => /graphql\/index\.js$/.test(path))).toEqual([]);
    expect(inputs.filter((path) => /zod\/v4\/(classic|locales\/.+(?<!index)\.js)/.test(path))).toEqual([]);
    expect(inputs.filter((path) => /packages\/(embedded|server|cli|aws-local)\//.test(path))).toEqual([]);
  });
});

const DESCRIBED = z.object({ data: z.object({ __type: z.object({ description: z.string().min(1) }) }) });
/** `buildClientSchema` looks at all that is in it. */
const INTROSPECTED = z.object({ data: z.custom<IntrospectionQuery>((data) => data !== null) });

/** What was left out of them is not missed. */
describeOnLocalCloud(
  'the bundles',
  (under) => {
    it('answer what is plain, and what is not', async () => {
      const { url } = under().cloud;

      const plain = await under().ask('{ __typename }');
      const withGet = await fetch(`${url}?query={__typename}`);
      const wrong = await under().ask('query($n: Int!) { missions(first: $n) { nodes { id } } }');

      expect(plain).toEqual({ data: { __typename: 'Query' } });
      expect(await withGet.json()).toEqual({ data: { __typename: 'Query' } });
      expect(wrong).toMatchObject({ errors: [{ message: expect.stringContaining('"$n"') }] });
      expect(await under().ask('type Mine { id: ID }')).toMatchObject({
        errors: [{ message: expect.stringContaining('Unexpected Name "type"') }],
      });
    });

    it.each([
      'multipart/mixed;deferSpec=20220824, application/json;q=0.9',
      'text/event-stream',
      'multipart/mixed',
    ])('answer a client that takes %s', async (accept) => {
      const response = await fetch(`${under().cloud.url}?query={__typename}`, { headers: { accept } });

      expect(response.status).toBe(200);
      expect(await response.text()).toContain('{"data":{"__typename":"Query"}}');
    });

    it('describe the schema in all its words to whoever asks, though none starts with them', async () => {
      const one = DESCRIBED.parse(await under().ask('{ __type(name: "Mission") { description } }'));
      const all = INTROSPECTED.parse(await under().ask(getIntrospectionQuery()));

      const told = `${printSchema(lexicographicSortSchema(buildClientSchema(all.data)))}\n`;
      const written = await readFile(join(ROOT, 'schema/schema.graphql'), 'utf8');
      expect(told).toBe(written);
      expect(written).toContain(one.data.__type.description);
      expect(one.data.__type.description.length).toBeGreaterThan(10);
      expect(await under().ask('{ __type(name: "__Type") { description } }')).toEqual({
        data: { __type: { description: __Type.description } },
      });
    });

    it('tell the times of a schedule', async () => {
      const schedule = '{ cron: "30 2 29 2 *", timeZone: "UTC" }';

      const answer = await under().ask(
        `{ previewSchedule(schedule: ${schedule}, first: 2) { problems { code } slots } }`,
      );

      const leapDay = expect.stringMatching(/^\d{4}-02-29T02:30:00/);
      expect(answer).toEqual({ data: { previewSchedule: { problems: [], slots: [leapDay, leapDay] } } });
    });

    it('run a mission with a condition, a delay and a watcher', async () => {
      const missionId = await launch(under(), {
        tasks: [
          { title: 'First', specialty: 'bundled' },
          { title: 'Then', specialty: 'bundled' },
        ],
        qualityGates: [
          { name: 'Good', afterTasks: ['First'], blocksTasks: [], condition: 'avgScore >= 0.0' },
        ],
        delays: [{ name: 'Wait', afterTasks: ['First'], blocksTasks: ['Then'], duration: 'PT0.2S' }],
      });
      const seen: MissionEvent[] = [];
      const watching = (async () => {
        for await (const news of watchMission(under().client, { missionId, after: 0 })) {
          if (news.__typename === 'Event') seen.push(news);
          if (seen.at(-1)?.type === 'REPORT_WRITTEN') return;
        }
      })();

      await workOff(under(), 'bundled', 2);
      await watching;

      expect(await statusOf(under(), missionId)).toBe('COMPLETED');
      expect(under().errors).toEqual([]);
    });
  },
  () => ({ bundles: folder }),
);
