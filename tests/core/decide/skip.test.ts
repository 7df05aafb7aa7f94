import { describe, expect, it } from 'vitest';
import { aMission, claim, fail } from '../../support/a-mission.ts';

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

  it('waits, behind a wide join, until all of the join have settled', () => {
    const mission = aMission({
      tasks: [BREAKING, ...NAMES, { title: 'End', dependsOn: ['A', ...NAMES] }],
    }).checkingAtTheEnd();

    fail(mission, 'A');
    mission.settle();

    expect(mission.task('End').status).toBe('WAITING');
    expect(mission.nodes.filter((node) => node.kind === 'JUNCTION' && node.skippedFor)).toHaveLength(1);
  });

  it('leaves alone what began before it could wait', () => {
    const mission = aMission({ tasks: [BREAKING, 'Running'] });
    claim(mission, ['Running']);

    fail(mission, 'A');

    expect(mission.task('Running').status).toBe('IN_PROGRESS');
  });
});
