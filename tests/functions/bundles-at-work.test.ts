/** The bundles, as they are deployed, in a stage on this machine: what was left out of them is not missed. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type MissionEvent, watchMission } from '@muster/client/watch-mission';
import { buildFunction } from '@muster/infra/bundle/build-function';
import { FUNCTION_NAMES, FUNCTIONS } from '@muster/infra/functions';
import { afterAll, expect, it } from 'vitest';
import { describeOnLocalCloud } from '../aws-local/a-local-cloud.ts';
import { launch, statusOf, workOff } from '../aws-local/work-in-the-cloud.ts';

const folder = await mkdtemp(join(tmpdir(), 'muster-bundles-'));
afterAll(() => rm(folder, { recursive: true }));

async function bundles() {
  for (const name of FUNCTION_NAMES) await buildFunction(FUNCTIONS[name].entry, folder);
  return { bundles: folder };
}

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
      expect(wrong.errors[0].message).toContain('"$n"');
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
  bundles,
);
