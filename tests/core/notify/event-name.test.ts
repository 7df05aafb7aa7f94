import { EVENT_TYPES } from '@muster/core/event';
import { eventNameProblem, namesEvent } from '@muster/core/notify/event-name';
import { describe, expect, it } from 'vitest';
import { anEvent } from '../../support/an-event.ts';

describe('the name of an event in a rule', () => {
  it.each(EVENT_TYPES)('may be the type %s', (type) => {
    expect(eventNameProblem(type)).toBeUndefined();
    expect(namesEvent(type, anEvent({ type }))).toBe(true);
  });

  it('may say which status is reached', () => {
    expect(eventNameProblem('TaskStatusChanged:FAILED')).toBeUndefined();
    expect(namesEvent('TaskStatusChanged:FAILED', anEvent({ data: { to: 'FAILED' } }))).toBe(true);
    expect(namesEvent('TaskStatusChanged:FAILED', anEvent({ data: { to: 'DONE' } }))).toBe(false);
    expect(namesEvent('TaskStatusChanged:FAILED', anEvent({ data: {} }))).toBe(false);
  });

  it.each([
    ['RunFailed', 'names no event'],
    ['', 'names no event'],
    ['TaskStatusChanged:FAILED:', 'names no event'],
    ['TaskStatusChanged:BROKEN', 'these are: WAITING'],
    ['GateHeld:FAILED', 'GateHeld is no change of one'],
  ])('is not %j', (name, reason) => {
    expect(eventNameProblem(name)).toContain(reason);
  });
});
