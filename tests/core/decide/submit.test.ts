import { failTask, heartbeat, submitTask } from '@muster/core/decide/submit';
import { addMs } from '@muster/core/instant';
import { describe, expect, it } from 'vitest';
import {
  ADA,
  aMission,
  aSubmission,
  BOB,
  claim,
  complete,
  fail,
  launchAgain,
  MINUTE,
  SECOND,
  submit,
} from '../../support/a-mission.ts';

describe('submitting', () => {
  it('settles the task and keeps what was submitted', () => {
    const mission = aMission({ tasks: ['A'] });
    claim(mission, ['A']);

    submit(mission, 'A', { summary: 'Did it.', selfScore: 4, usage: { tokens: 1_200, costUsd: 0.5 } });

    expect(mission.task('A')).toMatchObject({ status: 'DONE', score: 4, settledAt: mission.now });
    expect(mission.attempt('A')).toMatchObject({ status: 'ACCEPTED', submission: { summary: 'Did it.' } });
    expect(mission.run).toMatchObject({ status: 'COMPLETED', usage: { tokens: 1_200, costUsd: 0.5 } });
  });

  it.each([{ evidence: undefined }, { evidence: ' \n ' }, { evidence: '', noEvidenceReason: '  ' }])(
    'without evidence (%j) is refused',
    ({ evidence, noEvidenceReason }) => {
      const mission = aMission({ tasks: ['A'] });
      claim(mission, ['A']);
      const attempt = mission.attemptRef('A');
      const { evidence: _, ...blank } = aSubmission();
      const submission = {
        ...blank,
        ...(evidence === undefined ? {} : { evidence }),
        ...(noEvidenceReason === undefined ? {} : { noEvidenceReason }),
      };

      const error = mission.refused(ADA, (draft) => submitTask(draft, { attempt, submission }));

      expect(error.code).toBe('EVIDENCE_REQUIRED');
    },
  );

  it('with a reason for having no evidence is taken', () => {
    const mission = aMission({ tasks: ['A'] });

    complete(mission, ['A'], { evidence: '', noEvidenceReason: 'A phone call.' });

    expect(mission.task('A').status).toBe('DONE');
  });

  it('of a task that needs a review waits for it, and frees the agent', () => {
    const mission = aMission({ tasks: [{ title: 'A', review: 'REQUIRED' }] });

    complete(mission, ['A'], { selfScore: 3 });

    expect(mission.task('A')).toMatchObject({ status: 'REVIEW', score: 3 });
    expect(mission.task('A').lease).toBeUndefined();
    expect(mission.attempt('A').status).toBe('SUBMITTED');
  });

  it('delivers artifacts in order, under their attempt', () => {
    const mission = aMission({ tasks: ['A'] });

    complete(mission, ['A'], {
      artifacts: [
        { name: 'plan', kind: 'RESEARCH', text: 'x' },
        { name: 'site', kind: 'DELIVERABLE', url: 'https://example.org' },
      ],
    });

    expect(mission.artifacts).toMatchObject([
      { name: 'plan', taskIndex: 0, generation: 1, position: 0 },
      { name: 'site', taskIndex: 0, generation: 1, position: 1 },
    ]);
    expect(mission.attempt('A').artifactCount).toBe(2);
  });
});

describe('a repeated submission', () => {
  it('is answered with the sequence of the first time and changes nothing (U2)', () => {
    const mission = aMission({ tasks: ['A', { title: 'B', dependsOn: ['A'] }] });
    claim(mission, ['A']);
    const command = { attempt: mission.attemptRef('A'), submission: aSubmission({ summary: 'Did it.' }) };
    const first = mission.must(ADA, (draft) => submitTask(draft, command));
    complete(mission, ['B']);
    const { sequence } = mission.head;

    const second = mission.must(ADA, (draft) => submitTask(draft, command));

    expect(second.sequence).toBe(first.sequence);
    expect(mission.head.sequence).toBe(sequence);
  });

  it('is the same whatever the order of its keys', () => {
    const mission = aMission({ tasks: ['A'] });
    claim(mission, ['A']);
    const attempt = mission.attemptRef('A');
    const submission = aSubmission({ usage: { tokens: 1, costUsd: 2 } });
    const first = mission.must(ADA, (draft) => submitTask(draft, { attempt, submission }));

    const reordered = { ...aSubmission(), usage: { costUsd: 2, tokens: 1 } };
    const second = mission.must(ADA, (draft) => submitTask(draft, { attempt, submission: reordered }));

    expect(second.sequence).toBe(first.sequence);
  });

  it('about an earlier run gets STALE_ATTEMPT', () => {
    const mission = aMission({ tasks: ['A'] });
    claim(mission, ['A']);
    const attempt = mission.attemptRef('A');
    mission.must(ADA, (draft) => submitTask(draft, { attempt, submission: aSubmission() }));
    launchAgain(mission);

    const error = mission.refused(ADA, (draft) => submitTask(draft, { attempt, submission: aSubmission() }));

    expect(error.code).toBe('STALE_ATTEMPT');
  });

  it('with another content gets STALE_ATTEMPT (U1)', () => {
    const mission = aMission({ tasks: ['A', 'B'] });
    complete(mission, ['A']);
    const attempt = mission.attemptRef('A');
    const submission = aSubmission({ summary: 'Something else.' });

    const error = mission.refused(ADA, (draft) => submitTask(draft, { attempt, submission }));

    expect(error).toMatchObject({ code: 'STALE_ATTEMPT', detail: { status: 'ACCEPTED' } });
  });
});

describe('whoever does not hold the task', () => {
  it('gets STALE_ATTEMPT after the lease ran out and somebody else took it (U1)', () => {
    const mission = aMission({ tasks: ['A'] });
    claim(mission, ['A'], { leaseMs: MINUTE });
    const late = mission.attemptRef('A');
    mission.wait(MINUTE);
    claim(mission, ['A'], { actor: BOB });

    const errors = [
      mission.refused(ADA, (draft) => submitTask(draft, { attempt: late, submission: aSubmission() })),
      mission.refused(ADA, (draft) => failTask(draft, { attempt: late, message: 'x' })),
      mission.refused(ADA, (draft) => heartbeat(draft, late)),
    ];

    expect(errors.map(({ code, detail }) => ({ code, detail }))).toEqual(
      errors.map(() => ({
        code: 'STALE_ATTEMPT',
        detail: { attemptId: expect.stringMatching(/^att_.*_1_0_1$/), status: 'EXPIRED' },
      })),
    );
    expect(mission.task('A').lease?.agent).toBe('bob');
  });

  it('gets STALE_ATTEMPT past the hard end of maxDuration, even while the timer that ends it is late (U1)', () => {
    const mission = aMission({ tasks: [{ title: 'A', maxDuration: 'PT90S' }] });
    claim(mission, ['A'], { leaseMs: 60 * MINUTE });
    const attempt = mission.attemptRef('A');
    mission.now = addMs(mission.now, 90 * SECOND);

    const error = mission.refused(ADA, (draft) => submitTask(draft, { attempt, submission: aSubmission() }));

    expect(error).toMatchObject({ code: 'STALE_ATTEMPT', detail: { status: 'past its maxDuration' } });
  });

  it('gets NOT_FOUND for an attempt that was never made', () => {
    const mission = aMission({ tasks: ['A'] });
    const never = [
      { ...mission.attemptRef('A'), generation: 1 },
      { ...mission.attemptRef('A'), index: 99, generation: 1 },
      { ...mission.attemptRef('A'), runNumber: 2, generation: 1 },
    ];

    const codes = never.map((attempt) => mission.refused(ADA, (draft) => heartbeat(draft, attempt)).code);

    expect(codes).toEqual(['NOT_FOUND', 'NOT_FOUND', 'NOT_FOUND']);
  });

  it('gets STALE_ATTEMPT once the run is over', () => {
    const mission = aMission({ tasks: [{ title: 'A', maxAttempts: 1 }] });
    fail(mission, 'A');
    const attempt = mission.attemptRef('A');

    const error = mission.refused(ADA, (draft) => heartbeat(draft, attempt));

    expect(error).toMatchObject({ code: 'STALE_ATTEMPT', detail: { status: 'in a run that has ended' } });
  });
});

describe('a heartbeat', () => {
  it('renews the lease by its own duration, and tells of nothing', () => {
    const mission = aMission({ tasks: ['A'] });
    claim(mission, ['A'], { leaseMs: MINUTE });
    const { sequence } = mission.head;

    mission.wait(40 * SECOND);
    const attempt = mission.must(ADA, (draft) => heartbeat(draft, mission.attemptRef('A')));

    expect(attempt).toMatchObject({ status: 'ACTIVE', expiresAt: mission.now + MINUTE });
    expect(mission.head.sequence).toBe(sequence);
  });

  it('never renews past maxDuration', () => {
    const mission = aMission({ tasks: [{ title: 'A', maxDuration: 'PT90S' }] });
    claim(mission, ['A'], { leaseMs: MINUTE });
    const end = mission.now + 90 * SECOND;

    mission.wait(50 * SECOND);
    const attempt = mission.must(ADA, (draft) => heartbeat(draft, mission.attemptRef('A')));

    expect(attempt.expiresAt).toBe(end);
  });
});
