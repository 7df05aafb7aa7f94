/** When a mission is to be launched by itself, as a caller says it. */
import { LIMITS } from '@muster/core/limits';
import type { CatchUpPolicy, OverlapPolicy } from '@muster/core/schedule/schedule';
import { builder } from './builder.ts';
import { enumOf } from './enums.ts';

const OVERLAP_TEXT: Record<OverlapPolicy, string> = {
  SKIP: 'It launches nothing.',
  QUEUE_ONE: 'It waits for the run to end, unless another one does.',
  CANCEL_RUNNING: 'It calls the run off and is the next.',
};
const CATCH_UP_TEXT: Record<CatchUpPolicy, string> = {
  NONE: 'They launch nothing.',
  LATEST: 'The last one launches a run, late.',
  ALL: `The last ${LIMITS.catchUpSlotsMax} launch a run each, one after the other.`,
};

export const OverlapEnum = enumOf(
  'ScheduleOverlap',
  'What happens to a slot that comes while a run is open.',
  OVERLAP_TEXT,
);
export const CatchUpEnum = enumOf(
  'ScheduleCatchUp',
  'What happens to slots of cron that came while no server was there.',
  CATCH_UP_TEXT,
);

export const ScheduleInput = builder.inputType('ScheduleInput', {
  description: 'When a mission is to be launched by itself: `at`, or `cron` with `timeZone`.',
  fields: (t) => ({
    at: t.string({ description: 'An instant with an offset, `2026-12-01T06:30:00+01:00`.' }),
    cron: t.string({
      description:
        'Minute, hour, day of month, month, day of week; numbers, names, lists, ranges, steps: `30 6 * * MON-FRI`. ' +
        'Where both days are given, either will do.',
    }),
    timeZone: t.string({
      description:
        'Whose clock `cron` is about, `Europe/Berlin`. Times that it skips in spring do not occur; those it has twice ' +
        'in autumn occur once.',
    }),
    endDate: t.string({ description: 'An instant with an offset: no slot comes after it.' }),
    maxRuns: t.int({ description: 'How many runs it may launch, at least 1.' }),
    overlap: t.field({ type: OverlapEnum, description: 'SKIP unless told.' }),
    catchUp: t.field({ type: CatchUpEnum, description: 'NONE unless told.' }),
    jitter: t.string({ description: 'Up to how late a slot may fire, ISO 8601, at most a day: `PT5M`.' }),
  }),
});
