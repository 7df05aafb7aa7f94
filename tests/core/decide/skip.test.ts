import { retryTask } from '@muster/core/decide/task-commands';
import { describe, expect, it } from 'vitest';
import { aMission, claim, complete, fail, RITA } from '../../support/a-mission.ts';

const NAMES = Array.from({ length: 200 }, (_, at) => `T${at}`);
const BREAKING = { title: 'A', maxAttempts: 1, onFailure: 'SKIP_DEPENDENTS' };

describe('skipping what stands behind a failure', () => {
  it('goes on in pieces when it is much, and changes nothing when a piece comes twice', () => {
    const mission = aMission({
      tasks: [BREAKING, ...NAMES.map((title) => ({ title, dependsOn: ['A'] })), 'Other'],
    }).checkingAtTheEnd();

    fail(mission, 'A');
    const atOnce = mission.namesIn('SKIPPED').length;
    const pending = [...mission.messages, ...mission.messages];
    mission.messages = [];
    for (const message of pending) mission.deliver(message);
    mission.settle();

    expect(atOnce).toBeLessThan(200);
    expect(mission.namesIn('SKIPPED')).toHaveLength(200);
  });

  it('follows a chain of any length', () => {
    const chain = NAMES.map((title, at) => ({ title, dependsOn: [at === 0 ? 'A' : `T${at - 1}`] }));
    const mission = aMission({ tasks: [BREAKING, ...chain] }).checkingAtTheEnd();

    fail(mission, 'A');
    mission.settle();

    expect(mission.namesIn('SKIPPED')).toHaveLength(200);
    expect(mission.run.status).toBe('COMPLETED');
  });

  describe('through a wide join', () => {
    const joined = () =>
      aMission({ tasks: [BREAKING, ...NAMES, { title: 'End', dependsOn: ['A', ...NAMES] }] });

    it('does not wait for the others before the join (R4)', () => {
      const mission = joined().checkingAtTheEnd();

      fail(mission, 'A');
      mission.settle();

      expect(mission.task('End').status).toBe('SKIPPED');
      expect(mission.task('End').reason).toMatch(/^tsk_\w+_1_0 failed/);
    });

    it('is undone as soon as the failure is, though the others have not settled', () => {
      const mission = joined().checkingAtTheEnd();
      fail(mission, 'A');
      mission.settle();

      mission.must(RITA, (draft) => retryTask(draft, mission.ref('TASK', 'A')));
      mission.settle();

      expect(mission.task('End').status).toBe('WAITING');
      complete(mission, ['A', ...NAMES]);
      mission.settle();
      expect(mission.task('End').status).toBe('READY');
    });

    it('stays while another failure stands in front of the same join', () => {
      const mission = aMission({
        tasks: [
          BREAKING,
          { ...BREAKING, title: 'B' },
          ...NAMES,
          { title: 'End', dependsOn: ['A', 'B', ...NAMES] },
          'Beside',
        ],
      }).checkingAtTheEnd();
      fail(mission, 'A');
      fail(mission, 'B');
      complete(mission, NAMES);
      mission.settle();

      mission.must(RITA, (draft) => retryTask(draft, mission.ref('TASK', 'A')));
      mission.settle();

      expect(mission.task('End').status).toBe('SKIPPED');
      complete(mission, ['A', 'Beside']);
      mission.settle();
      expect(mission.run.status).toBe('COMPLETED');
    });

    it('leaves a phase open until all of its tasks have settled', () => {
      const phase = (task: object) => ({ ...task, milestone: 'First' });
      const mission = aMission({
        milestones: [
          { name: 'First', sequence: 1 },
          { name: 'Second', sequence: 2 },
        ],
        tasks: [
          phase(BREAKING),
          ...NAMES.map((title) => phase({ title })),
          { title: 'Z', milestone: 'Second' },
        ],
      }).checkingAtTheEnd();
      fail(mission, 'A');
      complete(mission, NAMES.slice(1));
      mission.settle();

      expect(mission.find('MILESTONE', 'First').status).toBe('ACTIVE');
      complete(mission, ['T0']);
      mission.settle();
      expect(mission.namesIn('READY')).toEqual(['Z']);
    });
  });

  it('leaves alone what began before it could wait', () => {
    const mission = aMission({ tasks: [BREAKING, 'Running'] });
    claim(mission, ['Running']);

    fail(mission, 'A');

    expect(mission.task('Running').status).toBe('IN_PROGRESS');
  });
});
