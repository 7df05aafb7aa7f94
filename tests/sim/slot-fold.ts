/**
 * What the events of one mission say of its schedule: every slot is told, in order and without a gap, and what becomes of
 * it is said once. A slot is an instant of the schedule that was set last; here each schedule is a single instant, or
 * every minute.
 */
import type { EventBody } from '@muster/core/event';
import type { Verdict } from './invariant.ts';

const MINUTE_MS = 60_000;

type Fate = 'QUEUED' | 'FIRED' | 'SKIPPED';

export class SlotFold {
  /** The mission's status as the events tell it. */
  status = 'DRAFT';
  readonly #verdict: Verdict;
  /** Of the schedule of the moment. */
  #fates = new Map<number, Fate>();
  #expected: number | undefined;
  #isRecurring = false;
  #times = '';
  /** Instants of all schedules: the run that a slot launched. */
  readonly #launches = new Map<number, string>();

  constructor(verdict: Verdict) {
    this.#verdict = verdict;
  }

  /** The slot that launched a run, as it was told. */
  slotOf(runNumber: number): string | undefined {
    return this.#launches.get(runNumber);
  }

  add({ type, data, sequence, runNumber }: EventBody): void {
    switch (type) {
      case 'MissionStatusChanged':
        this.#verdict.check(
          this.status === data.from,
          'FOLD_IS_STATE',
          () => `the mission moves from ${data.from}, it was ${this.status} (event ${sequence})`,
        );
        this.status = String(data.to);
        return;
      case 'ScheduleSet':
        this.#set(data);
        return;
      case 'ScheduleResumed':
        if (data.next !== undefined) this.#expected = instantIn(data.next);
        return;
      case 'SlotFired':
        this.#launches.set(runNumber ?? 0, String(data.slot));
        this.#tell(instantIn(data.slot), 'FIRED', sequence);
        return;
      case 'SlotQueued':
        this.#tellAll(data, 'QUEUED', sequence);
        return;
      case 'SlotSkipped':
        this.#tellAll(data, 'SKIPPED', sequence);
    }
  }

  /** One at the same times is the same schedule: its slots go on, those that wait too. */
  #set(data: EventBody['data']): void {
    const times = `${data.at} ${data.cron} ${data.timeZone}`;
    if (!data.isReplaced || times !== this.#times) this.#fates = new Map();
    this.#times = times;
    this.#isRecurring = data.cron !== undefined;
    this.#expected = instantIn(data.next);
  }

  #tellAll({ first, last }: EventBody['data'], fate: Fate, sequence: number): void {
    for (let slot = instantIn(first); slot <= instantIn(last); slot += MINUTE_MS)
      this.#tell(slot, fate, sequence);
  }

  #tell(slot: number, fate: Fate, sequence: number): void {
    const former = this.#fates.get(slot);
    const told = () => `${new Date(slot).toISOString()} is ${fate}, it was ${former} (event ${sequence})`;
    if (former === undefined) {
      this.#verdict.check(
        slot === this.#expected,
        'NO_SLOT_IS_LOST',
        () => `${told()}, ${this.#expected} was next`,
      );
      this.#expected = this.#isRecurring ? slot + MINUTE_MS : undefined;
    }
    // A launch that was still being written out may be called off by a later slot: it never began.
    const isLegal = former === undefined || former === 'QUEUED' || (former === 'FIRED' && fate === 'SKIPPED');
    this.#verdict.check(isLegal, 'ONE_RUN_A_SLOT', told);
    this.#fates.set(slot, fate);
  }
}

function instantIn(text: unknown): number {
  return Date.parse(String(text));
}
