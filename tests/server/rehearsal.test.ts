import { openStage, playScene } from '@muster/server/rehearsal';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { until } from './support/missions.ts';
import { aServer, type TestServer } from './support/running-server.ts';

const SIDE_BY_SIDE = 0;
const AT_ONCE = 1;
const ALONE = 5;

describe('A rehearsal', () => {
  let server: TestServer;
  beforeEach(async () => {
    server = await aServer();
  });
  afterEach(() => server.stop());

  /** How many missions stand where when a round is over. */
  async function played(round: number): Promise<Record<string, number>> {
    const stage = openStage(server);
    try {
      await playScene(stage, round);
    } finally {
      stage.close();
    }
    const { body } = await server.ask('{ missions(first: 100) { nodes { status } } }');
    const counts: Record<string, number> = {};
    for (const { status } of body.data.missions.nodes) counts[status] = (counts[status] ?? 0) + 1;
    return counts;
  }

  it('ends many missions, worked at by one that holds as much as it may', async () => {
    expect(await played(AT_ONCE)).toEqual({ COMPLETED: 60 });
  });

  it('runs small missions side by side', async () => {
    const counts = await played(SIDE_BY_SIDE);

    expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBe(8);
  });

  it('runs a long mission by itself', async () => {
    expect(Object.values(await played(ALONE))).toEqual([1]);
  });

  it('has subscribers, until its stage is closed', async () => {
    const told: string[] = [];
    const stage = openStage(server, (text) => told.push(text));
    try {
      await playScene(stage, AT_ONCE);
      const text = await until(
        async () => told.join(''),
        (all) => all.includes('COMPLETED') && all.includes('count'),
      );

      expect(text).toContain('{"data":{"tasksReady":{"count":');
      expect(text).toContain('{"data":{"workspaceEvents":{"subject":"mis_');
      expect(text).not.toContain('errors');
    } finally {
      stage.close();
    }
  });
});
