import { LIMITS } from '@muster/core/limits';
import { describe, expect, it } from 'vitest';
import { aMission, claim, complete, SECOND } from '../../support/a-mission.ts';
import { checkBooks } from '../../support/books.ts';
import type { MissionUnderTest } from '../../support/mission-under-test.ts';

function names(count: number): readonly string[] {
  return Array.from({ length: count }, (_, at) => `T${at}`);
}

/** Start, then many, then End. */
function aFan(width: number): MissionUnderTest {
  const middle = names(width);
  const mission = aMission({
    tasks: [
      'Start',
      ...middle.map((title) => ({ title, dependsOn: ['Start'] })),
      { title: 'End', dependsOn: middle },
    ],
  });
  return mission.checkingAtTheEnd();
}

function readinessOf(mission: MissionUnderTest, name: string): number {
  return mission
    .eventsOf('TaskStatusChanged')
    .filter((event) => event.data.name === name && event.data.to === 'READY').length;
}

describe('a fan of 1,000', () => {
  it('completes in pieces and releases the join once (R1, R2, R3)', () => {
    const mission = aFan(1_000);

    complete(mission, ['Start']);
    const toldAtOnce = mission.namesIn('READY').length;
    mission.settle();
    const toldInAll = mission.namesIn('READY').length;
    for (const name of names(1_000)) {
      complete(mission, [name]);
      mission.settle();
    }

    expect(toldAtOnce).toBeGreaterThan(0);
    expect(toldAtOnce).toBeLessThan(LIMITS.commitRecordsMax);
    expect(toldInAll).toBe(1_000);
    expect(readinessOf(mission, 'End')).toBe(1);
    complete(mission, ['End']);
    expect(mission.run.status).toBe('COMPLETED');
    checkBooks(mission);
  });

  it('is released once although every message comes three times and late', () => {
    const mission = aFan(1_000);

    complete(mission, ['Start']);
    while (mission.messages.length > 0) {
      const pending = mission.messages;
      mission.messages = [];
      for (const message of [...pending, ...pending, ...pending]) mission.deliver(message);
    }

    expect(mission.namesIn('READY')).toHaveLength(1_000);
    expect(mission.eventsOf('TaskStatusChanged').filter((event) => event.data.to === 'READY')).toHaveLength(
      1_001,
    );
  });

  it('never writes more records than a commit may have', () => {
    const mission = aFan(1_000);

    complete(mission, ['Start'], {
      artifacts: names(50).map((name) => ({ name, kind: 'ASSET', url: 'x:y' })),
    });
    mission.settle();

    expect(mission.recordCountMax).toBeLessThanOrEqual(LIMITS.commitRecordsMax);
    expect(mission.artifacts).toHaveLength(50);
    expect(mission.namesIn('READY')).toHaveLength(1_000);
  });
});

describe('a join of 500', () => {
  it('is released once, whichever predecessor settles last', () => {
    const before = names(500);
    const mission = aMission({ tasks: [...before, { title: 'End', dependsOn: before }] }).checkingAtTheEnd();

    const order = before.map((_, at) => before[(at * 7) % 500] ?? '');
    for (const name of order.slice(0, -1)) complete(mission, [name]);
    mission.settle();
    const beforeTheLast = mission.task('End').status;
    complete(mission, order.slice(-1));
    mission.settle();

    expect(beforeTheLast).toBe('WAITING');
    expect(readinessOf(mission, 'End')).toBe(1);
    checkBooks(mission);
  });
});

describe('a node whose last predecessor settled', () => {
  it('starts if it is a delay, from that moment', () => {
    const mission = aMission({
      tasks: ['A', 'B'],
      delays: [{ name: 'Rest', afterTasks: ['A'], blocksTasks: ['B'], duration: 'PT30S' }],
    });

    mission.wait(5 * SECOND);
    complete(mission, ['A']);

    expect(mission.find('DELAY', 'Rest')).toMatchObject({
      status: 'RUNNING',
      endsAt: mission.now + 30 * SECOND,
    });
  });

  it('is not made ready twice by the same predecessor (R1)', () => {
    const mission = aMission({ tasks: ['A', { title: 'B', dependsOn: ['A'] }] });
    complete(mission, ['A']);
    claim(mission, ['B']);
    const { sequence } = mission.head;

    mission.deliver({ type: 'RELEASE', runNumber: 1, from: mission.task('A').index, cursor: 0 });
    mission.deliver({ type: 'RELEASE', runNumber: 1, from: 'START', cursor: 0 });

    expect(mission.head.sequence).toBe(sequence);
    expect(mission.task('B').status).toBe('IN_PROGRESS');
  });

  it('in the next phase waits for all tasks of the phase before', () => {
    const mission = aMission({
      tasks: [
        { title: 'A', milestone: 'One' },
        { title: 'B', milestone: 'One' },
        { title: 'C', milestone: 'Two' },
      ],
      milestones: [{ name: 'One' }, { name: 'Two' }],
    });

    complete(mission, ['A']);
    const halfway = mission.task('C').status;
    complete(mission, ['B']);

    expect(halfway).toBe('WAITING');
    expect(mission.find('MILESTONE', 'One').status).toBe('DONE');
    expect(mission.find('MILESTONE', 'Two').status).toBe('ACTIVE');
    expect(mission.task('C').status).toBe('READY');
  });
});

describe('a message about an earlier run', () => {
  it('says nothing any more', () => {
    const mission = aMission({ tasks: ['A', { title: 'B', dependsOn: ['A'] }] });
    const { sequence } = mission.head;

    mission.deliver({ type: 'RELEASE', runNumber: 7, from: 0, cursor: 0 });
    mission.deliver({ type: 'SKIP', runNumber: 7, from: 0, cursor: 0 });

    expect(mission.head.sequence).toBe(sequence);
  });
});
