/**
 * Somebody who asks the server for something over a line that loses answers. He doesn't know then whether it was done,
 * and asks again with the same key; sometimes he asks twice at once.
 *
 * A1. Once a key was answered with success, each later question with it is answered alike.
 */
import type { DomainError } from '@muster/core/error-table';
import type { WorkspaceId } from '@muster/core/ids';
import type { Result } from '@muster/core/result';
import type { Engine } from '@muster/engine/engine';
import { StoreUnavailable } from '@muster/engine/ports/store';
import type { Principal, Role } from '@muster/engine/principal';
import { InvariantBroken } from './invariant.ts';
import { Crashed } from './turns.ts';
import type { World } from './world.ts';

class AnswerLost extends Error {}

const TRIES_MAX = 6;
const EXPECTED_REFUSALS: readonly DomainError['code'][] = [
  'ILLEGAL_MOVE',
  'STALE_ATTEMPT',
  'NOT_FOUND',
  'INVALID_ARGUMENT',
  'CONFLICT',
  'IMPLEMENTER_CANNOT_REVIEW',
  'NOT_AN_APPROVER',
  'REQUESTER_CANNOT_APPROVE',
  'INVALID_ADDITION',
  'LIMIT_EXCEEDED',
  'WORK_NOT_SETTLED',
  'ASSERTIONS_UNREPORTED',
  'IMPLEMENTER_CANNOT_VALIDATE',
];

export interface Question<T> {
  readonly name: string;
  readonly ask: (engine: Engine, principal: Principal, idempotencyKey: string) => Promise<Result<T>>;
  /** It may be refused as FORBIDDEN, and must be refused. */
  readonly isForbidden?: boolean;
  /** What has to be the same in each answer to the same key; undefined: nothing has. */
  readonly told?: (answer: T) => string | undefined;
  /** Missions and sequences that the answer vouches for. */
  readonly vouches?: (answer: T) => readonly { readonly missionId: string; readonly sequence: number }[];
}

export class Client {
  readonly world: World;
  readonly principal: Principal;

  constructor(world: World, workspaceId: WorkspaceId, who: { readonly name: string; readonly role: Role }) {
    this.world = world;
    const kind = who.role === 'AGENT' ? 'AGENT' : 'USER';
    this.principal = { workspaceId, role: who.role, actor: { kind, name: who.name } };
  }

  /** Undefined when no answer came in all the tries. */
  async request<T>(question: Question<T>): Promise<Result<T> | undefined> {
    const { random, turns, statistics } = this.world;
    const key = this.world.nextKey();
    if (random.chance(this.world.faults.doubledRequest)) {
      statistics.doubledRequests++;
      const twice = [this.#try(question, key), this.#try(question, key)];
      const [first, second] = await Promise.all(twice);
      if (first ?? second) return first?.ok ? first : (second ?? first);
    }
    for (let tries = 0; tries < TRIES_MAX && !this.world.isOver; tries++) {
      const answer = await this.#try(question, key);
      if (answer) return this.#perhapsAgain(question, key, answer);
      await turns.wait(random.between(1, 2_000));
    }
    return undefined;
  }

  /** A late copy of a request that was answered long ago. */
  async #perhapsAgain<T>(question: Question<T>, key: string, answer: Result<T>): Promise<Result<T>> {
    const { random, turns } = this.world;
    if (!random.chance(this.world.faults.doubledRequest / 3)) return answer;
    await turns.wait(random.between(0, 3_000));
    await this.#try(question, key);
    return answer;
  }

  async #try<T>(question: Question<T>, key: string): Promise<Result<T> | undefined> {
    const { world } = this;
    const known = world.answers.get(key);
    if (known !== undefined) world.statistics.repeatedKeys++;
    try {
      const { process } = world;
      if (!process) throw new Crashed('no process is running');
      const answer = await question.ask(process.engine, this.principal, key);
      await process.store.durable();
      this.#compare({ question, key, known }, answer);
      if (world.random.chance(world.faults.lostAnswer)) throw new AnswerLost();
      return answer;
    } catch (error) {
      if (error instanceof AnswerLost) world.statistics.lostAnswers++;
      else if (!(error instanceof Crashed || error instanceof StoreUnavailable))
        world.surprise(question.name, error);
      return undefined;
    }
  }

  #compare<T>(
    asked: { question: Question<T>; key: string; known: string | undefined },
    answer: Result<T>,
  ): void {
    const { verdict, answers, statistics, observer } = this.world;
    const { question, key, known } = asked;
    if (!answer.ok) {
      statistics.refusals++;
      const { code } = answer.error;
      if (code === 'STALE_ATTEMPT') statistics.staleAnswers++;
      if (code === 'FORBIDDEN') statistics.forbidden++;
      const isExpected =
        EXPECTED_REFUSALS.includes(code) || (code === 'FORBIDDEN' && question.isForbidden === true);
      verdict.check(
        isExpected,
        'NO_OTHER_REFUSAL',
        () => `${question.name}: ${JSON.stringify(answer.error)}`,
      );
      verdict.check(
        known === undefined,
        'SAME_ANSWER',
        () => `${question.name} with ${key} was answered ${known}, now ${JSON.stringify(answer.error)}`,
      );
      return;
    }
    verdict.check(
      question.isForbidden !== true,
      'GOVERNANCE',
      () => `${this.principal.actor.name} was let do ${question.name}`,
    );
    for (const { missionId, sequence } of question.vouches?.(answer.value) ?? [])
      observer.acknowledge(missionId, sequence);
    const told = question.told?.(answer.value);
    if (told === undefined) return;
    const before = answers.get(key);
    if (before !== undefined && before !== told)
      verdict.break(
        new InvariantBroken(
          'SAME_ANSWER',
          `${question.name} with ${key} was answered ${before}, now ${told}`,
        ),
      );
    answers.set(key, told);
  }
}
