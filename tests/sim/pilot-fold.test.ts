/** What watches over missions that a pilot moves in the simulation, put to the test. */
import { type Actor, SYSTEM_ACTOR } from '@muster/core/actor';
import type { EventBody } from '@muster/core/event';
import { expect, it } from 'vitest';
import { MISSION_ID, OTTO, RITA } from '../support/a-mission.ts';
import { Verdict } from './invariant.ts';
import { PilotFold } from './pilot-fold.ts';

type Said = Pick<EventBody, 'type' | 'data'>;

const PILOTED = { id: MISSION_ID, governance: 'PILOT', pilot: RITA.name } as const;
const COMPLETED: Said = { type: 'MissionStatusChanged', data: { from: 'VALIDATING', to: 'COMPLETED' } };
const LAUNCHED: Said = { type: 'MissionStatusChanged', data: { from: 'RECURRING', to: 'ACTIVE' } };
const HALF: Said = { type: 'MissionProgressSet', data: { from: 0, to: 50 } };

/** What is broken when they have said this, and the mission then tells of this progress. */
function brokenBy(said: readonly (readonly [Actor, Said])[], progress = 0): string | undefined {
  const verdict = new Verdict();
  const fold = new PilotFold(verdict);
  for (const [actor, event] of said)
    fold.add({ actor, events: [{ ...event, sequence: 1, subject: MISSION_ID }] }, PILOTED);
  fold.checkHead({ ...PILOTED, progress });
  return verdict.broken?.invariant;
}

it('what the pilot says, and what his schedule does, is fine', () => {
  const said = [
    [SYSTEM_ACTOR, LAUNCHED],
    [RITA, HALF],
    [RITA, COMPLETED],
  ] as const;

  expect(brokenBy(said, 50)).toBeUndefined();
});

it.each([
  ['by the engine', SYSTEM_ACTOR],
  ['by somebody else', OTTO],
])('a mission that is completed %s is noticed', (_, actor) => {
  expect(brokenBy([[actor, COMPLETED]])).toBe('GOVERNANCE');
});

it('progress that somebody else says is noticed', () => {
  expect(brokenBy([[OTTO, HALF]], 50)).toBe('GOVERNANCE');
});

it('progress that was never said is noticed', () => {
  expect(brokenBy([[RITA, HALF]], 51)).toBe('FOLD_IS_STATE');
});
