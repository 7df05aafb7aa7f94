/** A rule that the product broke in a simulation, and the first one to be broken. */
export class InvariantBroken extends Error {
  override readonly name = 'InvariantBroken';
  readonly invariant: string;

  constructor(invariant: string, detail: string, options?: ErrorOptions) {
    super(`${invariant}: ${detail}`, options);
    this.invariant = invariant;
  }
}

/** Keeps the first failure: what follows it is mostly its consequence, and the code under test may swallow a throw. */
export class Verdict {
  #first: InvariantBroken | undefined;
  #isMuted = false;

  get broken(): InvariantBroken | undefined {
    return this.#first;
  }

  /** `holds` false breaks the named invariant. The detail is only made then. */
  check(holds: boolean, invariant: string, detail: () => string): void {
    if (!holds && !this.#isMuted) this.break(new InvariantBroken(invariant, detail()));
  }

  /** For looking once more at what was looked at when it happened, without what was known then. */
  muted(act: () => void): void {
    this.#isMuted = true;
    act();
    this.#isMuted = false;
  }

  break(broken: InvariantBroken): void {
    this.#first ??= broken;
  }
}
