import { submitTask } from '@muster/core/decide/submit';
import { describe, expect, it } from 'vitest';
import { ADA, aMission, aSubmission, claim } from '../../support/a-mission.ts';

const EXPECTATIONS = [
  { type: 'file_exists', paths: ['report.md'] },
  { type: 'llm_review', criteria: 'Is it right?' },
  { type: 'script', command: 'make check' },
];
const passed = (position: number) => ({ position, hasPassed: true });

describe('the results of expectations that are run by the worker', () => {
  it.each([
    {
      told: [],
      code: 'RESULTS_REQUIRED',
      path: ['submission', 'expectationResults'],
      detail: { positions: [0, 2] },
    },
    {
      told: [passed(2)],
      code: 'RESULTS_REQUIRED',
      path: ['submission', 'expectationResults'],
      detail: { positions: [0] },
    },
    { told: [passed(0), passed(2), passed(3)], path: ['submission', 'expectationResults', 2, 'position'] },
    { told: [passed(0), passed(2), passed(0)], path: ['submission', 'expectationResults', 2, 'position'] },
    { told: [passed(0), passed(1), passed(2)], path: ['submission', 'expectationResults', 1, 'position'] },
  ])('are refused, with the place, unless each is told once: %j', ({ told, code, path, detail }) => {
    const mission = aMission({ tasks: [{ title: 'A', expectations: EXPECTATIONS }] });
    claim(mission, ['A']);
    const submission = aSubmission({ expectationResults: told });
    const attempt = mission.attemptRef('A');

    const error = mission.refused(ADA, (draft) => submitTask(draft, { attempt, submission }));

    expect(error).toMatchObject({ code: code ?? 'INVALID_ARGUMENT', path, ...(detail ? { detail } : {}) });
  });
});
