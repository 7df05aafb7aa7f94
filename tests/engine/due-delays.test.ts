/** Delays of any length, through restarts of the process that minds them. */
import { addMs } from '@muster/core/instant';
import { openSqliteStore, type SqliteStore } from '@muster/embedded/sqlite-store';
import { handleDue } from '@muster/engine/due';
import { afterEach, describe, expect, it } from 'vitest';
import { useFolders } from '../embedded/a-folder.ts';
import { headOf, launchMission, nodeRef } from '../support/a-launched-mission.ts';
import { anEngine, answerOf, type EngineUnderTest, errorOf, RITA_IN_TESTS } from '../support/an-engine.ts';

const DAY = 24 * 3_600_000;
const REST = { name: 'Rest', duration: 'P366D' };

describe('a delay of 366 days', () => {
  const folder = useFolders();
  let store: SqliteStore | undefined;
  afterEach(() => store?.close());

  function open(path: string): EngineUnderTest {
    return anEngine((now) => {
      store = openSqliteStore({ folder: path, now });
      return store;
    });
  }

  it('elapses after them, and not a millisecond before, though the process was started anew meanwhile', async () => {
    const path = folder();
    const first = open(path);
    const missionId = await launchMission(first, { tasks: [], delays: [REST] });
    await store?.close();
    const second = open(path);
    second.clock.now = addMs(second.clock.now, 200 * DAY);
    const planned = await handleDue(second.context);

    await second.wait(166 * DAY - 1);
    const early = (await headOf(second, missionId)).status;
    await second.wait(1);

    expect(planned).toBe(second.clock.now);
    expect([early, (await headOf(second, missionId)).status]).toEqual(['ACTIVE', 'COMPLETED']);
  });

  it('that was over while nobody ran settles at the start', async () => {
    const path = folder();
    const missionId = await launchMission(open(path), { tasks: [], delays: [REST] });
    await store?.close();
    const later = open(path);

    await later.wait(400 * DAY);

    expect((await headOf(later, missionId)).status).toBe('COMPLETED');
  });

  it('can be skipped, by its id, and once', async () => {
    const under = open(folder());
    const missionId = await launchMission(under, { tasks: [], delays: [REST, { ...REST, name: 'Other' }] });
    const skip = { node: nodeRef(missionId, 0), reason: 'No time.' };

    const skipped = answerOf(await under.engine.skipDelay(RITA_IN_TESTS, skip));
    const again = await under.engine.skipDelay(RITA_IN_TESTS, skip);
    await under.wait(366 * DAY);

    expect(skipped.node).toMatchObject({ status: 'SKIPPED', skip: { feedback: 'No time.' } });
    expect(errorOf(again).code).toBe('ILLEGAL_MOVE');
    const events = answerOf(
      await under.engine.listEvents(RITA_IN_TESTS, { missionId, after: 0, first: 100 }),
    );
    const moves = events.items.filter(
      ({ node }) => node.type === 'DelayStatusChanged' && node.data.name === 'Rest',
    );
    expect(moves.map(({ node }) => node.data.to)).toEqual(['RUNNING', 'SKIPPED']);
  });
});
