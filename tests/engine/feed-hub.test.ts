import type { MissionId } from '@muster/core/ids';
import { createFeedHub, WakeFlag } from '@muster/engine/feed-hub';
import type { CommitRecord } from '@muster/engine/records';
import { describe, expect, it } from 'vitest';
import { launchMission } from '../support/a-launched-mission.ts';
import { WORKSPACE_ID, workspaceId } from '../support/a-mission.ts';
import { anEngine } from '../support/an-engine.ts';

const FOREVER = new AbortController().signal;

/** The commits of two missions of one workspace. */
async function commitsOfTwo() {
  const under = anEngine();
  const commits: CommitRecord[] = [];
  under.hub.watch({ workspaceId: WORKSPACE_ID, signal: FOREVER }, (commit) => commits.push(commit));
  const first = await launchMission(under);
  await launchMission(under);
  const of = (missionId: MissionId) => commits.filter((commit) => commit.missionId === missionId);
  return { first, commits, ofFirst: of(first) };
}

describe('The feed hub', () => {
  it('tells a watcher of a workspace all its commits, in order, and a stranger none', async () => {
    const { commits } = await commitsOfTwo();
    const hub = createFeedHub();
    const seen: CommitRecord[] = [];
    const seenByStranger: CommitRecord[] = [];
    hub.watch({ workspaceId: WORKSPACE_ID, signal: FOREVER }, (commit) => seen.push(commit));
    hub.watch({ workspaceId: workspaceId('ws_other'), signal: FOREVER }, (commit) =>
      seenByStranger.push(commit),
    );

    hub.publish(commits);

    expect(seen).toEqual(commits);
    expect(seen.length).toBeGreaterThan(1);
    expect(seenByStranger).toEqual([]);
  });

  it('tells a watcher of a mission the commits of that one alone', async () => {
    const { first, commits, ofFirst } = await commitsOfTwo();
    const hub = createFeedHub();
    const seen: CommitRecord[] = [];
    hub.watch({ workspaceId: WORKSPACE_ID, missionId: first, signal: FOREVER }, (commit) =>
      seen.push(commit),
    );

    hub.publish(commits);

    expect(seen).toEqual(ofFirst);
    expect(seen.length).toBeLessThan(commits.length);
  });

  it('tells nobody who has stopped, and still those who have not', async () => {
    const { commits } = await commitsOfTwo();
    const hub = createFeedHub();
    const stop = new AbortController();
    const told = { stopped: 0, staying: 0, late: 0 };
    hub.watch({ workspaceId: WORKSPACE_ID, signal: stop.signal }, () => told.stopped++);
    hub.watch({ workspaceId: WORKSPACE_ID, signal: FOREVER }, () => told.staying++);

    stop.abort();
    hub.watch({ workspaceId: WORKSPACE_ID, signal: stop.signal }, () => told.late++);
    hub.publish(commits);

    expect(told).toEqual({ stopped: 0, staying: commits.length, late: 0 });
  });
});

describe('A wake flag', () => {
  it('lets nobody wait for what came before: the next wait is over at once (H1)', async () => {
    const flag = new WakeFlag();

    flag.set();

    expect(await isOver(flag.wait(FOREVER))).toBe(true);
  });

  it('wakes once for all that came while nobody waited (H2)', async () => {
    const flag = new WakeFlag();
    for (let count = 0; count < 100; count++) flag.set();

    await flag.wait(FOREVER);

    expect(await isOver(flag.wait(FOREVER))).toBe(false);
  });

  it('wakes the one who waits, and does not stay set', async () => {
    const flag = new WakeFlag();
    const waiting = flag.wait(FOREVER);
    expect(await isOver(waiting)).toBe(false);

    flag.set();

    expect(await isOver(waiting)).toBe(true);
    expect(await isOver(flag.wait(FOREVER))).toBe(false);
  });

  it('lets go when the signal aborts, before or during the wait', async () => {
    const stop = new AbortController();
    const waiting = new WakeFlag().wait(stop.signal);

    stop.abort();

    expect(await isOver(waiting)).toBe(true);
    expect(await isOver(new WakeFlag().wait(stop.signal))).toBe(true);
  });
});

/** Whether it has resolved once all that was ready to go on has gone on. */
async function isOver(waiting: Promise<void>): Promise<boolean> {
  let over = false;
  void waiting.then(() => {
    over = true;
  });
  for (let turn = 0; turn < 10; turn++) await Promise.resolve();
  return over;
}
