/** What an event tells a person, in one line. Events that tell nothing new beside another one tell nothing here. */
import type { EventType } from '@muster/client/generated/operations';
import type { MissionEvent } from '@muster/client/watch-mission';
import { type MissionBoard, numberIn, statusIn, textIn, textsIn } from './mission-board.ts';

export type Tone = 'GOOD' | 'BUSY' | 'WAITING' | 'BAD' | 'PLAIN';

export interface EventLine {
  readonly mark: string;
  readonly tone: Tone;
  readonly what: string;
  /** Who, how well, or why; may be empty. */
  readonly detail: string;
}

type Teller = (event: MissionEvent, board: MissionBoard) => EventLine | undefined;

/** Undefined for an event that a watcher need not see. */
export function eventLine(event: MissionEvent, board: MissionBoard): EventLine | undefined {
  return TELLERS[event.type]?.(event, board);
}

const TELLERS: Readonly<Partial<Record<EventType, Teller>>> = {
  RUN_STATUS_CHANGED: (event) => {
    const status = statusIn(event);
    if (status === 'ACTIVE' && textIn(event, 'from') === undefined) {
      return line('▶', 'BUSY', `Run ${event.runNumber ?? 1} begins`, `launched by ${event.actor.name}`);
    }
    const tone = ENDS[status] ?? 'PLAIN';
    return line('■', tone, `Run ${event.runNumber ?? 1} is ${status}`, textIn(event, 'reason') ?? '');
  },
  RUN_FAILING: (event) => line('✗', 'BAD', 'The run will fail', textIn(event, 'reason') ?? ''),
  DEADLINE_WARNED: (event) => line('◔', 'WAITING', 'The deadline is near', textIn(event, 'deadline') ?? ''),
  DEADLINE_BREACHED: (event) => line('◔', 'BAD', 'The deadline is breached', textIn(event, 'deadline') ?? ''),
  SLOT_FIRED: (event) => line('◷', 'BUSY', 'Its time has come', textIn(event, 'slot') ?? ''),
  SLOT_QUEUED: (event) =>
    line('◷', 'WAITING', 'A slot waits for the run to end', textIn(event, 'first') ?? ''),
  SLOT_SKIPPED: (event) => line('◷', 'BAD', `Skipped: ${skipText(event)}`, textIn(event, 'first') ?? ''),
  SCHEDULE_ENDED: () => line('◷', 'PLAIN', 'The schedule has ended', ''),
  TASK_STATUS_CHANGED: taskLine,
  TASK_PARKED: (event, board) => line('‖', 'WAITING', titleOf(event, board), 'stands aside'),
  CHECKPOINT_STATUS_CHANGED: (event) => {
    const status = statusIn(event);
    if (status === 'OPEN') return line('◆', 'WAITING', nameOf(event), 'waits for a person');
    const detail = `${status.toLowerCase()} by ${event.actor.name}`;
    return line('◆', status === 'APPROVED' ? 'GOOD' : 'BAD', nameOf(event), detail);
  },
  CHECKPOINT_APPROVAL_RECORDED: (event) => {
    const count = `${numberIn(event, 'count') ?? 1} of ${numberIn(event, 'quorum') ?? 1} approvals`;
    return line('◆', 'WAITING', nameOf(event), `${count}, by ${event.actor.name}`);
  },
  CHECKPOINT_ESCALATED: (event) => line('◆', 'BAD', nameOf(event), 'nobody decided in time'),
  GATE_STATUS_CHANGED: gateLine,
  GATE_HELD: (event) => line('⬢', 'BAD', nameOf(event), 'holds'),
  DELAY_STATUS_CHANGED: (event) => {
    const status = statusIn(event);
    return line('◷', status === 'RUNNING' ? 'WAITING' : 'GOOD', nameOf(event), status.toLowerCase());
  },
  MILESTONE_STATUS_CHANGED: (event) => {
    const status = statusIn(event);
    if (status === 'ACTIVE') {
      const isBack = textIn(event, 'from') === 'VALIDATING';
      return line('⚑', isBack ? 'BAD' : 'BUSY', nameOf(event), isBack ? 'has to be mended' : 'begins');
    }
    if (status === 'DONE') return line('⚑', 'GOOD', nameOf(event), 'reached');
    if (status === 'VALIDATING') return line('⚑', 'WAITING', nameOf(event), 'is being validated');
    return status === 'FAILED' ? line('⚑', 'BAD', nameOf(event), 'failed') : undefined;
  },
  ASSERTION_STATUS_CHANGED: assertionLine,
  VALIDATION_STATUS_CHANGED: (event) => {
    const status = statusIn(event);
    if (status === 'ASKING')
      return line(
        '◆',
        'WAITING',
        `Validation of ${nameOf(event)}`,
        `waits for a person: ${textIn(event, 'reason') ?? ''}`,
      );
    return status === 'FAILED' ? line('◆', 'BAD', `Validation of ${nameOf(event)}`, 'failed') : undefined;
  },
  ARTIFACT_DELIVERED: (event) => {
    const version = numberIn(event, 'version') ?? 1;
    return line(
      '+',
      'PLAIN',
      version > 1 ? `${nameOf(event)}, version ${version}` : nameOf(event),
      event.actor.name,
    );
  },
  REPORT_WRITTEN: () => line('≡', 'PLAIN', 'The report is written', ''),
};

/** That it is to be found out anew tells nothing. */
function assertionLine(event: MissionEvent): EventLine | undefined {
  const status = statusIn(event);
  const tone = ASSERTION_TONES[status];
  const detail = [status.toLowerCase(), textIn(event, 'evidence') ?? '']
    .filter((text) => text !== '')
    .join(': ');
  return tone && line('§', tone, nameOf(event), detail);
}

const ASSERTION_TONES: Readonly<Record<string, Tone>> = {
  PASSING: 'GOOD',
  FAILING: 'BAD',
  BLOCKED: 'WAITING',
  WAIVED: 'GOOD',
};

const SKIPS: Readonly<Record<string, string>> = {
  OVERLAP: 'a run was open',
  MISSED: 'no server was there',
  INVALID_DOCUMENT: 'the document has problems',
  CONTRACT_NOT_COVERED: 'the contract is not covered',
};

function skipText(event: MissionEvent): string {
  const reason = textIn(event, 'reason') ?? '';
  return SKIPS[reason] ?? reason;
}

function gateLine(event: MissionEvent): EventLine {
  const status = statusIn(event);
  const score = numberIn(event, 'averageScore');
  const why = textsIn(event, 'reasons');
  if (status === 'FAILED') return line('⬢', 'BAD', nameOf(event), why === '' ? 'holds' : `holds: ${why}`);
  const scored = score === undefined ? '' : `, mean score ${score.toFixed(2)}`;
  const by = status === 'OVERRIDDEN' ? ` by ${event.actor.name}` : '';
  return line('⬢', 'GOOD', nameOf(event), `${status.toLowerCase()}${by}${scored}`);
}

const ENDS: Readonly<Record<string, Tone>> = { COMPLETED: 'GOOD', FAILED: 'BAD', CANCELLED: 'BAD' };

function taskLine(event: MissionEvent, board: MissionBoard): EventLine | undefined {
  const title = titleOf(event, board);
  switch (statusIn(event)) {
    case 'IN_PROGRESS':
      return line('▸', 'BUSY', title, textIn(event, 'agent') ?? event.actor.name);
    case 'REVIEW':
      return line('◌', 'WAITING', title, 'waits for a review');
    case 'DONE':
      return line('✓', 'GOOD', title, doneDetail(event));
    case 'FAILED':
      return line('✗', 'BAD', title, textIn(event, 'reason') ?? 'failed');
    case 'BLOCKED':
      return line('✗', 'BAD', title, `blocked: ${textIn(event, 'note') ?? textIn(event, 'reason') ?? ''}`);
    case 'SKIPPED':
      return line('–', 'PLAIN', title, 'skipped');
    default:
      return againLine(event, title);
  }
}

/** A task that goes back: the first time it becomes ready is not worth a line. */
function againLine(event: MissionEvent, title: string): EventLine | undefined {
  const from = textIn(event, 'from');
  if (from === 'WAITING' || statusIn(event) === 'CANCELLED') return undefined;
  return line('↻', 'BAD', title, `again: ${textIn(event, 'reason') ?? `was ${from ?? 'taken back'}`}`);
}

function doneDetail(event: MissionEvent): string {
  const score = numberIn(event, 'score');
  const by = textIn(event, 'from') === 'REVIEW' ? `accepted by ${event.actor.name}` : event.actor.name;
  return score === undefined ? by : `${by} · score ${score}`;
}

function line(mark: string, tone: Tone, what: string, detail: string): EventLine {
  return { mark, tone, what, detail };
}

function nameOf(event: MissionEvent): string {
  return textIn(event, 'name') ?? event.subject;
}

function titleOf(event: MissionEvent, board: MissionBoard): string {
  return board.task(event.subject)?.title ?? nameOf(event);
}
