/** What lists say once all has come to rest: each thing is where it belongs, and a container is nowhere. */
import type { WorkspaceId } from '@muster/core/ids';
import { createEngine } from '@muster/engine/create-engine';
import type { Listed } from '@muster/engine/engine';
import { createFeedHub } from '@muster/engine/feed-hub';
import type { Principal } from '@muster/engine/principal';
import type { World } from './world.ts';

const PAGE = 100;

export async function checkLists(world: World, workspaceId: WorkspaceId): Promise<void> {
  const { process, memory, observer } = world;
  if (!process) return;
  const engine = createEngine({ ...process.context, store: memory }, createFeedHub());
  const principal: Principal = { workspaceId, role: 'VIEWER', actor: { kind: 'USER', name: 'viewer' } };
  const views = [...observer.views.values()].filter((view) => view.place.workspaceId === workspaceId);
  const missions = await all((page) => engine.listMissions(principal, page));
  const tasks = await all((page) => engine.listStandaloneTasks(principal, page));
  const done = await all((page) =>
    engine.listStandaloneTasks(principal, { ...page, statuses: ['DONE', 'SKIPPED', 'CANCELLED'] }),
  );
  const check = (name: string, told: readonly string[], expected: readonly string[]) =>
    world.verdict.check(
      told.toSorted().join() === expected.toSorted().join(),
      'LISTED',
      () => `${name} of ${workspaceId} are ${expected.join()}, listed ${told.join()}`,
    );
  const standalone = views.filter((view) => view.isStandalone);
  check(
    'missions',
    missions.map(({ id }) => id),
    views.filter((view) => !view.isStandalone).map((view) => view.place.id),
  );
  check(
    'standalone tasks',
    tasks.map(({ ref }) => ref.missionId),
    standalone.map((view) => view.place.id),
  );
  check(
    'standalone tasks that are over',
    done.map(({ ref }) => ref.missionId),
    standalone.map((view) => view.place.id),
  );
}

async function all<T>(
  list: (page: { first: number; after?: string }) => Promise<Listed<T>>,
): Promise<readonly T[]> {
  const found: T[] = [];
  for (let after: string | undefined; ; ) {
    const { items, hasNext } = await list({ first: PAGE, ...(after === undefined ? {} : { after }) });
    found.push(...items.map(({ node }) => node));
    after = items.at(-1)?.cursor;
    if (!hasNext) return found;
  }
}
