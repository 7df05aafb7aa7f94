/**
 * Until when a run is to have ended.
 *
 * X1. The warning, at 80 % of the time, and the breach are told once each; the warning never after the breach.
 * X2. A run that has ended is not told of its deadline any more, unless it is retried before.
 */

import type { DeadlineDefinition } from '../document/document.ts';
import { addDuration } from '../duration.ts';
import { runIdOf } from '../ids.ts';
import { formatInstant, type Instant, instantOf, parseInstant } from '../instant.ts';
import { isRunEnded } from '../lifecycle/run-lifecycle.ts';
import type { Run, RunDeadline } from '../run/mission.ts';
import type { Draft } from './draft.ts';
import { failRun } from './end-run.ts';

/** Share of the time after which a deadline is warned of. */
const WARNING_SHARE = 0.8;

export function startDeadline({ at, onBreach }: DeadlineDefinition, startedAt: Instant): RunDeadline {
  const instant = 'duration' in at ? addDuration(startedAt, at.duration) : parseInstant(at.instant);
  return { at: instant ?? startedAt, onBreach };
}

/** When there is something to tell of the deadline next. See X2. */
export function deadlineDueAt(run: Run): Instant | undefined {
  const { deadline } = run;
  if (!deadline || deadline.breachedAt !== undefined || isRunEnded(run.status)) return undefined;
  return deadline.warnedAt === undefined ? warningOf(run.startedAt, deadline.at) : deadline.at;
}

export function warningOf(startedAt: Instant, deadline: Instant): Instant {
  return instantOf(Math.floor(Math.min(deadline, startedAt + (deadline - startedAt) * WARNING_SHARE)));
}

/** Tells what is due. A breach may make the run fail; ending it is left to the caller. See X1. */
export function tellDeadline(draft: Draft): void {
  const { run, now } = draft;
  const due = deadlineDueAt(run);
  if (!run.deadline || due === undefined || due > now) return;
  const { at, onBreach } = run.deadline;
  const data = { deadline: formatInstant(at), onBreach };
  if (at > now) {
    draft.setRun({ deadline: { ...run.deadline, warnedAt: now } });
    draft.emit('DeadlineWarned', runIdOf(draft.runRef), data);
    return;
  }
  draft.setRun({ deadline: { ...run.deadline, breachedAt: now } });
  draft.emit('DeadlineBreached', runIdOf(draft.runRef), data);
  if (onBreach === 'FAIL') failRun(draft, `The run has not ended by its deadline, ${formatInstant(at)}.`);
}

/** The run is to go on although it was too late. See X1: it is not breached again. */
export function forgiveDeadline(draft: Draft): void {
  const { deadline } = draft.run;
  if (deadline?.breachedAt !== undefined) draft.setRun({ deadline: { ...deadline, isForgiven: true } });
}
