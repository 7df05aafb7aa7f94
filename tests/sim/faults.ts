/** What goes wrong in one simulation. Each probability is per opportunity, 0–1. */
import type { Randomness } from './randomness.ts';

export interface Faults {
  readonly crashBefore: number;
  readonly crashAfter: number;
  readonly unavailableBefore: number;
  readonly unavailableAfter: number;
  readonly falseConflict: number;
  readonly lostAnswer: number;
  readonly doubledRequest: number;
  readonly doubledMessage: number;
  readonly lateMessage: number;
  readonly replayedMessage: number;
  /** Of a queue: a send, or a part of it. */
  readonly refusedSend: number;
  /** A function that ends without an answer. */
  readonly lostInvocation: number;
  /** For a while the stream carries nothing. */
  readonly deadStream: number;
  /** Milliseconds. */
  readonly indexLagMsMax: number;
  readonly messageDelayMsMax: number;
  readonly timerDelayMsMax: number;
}

export const NO_FAULTS: Faults = {
  crashBefore: 0,
  crashAfter: 0,
  unavailableBefore: 0,
  unavailableAfter: 0,
  falseConflict: 0,
  lostAnswer: 0,
  doubledRequest: 0,
  doubledMessage: 0,
  lateMessage: 0,
  replayedMessage: 0,
  refusedSend: 0,
  lostInvocation: 0,
  deadStream: 0,
  indexLagMsMax: 20,
  messageDelayMsMax: 20,
  timerDelayMsMax: 50,
};

/** Seeds differ in what goes wrong: with everything at once, rare meetings of two faults would drown. */
export function randomFaults(random: Randomness): Faults {
  const rate = (max: number) => (random.chance(0.6) ? random.next() * max : 0);
  const crash = rate(0.005);
  return {
    crashBefore: crash,
    crashAfter: crash,
    unavailableBefore: rate(0.03),
    unavailableAfter: rate(0.03),
    falseConflict: rate(0.2),
    lostAnswer: rate(0.2),
    doubledRequest: rate(0.5),
    doubledMessage: rate(0.5),
    lateMessage: rate(0.3),
    replayedMessage: rate(0.5),
    messageDelayMsMax: random.oneOf(5, 100, 3_000),
    timerDelayMsMax: random.oneOf(20, 500, 10_000),
    refusedSend: rate(0.3),
    lostInvocation: rate(0.15),
    deadStream: rate(0.1),
    indexLagMsMax: random.oneOf(20, 500, 2_000),
  };
}
