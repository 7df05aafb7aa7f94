import { skipDelay } from '@muster/core/decide/element-commands';
import { cancelRun, pauseMission, resumeMission } from '@muster/core/decide/mission-commands';
import { retryFromTask, skipTask } from '@muster/core/decide/task-commands';
import { LIMITS } from '@muster/core/limits';
import { describe, expect, it } from 'vitest';
import { ADA, aMission, approve, claim, complete, fail, MINUTE, RITA } from '../../support/a-mission.ts';
import type { MissionUnderTest } from '../../support/mission-under-test.ts';

function retryFrom(mission: MissionUnderTest, name: string): void {
  const task = mission.ref('TASK', name);
  mission.must(RITA, (draft) => retryFromTask(draft, { task, reason: 'Wrong figures.' }));
  mission.settle();
}

const CHAIN = {
  tasks: [
    'Before',
    { title: 'A', dependsOn: ['Before'] },
    { title: 'B', dependsOn: ['A'] },
    { title: 'C', dependsOn: ['B'] },
    'Beside',
  ],
};

describe('retrying from a task', () => {
  it('resets what depends on it, however far, and keeps what it depends on and what stands beside it', () => {
    const mission = aMission(CHAIN);
    complete(mission, ['Before', 'A', 'B', 'Beside'], { selfScore: 4 });
    claim(mission, ['C']);

    retryFrom(mission, 'A');

    expect(mission.namesIn('DONE')).toEqual(['Before', 'Beside']);
    expect(mission.namesIn('READY')).toEqual(['A']);
    expect(mission.namesIn('WAITING')).toEqual(['B', 'C']);
    expect(mission.attempt('C')).toMatchObject({ status: 'INTERRUPTED' });
    expect(mission.task('B').score).toBeUndefined();
  });

  it('has all of it done again, in order, with new attempts; the former ones are kept', () => {
    const mission = aMission(CHAIN);
    complete(mission, ['Before', 'A', 'B']);
    retryFrom(mission, 'A');

    expect(claim(mission, ['B', 'C'])).toEqual([]);
    complete(mission, ['A', 'B', 'C', 'Beside']);

    expect(mission.run.status).toBe('COMPLETED');
    expect(mission.attempt('B', 1).status).toBe('ACCEPTED');
    expect(mission.attempt('B', 2).status).toBe('ACCEPTED');
  });

  it('asks again at checkpoints, evaluates gates anew and lets delays run again', () => {
    const mission = aMission({
      tasks: ['A', { title: 'B' }],
      checkpoints: [{ name: 'C', afterTasks: ['A'], blocksTasks: ['B'] }],
      qualityGates: [{ name: 'G', afterTasks: ['A'], blocksTasks: ['B'], requireAllPassed: true }],
      delays: [{ name: 'D', afterTasks: ['A'], blocksTasks: ['B'], duration: 'PT1M' }],
    });
    const standing = () => [
      mission.find('CHECKPOINT', 'C').status,
      mission.find('GATE', 'G').status,
      mission.find('DELAY', 'D').status,
      mission.task('B').status,
    ];
    complete(mission, ['A']);
    approve(mission, 'C');
    mission.wait(MINUTE);
    const before = standing();

    retryFrom(mission, 'A');
    const reset = standing();
    complete(mission, ['A']);

    expect(before).toEqual(['APPROVED', 'PASSED', 'ELAPSED', 'READY']);
    expect(reset).toEqual(['PENDING', 'PENDING', 'PENDING', 'WAITING']);
    expect(standing()).toEqual(['OPEN', 'PASSED', 'RUNNING', 'WAITING']);
  });

  it('asks again at a checkpoint that expired while the run was paused, and nobody gets past it undecided', () => {
    const mission = aMission({
      tasks: ['A', 'Publish'],
      checkpoints: [
        {
          name: 'Review',
          afterTasks: ['A'],
          blocksTasks: ['Publish'],
          expiresAfter: 'PT1M',
          onExpiry: 'APPROVE',
        },
      ],
    });
    complete(mission, ['A']);
    mission.must(RITA, (draft) => pauseMission(draft, undefined));
    mission.wait(MINUTE);

    retryFrom(mission, 'A');
    const openCount = mission.run.openNodeCount;
    mission.must(RITA, resumeMission);
    mission.settle();
    complete(mission, ['A']);
    mission.settle();

    expect(openCount).toBe(3);
    expect(mission.parkedIndexes()).toEqual([]);
    expect(mission.find('CHECKPOINT', 'Review').status).toBe('OPEN');
    expect(mission.task('Publish').status).toBe('WAITING');
  });

  it('opens its milestone again and locks those after it', () => {
    const mission = aMission({
      milestones: [{ name: 'One' }, { name: 'Two' }],
      tasks: [
        { title: 'A', milestone: 'One' },
        { title: 'B', milestone: 'Two' },
        { title: 'B2', milestone: 'Two' },
      ],
    });
    complete(mission, ['A', 'B']);

    retryFrom(mission, 'A');
    const reset = ['One', 'Two'].map((name) => mission.find('MILESTONE', name).status);
    complete(mission, ['A']);
    const again = ['One', 'Two'].map((name) => mission.find('MILESTONE', name).status);
    complete(mission, ['B', 'B2']);

    expect({ reset, again }).toEqual({ reset: ['ACTIVE', 'LOCKED'], again: ['DONE', 'ACTIVE'] });
    expect(mission.run.status).toBe('COMPLETED');
  });

  it('leaves skipped, also behind an element, what another failure still stands in front of', () => {
    const mission = aMission({
      tasks: [{ title: 'A', maxAttempts: 1, onFailure: 'SKIP_DEPENDENTS' }, 'B', 'End', 'Beside'],
      checkpoints: [{ name: 'C', afterTasks: ['A', 'B'], blocksTasks: ['End'] }],
    });
    complete(mission, ['B']);
    claim(mission, ['Beside']);
    fail(mission, 'A');
    mission.settle();

    retryFrom(mission, 'B');
    complete(mission, ['B', 'Beside']);
    mission.settle();

    expect(mission.find('CHECKPOINT', 'C').status).toBe('SKIPPED');
    expect(mission.task('End').status).toBe('SKIPPED');
    expect(mission.run.status).toBe('COMPLETED');
  });

  it('goes through wide joins', () => {
    const wide = Array.from({ length: LIMITS.joinWidthMax + 6 }, (_, place) => `T${place}`);
    const mission = aMission({ tasks: [...wide, { title: 'Join', dependsOn: wide }, 'Last'] });
    complete(mission, [...wide, 'Join']);
    mission.settle();

    retryFrom(mission, 'T0');
    const waiting = mission.namesIn('WAITING');
    complete(mission, ['T0', 'Join', 'Last']);

    expect(waiting).toEqual(['Join']);
    expect(mission.run.status).toBe('COMPLETED');
  });

  it('of a FAILED task gives it its attempts again, and lets a run go on that was going to fail', () => {
    const mission = aMission({ tasks: [{ title: 'A', maxAttempts: 1 }, 'Running'] });
    claim(mission, ['Running']);
    fail(mission, 'A');

    retryFrom(mission, 'A');

    expect(mission.run.failing).toBeUndefined();
    expect(mission.task('A')).toMatchObject({ status: 'READY', attemptsSpent: 0 });
  });

  it('keeps what a person skipped (B2)', () => {
    const mission = aMission({
      ...CHAIN,
      delays: [{ name: 'D', afterTasks: ['A'], blocksTasks: [], duration: 'P1D' }],
    });
    complete(mission, ['Before', 'A']);
    const task = mission.ref('TASK', 'B');
    mission.must(RITA, (draft) => skipTask(draft, { task, reason: 'No need.' }));
    mission.must(RITA, (draft) => skipDelay(draft, { node: mission.ref('DELAY', 'D'), reason: 'No need.' }));

    retryFrom(mission, 'A');

    expect([mission.task('B').status, mission.find('DELAY', 'D').status]).toEqual(['SKIPPED', 'SKIPPED']);
  });

  it('has a person asked before what depends on it repeats side effects (B2)', () => {
    const mission = aMission({ tasks: ['A', { title: 'B', dependsOn: ['A'], sideEffects: true }, 'Other'] });
    complete(mission, ['A', 'B']);

    retryFrom(mission, 'A');
    complete(mission, ['A']);

    expect(mission.task('B')).toMatchObject({ status: 'BLOCKED', blocked: { cause: 'AUTHORISATION' } });
  });

  it('is refused of a task that has not begun', () => {
    const mission = aMission(CHAIN);
    const command = { task: mission.ref('TASK', 'A'), reason: 'Wrong.' };

    const error = mission.refused(ADA, (draft) => retryFromTask(draft, command));

    expect(error).toMatchObject({ code: 'ILLEGAL_MOVE', detail: { command: 'retryFromTask' } });
  });
});

describe('retrying from a task with more behind it than a commit can take', () => {
  const LAYERS = 4;
  const WIDTH = 60;
  /** A root, four layers of sixty, each task behind two of the layer before, an end; and something beside it all. */
  function aWideMission(): MissionUnderTest {
    const nameOf = (layer: number, place: number) => `L${layer}-${place % WIDTH}`;
    const layers = Array.from({ length: LAYERS }, (_, layer) =>
      Array.from({ length: WIDTH }, (_, place) => ({
        title: nameOf(layer, place),
        dependsOn: layer === 0 ? ['A'] : [nameOf(layer - 1, place), nameOf(layer - 1, place + 1)],
      })),
    );
    const end = { title: 'End', dependsOn: layers.at(-1)?.map(({ title }) => title) ?? [] };
    return aMission({
      tasks: ['A', ...layers.flat().reverse(), end, { title: 'Beside', maxAttempts: 1 }, 'Other'],
    }).checkingAtTheEnd();
  }

  function begin(mission: MissionUnderTest): void {
    const task = mission.ref('TASK', 'A');
    mission.must(RITA, (draft) => retryFromTask(draft, { task, reason: 'Wrong figures.' }));
  }

  function completeAll(mission: MissionUnderTest): void {
    for (let names = mission.namesIn('READY'); names.length > 0; names = mission.namesIn('READY'))
      complete(mission, names);
  }

  it('undoes all of it, each task waiting for those before it, and does it again in order', () => {
    const mission = aWideMission();
    complete(mission, ['A']);
    for (let layer = 0; layer < LAYERS; layer++)
      complete(
        mission,
        mission.namesIn('READY').filter((name) => name.startsWith('L')),
      );

    begin(mission);
    mission.settle();
    const ready = mission.namesIn('READY');
    const waitingFor = mission.task('L2-0').waitsFor.map((index) => mission.nodes[index]?.name);
    completeAll(mission);

    expect([...ready].sort()).toEqual(['A', 'Beside', 'Other']);
    expect(mission.run.undoing).toBeUndefined();
    expect(waitingFor.sort()).toEqual(['L1-0', 'L1-1']);
    expect(mission.run.status).toBe('COMPLETED');
    expect(mission.attempt('End', 1).status).toBe('ACCEPTED');
  });

  it('lets nothing of the run be claimed until all of it is undone, and then brings back what stood aside (B1)', () => {
    const mission = aWideMission();
    complete(mission, ['A']);
    complete(
      mission,
      mission.namesIn('READY').filter((name) => name.startsWith('L')),
    );

    begin(mission);
    const early = claim(mission, ['A', 'Beside', 'L1-7']);
    mission.settle();
    const late = claim(mission, ['A', 'Beside', 'L1-7']);

    expect(early).toEqual([]);
    expect(late).toEqual(['A', 'Beside']);
  });

  it('undoes each node once, however often a message comes (B4)', () => {
    const mission = aWideMission();
    complete(mission, ['A']);
    complete(
      mission,
      mission.namesIn('READY').filter((name) => name.startsWith('L')),
    );

    begin(mission);
    const seen: MissionUnderTest['messages'][number][] = [];
    for (let [message] = mission.messages; message; [message] = mission.messages) {
      mission.messages = mission.messages.slice(1);
      seen.push(message);
      for (const one of seen) mission.deliver(one);
    }

    const undone = mission
      .eventsOf('TaskStatusChanged')
      .filter(({ data }) => data.reason === 'Wrong figures.');
    expect(new Set(undone.map(({ subject }) => subject)).size).toBe(undone.length);
    expect(seen.filter(({ type }) => type === 'UNDO').length).toBeGreaterThan(0);
    completeAll(mission);
    expect(mission.run.status).toBe('COMPLETED');
  });

  it('calls off what still runs behind it, and takes no answer from it', () => {
    const mission = aWideMission();
    complete(mission, ['A']);
    complete(
      mission,
      mission.namesIn('READY').filter((name) => name.startsWith('L')),
    );
    claim(
      mission,
      mission.namesIn('READY').filter((name) => name.startsWith('L')),
    );

    begin(mission);
    mission.settle();

    expect(mission.namesIn('IN_PROGRESS')).toEqual([]);
    expect(mission.attempt('L1-0').status).toBe('INTERRUPTED');
  });

  it('looks at no more in one commit than it has to, also where nothing needs a change', () => {
    const behind = Array.from({ length: 1_500 }, (_, place) => ({ title: `T${place}`, dependsOn: ['A'] }));
    const mission = aMission({ tasks: ['A', ...behind] }).checkingAtTheEnd();
    claim(mission, ['A']);

    begin(mission);
    const leftOver = mission.messages.filter(({ type }) => type === 'UNDO').length;
    mission.settle();

    // Each of them is looked at as a successor, and once more when its own turn comes.
    expect(leftOver).toBe(1);
    expect(mission.run.undoing).toBeUndefined();
    expect(mission.namesIn('READY')).toEqual(['A']);
  });

  it('is refused from another task meanwhile', () => {
    const mission = aWideMission();
    complete(mission, ['A', 'Beside']);
    complete(
      mission,
      mission.namesIn('READY').filter((name) => name.startsWith('L')),
    );
    begin(mission);
    const command = { task: mission.ref('TASK', 'Beside'), reason: 'Wrong.' };

    const error = mission.refused(RITA, (draft) => retryFromTask(draft, command));

    expect(error).toMatchObject({ code: 'ILLEGAL_MOVE', detail: { command: 'retryFromTask' } });
  });

  it('does not end the run before all of it is undone, even one that is going to fail (B1)', () => {
    const mission = aWideMission();
    complete(mission, ['A']);
    complete(
      mission,
      mission.namesIn('READY').filter((name) => name.startsWith('L')),
    );
    claim(mission, ['Beside']);
    begin(mission);

    fail(mission, 'Beside');
    const { status, failing } = mission.run;
    mission.settle();

    expect({ status, isFailing: failing !== undefined }).toEqual({ status: 'ACTIVE', isFailing: true });
    expect(mission.run.status).toBe('FAILED');
    expect(mission.run.undoing).toBeUndefined();
    expect(mission.task('L0-0')).toMatchObject({ status: 'WAITING' });
  });

  it('stops where the run is cancelled meanwhile', () => {
    const mission = aWideMission();
    complete(mission, ['A']);
    complete(
      mission,
      mission.namesIn('READY').filter((name) => name.startsWith('L')),
    );
    begin(mission);

    mission.must(RITA, (draft) => cancelRun(draft, 'No longer needed.'));
    mission.settle();

    expect(mission.run).toMatchObject({ status: 'CANCELLED' });
    expect(mission.namesIn('WAITING')).toEqual([]);
  });
});
