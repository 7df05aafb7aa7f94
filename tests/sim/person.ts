/**
 * A simulated person: decides, meddles, changes his mind. When the simulation is calm he helps: whatever stands still
 * is moved on until every mission has ended.
 */

import { missionIdOf, type WorkspaceId } from '@muster/core/ids';
import { hasOpenRun } from '@muster/core/lifecycle/mission-lifecycle';
import { ok } from '@muster/core/result';
import type { Role } from '@muster/engine/principal';
import { Client } from './client.ts';
import { type Answer, command } from './command.ts';
import { MissionActs } from './mission-acts.ts';
import type { MissionView } from './mission-view.ts';
import { isAsking, isUnsaid, NodeActs } from './node-acts.ts';
import { type MissionSize, randomTask } from './random-mission.ts';
import type { World } from './world.ts';

/** In one workspace. */
const STANDALONE_MAX = 6;

export class Person {
  readonly #client: Client;
  readonly #world: World;
  readonly #workspaceId: WorkspaceId;
  readonly #missionActs: MissionActs;
  readonly #nodeActs: NodeActs;

  constructor(world: World, workspaceId: WorkspaceId, who: { readonly name: string; readonly role: Role }) {
    this.#world = world;
    this.#workspaceId = workspaceId;
    this.#client = new Client(world, workspaceId, who);
    this.#missionActs = new MissionActs(world, this.#client);
    this.#nodeActs = new NodeActs(world, this.#client);
  }

  async live(): Promise<void> {
    const { turns, random } = this.#world;
    while (!this.#world.isOver && !this.#world.isAtRest) {
      const view = random.pick(this.#views());
      if (view) await (this.#world.isCalm ? this.#help(view) : this.#meddle(view));
      await turns.wait(random.between(1, this.#world.isCalm ? 500 : 3_000));
    }
  }

  create(size: MissionSize | undefined): Promise<void> {
    return this.#missionActs.create(size);
  }

  async createTask(): Promise<void> {
    const task = randomTask(this.#world.random);
    if (this.#views().filter((view) => view.isStandalone).length >= STANDALONE_MAX) return;
    await command(this.#client, 'createTask', {
      act: (engine, principal, idempotencyKey) => engine.createTask(principal, { task, idempotencyKey }),
    });
  }

  /** What the queues had given up is tried again. */
  async #redrive(): Promise<void> {
    const dead = await this.#client.request({
      name: 'listDeadLetters',
      ask: async (engine, principal) => ok((await engine.listDeadLetters(principal, { first: 100 })).items),
    });
    const letters = dead?.ok ? dead.value.map(({ node }) => node) : [];
    for (const { missionId, name } of letters.filter(({ status }) => status === 'DEAD'))
      await command(this.#client, 'redriveDeadLetter', {
        act: (engine, principal, idempotencyKey) =>
          engine.redriveDeadLetter(principal, { deadLetter: { missionId, name }, idempotencyKey }),
      });
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
    if (random.chance(0.02)) return this.createTask();
    if (random.chance(0.02)) return this.#redrive();
    if (view.isStandalone) return this.#nodeActs.meddle(view);
    const isRunning = hasOpenRun(head.status);
    if (isRunning && random.chance(0.88)) return this.#nodeActs.meddle(view);
    await this.#missionActs.meddle(head, view);
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
    if (view.deadLetters.size > 0) await this.#redrive();
    if (!head || head.staging || (await this.#missionActs.help(head)) || !hasOpenRun(head.status)) return;
    const waiting = [...(run?.nodes.values() ?? [])].filter((node) => isAsking(node) || isUnsaid(view, node));
    for (const node of waiting) await this.#nodeActs.decide(view, node);
  }
}
