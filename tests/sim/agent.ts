/**
 * A simulated agent: claims, works, keeps its leases or forgets them, submits once, twice or too late. When the
 * simulation is calm it is diligent and good at everything.
 */
import type { Expectation } from '@muster/core/document/document';
import type { AttemptRef, WorkspaceId } from '@muster/core/ids';
import { attemptIdOf } from '@muster/core/ids';
import type { Result } from '@muster/core/result';
import type { Submission } from '@muster/core/run/attempt';
import type { Claim, CompleteTask, TaskAnswer } from '@muster/engine/engine';
import { Client, type Question } from './client.ts';
import { SPECIALTIES } from './random-mission.ts';
import { reportAsked } from './validating.ts';
import type { World } from './world.ts';

const IDLE_MS_MAX = 4_000;
const FORMER_MAX = 20;

interface Held extends AttemptRef {
  /** Positions of the expectations that it tests itself. */
  readonly tested: readonly number[];
}

function refOf({ tested: _, ...ref }: Held): AttemptRef {
  return ref;
}

export class Agent {
  readonly #client: Client;
  readonly #world: World;
  readonly #name: string;
  #held: Held[] = [];
  /** Attempts that it once had, with what it said then: for repeating itself. */
  readonly #former: CompleteTask[] = [];

  constructor(world: World, workspaceId: WorkspaceId, name: string) {
    this.#world = world;
    this.#name = name;
    this.#client = new Client(world, workspaceId, { name, role: 'AGENT' });
  }

  async live(): Promise<void> {
    const { turns, random } = this.#world;
    let idleMs = 100;
    while (!this.#world.isOver && !this.#world.isAtRest) {
      if (this.#held.length === 0) {
        await this.#claim();
        idleMs = this.#held.length > 0 ? 100 : Math.min(IDLE_MS_MAX, idleMs * 2);
      } else await this.#work();
      await turns.wait(random.between(1, this.#held.length > 0 ? 800 : idleMs));
    }
  }

  async #claim(): Promise<void> {
    const { random, isCalm } = this.#world;
    const input = {
      agent: this.#name,
      specialties: isCalm ? SPECIALTIES : random.some(SPECIALTIES, 0.6),
      limit: isCalm ? 20 : random.oneOf(1, 2, 5, 30),
      leaseMs: isCalm ? 60_000 : random.oneOf(1_000, 5_000, 60_000),
    };
    const answer = await this.#client.request<readonly Claim[]>({
      name: 'claimTasks',
      ask: (engine, principal, idempotencyKey) => engine.claimTasks(principal, { ...input, idempotencyKey }),
      told: toldClaims,
      vouches: vouchedClaims,
    });
    if (answer?.ok) this.#take(answer.value);
  }

  #take(claims: readonly Claim[]): void {
    this.#world.statistics.claims += claims.length;
    for (const { ref, spec } of claims) {
      const view = this.#world.observer.views.get(ref.missionId);
      const workspaceId = this.#client.principal.workspaceId;
      this.#world.verdict.check(
        view === undefined || view.place.workspaceId === workspaceId,
        'ONE_WORKSPACE',
        () => `an agent of ${workspaceId} claimed ${attemptIdOf(ref)}`,
      );
      this.#held.push({ ...ref, tested: testedBy(spec.definition.expectations) });
    }
  }

  async #work(): Promise<void> {
    const { random, isCalm } = this.#world;
    const toss = isCalm ? 0 : random.next();
    if (toss < 0.55) return this.#submit();
    if (toss < 0.7) return this.#heartbeat();
    if (toss < 0.8) return this.#fail();
    if (toss < 0.87) return this.#block();
    if (toss < 0.93) return this.#repeatItself();
    this.#held.shift();
  }

  async #submit(): Promise<void> {
    const { random, statistics } = this.#world;
    const count = random.oneOf(1, 1, this.#held.length);
    const handedIn = this.#held.slice(0, count);
    for (const held of handedIn) await reportAsked(this.#world, this.#client, refOf(held));
    const tasks = handedIn.map((held) => ({ attempt: refOf(held), submission: this.#submission(held) }));
    this.#held = this.#held.filter((held) => !handedIn.includes(held));
    this.#former.push(...tasks);
    if (this.#former.length > FORMER_MAX) this.#former.splice(0, this.#former.length - FORMER_MAX);
    statistics.submissions += tasks.length;
    if (random.chance(0.4)) return this.#submitAndClaim(tasks, handedIn);
    const answer = await this.#client.request(completing(tasks));
    if (answer?.ok) this.#goOn(answer.value, handedIn);
  }

  /** What did not meet its expectations is to be mended by the same agent. */
  #goOn(answers: readonly Result<TaskAnswer>[], handedIn: readonly Held[]): void {
    for (const [place, answer] of answers.entries()) {
      const held = handedIn[place];
      // The answer to a repeated submission shows the task as it is now: perhaps in somebody else's hands.
      if (!held || !answer.ok || answer.value.task.lease?.agent !== this.#name) continue;
      this.#world.statistics.fixRounds++;
      this.#held.push({ ...held, generation: answer.value.task.generation });
    }
  }

  async #submitAndClaim(tasks: readonly CompleteTask[], handedIn: readonly Held[]): Promise<void> {
    const claim = { agent: this.#name, specialties: SPECIALTIES, limit: 3, leaseMs: 30_000 };
    const answer = await this.#client.request({
      name: 'completeAndClaim',
      ask: (engine, principal, idempotencyKey) =>
        engine.completeAndClaim(principal, { complete: tasks, claim, idempotencyKey }),
      told: ({ claims }) => toldClaims(claims),
      vouches: ({ claims }) => vouchedClaims(claims),
    });
    if (!answer?.ok) return;
    this.#goOn(answer.value.completed, handedIn);
    this.#take(answer.value.claims);
  }

  async #heartbeat(): Promise<void> {
    const attempt = this.#world.random.pick(this.#held);
    if (!attempt) return;
    const answer = await this.#client.request({
      name: 'heartbeat',
      ask: (engine, principal) => engine.heartbeat(principal, { attempt: refOf(attempt) }),
    });
    if (answer && !answer.ok) this.#held = this.#held.filter((held) => held !== attempt);
  }

  async #fail(): Promise<void> {
    const held = this.#held.shift();
    if (!held) return;
    const attempt = refOf(held);
    await this.#client.request({
      name: 'failTask',
      ask: (engine, principal, idempotencyKey) =>
        engine.failTask(principal, { attempt, message: 'It did not work.', idempotencyKey }),
      told: ({ sequence }) => String(sequence),
      vouches: ({ ref, sequence }) => [{ missionId: ref.missionId, sequence }],
    });
  }

  async #block(): Promise<void> {
    const held = this.#held.shift();
    if (!held) return;
    const task = refOf(held);
    await this.#client.request({
      name: 'blockTask',
      ask: (engine, principal, idempotencyKey) =>
        engine.blockTask(principal, { task, cause: 'OTHER', note: 'It needs something.', idempotencyKey }),
      told: ({ sequence }) => String(sequence),
      vouches: ({ ref, sequence }) => [{ missionId: ref.missionId, sequence }],
    });
  }

  async #repeatItself(): Promise<void> {
    const former = this.#world.random.pick(this.#former);
    if (former) await this.#client.request(completing([former]));
  }

  #submission({ tested }: Held): Submission {
    const { random, isCalm } = this.#world;
    const isFailing = !isCalm && random.chance(0.4);
    const artifactCount = random.chance(0.15) ? random.between(1, 12) : 0;
    return {
      evidence: 'Seen with my own eyes.',
      outcomes: [],
      filesCreated: [],
      filesEdited: [],
      expectationResults: tested.map((position) => ({ position, hasPassed: !isFailing })),
      issues: random.chance(0.05)
        ? [{ severity: isCalm ? 'SUGGESTION' : 'BLOCKING', title: 'It leaks.', description: '' }]
        : [],
      artifacts: Array.from({ length: artifactCount }, (_, place) => ({
        name: `file ${place}`,
        kind: 'DELIVERABLE',
        text: 'content',
      })),
      usage: { tokens: random.between(0, 500), costUsd: 0 },
      ...(random.chance(0.7) ? { selfScore: isCalm ? 5 : random.between(1, 5) } : {}),
    };
  }
}

function testedBy(expectations: readonly Expectation[]): readonly number[] {
  return expectations.flatMap(({ type }, position) => (type === 'llm_review' ? [] : [position]));
}

/** A submission is known by its attempt, whatever the key of the request. */
function completing(tasks: readonly CompleteTask[]): Question<readonly Result<TaskAnswer>[]> {
  return {
    name: 'completeTasks',
    ask: (engine, principal, idempotencyKey) => engine.completeTasks(principal, { tasks, idempotencyKey }),
    told(answers) {
      const taken = answers.flatMap((answer) =>
        answer.ok ? [`${answer.value.ref.missionId}/${answer.value.ref.index}@${answer.value.sequence}`] : [],
      );
      return taken.length === tasks.length ? taken.join(' ') : undefined;
    },
  };
}

function toldClaims(claims: readonly Claim[]): string | undefined {
  return claims.length === 0
    ? undefined
    : claims.map(({ ref, sequence }) => `${attemptIdOf(ref)}@${sequence}`).join(' ');
}

function vouchedClaims(claims: readonly Claim[]) {
  return claims.map(({ ref, sequence }) => ({ missionId: ref.missionId, sequence }));
}
