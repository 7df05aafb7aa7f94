import { describe, expect, it } from 'vitest';
import { findingIn } from '../../packages/cli/src/validate-assertions.ts';

describe('what a command that validates says', () => {
  it('is read from a line of JSON', () => {
    const finding = { assertion: 'VAL-A-001', status: 'FAILING', evidence: 'Seen.' };

    expect(findingIn(JSON.stringify(finding))).toEqual(finding);
  });

  it('is its own evidence when it gives none', () => {
    expect(findingIn('{"assertion":"VAL-A-001","status":"PASSING"}')).toEqual({
      assertion: 'VAL-A-001',
      status: 'PASSING',
      evidence: 'The command says PASSING.',
    });
  });

  it.each([
    'checking VAL-A-001 …',
    '{ broken',
    '{"assertion":"VAL-A-001"}',
    '{"assertion":"VAL-A-001","status":"WAIVED"}',
    '{"assertion":7,"status":"PASSING"}',
    '{"assertion":"VAL-A-001","status":"PASSING","evidence":7}',
    '[]',
    '',
  ])('is nothing in a line like %j', (line) => {
    expect(findingIn(line)).toBeUndefined();
  });
});
