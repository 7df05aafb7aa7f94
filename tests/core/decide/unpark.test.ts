import { pauseMission, resumeMission } from '@muster/core/decide/mission-commands';
import { describe, expect, it } from 'vitest';
import { aMission, BOB, claim, RITA, SECOND, submit } from '../../support/a-mission.ts';

const MANY = 120;

describe('what stands aside in a run', () => {
  it('comes back lane by lane: those of an agent who is away hide nobody else’s (X1)', () => {
    const waiting = Array.from({ length: MANY }, (_, place) => ({
      title: `For bob ${place}`,
      assignTo: 'bob',
      priority: 1,
    }));
    const mission = aMission({ tasks: ['A', ...waiting, 'B'], maxConcurrent: 1 });
    claim(mission, ['A', 'B']);
    claim(mission, waiting.map(({ title }) => title).slice(0, 60), { actor: BOB });
    claim(mission, waiting.map(({ title }) => title).slice(60), { actor: BOB });
    const parkedCount = mission.parkedIndexes().length;

    submit(mission, 'A');
    mission.settle();

    expect(parkedCount).toBe(MANY + 1);
    expect(claim(mission, ['B'])).toEqual(['B']);
  });

  it('comes back from every lane, however many lanes there are', () => {
    const tasks = Array.from({ length: 12 }, (_, place) => ({ title: `T${place}`, specialty: `s${place}` }));
    const mission = aMission({ tasks });
    mission.must(RITA, (draft) => pauseMission(draft, undefined));
    claim(
      mission,
      tasks.map(({ title }) => title),
    );

    mission.must(RITA, resumeMission);
    mission.settle();

    expect(mission.parkedIndexes()).toEqual([]);
  });

  it('comes back whole when the run goes on, delays beside tasks', () => {
    const delays = Array.from({ length: 30 }, (_, place) => ({ name: `D${place}`, duration: 'PT1S' }));
    const mission = aMission({ tasks: ['A'], delays, maxConcurrent: 1 });
    mission.must(RITA, (draft) => pauseMission(draft, undefined));
    mission.wait(2 * SECOND);
    const parkedCount = mission.parkedIndexes().length;

    mission.must(RITA, resumeMission);
    mission.settle();

    expect([parkedCount, mission.parkedIndexes().length]).toEqual([30, 0]);
  });
});
