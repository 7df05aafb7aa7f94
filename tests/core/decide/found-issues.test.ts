import { acceptTask, rejectTask } from '@muster/core/decide/review';
import { submitTask } from '@muster/core/decide/submit';
import { LIMITS } from '@muster/core/limits';
import type { DiscoveredIssue } from '@muster/core/run/attempt';
import { describe, expect, it } from 'vitest';
import { ADA, aMission, aSubmission, claim, complete, RITA } from '../../support/a-mission.ts';

const LEAK: DiscoveredIssue = { severity: 'BLOCKING', title: 'It leaks.', description: 'Under the sink.' };
const PLAN = {
  tasks: [
    { title: 'A', specialty: 'pipes' },
    { title: 'B', dependsOn: ['A'] },
  ],
};

describe('a BLOCKING issue becomes a task', () => {
  it('that what follows the task it was found at waits for', () => {
    const mission = aMission(PLAN);

    complete(mission, ['A'], { issues: [LEAK] });
    const found = mission.nodes.find((node) => node.kind === 'TASK' && node.title === 'It leaks.');
    const before = mission.task('B').status;
    complete(mission, [found?.name ?? '']);

    expect(found).toMatchObject({ status: 'READY', priority: 1, lane: { kind: 'SPECIALTY', name: 'pipes' } });
    expect([before, mission.task('B').status]).toEqual(['WAITING', 'READY']);
    expect(mission.eventsOf('IssueDiscovered')[0]?.data).toMatchObject({
      severity: 'BLOCKING',
      taskId: expect.stringMatching(/^tsk_/),
    });
  });

  it('that holds the end of the run', () => {
    const mission = aMission({ tasks: ['A'] });

    complete(mission, ['A'], { issues: [LEAK] });

    expect(mission.run.status).toBe('ACTIVE');
    expect(mission.run.openNodeCount).toBe(1);
  });

  it('of which there are as many as were told, and none for the others', () => {
    const mission = aMission({ tasks: ['A'] });
    const issues: readonly DiscoveredIssue[] = [
      LEAK,
      { ...LEAK, severity: 'NON_BLOCKING' },
      { ...LEAK, title: 'It smells.' },
      { ...LEAK, severity: 'SUGGESTION' },
    ];

    complete(mission, ['A'], { issues });

    expect(mission.nodes).toHaveLength(3);
    expect(mission.eventsOf('IssueDiscovered').map(({ data }) => data.taskId !== undefined)).toEqual([
      true,
      false,
      true,
      false,
    ]);
  });

  it('once, however often the submission arrives', () => {
    const mission = aMission({ tasks: ['A', 'Other'] });
    claim(mission, ['A']);
    const command = { attempt: mission.attemptRef('A'), submission: aSubmission({ issues: [LEAK] }) };

    mission.must(ADA, (draft) => submitTask(draft, command));
    mission.must(ADA, (draft) => submitTask(draft, command));

    expect(mission.nodes).toHaveLength(3);
  });

  it('when the work is accepted, not before, and not when it is rejected', () => {
    const mission = aMission({ tasks: [{ title: 'A', review: 'REQUIRED' }] });
    const task = mission.ref('TASK', 'A');
    complete(mission, ['A'], { issues: [LEAK] });
    mission.must(RITA, (draft) => rejectTask(draft, { task }));
    complete(mission, ['A'], { issues: [LEAK] });
    const before = mission.nodes.length;

    mission.must(RITA, (draft) => acceptTask(draft, { task }));

    expect([before, mission.nodes.length]).toEqual([1, 2]);
  });

  it('that only the end of the run waits for, where more follows than a commit can take', () => {
    const many = Array.from({ length: 400 }, (_, place) => ({ title: `T${place}`, dependsOn: ['A'] }));
    const mission = aMission({ tasks: ['A', ...many] }).checkingAtTheEnd();

    complete(mission, ['A'], { issues: [LEAK] });
    mission.settle();

    expect(mission.namesIn('READY')).toHaveLength(401);
  });
});

describe('issues are refused, with the place', () => {
  it.each([
    {
      issues: [LEAK, { ...LEAK, title: ' ' }],
      code: 'INVALID_ARGUMENT',
      path: ['submission', 'issues', 1, 'title'],
    },
    {
      issues: [{ ...LEAK, title: 'x'.repeat(201) }],
      code: 'INVALID_ARGUMENT',
      path: ['submission', 'issues', 0, 'title'],
    },
    {
      issues: [{ ...LEAK, description: 'x'.repeat(20_001) }],
      code: 'INVALID_ARGUMENT',
      path: ['submission', 'issues', 0, 'description'],
    },
    {
      issues: Array.from({ length: LIMITS.issuesPerAttemptMax + 1 }, () => LEAK),
      code: 'LIMIT_EXCEEDED',
      path: ['submission', 'issues'],
    },
  ])('$code at $path', ({ issues, code, path }) => {
    const mission = aMission({ tasks: ['A'] });
    claim(mission, ['A']);
    const command = { attempt: mission.attemptRef('A'), submission: aSubmission({ issues }) };

    const error = mission.refused(ADA, (draft) => submitTask(draft, command));

    expect(error).toMatchObject({ code, path });
  });
});
