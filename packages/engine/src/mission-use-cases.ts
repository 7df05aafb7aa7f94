/** Commands on whole missions. */

import type { Decision } from '@muster/core/decide/ask';
import { checkMover } from '@muster/core/decide/check-mission';
import { Draft } from '@muster/core/decide/draft';
import { completePlanning, launch } from '@muster/core/decide/launch';
import {
  cancelMission,
  cancelRun,
  pauseMission,
  planMission,
  resumeMission,
  retryFailed,
  saveDocument,
} from '@muster/core/decide/mission-commands';
import { invalidSchedule, scheduleMission } from '@muster/core/decide/schedule';
import { computePlan } from '@muster/core/document/compute-plan';
import { contractCoverage, coverageOfInput } from '@muster/core/document/coverage';
import { parseDocument } from '@muster/core/document/parse-document';
import { type DomainError, invalidArgument, notFound } from '@muster/core/error-table';
import { type MissionId, missionIdOf } from '@muster/core/ids';
import { LIMITS } from '@muster/core/limits';
import { err, ok, type Result } from '@muster/core/result';
import type { MissionHead, MissionInfo } from '@muster/core/run/mission';
import type { Plan } from '@muster/core/run/plan';
import { parseSchedule } from '@muster/core/schedule/parse-schedule';
import type { ScheduleSettings } from '@muster/core/schedule/schedule';
import { commitDecision, commitNewMission, drive, type OnBehalf } from './commit-loop.ts';
import type { EngineContext } from './context.ts';
import { planOfText } from './documents.ts';
import type {
  CreateMission,
  Idempotent,
  MissionAnswer,
  MissionCommands,
  OnMission,
  SaveDocument,
} from './engine.ts';
import { headKey } from './keys.ts';
import { finishStaging, launchLatest } from './launching.ts';
import type { Put } from './ports/store.ts';
import { moverOf, type Principal } from './principal.ts';
import { type KeyedRequest, type Receipt, receiptPut, withReceipt } from './receipts.ts';
import { HEAD, infoRecord } from './records.ts';
import { checkDocumentSize, documentPuts, documentText, loadDocument } from './stored-documents.ts';

export function missionUseCases(
  context: EngineContext,
): Omit<MissionCommands, 'setMissionStatus' | 'setMissionProgress'> {
  const simple = <Input extends OnMission>(
    command: string,
    decide: (draft: Draft, input: Input) => Decision<Result<void>>,
  ) => simpleCommand<Input>(context, command, decide);
  const reasoned =
    <Input extends OnMission & { readonly reason: string }>(
      command: string,
      decide: (draft: Draft, reason: string) => Decision<Result<void>>,
    ) =>
    async (principal: Principal, input: Input) =>
      checkReason(input.reason) ??
      simple<Input>(command, (draft) => decide(draft, input.reason.trim()))(principal, input);
  return {
    createMission: (principal, input) =>
      keyed(context, principal, { name: 'createMission', input }, (request) =>
        createMission(context, principal, { input, request }),
      ),
    saveDocument: (principal, input) =>
      keyed(context, principal, { name: 'saveDocument', input }, (request) =>
        saveNewDocument(context, principal, { input, request }),
      ),
    launchMission: (principal, input) =>
      keyed(context, principal, { name: 'launchMission', input }, (request) =>
        launchLatest(context, onBehalf(principal, input.missionId), {
          alsoPut: receiptOf(context, input.missionId, request),
          check: (draft) => checkMover(draft.head, moverOf(principal)),
        }),
      ),
    completePlanning: (principal, input) =>
      keyed(context, principal, { name: 'completePlanning', input }, (request) =>
        launchLatest(context, onBehalf(principal, input.missionId), {
          alsoPut: receiptOf(context, input.missionId, request),
          check: (draft) => checkMover(draft.head, moverOf(principal)),
          decide: completePlanning,
        }),
      ),
    planMission: simple('planMission', (draft) => planMission(draft)),
    pauseMission: simple('pauseMission', (draft, input: OnMission & { readonly reason?: string }) =>
      pauseMission(draft, input.reason),
    ),
    resumeMission: simple('resumeMission', (draft) => resumeMission(draft)),
    cancelMission: reasoned('cancelMission', cancelMission),
    cancelRun: reasoned('cancelRun', cancelRun),
    retryFailed: simple('retryFailed', (draft) => retryFailed(draft)),
    validateMission(input) {
      const { document, problems } = parseDocument(input);
      return document && problems.length === 0
        ? { problems, coverage: contractCoverage(document), document, plan: computePlan(document) }
        : { problems, coverage: coverageOfInput(input) };
    },
    async coverage({ workspaceId }, missionId, version) {
      const document = await loadDocument(context, { workspaceId, missionId, version });
      return document === undefined ? undefined : coverageOfInput(document);
    },
  };
}

/** A command that needs nothing but the mission, for those who may move it. */
export function simpleCommand<Input extends OnMission>(
  context: EngineContext,
  command: string,
  decide: (draft: Draft, input: Input) => Decision<Result<void>>,
) {
  return (principal: Principal, input: Input) =>
    keyed(context, principal, { name: command, input }, (request) =>
      commitSimple(context, principal, {
        missionId: input.missionId,
        request,
        decide: governed(principal, (draft) => decide(draft, input)),
      }),
    );
}

/** The decision, unless the mission has a pilot and the principal is neither that nor an administrator. */
export function governed<T>(
  principal: Principal,
  decide: (draft: Draft) => Decision<Result<T>>,
): (draft: Draft) => Decision<Result<T>> {
  return function* (draft) {
    const allowed = checkMover(draft.head, moverOf(principal));
    return allowed.ok ? yield* decide(draft) : allowed;
  };
}

/** Refuses a blank reason; undefined when it says something. */
export function checkReason(reason: string): { readonly ok: false; readonly error: DomainError } | undefined {
  if (reason.trim() !== '') return undefined;
  return err(invalidArgument(['reason'], 'A reason is required and can not be blank.'));
}

export function onBehalf(principal: Principal, missionId: MissionId): OnBehalf {
  return { workspaceId: principal.workspaceId, missionId, actor: principal.actor };
}

export function keyed(
  context: EngineContext,
  principal: Principal,
  asked: { readonly name: string; readonly input: Idempotent },
  act: (request: KeyedRequest | undefined) => Promise<Result<MissionAnswer>>,
): Promise<Result<MissionAnswer>> {
  return withReceipt(context, principal, {
    ...asked,
    act,
    again: (receipt) => repeatAnswer(context, principal, receipt),
  });
}

/** The first answer's sequence, with the mission as it is now. */
async function repeatAnswer(
  context: EngineContext,
  principal: Principal,
  receipt: Receipt,
): Promise<Result<MissionAnswer>> {
  const { missionId, sequence } = receipt.answer as { missionId: MissionId; sequence: number };
  const [stored] = await context.store.get([headKey(principal.workspaceId, missionId)]);
  if (!stored) return err(notFound('mission', missionId));
  return ok({ mission: HEAD.decode(stored.value), sequence });
}

export function receiptOf(context: EngineContext, missionId: MissionId, request: KeyedRequest | undefined) {
  return ({ sequence }: { readonly sequence: number }): readonly Put[] =>
    request ? [receiptPut(context, request, { subject: '-', answer: { missionId, sequence } })] : [];
}

async function commitSimple(
  context: EngineContext,
  principal: Principal,
  command: {
    readonly missionId: MissionId;
    readonly request: KeyedRequest | undefined;
    readonly decide: (draft: Draft) => Decision<Result<void>>;
  },
): Promise<Result<MissionAnswer>> {
  const { missionId, request, decide } = command;
  const alsoPut = receiptOf(context, missionId, request);
  const committed = await commitDecision(context, onBehalf(principal, missionId), { decide, alsoPut });
  return committed.ok ? ok({ mission: committed.value.head, sequence: committed.value.sequence }) : committed;
}

async function createMission(
  context: EngineContext,
  principal: Principal,
  asked: { readonly input: CreateMission; readonly request: KeyedRequest | undefined },
): Promise<Result<MissionAnswer>> {
  const { input, request } = asked;
  const read = readCreate(context, input);
  if (!read.ok) return read;
  const { text, plan } = read.value;
  const missionId = missionIdOf(context.nextId());
  const on = onBehalf(principal, missionId);
  const head = newHead(context, on, input);
  const allowed = plan ? checkMover(head, moverOf(principal)) : ok(undefined);
  if (!allowed.ok) return allowed;
  const draft = new Draft(head, principal.actor, context.now());
  draft.emit('MissionCreated', missionId, { title: input.title });
  const begun = plan && (await drive(context, draft, begin(draft, plan, { ...read.value, ...input })));
  if (begun && !begun.ok) return begun;
  const created = draft.changes().head;
  const also = [
    { record: infoRecord(principal.workspaceId, newInfo(context, on, input)), expect: 0 },
    ...documentPuts({ ...on, version: 1 }, text),
    ...receiptOf(context, missionId, request)(created),
  ];
  if (!(await commitNewMission(context, on, { draft, also }))) {
    return err({ code: 'CONFLICT', path: [], detail: { attempts: 1 } });
  }
  return created.staging && plan
    ? finishStaging(context, on, { plan, staging: created.staging })
    : ok({ mission: created, sequence: created.sequence });
}

interface ReadCreate {
  readonly text: string;
  /** Of a mission that is to be launched, now or by its schedule. */
  readonly plan?: Plan;
  readonly settings?: ScheduleSettings;
}

function readCreate(context: EngineContext, input: CreateMission): Result<ReadCreate> {
  const refused = checkCreate(input);
  if (refused) return refused;
  const when = input.schedule === undefined ? undefined : parseSchedule(input.schedule, context.now());
  if (when && !when.settings) return err(invalidSchedule(when.problems));
  const text = documentText(input.document);
  const plan = input.launch || when ? planOfText(text) : undefined;
  if (plan && !plan.ok) return plan;
  const size = checkDocumentSize(text);
  if (!size.ok) return size;
  return ok({ text, ...(plan && { plan: plan.value }), ...(when?.settings && { settings: when.settings }) });
}

/** The schedule first: a launch by hand leaves it alone. */
function* begin(
  draft: Draft,
  plan: Plan,
  asked: { readonly launch?: boolean; readonly settings?: ScheduleSettings },
): Decision<Result<unknown>> {
  const scheduled = asked.settings ? yield* scheduleMission(draft, asked.settings) : ok(undefined);
  return scheduled.ok && asked.launch ? yield* launch(draft, plan) : scheduled;
}

function checkCreate(input: CreateMission): { readonly ok: false; readonly error: DomainError } | undefined {
  const titleLength = input.title.trim().length;
  if (titleLength === 0) return err(invalidArgument(['title'], 'A mission needs a title.'));
  if (titleLength > LIMITS.titleLengthMax) {
    const detail = { limit: 'titleLengthMax', max: LIMITS.titleLengthMax, actual: titleLength } as const;
    return err({ code: 'LIMIT_EXCEEDED', path: ['title'], detail });
  }
  const { maxConcurrent } = input;
  if (maxConcurrent !== undefined && (!Number.isInteger(maxConcurrent) || maxConcurrent < 1)) {
    return err(invalidArgument(['maxConcurrent'], 'maxConcurrent is a whole number of 1 or more.'));
  }
  return undefined;
}

function newHead(context: EngineContext, on: OnBehalf, input: CreateMission): MissionHead {
  const now = context.now();
  return {
    workspaceId: on.workspaceId,
    id: on.missionId,
    title: input.title.trim(),
    status: 'DRAFT',
    ...governanceOf(on, input),
    sequence: 0,
    documentVersion: 1,
    runCount: 0,
    ...(input.maxConcurrent === undefined ? {} : { maxConcurrent: input.maxConcurrent }),
    createdAt: now,
    updatedAt: now,
  };
}

function governanceOf(on: OnBehalf, input: CreateMission): Pick<MissionHead, 'governance' | 'pilot'> {
  if (input.governance !== 'PILOT') return { governance: 'AUTOMATIC' };
  return { governance: 'PILOT', pilot: input.pilot ?? on.actor.name };
}

function newInfo(context: EngineContext, on: OnBehalf, input: CreateMission): MissionInfo {
  const pilot = input.pilot ?? governanceOf(on, input).pilot;
  return {
    id: on.missionId,
    title: input.title.trim(),
    objective: input.objective ?? '',
    ...(pilot === undefined ? {} : { pilot }),
    tags: input.tags ?? [],
    createdAt: context.now(),
    createdBy: on.actor,
  };
}

async function saveNewDocument(
  context: EngineContext,
  principal: Principal,
  asked: { readonly input: SaveDocument; readonly request: KeyedRequest | undefined },
): Promise<Result<MissionAnswer>> {
  const { input, request } = asked;
  const on = onBehalf(principal, input.missionId);
  const text = documentText(input.document);
  const size = checkDocumentSize(text);
  if (!size.ok) return size;
  const receipt = receiptOf(context, input.missionId, request);
  const committed = await commitDecision(context, on, {
    decide: saveDocument,
    alsoPut: (saved) => [...documentPuts({ ...on, version: saved.value }, text), ...receipt(saved)],
  });
  return committed.ok ? ok({ mission: committed.value.head, sequence: committed.value.sequence }) : committed;
}
