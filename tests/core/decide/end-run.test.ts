import { describe, expect, it } from 'vitest';
import { aMission, approve, claim, complete, fail, MINUTE, submit } from '../../support/a-mission.ts';

describe('a run', () => {
  it('completes when its last node has settled, once (E1)', () => {
    const mission = aMission({ tasks: ['A', 'B'] });

    complete(mission, ['A']);
    const halfway = mission.run.status;
    complete(mission, ['B']);

    expect(halfway).toBe('ACTIVE');
    expect(mission.head).toMatchObject({
      status: 'COMPLETED',
      run: { status: 'COMPLETED', endedAt: mission.now },
    });
    expect(mission.eventsOf('RunStatusChanged').map((event) => event.data.to)).toEqual([
      'ACTIVE',
      'COMPLETED',
    ]);
    expect(mission.messages).toEqual([{ type: 'REPORT', runNumber: 1 }]);
  });

  it.each([
    { kind: 'a final checkpoint', checkpoints: [{ name: 'Final', afterTasks: ['A'], blocksTasks: [] }] },
    {
      kind: 'a final delay',
      delays: [{ name: 'Final', afterTasks: ['A'], blocksTasks: [], duration: 'PT1M' }],
    },
  ])('is held by $kind', ({ kind, ...elements }) => {
    const mission = aMission({ tasks: ['A'], ...elements });

    complete(mission, ['A']);
    const held = mission.run.status;
    if (elements.checkpoints) approve(mission, 'Final');
    mission.wait(MINUTE);

    expect(held, kind).toBe('ACTIVE');
    expect(mission.run.status).toBe('COMPLETED');
  });

  it('is held by a final gate that failed', () => {
    const mission = aMission({
      tasks: ['A'],
      qualityGates: [{ name: 'Final', afterTasks: ['A'], blocksTasks: [], minScore: 5 }],
    });

    complete(mission, ['A'], { selfScore: 1 });

    expect(mission.run.status).toBe('ACTIVE');
  });

  it('that is going to fail ends when the last running attempt has (E1)', () => {
    const mission = aMission({ tasks: [{ title: 'A', maxAttempts: 1 }, 'B', 'C'] });
    claim(mission, ['B', 'C']);

    fail(mission, 'A');
    submit(mission, 'B');
    const oneLeft = mission.run.status;
    submit(mission, 'C');

    expect(oneLeft).toBe('ACTIVE');
    expect(mission.run.status).toBe('FAILED');
  });
});
