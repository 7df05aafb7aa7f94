import { ATTENTION_KINDS, adviceOn, attentionOf, waitsForPerson } from '@muster/core/attention';
import { blockTask } from '@muster/core/decide/task-commands';
import { LIMITS } from '@muster/core/limits';
import { describe, expect, it } from 'vitest';
import { ADA, aMission, claim, complete, fail, MINUTE, START } from '../support/a-mission.ts';
import type { MissionUnderTest } from '../support/mission-under-test.ts';

function kindsIn(mission: MissionUnderTest): Readonly<Record<string, string>> {
  const entries = mission.nodes.flatMap((node) => {
    const needed = attentionOf(node, mission.now);
    return needed ? [[node.name, needed.kind] as const] : [];
  });
  return Object.fromEntries(entries);
}

describe('attention', () => {
  it('is needed by nothing in a run that goes its way', () => {
    const mission = aMission({ tasks: ['A', { title: 'B', dependsOn: ['A'] }] });
    claim(mission, ['A']);

    expect(kindsIn(mission)).toEqual({});
  });

  it('goes to what waits for a person', () => {
    const mission = aMission({
      tasks: ['A', { title: 'B', review: 'REQUIRED' }, 'C'],
      checkpoints: [{ name: 'Go', afterTasks: ['A'], blocksTasks: [] }],
    });
    complete(mission, ['A', 'B']);
    const task = mission.ref('TASK', 'C');
    mission.must(ADA, (draft) => blockTask(draft, { task, cause: 'HUMAN', note: 'Which colour?' }));

    expect(kindsIn(mission)).toEqual({ B: 'REVIEW', C: 'QUESTION', Go: 'CHECKPOINT' });
    expect(mission.run.askingCount).toBe(3);
  });

  it('goes to what is tried again, handed to another one, failed, or blocked by something else', () => {
    const mission = aMission({
      tasks: [
        { title: 'Again', retryBackoff: 'PT5M' },
        { title: 'Handed', maxAttempts: 1, escalateTo: 'bob' },
        { title: 'Lost', maxAttempts: 1, onFailure: 'BLOCK' },
        'Stuck',
      ],
    });
    for (const name of ['Again', 'Handed', 'Lost']) fail(mission, name);
    const task = mission.ref('TASK', 'Stuck');
    mission.must(ADA, (draft) => blockTask(draft, { task, cause: 'OTHER', note: 'No disk.' }));

    expect(kindsIn(mission)).toEqual({
      Again: 'RETRYING',
      Handed: 'ESCALATED',
      Lost: 'FAILED',
      Stuck: 'BLOCKED',
    });
  });

  it('goes to a task that nobody takes for a quarter of an hour, and to one past its deadline before that', () => {
    const mission = aMission({ tasks: ['A', { title: 'B', deadline: '2026-11-21T08:10:00Z' }] });
    const early = kindsIn(mission);

    mission.wait(LIMITS.unclaimedMsMin - MINUTE);
    const later = kindsIn(mission);
    mission.wait(MINUTE);

    expect(early).toEqual({});
    expect(later).toEqual({ B: 'OVERDUE' });
    expect(kindsIn(mission)).toEqual({ A: 'UNCLAIMED', B: 'OVERDUE' });
    expect(attentionOf(mission.task('A'), mission.now)?.since).toBe(START);
  });

  it('has a piece of advice for each kind, and tells a mission that failed from a task that did', () => {
    expect(ATTENTION_KINDS.every((kind) => adviceOn(kind, 'NODE').text !== '')).toBe(true);
    expect(adviceOn('FAILED', 'MISSION').action).toBe('retryFailed');
    expect(adviceOn('FAILED', 'NODE').action).toBe('retryTask');
    expect(ATTENTION_KINDS.filter(waitsForPerson)).toHaveLength(7);
  });
});
