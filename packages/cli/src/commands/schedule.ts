/** `muster schedule`, `unschedule`, `pause-schedule`, `resume-schedule`, `slots`: missions that launch themselves. */
import { randomUUID } from 'node:crypto';
import {
  CreateScheduledMissionDocument,
  PauseScheduleDocument,
  PreviewScheduleDocument,
  ResumeScheduleDocument,
  type ScheduledMissionFragment,
  type ScheduleInput,
  ScheduleMissionDocument,
  UnscheduleMissionDocument,
} from '@muster/client/generated/operations';
import { CliFailure, EXIT, type ExitCode } from '../cli-failure.ts';
import { counted, plain } from '../output.ts';
import { readMission } from '../read-document.ts';
import { printJson, type Session, successOf } from '../session.ts';
import { titleFrom } from './launch.ts';
import { checked, type DocumentOptions, invalidDocument } from './validate.ts';

export interface ScheduleOptions extends DocumentOptions {
  readonly at?: string;
  readonly cron?: string;
  readonly zone?: string;
  readonly until?: string;
  readonly maxRuns?: number;
  readonly overlap?: NonNullable<ScheduleInput['overlap']>;
  readonly catchUp?: NonNullable<ScheduleInput['catchUp']>;
  readonly jitter?: string;
  readonly title?: string;
}

export const OVERLAPS = ['SKIP', 'QUEUE_ONE', 'CANCEL_RUNNING'] as const satisfies readonly NonNullable<
  ScheduleInput['overlap']
>[];
export const CATCH_UPS = ['NONE', 'LATEST', 'ALL'] as const satisfies readonly NonNullable<
  ScheduleInput['catchUp']
>[];

/** `target` is a mission's id, or the file of a document, out of which a mission is made. */
export async function schedule(
  session: Session,
  target: string,
  options: ScheduleOptions,
): Promise<ExitCode> {
  const wanted = inputOf(options);
  // All its problems at once; a refusal tells the first.
  await slotsOf(session, wanted, 1);
  if (!target.startsWith('mis_')) return scheduleFile(session, target, { ...options, schedule: wanted });
  const { scheduleMission } = await session.client.request(ScheduleMissionDocument, {
    input: { missionId: target, schedule: wanted, idempotencyKey: randomUUID() },
  });
  return answer(session, successOf(scheduleMission));
}

/** In one request: whatever becomes of it, no draft is left behind. */
async function scheduleFile(
  session: Session,
  path: string,
  options: DocumentOptions & { readonly title?: string; readonly schedule: ScheduleInput },
): Promise<ExitCode> {
  const file = await readMission(path, options);
  await checked(session, file);
  const { createMission } = await session.client.request(CreateScheduledMissionDocument, {
    input: {
      title: options.title ?? titleFrom(path),
      document: file.document,
      schedule: options.schedule,
      idempotencyKey: randomUUID(),
    },
  });
  if (createMission.__typename === 'InvalidDocumentError')
    throw invalidDocument(file, createMission.problems);
  return answer(session, successOf(createMission));
}

export async function unschedule(session: Session, missionId: string): Promise<ExitCode> {
  const { unscheduleMission } = await session.client.request(UnscheduleMissionDocument, {
    input: { missionId },
  });
  return answer(session, successOf(unscheduleMission));
}

export async function pauseSchedule(
  session: Session,
  missionId: string,
  { reason }: { readonly reason?: string },
): Promise<ExitCode> {
  const input = { missionId, reason };
  const paused = await session.client.request(PauseScheduleDocument, { input });
  return answer(session, successOf(paused.pauseSchedule));
}

export async function resumeSchedule(session: Session, missionId: string): Promise<ExitCode> {
  const resumed = await session.client.request(ResumeScheduleDocument, { input: { missionId } });
  return answer(session, successOf(resumed.resumeSchedule));
}

export async function slots(
  session: Session,
  { first, ...options }: ScheduleOptions & { readonly first: number },
): Promise<ExitCode> {
  const found = await slotsOf(session, inputOf(options), first);
  if (session.isJson) printJson(session, { slots: found });
  else session.output.print(found.join('\n'));
  return EXIT.OK;
}

async function slotsOf(session: Session, input: ScheduleInput, first: number): Promise<readonly string[]> {
  const { previewSchedule } = await session.client.request(PreviewScheduleDocument, {
    schedule: input,
    first,
  });
  const { problems } = previewSchedule;
  if (problems.length === 0) return previewSchedule.slots;
  const lines = problems.map(({ code, message }) => `  ${message}  [${code}]`);
  const count = counted(problems.length, 'problem');
  throw new CliFailure('INVALID_SCHEDULE', `The schedule has ${count}:`, {
    remedy: lines.join('\n'),
    detail: { problems },
  });
}

function inputOf({ at, cron, zone, until, ...rest }: ScheduleOptions): ScheduleInput {
  const { maxRuns, overlap, catchUp, jitter } = rest;
  return { at, cron, timeZone: zone, endDate: until, maxRuns, overlap, catchUp, jitter };
}

function answer(
  session: Session,
  { mission, sequence }: { readonly mission: ScheduledMissionFragment; readonly sequence: number },
): ExitCode {
  if (session.isJson) printJson(session, { mission, sequence });
  else {
    const { output } = session;
    const next = mission.schedule?.slots ?? [];
    const told = mission.schedule?.isPaused ? ', and its schedule is paused' : '';
    output.print(
      [
        `${output.paint('green', '✓')} ${plain(mission.title)} is ${mission.status}${told}  ${mission.id}`,
        ...next.map((slot) => `  ${slot}`),
      ].join('\n'),
    );
  }
  return EXIT.OK;
}
