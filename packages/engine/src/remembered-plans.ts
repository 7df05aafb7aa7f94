/**
 * Plans by the text of their document: a recurring mission, and missions made from one template, are planned once.
 *
 * R1. A plan follows from its document's text alone, and nobody changes it: whoever asks may share it.
 * R2. What is remembered is bounded by the length of the texts; those that were asked for longest ago go first.
 */
import { LIMITS } from '@muster/core/limits';
import type { Plan } from '@muster/core/run/plan';

export class RememberedPlans {
  /** The one asked for longest ago comes first. */
  readonly #plans = new Map<string, Plan>();
  #length = 0;

  get(text: string): Plan | undefined {
    const plan = this.#plans.get(text);
    if (plan === undefined) return undefined;
    this.#plans.delete(text);
    this.#plans.set(text, plan);
    return plan;
  }

  /** A text alone over the limit isn't kept. */
  set(text: string, plan: Plan): void {
    if (text.length > LIMITS.plansRememberedLengthMax || this.#plans.has(text)) return;
    this.#plans.set(text, plan);
    this.#length += text.length;
    for (const oldest of this.#plans.keys()) {
      if (this.#length <= LIMITS.plansRememberedLengthMax) return;
      this.#plans.delete(oldest);
      this.#length -= oldest.length;
    }
  }
}
