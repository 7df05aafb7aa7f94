/**
 * A simulated person: decides, meddles, changes his mind. When the simulation is calm he helps: whatever stands still
 * is moved on until every mission has ended.
 */

import { askedDimensions } from '@muster/core/decide/scoring';
import { type MissionId, missionIdOf, type NodeRef, type WorkspaceId } from '@muster/core/ids';
import { hasOpenRun } from '@muster/core/lifecycle/mission-lifecycle';
import type { Result } from '@muster/core/result';
import type { Node, NodeSpec } from '@muster/core/run/node';
import type { Engine, MissionAnswer, NodeAnswer, TaskAnswer } from '@muster/engine/engine';
import type { Principal } from '@muster/engine/principal';
import { Client } from './client.ts';
import type { MissionView } from './mission-view.ts';
import { randomAddition } from './random-addition.ts';
import { type MissionSize, randomDocument, randomSize } from './random-mission.ts';
import { randomSchedule } from './random-schedule.ts';
import type { World } from './world.ts';

type Answer = MissionAnswer | TaskAnswer | NodeAnswer<'CHECKPOINT' | 'GATE' | 'DELAY'>;
type Act = (engine: Engine, principal: Principal, idempotencyKey: string) => Promise<Result<Answer>>;

const RUNS_MAX = 3;
/** A run this large is let be. */
const ADD_NODES_MAX = 200;
const REASON = 'Somebody said so.';

export class Person {
  readonly #client: Client;
  readonly #world: World;
  readonly #workspaceId: WorkspaceId;

  constructor(world: World, workspaceId: WorkspaceId, name: string) {
    this.#world = world;
    this.#workspaceId = workspaceId;
    this.#client = new Client(world, workspaceId, { name, role: 'MEMBER' });
  }

  async live(): Promise<void> {
    const { turns, random } = this.#world;
    while (!this.#world.isOver) {
      const view = random.pick(this.#views());
      if (view) await (this.#world.isCalm ? this.#help(view) : this.#meddle(view));
      await turns.wait(random.between(1, this.#world.isCalm ? 500 : 3_000));
    }
  }

  async create(size: MissionSize | undefined): Promise<void> {
    const { random } = this.#world;
    const document = randomDocument(random, size ?? randomSize(random));
    const input = {
      title: 'A mission',
      document,
      launch: random.chance(0.6),
      ...(random.chance(0.35) ? { maxConcurrent: random.between(1, 4) } : {}),
    };
    await this.#do('createMission', (engine, principal, idempotencyKey) =>
      engine.createMission(principal, { ...input, idempotencyKey }),
    );
  }

  #views(): readonly MissionView[] {
    return [...this.#world.observer.views.values()].filter(
      (view) => view.place.workspaceId === this.#workspaceId,
    );
  }

  async #meddle(view: MissionView): Promise<void> {
    const { random } = this.#world;
    const { head } = view;
    if (!head) return;
    if (random.chance(0.03)) return this.#trespass();
    const isRunning = hasOpenRun(head.status);
    if (isRunning && random.chance(0.88)) return this.#touchNode(view);
    await this.#touchMission(head.id, view);
  }

  async #touchMission(missionId: MissionId, view: MissionView): Promise<void> {
    const { random } = this.#world;
    const on = (idempotencyKey: string) => ({ missionId, idempotencyKey });
    const act = random.pick(this.#world.random.chance(0.7) ? likelyActs(view) : ALL_ACTS);
    switch (act) {
      case 'launch':
        return this.#launch(missionId, view);
      case 'pause':
        return this.#do('pauseMission', (engine, principal, key) => engine.pauseMission(principal, on(key)));
      case 'resume':
        return this.#do('resumeMission', (engine, principal, key) =>
          engine.resumeMission(principal, on(key)),
        );
      case 'retryFailed':
        return this.#do('retryFailed', (engine, principal, key) => engine.retryFailed(principal, on(key)));
      case 'cancel':
        if (random.chance(0.7)) return;
        return this.#do('cancelMission', (engine, principal, key) =>
          engine.cancelMission(principal, { ...on(key), reason: REASON }),
        );
      case 'cancelRun':
        if (random.chance(0.7)) return;
        return this.#do('cancelRun', (engine, principal, key) =>
          engine.cancelRun(principal, { ...on(key), reason: REASON }),
        );
      case 'schedule':
      case 'unschedule':
      case 'pauseSchedule':
      case 'resumeSchedule':
        return this.#touchSchedule(missionId, act, view);
      case 'saveDocument': {
        const document = randomDocument(random, 'SMALL');
        return this.#do('saveDocument', (engine, principal, key) =>
          engine.saveDocument(principal, { ...on(key), document }),
        );
      }
    }
  }

  async #touchSchedule(missionId: MissionId, act: ScheduleAct, view: MissionView): Promise<void> {
    const { random, turns } = this.#world;
    const on = (idempotencyKey: string) => ({ missionId, idempotencyKey });
    switch (act) {
      case 'schedule': {
        if ((view.head?.runCount ?? 0) >= RUNS_MAX) return;
        const schedule = randomSchedule(random, turns.now);
        return this.#do('scheduleMission', (engine, principal, key) =>
          engine.scheduleMission(principal, { ...on(key), schedule }),
        );
      }
      case 'unschedule':
        return this.#do('unscheduleMission', (engine, principal, key) =>
          engine.unscheduleMission(principal, on(key)),
        );
      case 'pauseSchedule':
        return this.#do('pauseSchedule', (engine, principal, key) =>
          engine.pauseSchedule(principal, on(key)),
        );
      case 'resumeSchedule':
        return this.#do('resumeSchedule', (engine, principal, key) =>
          engine.resumeSchedule(principal, on(key)),
        );
    }
  }

  async #launch(missionId: MissionId, view: MissionView): Promise<void> {
    if ((view.head?.runCount ?? 0) >= RUNS_MAX) return;
    await this.#do('launchMission', (engine, principal, idempotencyKey) =>
      engine.launchMission(principal, { missionId, idempotencyKey }),
    );
  }

  async #touchNode(view: MissionView): Promise<void> {
    const { random } = this.#world;
    if (random.chance(0.06)) return this.#add(view);
    const nodes = [...(view.run?.nodes.values() ?? [])];
    const asking = random.chance(0.7) ? nodes.filter(isAsking) : nodes;
    const node = random.pick(asking.length > 0 ? asking : nodes);
    if (node) await this.#decide(view, node);
  }

  /** Something more to do in a run that is under way. */
  async #add(view: MissionView): Promise<void> {
    const { random } = this.#world;
    const { head, run } = view;
    if (!head?.run || !run || run.nodes.size > ADD_NODES_MAX) return;
    const { id: missionId } = head;
    const added = randomAddition(random, [...run.nodes.values()]);
    switch (added.command) {
      case 'addTasks':
        return this.#do('addTasks', (engine, principal, idempotencyKey) =>
          engine.addTasks(principal, { missionId, tasks: added.tasks, idempotencyKey }),
        );
      case 'addElements':
        return this.#do('addElements', (engine, principal, idempotencyKey) =>
          engine.addElements(principal, { missionId, ...added.elements, idempotencyKey }),
        );
      case 'addDependency': {
        const runNumber = head.run.number;
        const task = { missionId, runNumber, index: added.task };
        const dependsOn = { missionId, runNumber, index: added.dependsOn };
        return this.#do('addDependency', (engine, principal, idempotencyKey) =>
          engine.addDependency(principal, { task, dependsOn, idempotencyKey }),
        );
      }
    }
  }

  async #decide(view: MissionView, node: Node): Promise<void> {
    const { random, isCalm } = this.#world;
    const { head } = view;
    if (!head?.run) return;
    const ref: NodeRef = { missionId: head.id, runNumber: head.run.number, index: node.index };
    switch (node.kind) {
      case 'TASK':
        return this.#decideTask(ref, {
          act: isCalm ? helpfulTaskAct(node) : random.pick(TASK_ACTS),
          spec: view.run?.specs.get(node.index),
        });
      case 'CHECKPOINT': {
        if (isCalm || random.chance(0.4))
          return this.#do('approveCheckpoint', (engine, principal, idempotencyKey) =>
            engine.approveCheckpoint(principal, { node: ref, idempotencyKey }),
          );
        const reopen = this.#reopened(view, node);
        return this.#do('rejectCheckpoint', (engine, principal, idempotencyKey) =>
          engine.rejectCheckpoint(principal, { node: ref, reopen, idempotencyKey }),
        );
      }
      case 'GATE':
        return this.#do('overrideGate', (engine, principal, idempotencyKey) =>
          engine.overrideGate(principal, { node: ref, reason: REASON, idempotencyKey }),
        );
      case 'DELAY':
        return this.#do('skipDelay', (engine, principal, idempotencyKey) =>
          engine.skipDelay(principal, { node: ref, reason: REASON, idempotencyKey }),
        );
    }
  }

  #reopened(view: MissionView, node: Node): readonly NodeRef[] {
    const { random } = this.#world;
    const { head, run } = view;
    if (!head?.run || !run) return [];
    const spec = run.specs.get(node.index);
    const after = spec?.kind === 'CHECKPOINT' ? spec.after : [];
    const done = after.filter((index) => run.nodes.get(index)?.status === 'DONE');
    const chosen = random.some(done, 0.7);
    const runNumber = head.run.number;
    return chosen.map((index) => ({ missionId: head.id, runNumber, index }));
  }

  async #decideTask(
    task: NodeRef,
    { act, spec }: { act: (typeof TASK_ACTS)[number] | undefined; spec: NodeSpec | undefined },
  ): Promise<void> {
    const { random } = this.#world;
    const because = (idempotencyKey: string) => ({ task, idempotencyKey, reason: REASON });
    switch (act) {
      case 'accept':
      case 'reject': {
        const score = { score: random.between(1, 5) };
        const verb = act === 'accept' ? 'acceptTask' : 'rejectTask';
        return this.#do(verb, (engine, principal, idempotencyKey) =>
          engine[verb](principal, { task, idempotencyKey, ...score }),
        );
      }
      case 'review': {
        const asked = spec?.kind === 'TASK' ? askedDimensions(spec.definition.expectations) : [];
        const scores = asked.map((one) => ({ ...one, score: random.between(1, 5) }));
        return this.#do('reviewTask', (engine, principal, idempotencyKey) =>
          engine.reviewTask(principal, { task, idempotencyKey, scores }),
        );
      }
      case 'block':
        return this.#do('blockTask', (engine, principal, key) =>
          engine.blockTask(principal, { task, cause: 'HUMAN', note: REASON, idempotencyKey: key }),
        );
      case 'unblock':
        return this.#do('unblockTask', (engine, principal, key) =>
          engine.unblockTask(principal, { task, idempotencyKey: key }),
        );
      case 'retry':
        return this.#do('retryTask', (engine, principal, key) =>
          engine.retryTask(principal, { task, idempotencyKey: key }),
        );
      case 'retryFrom':
        return this.#do('retryFromTask', (engine, principal, key) =>
          engine.retryFromTask(principal, because(key)),
        );
      case 'reopen':
        return this.#do('reopenTask', (engine, principal, key) => engine.reopenTask(principal, because(key)));
      case 'skip':
        return this.#do('skipTask', (engine, principal, key) => engine.skipTask(principal, because(key)));
      case 'cancel':
        return this.#do('cancelTask', (engine, principal, key) => engine.cancelTask(principal, because(key)));
    }
  }

  /** Another tenant's mission behaves like one that doesn't exist. */
  async #trespass(): Promise<void> {
    const { random, observer, verdict } = this.#world;
    const foreign = [...observer.views.values()].filter(
      (view) => view.place.workspaceId !== this.#workspaceId,
    );
    const missionId = random.pick(foreign)?.head?.id ?? missionIdOf('0'.repeat(26));
    const answer = await this.#client.request<Answer>({
      name: 'pauseMission of another workspace',
      ask: (engine, principal, idempotencyKey) =>
        engine.pauseMission(principal, { missionId, idempotencyKey }),
    });
    verdict.check(
      !answer || (!answer.ok && answer.error.code === 'NOT_FOUND'),
      'ONE_WORKSPACE',
      () => `${missionId} was reached from ${this.#workspaceId}`,
    );
  }

  async #help(view: MissionView): Promise<void> {
    const { head, run } = view;
    if (!head || head.staging) return;
    const missionId = head.id;
    if (head.schedule?.isPaused) return this.#touchSchedule(missionId, 'resumeSchedule', view);
    switch (head.status) {
      case 'DRAFT':
      case 'PLANNING':
        return this.#launch(missionId, view);
      case 'PAUSED':
        return this.#do('resumeMission', (engine, principal, idempotencyKey) =>
          engine.resumeMission(principal, { missionId, idempotencyKey }),
        );
      case 'FAILED':
        return this.#do('retryFailed', (engine, principal, idempotencyKey) =>
          engine.retryFailed(principal, { missionId, idempotencyKey }),
        );
      case 'ACTIVE':
        for (const node of [...(run?.nodes.values() ?? [])].filter(isAsking)) await this.#decide(view, node);
    }
  }

  async #do(name: string, act: Act): Promise<void> {
    await this.#client.request<Answer>({
      name,
      ask: act,
      told: (answer) => `${answer.mission.id}@${answer.sequence}`,
      vouches: (answer) => [{ missionId: answer.mission.id, sequence: answer.sequence }],
    });
  }
}

const SCHEDULE_ACTS = ['schedule', 'unschedule', 'pauseSchedule', 'resumeSchedule'] as const;
type ScheduleAct = (typeof SCHEDULE_ACTS)[number];
const ALL_ACTS = [
  'launch',
  'pause',
  'resume',
  'retryFailed',
  'cancel',
  'cancelRun',
  'saveDocument',
  ...SCHEDULE_ACTS,
] as const;
const TASK_ACTS = [
  'review',
  'review',
  'accept',
  'accept',
  'reject',
  'block',
  'unblock',
  'unblock',
  'retry',
  'skip',
  'cancel',
  'reopen',
  'retryFrom',
] as const;

function likelyActs(view: MissionView): readonly (typeof ALL_ACTS)[number][] {
  switch (view.head?.status) {
    case 'ACTIVE':
      return ['pause', 'pause', 'cancel', 'cancelRun', ...SCHEDULE_ACTS];
    case 'PAUSED':
      return ['resume', 'resume', 'cancel'];
    case 'FAILED':
      return ['retryFailed', 'retryFailed', 'launch', 'schedule'];
    case 'SCHEDULED':
    case 'RECURRING':
      return [
        'launch',
        'launch',
        'saveDocument',
        'pauseSchedule',
        'resumeSchedule',
        'resumeSchedule',
        'schedule',
        'schedule',
        'unschedule',
      ];
    default:
      return ['launch', 'saveDocument', 'schedule', 'schedule', 'schedule', 'schedule'];
  }
}

function isAsking(node: Node): boolean {
  switch (node.kind) {
    case 'TASK':
      return node.status === 'REVIEW' || node.status === 'BLOCKED' || node.status === 'FAILED';
    case 'CHECKPOINT':
      return node.status === 'OPEN';
    case 'GATE':
      return node.status === 'FAILED';
    default:
      return false;
  }
}

function helpfulTaskAct(node: Node): (typeof TASK_ACTS)[number] {
  if (node.status === 'REVIEW') return 'accept';
  return node.status === 'BLOCKED' ? 'unblock' : 'retry';
}
