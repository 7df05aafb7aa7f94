/** What people do to the nodes of a run. When it is calm they do whatever moves them on. */
import { askedDimensions } from '@muster/core/decide/scoring';
import type { NodeRef } from '@muster/core/ids';
import type { Node, NodeSpec } from '@muster/core/run/node';
import type { Client } from './client.ts';
import { type Act, command, REASON } from './command.ts';
import type { MissionView } from './mission-view.ts';
import { randomAddition } from './random-addition.ts';
import { randomResult } from './validating.ts';
import type { World } from './world.ts';

/** A run this large is let be. */
const ADD_NODES_MAX = 200;

export class NodeActs {
  readonly #client: Client;
  readonly #world: World;

  constructor(world: World, client: Client) {
    this.#world = world;
    this.#client = client;
  }

  async meddle(view: MissionView): Promise<void> {
    const { random } = this.#world;
    if (random.chance(0.06) && !view.isStandalone) return this.#add(view);
    const nodes = [...(view.run?.nodes.values() ?? [])];
    const asking = random.chance(0.7) ? nodes.filter(isAsking) : nodes;
    const node = random.pick(asking.length > 0 ? asking : nodes);
    if (node) await this.decide(view, node);
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

  async decide(view: MissionView, node: Node): Promise<void> {
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
      case 'ASSERTION':
        return this.#decideAssertion(ref);
      case 'VALIDATION':
        return this.#decideValidation(ref);
    }
  }

  #decideAssertion(node: NodeRef): Promise<void> {
    const { random, isCalm } = this.#world;
    if (!isCalm && random.chance(0.3))
      return this.#do('waiveAssertion', (engine, principal, idempotencyKey) =>
        engine.waiveAssertion(principal, { node, reason: REASON, idempotencyKey }),
      );
    const status = isCalm ? 'PASSING' : randomResult(random);
    return this.#do('reportAssertion', (engine, principal, idempotencyKey) =>
      engine.reportAssertion(principal, { node, status, evidence: REASON, idempotencyKey }),
    );
  }

  #decideValidation(node: NodeRef): Promise<void> {
    const { random, isCalm } = this.#world;
    const verb = isCalm || random.chance(0.7) ? 'grantRound' : 'failValidation';
    return this.#do(verb, (engine, principal, idempotencyKey) =>
      engine[verb](principal, { node, reason: REASON, idempotencyKey }),
    );
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

  #do(name: string, act: Act): Promise<void> {
    return command(this.#client, name, { act });
  }
}

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

/** Somebody has to do something before it goes on. */
export function isAsking(node: Node): boolean {
  switch (node.kind) {
    case 'TASK':
      return node.status === 'REVIEW' || node.status === 'BLOCKED' || node.status === 'FAILED';
    case 'CHECKPOINT':
      return node.status === 'OPEN';
    case 'GATE':
      return node.status === 'FAILED';
    case 'ASSERTION':
      return node.status === 'BLOCKED';
    case 'VALIDATION':
      return node.status === 'ASKING' && node.asks?.need !== 'BLOCKED';
    default:
      return false;
  }
}

/** Nobody of those who are there may have worked at none of it: people say then what an assertion comes to. */
export function isUnsaid(view: MissionView, node: Node): boolean {
  if (node.kind !== 'ASSERTION' || node.status !== 'PENDING') return false;
  const validation = view.run?.nodes.get(node.validation);
  return validation?.status === 'RUNNING';
}

function helpfulTaskAct(node: Node): (typeof TASK_ACTS)[number] {
  if (node.status === 'REVIEW') return 'accept';
  return node.status === 'BLOCKED' ? 'unblock' : 'retry';
}
