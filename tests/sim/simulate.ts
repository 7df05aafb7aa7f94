/**
 * One seed from beginning to end: first everything goes wrong while everybody works, then nothing does and every
 * mission has to end.
 *
 * S1. Rules are checked at each commit, on what others can see then; the whole is looked at again after each crash and
 *     at the end.
 * S2. Once it is calm each mission is COMPLETED or CANCELLED within a bounded number of turns, and each ended run has a
 *     report.
 * S3. The same seed gives the same digest: over all events and all that is stored.
 */
import { createHash } from 'node:crypto';
import { assert } from '@muster/core/assert';
import { parseWorkspaceId, type WorkspaceId } from '@muster/core/ids';
import { handleDue } from '@muster/engine/due';
import { StoreUnavailable } from '@muster/engine/ports/store';
import type { Role } from '@muster/engine/principal';
import { COMMIT } from '@muster/engine/records';
import { Agent } from './agent.ts';
import { checkLists } from './check-lists.ts';
import { Cloud } from './cloud.ts';
import { countEvents } from './count-events.ts';
import type { Defect } from './defects.ts';
import { Deliveries } from './deliveries.ts';
import { FollowedFeed } from './followed-feed.ts';
import { InvariantBroken } from './invariant.ts';
import type { MissionView } from './mission-view.ts';
import { NotifyLoops } from './notify-loops.ts';
import { Notifying } from './notifying.ts';
import { recordsOf } from './observer.ts';
import { Person } from './person.ts';
import { ADMINISTRATOR, AGENTS, type MissionSize, PEOPLE } from './random-mission.ts';
import { withSmallCommits } from './small-commits.ts';
import type { Statistics } from './statistics.ts';
import { Crashed } from './turns.ts';
import { withoutPlatform } from './without-platform.ts';
import { type Way, World } from './world.ts';

export interface Outcome {
  readonly seed: number;
  readonly digest: string;
  readonly statistics: Statistics;
  readonly broken?: InvariantBroken;
  /** The last events before the end, newest last. */
  readonly lastEvents: readonly string[];
}

export interface SimulationOptions {
  readonly seed: number;
  readonly defect?: Defect;
  /** Of each mission; random unless told. */
  readonly size?: MissionSize;
  /** Every third seed goes by queues, unless told. */
  readonly way?: Way;
  /** Whether rules tell of events; some seeds, unless told. */
  readonly isNotifying?: boolean;
}

const WORKSPACES = ['ws_a', 'ws_b'];
const CHAOS_TURNS_MAX = 5_000;
const CALM_TURNS_MAX = 480_000;
const TELLING_TURNS_MAX = 60_000;
const LAST_EVENTS = 20;
const TIMER_MS_MAX = 2_000;

/** Every other seed cuts its decisions into small commits. */
export function simulate(options: SimulationOptions): Promise<Outcome> {
  const act = () => withoutPlatform(() => simulateOne(options));
  return options.seed % 2 === 0 ? withSmallCommits(act) : act();
}

async function simulateOne(options: SimulationOptions): Promise<Outcome> {
  const way = options.way ?? (options.seed % 3 === 0 ? 'QUEUES' : 'LOOPS');
  const world = new World(options.seed, { defect: options.defect, way });
  const feed = new FollowedFeed(world);
  const feedEnd = new AbortController();
  const carrier = way === 'QUEUES' ? startedCloud(world) : new Deliveries(world);
  const notifying = isNotifying(options) ? await startedNotifying(world) : undefined;
  void feed.follow(feedEnd.signal, (entry) => {
    carrier.take(entry);
    notifying?.take(entry);
  });
  populate(world, options);
  try {
    await run(world, world.random.between(300, CHAOS_TURNS_MAX), () => false);
    world.becomeCalm();
    await run(world, CALM_TURNS_MAX, () => hasEnded(world));
    if (!world.verdict.broken && !hasEnded(world)) world.verdict.break(stuck(world));
    await tellAll(world);
    await rest(world, feed);
  } catch (error) {
    world.surprise('the simulation', error);
  }
  world.isOver = true;
  feedEnd.abort();
  return outcomeOf(world, options.seed);
}

/** Two seeds of five, of either way, with large commits and small ones. */
function isNotifying({ seed, isNotifying: isTold }: SimulationOptions): boolean {
  return isTold ?? seed % 5 < 2;
}

/** What carries notifications where the way's carrier does not. */
async function startedNotifying(world: World): Promise<NotifyLoops | undefined> {
  const notifying = new Notifying(world);
  await notifying.begin(WORKSPACES.map(workspaceIdOf));
  world.notifying = notifying;
  if (world.way === 'QUEUES') return undefined;
  const loops = new NotifyLoops(world, notifying);
  loops.start();
  return loops;
}

/** Missions are over, and only those who notify go on. */
async function tellAll(world: World): Promise<void> {
  const { notifying, verdict } = world;
  if (!notifying || verdict.broken) return;
  world.isAtRest = true;
  notifying.expectAll();
  await run(world, TELLING_TURNS_MAX, () => notifying.hasTriedAll);
  verdict.check(notifying.hasTriedAll, 'EVERY_OCCURRENCE_IS_TOLD', () => `untried: ${notifying.untried}`);
}

function populate(world: World, options: SimulationOptions): void {
  const { random } = world;
  for (const name of WORKSPACES) {
    const workspaceId = workspaceIdOf(name);
    const people = PEOPLE.map(
      (person) => new Person(world, workspaceId, { name: person, role: roleOf(person) }),
    );
    for (const agent of AGENTS) void new Agent(world, workspaceId, agent).live();
    for (const person of people) void person.live();
    const missionCount = options.size === undefined && name === 'ws_a' ? random.between(1, 2) : 1;
    for (let count = 0; count < missionCount; count++) void random.pick(people)?.create(options.size);
    if (random.chance(0.5)) void random.pick(people)?.createTask();
  }
  if (world.way === 'LOOPS') void mindTime(world);
}

function startedCloud(world: World): Cloud {
  const cloud = new Cloud(world);
  cloud.start();
  return cloud;
}

function roleOf(person: string): Role {
  return person === ADMINISTRATOR ? 'ADMIN' : 'MEMBER';
}

async function mindTime(world: World): Promise<void> {
  while (!world.isOver) {
    try {
      const { process } = world;
      if (process) {
        world.look();
        await handleDue(process.context);
        await process.store.durable();
        world.looked();
      }
    } catch (error) {
      if (!(error instanceof Crashed || error instanceof StoreUnavailable))
        return world.surprise('minding the time', error);
    }
    await untilLookedAgain(world);
  }
}

/** As late as the faults make it; once all is calm, nobody waits any longer for what was drawn before. */
async function untilLookedAgain(world: World): Promise<void> {
  const { turns, random } = world;
  const at = turns.now + random.between(1, world.isCalm ? TIMER_MS_MAX : world.faults.timerDelayMsMax);
  do await turns.wait(Math.min(TIMER_MS_MAX, at - turns.now));
  while (!world.isCalm && turns.now < at);
}

async function run(world: World, turnsMax: number, isDone: () => boolean): Promise<void> {
  for (let count = 0; count < turnsMax; count++) {
    if (world.verdict.broken || isDone()) return;
    assert(await world.turns.next(), 'somebody always waits');
  }
}

function hasEnded(world: World): boolean {
  if (world.observer.underWayCount > 0 || !world.process) return false;
  if ((world.notifying?.underWayCount ?? 0) > 0) return false;
  return [...world.observer.views.values()].every(isAtEnd);
}

function isAtEnd(view: MissionView): boolean {
  const { head } = view;
  if (!head || head.staging || view.deadLetters.size > 0) return false;
  if (view.isStandalone) return isTaskOver(view);
  return head.status === 'COMPLETED' || head.status === 'CANCELLED';
}

function isTaskOver({ run }: MissionView): boolean {
  const task = run?.nodes.get(0);
  return task?.status === 'DONE' || task?.status === 'SKIPPED' || task?.status === 'CANCELLED';
}

function stuck(world: World): InvariantBroken {
  const open = [...world.observer.views.values()].filter((view) => !isAtEnd(view)).map(describe);
  const { underWayCount } = world.observer;
  return new InvariantBroken(
    'EVERY_MISSION_ENDS',
    `${underWayCount} messages are under way; ${open.join('; ')}`,
  );
}

function describe(view: MissionView): string {
  const { head, run } = view;
  const open = [...(run?.nodes.values() ?? [])]
    .filter(
      (node) =>
        !['DONE', 'PASSED', 'APPROVED', 'SKIPPED', 'ELAPSED', 'CANCELLED', 'OVERRIDDEN'].includes(
          node.status,
        ),
    )
    .slice(0, 6)
    .map((node) => JSON.stringify(node));
  return `${head?.id} is ${head?.status} with ${head?.run?.openNodeCount} open nodes, staging ${JSON.stringify(head?.staging)}, run ${JSON.stringify(head?.run)}: ${open.join(', ')}`;
}

/** What can only be said when all has come to rest. */
async function rest(world: World, feed: FollowedFeed): Promise<void> {
  if (world.verdict.broken) return;
  await world.memory.durable();
  await world.turns.settle();
  for (const view of world.observer.views.values()) {
    view.checkAtRest();
    for (let number = 1; number <= (view.head?.runCount ?? 0); number++)
      world.verdict.check(
        view.reports.has(number) !== view.isStandalone,
        'EVERY_RUN_HAS_A_REPORT',
        () => `${view.place.id} run ${number} has none`,
      );
    const carried = feed.entries
      .map((entry) => COMMIT.decode(entry.record.value))
      .filter((commit) => commit.missionId === view.place.id)
      .flatMap((commit) => commit.events.map((event) => event.sequence));
    const isDense = carried.every((sequence, place) => sequence === place + 1);
    world.verdict.check(
      isDense && carried.length === view.events.length,
      'FEED_IS_WHOLE',
      () => `${view.place.id}: the feed carried ${carried.length} events of ${view.events.length}`,
    );
  }
  for (const name of WORKSPACES) await checkLists(world, workspaceIdOf(name));
  await world.notifying?.finish();
  await world.observer.rebuild(world.memory);
}

async function outcomeOf(world: World, seed: number): Promise<Outcome> {
  world.statistics.turns = world.turns.count;
  countEvents(world);
  const { broken } = world.verdict;
  const events = [...world.observer.views.values()].flatMap((view) => view.events);
  const lastEvents = [...world.observer.views.values()].flatMap((view) => view.events.slice(-LAST_EVENTS));
  const digest = createHash('sha256');
  for (const event of events) digest.update(event);
  for (const partition of [...world.observer.partitions].sort())
    digest.update(JSON.stringify(await recordsOf(world.memory, partition)));
  return {
    seed,
    digest: digest.digest('hex'),
    statistics: world.statistics,
    lastEvents,
    ...(broken ? { broken } : {}),
  };
}

function workspaceIdOf(name: string): WorkspaceId {
  const id = parseWorkspaceId(name);
  assert(id, 'a workspace id');
  return id;
}
