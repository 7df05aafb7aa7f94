import { type CursorKind, isCursor } from '@muster/engine/cursors';
import {
  additionSort,
  approvalKey,
  artifactSort,
  deadLetterKey,
  deliveryKey,
  deliveryOrder,
} from '@muster/engine/keys';
import { describe, expect, it } from 'vitest';
import { MISSION_ID, START, WORKSPACE_ID } from '../support/a-mission.ts';

const REF = { missionId: MISSION_ID, runNumber: 3, index: 41 };
const DELIVERY = { missionId: MISSION_ID, sequence: 12, channel: 'the # of the boss' };

/** What each list gives out. */
const GIVEN: Readonly<Record<CursorKind, string>> = {
  NUMBER: '17',
  CONTAINER: MISSION_ID,
  ARTIFACT: artifactSort({ index: 41, generation: 2, position: 0 }),
  ADDITION: additionSort(4),
  APPROVAL: approvalKey(WORKSPACE_ID, REF, START).sort,
  DEAD_LETTER: deadLetterKey(WORKSPACE_ID, { missionId: MISSION_ID, name: 'm-12-0' }).sort,
  MISSION_DELIVERY: deliveryKey(WORKSPACE_ID, DELIVERY).sort,
  DELIVERY: deliveryOrder(DELIVERY, START),
};
const KINDS = Object.keys(GIVEN) as readonly CursorKind[];

describe('a cursor', () => {
  it.each(KINDS)('of the kind %s is what such a list gives out', (kind) => {
    expect(isCursor(kind, GIVEN[kind])).toBe(true);
  });

  it.each(KINDS)('of the kind %s leads nowhere in any other list', (kind) => {
    const others = KINDS.filter((other) => other !== kind);

    expect(others.filter((other) => isCursor(other, GIVEN[kind]))).toEqual([]);
  });

  it.each(KINDS)('of the kind %s is not what somebody made up', (kind) => {
    const madeUp = ['', ' ', '-1', 'elsewhere', '1e3', '#', '###', '~', `${GIVEN.NUMBER}#`, `${MISSION_ID}!`];

    expect(madeUp.filter((text) => isCursor(kind, text))).toEqual([]);
  });
});
