import { addFoundTask } from '@muster/core/decide/add-found-task';
import { planGrowth } from '@muster/core/graph/plan-growth';
import { LIMITS } from '@muster/core/limits';
import { describe, expect, it } from 'vitest';
import { aDocumentInput } from '../../support/a-document.ts';
import { ADA, aMission, approve, claim, complete, type MissionInput } from '../../support/a-mission.ts';
import type { MissionUnderTest } from '../../support/mission-under-test.ts';

function find(mission: MissionUnderTest, title: string, at: string) {
  const input = { key: `found:${title}`, title };
  return mission.must(ADA, (draft) => addFoundTask(draft, { input, origin: mission.task(at).index }));
}

const PLAN: MissionInput = {
  tasks: ['A', { title: 'B', dependsOn: ['A'] }, { title: 'C', dependsOn: ['B'] }],
  checkpoints: [{ name: 'Look', afterTasks: ['A'], blocksTasks: [] }],
};

describe('a task that was found while another one was done', () => {
  it('is ready at once, and holds what follows its origin', () => {
    const mission = aMission(PLAN);

    const added = find(mission, 'Mend', 'A');
    complete(mission, ['A']);

    expect(added).toMatchObject({ name: 'found:Mend', status: 'READY' });
    expect(mission.namesIn('READY')).toEqual(['found:Mend']);
    expect(mission.find('CHECKPOINT', 'Look').status).toBe('PENDING');
    complete(mission, ['found:Mend']);
    expect(mission.namesIn('READY')).toEqual(['B']);
    expect(mission.find('CHECKPOINT', 'Look').status).toBe('OPEN');
  });

  it('leaves alone what has begun', () => {
    const mission = aMission(PLAN);
    complete(mission, ['A']);
    claim(mission, ['B']);

    find(mission, 'Mend', 'A');

    expect(mission.task('B').status).toBe('IN_PROGRESS');
    approve(mission, 'Look');
    expect(mission.run.openNodeCount).toBe(3);
  });

  it('belongs to the milestone of its origin', () => {
    const mission = aMission({
      milestones: [{ name: 'one' }, { name: 'two' }],
      tasks: [
        { title: 'A', milestone: 'one' },
        { title: 'B', milestone: 'two' },
      ],
    });
    find(mission, 'Mend', 'A');

    complete(mission, ['A']);
    const afterA = mission.find('MILESTONE', 'one').status;
    complete(mission, ['found:Mend']);

    expect(afterA).toBe('ACTIVE');
    expect(mission.namesIn('READY')).toEqual(['B']);
  });

  it('holds a join that its origin is only one of many before', () => {
    const wide = Array.from({ length: 2 * LIMITS.joinWidthMax }, (_, place) => `T${place}`);
    const mission = aMission({ tasks: [...wide, { title: 'Join', dependsOn: wide }] }).checkingAtTheEnd();
    find(mission, 'Mend', 'T0');

    for (const title of wide) complete(mission, [title]);
    mission.settle();
    const held = mission.namesIn('WAITING');
    complete(mission, ['found:Mend']);

    expect(held).toEqual(['Join']);
    expect(mission.namesIn('READY')).toEqual(['Join']);
  });

  it('is known to later additions: its key, and what waits for it', () => {
    const mission = aMission(PLAN);
    find(mission, 'Mend', 'A');
    const { additions, run } = mission;
    const growing = { document: aDocumentInput(PLAN), additions, nodeCount: run.nodeCount };

    const again = planGrowth(growing, { tasks: [{ title: 'found:Mend' }] });
    const cyclic = planGrowth(growing, {
      dependencies: [{ kind: 'TASK', name: 'found:Mend', dependsOn: 'C' }],
    });

    const codesOf = (planned: typeof again) => !planned.ok && planned.error.map(({ code }) => code);
    expect([codesOf(again), codesOf(cyclic)]).toEqual([['DUPLICATE_NAME'], ['CYCLE']]);
  });
});
