/**
 * What the events of a mission that a pilot moves say of its movements: who made them, and how far it is.
 *
 * P1. Only the pilot and administrators move it, and a schedule that one of them has set. The engine itself neither
 *     completes nor fails it.
 * P2. Its progress is what was said last, whatever becomes of its work.
 */
import type { MissionHead } from '@muster/core/run/mission';
import type { CommitRecord } from '@muster/engine/records';
import type { Verdict } from './invariant.ts';
import { ADMINISTRATOR } from './random-mission.ts';

type Piloted = Pick<MissionHead, 'id' | 'governance' | 'pilot' | 'progress'>;

const BY_SCHEDULE = ['SCHEDULED', 'RECURRING', undefined];

export class PilotFold {
  readonly #verdict: Verdict;
  #progress = 0;

  constructor(verdict: Verdict) {
    this.#verdict = verdict;
  }

  add({ events, actor }: Pick<CommitRecord, 'events' | 'actor'>, mission: Piloted): void {
    const { id, governance, pilot } = mission;
    if (governance === 'AUTOMATIC') return;
    const isEntitled = actor.name === pilot || actor.name === ADMINISTRATOR;
    const isOfSlot = events.some(({ type }) => type.startsWith('Slot') || type === 'ScheduleEnded');
    for (const { type, data, sequence } of events) {
      if (type === 'MissionStatusChanged' || type === 'RunStatusChanged')
        this.#verdict.check(
          isEntitled || (actor.kind === 'SYSTEM' && (isOfSlot || BY_SCHEDULE.includes(textOf(data.from)))),
          'GOVERNANCE',
          () => `${id}: ${type} from ${data.from} to ${data.to} by ${actor.name} (event ${sequence})`,
        );
      if (type !== 'MissionProgressSet') continue;
      this.#verdict.check(
        isEntitled && data.from === this.#progress,
        'GOVERNANCE',
        () => `${id}: ${actor.name} says ${data.to} after ${data.from}, it was ${this.#progress}`,
      );
      this.#progress = Number(data.to);
    }
  }

  checkHead({ id, progress }: Piloted): void {
    this.#verdict.check(
      (progress ?? 0) === this.#progress,
      'FOLD_IS_STATE',
      () => `${id}: the progress is ${progress}, told ${this.#progress}`,
    );
  }
}

function textOf(value: unknown): string | undefined {
  return value === undefined ? undefined : String(value);
}
