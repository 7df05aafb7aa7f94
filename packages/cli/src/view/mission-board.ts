/**
 * How a run stands, folded from its events: what the bars show. Built from what was read once, it takes each event
 * after that; an event that was already in what was read changes nothing for the worse.
 */
import type { MissionStatus, TaskStatus } from '@muster/client/generated/operations';
import type { MissionEvent } from '@muster/client/watch-mission';

export interface BoardTask {
  readonly id: string;
  readonly title: string;
  readonly status: TaskStatus;
  readonly milestone: string | null;
  readonly specialty: string | null;
  /** Who works on it now. */
  readonly agent?: string;
}

export interface Lane {
  readonly name: string;
  readonly settledCount: number;
  readonly totalCount: number;
  readonly running: readonly BoardTask[];
  readonly troubledCount: number;
}

const TASK_STATUSES = [
  'WAITING',
  'READY',
  'IN_PROGRESS',
  'REVIEW',
  'DONE',
  'BLOCKED',
  'FAILED',
  'SKIPPED',
  'CANCELLED',
] as const satisfies readonly TaskStatus[];
const MISSION_STATUSES = [
  'DRAFT',
  'PLANNING',
  'SCHEDULED',
  'RECURRING',
  'ACTIVE',
  'PAUSED',
  'VALIDATING',
  'COMPLETED',
  'FAILED',
  'CANCELLED',
] as const satisfies readonly MissionStatus[];
const SETTLED: readonly TaskStatus[] = ['DONE', 'SKIPPED', 'FAILED'];
const TROUBLED: readonly TaskStatus[] = ['FAILED', 'BLOCKED'];
const ENDED: readonly MissionStatus[] = ['COMPLETED', 'FAILED', 'CANCELLED'];
const LANES_MAX = 8;

export class MissionBoard {
  readonly title: string;
  #status: MissionStatus;
  readonly #tasks: Map<string, BoardTask>;
  readonly #lanes: Map<string, readonly string[]>;

  constructor(
    mission: { readonly title: string; readonly status: MissionStatus },
    tasks: readonly BoardTask[],
  ) {
    this.title = mission.title;
    this.#status = mission.status;
    this.#tasks = new Map(tasks.map((task) => [task.id, task]));
    this.#lanes = lanesOf(tasks);
  }

  get status(): MissionStatus {
    return this.#status;
  }

  /** Nothing more will happen in this run. */
  get hasEnded(): boolean {
    return ENDED.includes(this.#status);
  }

  apply(event: MissionEvent): void {
    const to = statusIn(event);
    if (event.type === 'MISSION_STATUS_CHANGED') {
      this.#status = MISSION_STATUSES.find((status) => status === to) ?? this.#status;
    }
    if (event.type !== 'TASK_STATUS_CHANGED') return;
    const task = this.#tasks.get(event.subject);
    const status = TASK_STATUSES.find((known) => known === to);
    if (!task || !status) return;
    const { agent: _, ...rest } = task;
    const agent = textIn(event, 'agent');
    const isHeld = status === 'IN_PROGRESS' && agent !== undefined;
    this.#tasks.set(task.id, { ...rest, status, ...(isHeld ? { agent } : {}) });
  }

  /** One that came into the run after the board was read; it joins the lane of its milestone where there is one. */
  add(task: BoardTask): void {
    if (this.#tasks.has(task.id)) return;
    this.#tasks.set(task.id, task);
    const lane = this.#lanes.get(task.milestone ?? '');
    if (lane) this.#lanes.set(task.milestone ?? '', [...lane, task.id]);
  }

  task(id: string): BoardTask | undefined {
    return this.#tasks.get(id);
  }

  /** All tasks as one lane. */
  get whole(): Lane {
    return this.#lane('All tasks', [...this.#tasks.keys()]);
  }

  /** By milestone, else by specialty; empty when that would not tell more than the whole. */
  get lanes(): readonly Lane[] {
    return [...this.#lanes].map(([name, ids]) => this.#lane(name, ids));
  }

  #lane(name: string, ids: readonly string[]): Lane {
    const tasks = ids
      .flatMap((id) => this.#tasks.get(id) ?? [])
      .filter((task) => task.status !== 'CANCELLED');
    return {
      name,
      totalCount: tasks.length,
      settledCount: tasks.filter((task) => SETTLED.includes(task.status)).length,
      running: tasks.filter((task) => task.status === 'IN_PROGRESS'),
      troubledCount: tasks.filter((task) => TROUBLED.includes(task.status)).length,
    };
  }
}

/** `to` of a status change, else an empty text. */
export function statusIn(event: MissionEvent): string {
  return textIn(event, 'to') ?? '';
}

export function textIn(event: MissionEvent, key: string): string | undefined {
  const value = dataOf(event)[key];
  return typeof value === 'string' ? value : undefined;
}

export function numberIn(event: MissionEvent, key: string): number | undefined {
  const value = dataOf(event)[key];
  return typeof value === 'number' ? value : undefined;
}

/** The texts of a list, joined; an empty text for anything else. */
export function textsIn(event: MissionEvent, key: string): string {
  const value = dataOf(event)[key];
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string').join(' ') : '';
}

function dataOf({ data }: MissionEvent): Readonly<Record<string, unknown>> {
  return typeof data === 'object' && data !== null ? { ...data } : {};
}

function lanesOf(tasks: readonly BoardTask[]): Map<string, readonly string[]> {
  const hasMilestones = tasks.some((task) => task.milestone !== null);
  const lanes = new Map<string, string[]>();
  for (const task of tasks) {
    const name = (hasMilestones ? task.milestone : task.specialty) ?? 'Anybody';
    lanes.set(name, [...(lanes.get(name) ?? []), task.id]);
  }
  return lanes.size < 2 || lanes.size > LANES_MAX ? new Map() : lanes;
}
