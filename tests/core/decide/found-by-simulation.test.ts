/** Rules that the simulation found broken, each as the smallest case of it. */
import { approveCheckpoint } from '@muster/core/decide/checkpoint';
import { launch } from '@muster/core/decide/launch';
import { cancelMission, retryFailed } from '@muster/core/decide/mission-commands';
import { retryTask, skipTask } from '@muster/core/decide/task-commands';
import { describe, expect, it } from 'vitest';
import { aMission, BOB, claim, complete, fail, RITA, SECOND, submit } from '../../support/a-mission.ts';
import type { MissionUnderTest } from '../../support/mission-under-test.ts';

describe('a message that arrives late or twice', () => {
  it('does not retry what has failed since the retry it is about', () => {
    const mission = aMission({ tasks: [{ title: 'A', onFailure: 'BLOCK', maxAttempts: 1 }] });
    const before = mission.now;
    mission.wait(SECOND);
    fail(mission, 'A');

    mission.deliver({ type: 'RETRY_FAILED', runNumber: 1, cursor: 0, before });

    expect(mission.task('A').status).toBe('FAILED');
  });

  it('leaves the approvals of an open checkpoint alone when its tasks are done (A1)', () => {
    const mission = aMission({ tasks: ['A'], checkpoints: [{ name: 'C', afterTasks: ['A'], quorum: 2 }] });
    complete(mission, ['A']);
    const checkpoint = mission.ref('CHECKPOINT', 'C');
    mission.must(RITA, (draft) => approveCheckpoint(draft, { checkpoint }));

    mission.deliver({ type: 'REARM', runNumber: 1, from: mission.task('A').index, cursor: 0 });

    expect(mission.find('CHECKPOINT', 'C').approvals).toHaveLength(1);
  });

  it('does not start a running delay anew when its tasks are done (A1)', () => {
    const mission = aMission({ tasks: ['A'], delays: [{ name: 'D', afterTasks: ['A'], duration: 'PT1M' }] });
    complete(mission, ['A']);
    const { endsAt } = mission.find('DELAY', 'D');
    mission.wait(SECOND);

    mission.deliver({ type: 'REARM', runNumber: 1, from: mission.task('A').index, cursor: 0 });

    expect(mission.find('DELAY', 'D').endsAt).toBe(endsAt);
  });

  it('skips nothing for a failure that a person has skipped since', () => {
    const followers = Array.from({ length: 200 }, (_, place) => ({ title: `B${place}`, dependsOn: ['A'] }));
    const mission = aMission({
      tasks: [{ title: 'A', onFailure: 'SKIP_DEPENDENTS', maxAttempts: 1 }, ...followers],
    });
    fail(mission, 'A');
    const skips = mission.messages.filter((message) => message.type === 'SKIP');
    mission.must(RITA, (draft) => skipTask(draft, { task: mission.ref('TASK', 'A'), reason: 'Not needed.' }));
    const before = mission.namesIn('SKIPPED');

    for (const message of skips) mission.deliver(message);

    expect(skips).toHaveLength(1);
    expect(mission.namesIn('SKIPPED')).toEqual(before);
  });
});

describe('a task that was skipped for one failure', () => {
  it('waits for another predecessor that was opened again meanwhile, once it comes back (N1)', () => {
    const once = { maxAttempts: 1 };
    const mission = aMission({
      tasks: [
        { title: 'A', onFailure: 'CONTINUE', ...once },
        { title: 'B', onFailure: 'SKIP_DEPENDENTS', ...once },
        { title: 'X', dependsOn: ['A', 'B'] },
        'Y',
      ],
    });
    fail(mission, 'A');
    fail(mission, 'B');
    retry(mission, 'A');
    retry(mission, 'B');

    complete(mission, ['B']);

    expect(mission.task('X').waitsFor).toEqual([mission.task('A').index]);
  });
});

describe('a run that was going to fail', () => {
  it('is over when what failed was skipped and nothing is left to do', () => {
    const mission = aMission({ tasks: [{ title: 'A', maxAttempts: 1 }, 'B'] });
    claim(mission, ['B']);
    fail(mission, 'A');
    mission.must(RITA, (draft) => skipTask(draft, { task: mission.ref('TASK', 'A'), reason: 'Not needed.' }));
    submit(mission, 'B');

    expect(mission.run.status).toBe('COMPLETED');
  });
});

describe('a run that is cancelled in pieces', () => {
  const tasks = Array.from({ length: 200 }, (_, place) => `T${place}`);

  it('is reported after the last piece, even if that one finds nothing to cancel', () => {
    const mission = aMission({ tasks }).checkingAtTheEnd();
    complete(mission, tasks.slice(93));
    mission.must(RITA, (draft) => cancelMission(draft, 'Too dear.'));

    const types = deliveredTypes(mission);

    expect(types.filter((type) => type === 'REPORT')).toHaveLength(1);
    expect(mission.run.isCancelling).toBeUndefined();
  });

  it('is followed by another run only after the last piece', () => {
    const mission = aMission({ tasks }).checkingAtTheEnd();
    mission.must(RITA, (draft) => cancelMission(draft, 'Too dear.'));

    const refusal = mission.refused(RITA, (draft) => launch(draft, mission.plan));
    mission.settle();

    expect(refusal.detail).toMatchObject({
      status: 'still being cancelled',
      legal: ['saveDocument', 'scheduleMission'],
    });
    expect(mission.namesIn('CANCELLED')).toHaveLength(tasks.length);
    mission.must(RITA, (draft) => launch(draft, mission.plan));
  });
});

describe('a mission at its limit', () => {
  it('brings back another task when the one it had brought back is skipped', () => {
    const mission = aMission({ tasks: ['A', 'B', 'C'], maxConcurrent: 1 });
    claim(mission, ['A', 'B', 'C']);
    submit(mission, 'A');
    mission.settle();
    const skipped = mission.namesIn('READY').find((name) => !mission.task(name).isParked) ?? '';
    mission.must(RITA, (draft) => skipTask(draft, { task: mission.ref('TASK', skipped), reason: 'No.' }));

    mission.settle();

    expect(mission.parkedIndexes()).toEqual([]);
  });

  it('brings back a task of each lane, so that an agent that is away holds back nobody', () => {
    const mission = aMission({
      tasks: ['A', { title: 'B', assignTo: 'bob', priority: 1 }, 'C'],
      maxConcurrent: 1,
    });
    claim(mission, ['A', 'C']);
    claim(mission, ['B'], { actor: BOB });
    submit(mission, 'A');

    mission.settle();

    expect(mission.parkedIndexes()).toEqual([]);
  });
});

function retry(mission: MissionUnderTest, name: string): void {
  mission.must(RITA, (draft) => retryTask(draft, mission.ref('TASK', name)));
}

/** Delivers everything, and what comes of it. */
function deliveredTypes(mission: MissionUnderTest): readonly string[] {
  const types: string[] = [];
  for (let message = mission.messages.shift(); message; message = mission.messages.shift()) {
    types.push(message.type);
    mission.deliver(message);
  }
  return types;
}

describe('a task with many dependents that its failure had skipped', () => {
  const followers = Array.from({ length: 150 }, (_, place) => ({ title: `B${place}`, dependsOn: ['A'] }));
  const tasks = [{ title: 'A', onFailure: 'SKIP_DEPENDENTS', maxAttempts: 1 }, ...followers, 'Y'];

  it('holds the end of the run until all of them are back (A3)', () => {
    const mission = aMission({ tasks }).checkingAtTheEnd();
    fail(mission, 'A');
    mission.settle();
    retry(mission, 'A');
    const rearmings = mission.messages.splice(0);
    complete(mission, ['A', 'Y', ...mission.namesIn('READY').filter((name) => name.startsWith('B'))]);
    complete(mission, mission.namesIn('READY'));

    const statusBefore = mission.run.status;
    for (const message of rearmings) mission.deliver(message);
    mission.settle();

    expect(statusBefore).toBe('ACTIVE');
    expect(mission.namesIn('SKIPPED')).toEqual([]);
    complete(mission, mission.namesIn('READY'));
    expect(mission.run.status).toBe('COMPLETED');
  });

  it('stays as it is in a run that was cancelled', () => {
    const mission = aMission({ tasks }).checkingAtTheEnd();
    fail(mission, 'A');
    mission.settle();
    retry(mission, 'A');
    const rearmings = mission.messages.splice(0);
    mission.must(RITA, (draft) => cancelMission(draft, 'Too dear.'));
    mission.settle();
    const { sequence } = mission.head;

    for (const message of rearmings) mission.deliver(message);

    expect(mission.head.sequence).toBe(sequence);
  });
});

describe('retrying what failed', () => {
  it('leaves room for every failure before it tells their followers (D3)', () => {
    const failures = Array.from({ length: 15 }, (_, place) => `F${place}`);
    const followers = failures.flatMap((name) =>
      Array.from({ length: 12 }, (_, place) => ({ title: `${name} ${place}`, dependsOn: [name] })),
    );
    const fragile = { maxAttempts: 1, onFailure: 'SKIP_DEPENDENTS' } as const;
    const mission = aMission({
      tasks: [
        ...failures.map((title) => ({ title, ...fragile })),
        ...followers,
        { title: 'Last', maxAttempts: 1 },
      ],
    });
    for (const name of failures) fail(mission, name);
    mission.settle();
    fail(mission, 'Last');
    mission.settle();

    mission.must(RITA, retryFailed);
    mission.settle();

    expect(mission.namesIn('READY')).toEqual([...failures, 'Last']);
    expect(mission.namesIn('WAITING')).toHaveLength(followers.length);
  });
});
