/** What people do to whole missions. Of one that a pilot moves, everybody but him and administrators is kept off. */
import { PILOTED_STATUSES, type PilotedStatus } from '@muster/core/lifecycle/pilot-lifecycle';
import type { MissionHead } from '@muster/core/run/mission';
import type { Client } from './client.ts';
import { type Act, command, REASON } from './command.ts';
import type { MissionView } from './mission-view.ts';
import { type MissionSize, PEOPLE, randomDocument, randomSize } from './random-mission.ts';
import { randomSchedule } from './random-schedule.ts';
import type { World } from './world.ts';

const RUNS_MAX = 3;

export class MissionActs {
  readonly #client: Client;
  readonly #world: World;

  constructor(world: World, client: Client) {
    this.#world = world;
    this.#client = client;
  }

  async create(size: MissionSize | undefined): Promise<void> {
    const { random } = this.#world;
    const document = randomDocument(random, size ?? randomSize(random));
    const pilot = random.chance(0.25) ? random.oneOf(...PEOPLE) : undefined;
    const isMine = pilot === undefined || this.#may({ governance: 'PILOT', pilot });
    const input = {
      title: 'A mission',
      document,
      launch: isMine && random.chance(0.6),
      ...(pilot === undefined ? {} : { governance: 'PILOT' as const, pilot }),
      ...(random.chance(0.35) ? { maxConcurrent: random.between(1, 4) } : {}),
    };
    await command(this.#client, 'createMission', {
      act: (engine, principal, idempotencyKey) =>
        engine.createMission(principal, { ...input, idempotencyKey }),
    });
  }

  async meddle(head: MissionHead, view: MissionView): Promise<void> {
    const { random } = this.#world;
    if (head.governance === 'PILOT' && random.chance(0.6)) return this.#pilot(head);
    await this.#do(head, random.pick(random.chance(0.7) ? likelyActs(view) : ALL_ACTS));
  }

  /** Answers false when there is nothing about the whole mission that holds it. */
  async help(head: MissionHead): Promise<boolean> {
    if (!this.#may(head)) return false;
    if (head.schedule?.isPaused) await this.#do(head, 'resumeSchedule');
    else if (head.status === 'PAUSED') await this.#do(head, 'resume');
    else if (head.status === 'FAILED') await this.#do(head, 'retryFailed');
    else if (head.governance === 'PILOT') return this.#helpAsPilot(head);
    else if (head.status === 'DRAFT' || head.status === 'PLANNING') await this.#do(head, 'launch');
    else return false;
    return true;
  }

  async #helpAsPilot(head: MissionHead): Promise<boolean> {
    const { openNodeCount = 0, finalValidation } = head.run ?? {};
    const isToValidate = finalValidation !== undefined && openNodeCount === 1;
    const isOpen = openNodeCount > 0 && !isToValidate;
    switch (head.status) {
      case 'DRAFT':
        await this.#move(head, 'PLANNING');
        return true;
      case 'PLANNING':
        await this.#move(head, 'ACTIVE');
        return true;
      case 'VALIDATING':
        if (finalValidation?.isBegun && openNodeCount > 0) return false;
        await this.#move(head, openNodeCount > 0 ? 'ACTIVE' : 'COMPLETED');
        return true;
      case 'ACTIVE':
        if (head.run?.failing !== undefined) await this.#do(head, 'retryFailed');
        else if (isOpen) return false;
        else await this.#move(head, 'VALIDATING');
        return true;
      default:
        return false;
    }
  }

  /** One step along or back, now and then one too far, and how far the pilot thinks it is. */
  async #pilot(head: MissionHead): Promise<void> {
    const { random } = this.#world;
    if (random.chance(0.3)) {
      const progress = random.between(0, 100);
      return this.#command(head, 'setMissionProgress', (engine, principal, idempotencyKey) =>
        engine.setMissionProgress(principal, { missionId: head.id, progress, idempotencyKey }),
      );
    }
    const order: readonly string[] = PILOTED_STATUSES;
    const place = order.indexOf(head.status) + random.oneOf(1, 1, 1, -1, 2);
    const status = PILOTED_STATUSES[place] ?? 'PLANNING';
    if (status === 'ACTIVE' && (head.runCount ?? 0) >= RUNS_MAX) return;
    await this.#move(head, status);
  }

  #move(head: MissionHead, status: PilotedStatus): Promise<void> {
    this.#world.statistics.pilotMoves++;
    return this.#command(head, 'setMissionStatus', (engine, principal, idempotencyKey) =>
      engine.setMissionStatus(principal, { missionId: head.id, status, reason: REASON, idempotencyKey }),
    );
  }

  async #do(head: MissionHead, act: MissionAct | undefined): Promise<void> {
    const { random } = this.#world;
    const missionId = head.id;
    switch (act) {
      case 'launch':
        if (head.runCount >= RUNS_MAX) return;
        return this.#command(head, 'launchMission', (engine, principal, idempotencyKey) =>
          engine.launchMission(principal, { missionId, idempotencyKey }),
        );
      case 'cancel':
      case 'cancelRun': {
        if (random.chance(0.7)) return;
        const verb = act === 'cancel' ? 'cancelMission' : 'cancelRun';
        return this.#command(head, verb, (engine, principal, idempotencyKey) =>
          engine[verb](principal, { missionId, idempotencyKey, reason: REASON }),
        );
      }
      case 'saveDocument': {
        const document = randomDocument(random, 'SMALL');
        return command(this.#client, 'saveDocument', {
          act: (engine, principal, idempotencyKey) =>
            engine.saveDocument(principal, { missionId, idempotencyKey, document }),
        });
      }
      case 'schedule':
        return this.#schedule(head);
      case undefined:
        return;
      default:
        return this.#command(head, SIMPLE_VERBS[act], (engine, principal, idempotencyKey) =>
          engine[SIMPLE_VERBS[act]](principal, { missionId, idempotencyKey }),
        );
    }
  }

  async #schedule(head: MissionHead): Promise<void> {
    if (head.runCount >= RUNS_MAX) return;
    const { random, turns } = this.#world;
    const schedule = randomSchedule(random, turns.now);
    await this.#command(head, 'scheduleMission', (engine, principal, idempotencyKey) =>
      engine.scheduleMission(principal, { missionId: head.id, idempotencyKey, schedule }),
    );
  }

  #command(head: MissionHead, name: string, act: Act): Promise<void> {
    return command(this.#client, name, { act, isForbidden: !this.#may(head) });
  }

  #may({ governance, pilot }: Pick<MissionHead, 'governance' | 'pilot'>): boolean {
    const { actor, role } = this.#client.principal;
    return governance === 'AUTOMATIC' || role === 'ADMIN' || actor.name === pilot;
  }
}

const SIMPLE_VERBS = {
  pause: 'pauseMission',
  resume: 'resumeMission',
  retryFailed: 'retryFailed',
  unschedule: 'unscheduleMission',
  pauseSchedule: 'pauseSchedule',
  resumeSchedule: 'resumeSchedule',
} as const;
const SCHEDULE_ACTS = ['schedule', 'unschedule', 'pauseSchedule', 'resumeSchedule'] as const;
const ALL_ACTS = [
  'launch',
  'pause',
  'resume',
  'retryFailed',
  'cancel',
  'cancelRun',
  'saveDocument',
  ...SCHEDULE_ACTS,
] as const;
type MissionAct = (typeof ALL_ACTS)[number];

function likelyActs(view: MissionView): readonly MissionAct[] {
  switch (view.head?.status) {
    case 'ACTIVE':
      return ['pause', 'pause', 'cancel', 'cancelRun', ...SCHEDULE_ACTS];
    case 'PAUSED':
      return ['resume', 'resume', 'cancel'];
    case 'FAILED':
      return ['retryFailed', 'retryFailed', 'launch', 'schedule'];
    case 'SCHEDULED':
    case 'RECURRING':
      return [
        'launch',
        'launch',
        'saveDocument',
        'pauseSchedule',
        'resumeSchedule',
        'resumeSchedule',
        'schedule',
        'schedule',
        'unschedule',
      ];
    default:
      return ['launch', 'saveDocument', 'schedule', 'schedule', 'schedule', 'schedule'];
  }
}
