/**
 * One random document and one random row of commands, given to the engine's decisions and to the oracle: after each
 * command both must have allowed or refused it, and every status must be the same. The seed decides everything.
 */
import type { Actor } from '@muster/core/actor';
import { approveCheckpoint, rejectCheckpoint } from '@muster/core/decide/checkpoint';
import { claimTasks } from '@muster/core/decide/claim';
import { overrideGate, skipDelay } from '@muster/core/decide/element-commands';
import { growRun } from '@muster/core/decide/grow';
import { launch } from '@muster/core/decide/launch';
import { cancelRun, pauseMission, resumeMission, retryFailed } from '@muster/core/decide/mission-commands';
import { acceptTask, rejectTask } from '@muster/core/decide/review';
import { failTask, submitTask } from '@muster/core/decide/submit';
import {
  blockTask,
  cancelTask,
  reopenTask,
  retryFromTask,
  retryTask,
  skipTask,
  unblockTask,
} from '@muster/core/decide/task-commands';
import { compile } from '@muster/core/graph/compile';
import { planGrowth } from '@muster/core/graph/plan-growth';
import type { NodeRef } from '@muster/core/ids';
import { LIMITS } from '@muster/core/limits';
import type { AdditionInput } from '@muster/core/run/addition';
import type { Node } from '@muster/core/run/node';
import { aDocument, type DocumentInput } from '../support/a-document.ts';
import { ADA, aDraftMission, aSubmission, OTTO, RITA } from '../support/a-mission.ts';
import { changeLimits } from '../support/change-limits.ts';
import { MissionUnderTest } from '../support/mission-under-test.ts';
import { numbersFrom } from '../support/numbers.ts';
import { LEASE_MS, Oracle } from './oracle.ts';
import {
  approve,
  cancelRun as cancelOracle,
  claim,
  onTask,
  override,
  pause,
  reject,
  resume,
  retryFailed as retryOracle,
  type Submitted,
  skipDelay as skipOracleDelay,
  submit,
  wait,
} from './oracle-commands.ts';
import { grow } from './oracle-growth.ts';
import { retryFrom as retryFromOracle } from './oracle-undo.ts';
import { type PlainDocument, randomAddition, randomDocument } from './plain-document.ts';

const COMMANDS_MAX = 60;
const NARROW = 2;
/** Neighbouring seeds begin with nearly the same number: their documents would be of one size. */
const SPREAD = 69_621;

export interface Disagreement {
  readonly seed: number;
  readonly document: PlainDocument;
  /** What was done, the last of it being what they disagree about. */
  readonly history: readonly string[];
  readonly engine: readonly string[];
  readonly oracle: readonly string[];
}

/**
 * Undefined when they agree to the end. `onSeen` hears of every status that was compared, as "KIND STATUS", and of every type
 * of event, as "event TYPE". With every third seed joins are trees of junctions, and with two of five a run is retried
 * task by task: of neither the oracle knows anything. With every fourth one somebody goes on with the work, most of it not
 * good enough: such runs come to their end, which others seldom do.
 * Where something went on without a task that was opened again behind its back, nothing is undone there with all that stands
 * behind it: see the rule about joins of more than 64 in packages/core/README.md.
 */
export function disagreementOf(seed: number, onSeen?: (status: string) => void): Disagreement | undefined {
  const restore = changeLimits({
    ...(seed % 3 === 0 ? { joinWidthMax: NARROW } : {}),
    ...(seed % 5 < 2 ? { retriedTogetherMax: 1 } : {}),
  });
  try {
    return compare(seed, onSeen);
  } finally {
    restore();
  }
}

function compare(seed: number, onSeen?: (status: string) => void): Disagreement | undefined {
  const numbers = numbersFrom((seed * SPREAD) % 2_147_483_647);
  const isDiligent = seed % 4 === 1;
  const random = randomDocument(numbers);
  const document = isDiligent ? { ...random, qualityThreshold: 3 } : random;
  const both = new Both(document, numbers);
  for (let at = 0; at < COMMANDS_MAX && both.isUndecided; at++) {
    if (isDiligent && numbers() < 0.95) both.goOn();
    else both.doSomething();
    both.passTime();
    const engine = both.engineStatuses();
    const oracle = both.oracleStatuses();
    if (onSeen) for (const line of oracle) onSeen(line.replace(/ .* /, ' '));
    if (engine.join() !== oracle.join()) return { seed, document, history: both.history, engine, oracle };
  }
  if (onSeen) for (const type of both.eventTypes()) onSeen(`event ${type}`);
  return undefined;
}

/** What to do to a task, more often what leads somewhere. */
const TASK_ACTS = [
  ...['claim', 'claim', 'claim', 'submit', 'submit', 'submit', 'fail', 'fail'],
  ...[
    'accept',
    'accept',
    'reject',
    'block',
    'unblock',
    'unblock',
    'retry',
    'retry',
    'reopen',
    'retryFrom',
    'skip',
    'cancel',
  ],
] as const;
type TaskAct = (typeof TASK_ACTS)[number];
const URGENT: readonly string[] = ['READY', 'IN_PROGRESS', 'REVIEW', 'BLOCKED', 'FAILED', 'OPEN'];

const FORWARD: Readonly<Partial<Record<Node['status'], TaskAct>>> = {
  READY: 'claim',
  REVIEW: 'accept',
  BLOCKED: 'unblock',
};

const ORACLE_MOVES = { pause, resume, retryFailed: retryOracle, cancelRun: cancelOracle } as const;

class Both {
  readonly history: string[] = [];
  readonly #mission: MissionUnderTest;
  readonly #oracle: Oracle;
  readonly #numbers: () => number;
  readonly #plain: DocumentInput;
  readonly #isNarrow = Number(LIMITS.joinWidthMax) === NARROW;
  #allowed: readonly [engine: boolean, oracle: boolean] = [true, true];

  constructor(document: PlainDocument, numbers: () => number) {
    this.#numbers = numbers;
    this.#oracle = new Oracle(document);
    this.#plain = JSON.parse(JSON.stringify(document));
    const { head } = aDraftMission({});
    this.#mission = new MissionUnderTest(head, compile(aDocument(this.#plain))).checkingAtTheEnd();
    this.#mission.must(RITA, (draft) => launch(draft, this.#mission.plan));
    this.#mission.settle();
  }

  get isUndecided(): boolean {
    return this.#oracle.run !== 'COMPLETED' && this.#oracle.run !== 'CANCELLED';
  }

  doSomething(): void {
    const node = this.#pick(this.#nodes());
    const choice = this.#numbers();
    if (this.#oracle.run === 'FAILED' && choice < 0.5) this.#onMission('retryFailed');
    else if (choice < 0.12) this.#wait(this.#pick([1_000, 30_000, 60_000, 120_000]));
    else if (choice < 0.15) this.#onMission(this.#oracle.run === 'PAUSED' ? 'resume' : 'pause');
    else if (choice < 0.17) this.#onMission('resume');
    else if (choice < 0.18) this.#onMission('cancelRun');
    else if (choice < 0.19) this.#onMission(this.#pick(['resume', 'retryFailed'] as const));
    else if (choice < 0.21) this.#addTask();
    else if (choice < 0.23) this.#addDependency();
    else if (node.kind === 'TASK') this.#onTask(node, this.#actOn(node));
    else this.#onElement(node);
  }

  /** What leads to the end of the run. */
  goOn(): void {
    const { run, nodes } = this.#mission;
    const urgent = nodes.filter(({ status }) => URGENT.includes(status));
    if (run.status === 'FAILED') this.#onMission('retryFailed');
    else if (run.status === 'PAUSED') this.#onMission('resume');
    else if (urgent.length === 0) this.#wait(60_000);
    else this.#goOnWith(this.#pick(urgent));
  }

  #goOnWith(node: Node): void {
    const id = `${node.kind} ${node.name}`;
    const isPoor = this.#numbers() < 0.8;
    if (node.kind === 'CHECKPOINT') this.#approve(node, RITA);
    else if (node.kind !== 'TASK') this.#onElement(node);
    else if (node.status === 'IN_PROGRESS' && this.#numbers() < 0.1) this.#onTask(node, 'fail');
    else if (node.status === 'IN_PROGRESS') this.#submit(node, id, { score: isPoor ? 2 : 4, isMet: true });
    else this.#onTask(node, FORWARD[node.status] ?? 'retry');
  }

  /** What a command has made due. */
  passTime(): void {
    this.#mission.settle().wait(0).settle();
    wait(this.#oracle, 0);
  }

  eventTypes(): ReadonlySet<string> {
    return new Set(this.#mission.events.map(({ type }) => type));
  }

  engineStatuses(): readonly string[] {
    const { run, nodes } = this.#mission;
    const known = nodes.filter(({ kind }) => kind !== 'JUNCTION');
    const named = known.map((node) => `${node.kind} ${node.name} ${node.status}`);
    return [`allowed ${this.#allowed[0]}`, `run ${run.status}`, ...named.sort()];
  }

  oracleStatuses(): readonly string[] {
    const named = [...this.#oracle.nodes.values()].map(({ id, status }) => `${id} ${status}`);
    return [`allowed ${this.#allowed[1]}`, `run ${this.#oracle.run}`, ...named.sort()];
  }

  #pick<T>(items: readonly T[]): T {
    const item = items[Math.floor(this.#numbers() * items.length)];
    if (item === undefined) throw new Error('there is nothing to pick from');
    return item;
  }

  /** Mostly those about which something is to be done, sometimes any. */
  #nodes(): readonly Node[] {
    const { nodes } = this.#mission;
    const urgent = this.#numbers() < 0.6 ? nodes.filter(({ status }) => URGENT.includes(status)) : [];
    return urgent.length > 0 ? urgent : nodes;
  }

  /** Mostly what is possible, sometimes anything. */
  #actOn(node: Node): TaskAct {
    const act = this.#anyActOn(node);
    return act === 'retryFrom' && this.#isNarrow && this.#hasForgiven() ? 'reopen' : act;
  }

  #hasForgiven(): boolean {
    return [...this.#oracle.nodes.values()].some(({ forgiven }) => forgiven.size > 0);
  }

  #anyActOn(node: Node): TaskAct {
    if (node.status === 'READY' && this.#numbers() < 0.7) return 'claim';
    if (node.status === 'IN_PROGRESS' && this.#numbers() < 0.5) return 'submit';
    return this.#pick(TASK_ACTS);
  }

  #note(text: string, allowed: readonly [boolean, boolean]): void {
    this.history.push(text);
    this.#allowed = allowed;
  }

  #wait(ms: number): void {
    this.#mission.wait(ms);
    wait(this.#oracle, ms);
    this.#note(`wait ${ms}`, [true, true]);
  }

  #onMission(command: 'pause' | 'resume' | 'retryFailed' | 'cancelRun'): void {
    const decisions = {
      pause: () => this.#mission.act(RITA, (draft) => pauseMission(draft, undefined)),
      resume: () => this.#mission.act(RITA, resumeMission),
      retryFailed: () => this.#mission.act(RITA, retryFailed),
      cancelRun: () => this.#mission.act(RITA, (draft) => cancelRun(draft, 'Off.')),
    } as const;
    this.#note(command, [decisions[command]().ok, ORACLE_MOVES[command](this.#oracle)]);
  }

  #addTask(): void {
    const { document } = this.#oracle;
    const task = randomAddition(document, this.#numbers);
    const allowed = [this.#grows({ tasks: [task] }), grow(this.#oracle, [...document.tasks, task])] as const;
    this.#note(`add TASK ${task.title} ${task.milestone ?? ''} behind [${task.dependsOn}]`, allowed);
  }

  #addDependency(): void {
    const { tasks } = this.#oracle.document;
    const { title } = this.#pick(tasks);
    const { title: dependsOn } = this.#pick(tasks);
    const dependencies = [{ kind: 'TASK', name: title, dependsOn }] as const;
    const grown = tasks.map((task) =>
      task.title === title ? { ...task, dependsOn: [...new Set([...task.dependsOn, dependsOn])] } : task,
    );
    this.#note(`put TASK ${dependsOn} before TASK ${title}`, [
      this.#grows({ dependencies }),
      grow(this.#oracle, grown),
    ]);
  }

  /** As the engine does it: planned first, then decided. */
  #grows(input: AdditionInput): boolean {
    const { additions, run } = this.#mission;
    const planned = planGrowth({ document: this.#plain, additions, nodeCount: run.nodeCount }, input);
    if (!planned.ok) return false;
    const command = input.tasks ? 'addTasks' : 'addDependency';
    const grown = this.#mission.act(RITA, (draft) => growRun(draft, { command, growth: planned.value }));
    return grown.ok && grown.value === 'GROWN';
  }

  #onTask(node: Node, act: TaskAct): void {
    const id = `TASK ${node.name}`;
    if (act === 'claim') this.#note(`claim ${id}`, [this.#claims(node.index), claim(this.#oracle, id)]);
    else if (act === 'submit') {
      this.#submit(node, id, {
        score: this.#pick([0, 2, 3, 4]) || undefined,
        isMet: this.#numbers() < 0.5,
      });
    } else if (act === 'retryFrom')
      this.#note(`${act} ${id}`, [this.#commands(node, act), retryFromOracle(this.#oracle, id)]);
    else this.#note(`${act} ${id}`, [this.#commands(node, act), onTask(this.#oracle, id, act)]);
  }

  #submit(node: Node, id: string, submitted: Submitted): void {
    const allowed = [this.#submits(node, submitted), submit(this.#oracle, id, submitted)] as const;
    this.#note(`submit ${id} ${submitted.score} ${submitted.isMet ? 'met' : 'not met'}`, allowed);
  }

  #claims(index: number): boolean {
    const command = { agent: ADA.name, leaseMs: LEASE_MS, limit: 1, candidates: [index] };
    return this.#mission.must(ADA, (draft) => claimTasks(draft, command)).length > 0;
  }

  #submits(node: Node, { score, isMet }: Submitted): boolean {
    // No two are the same: a repeated one would be answered like the first.
    const evidence = `Number ${this.history.length}.`;
    const isExpected = this.#oracle.task(`TASK ${node.name}`).expectations !== undefined;
    const submission = aSubmission({
      evidence,
      ...(score === undefined ? {} : { selfScore: score }),
      ...(isExpected ? { expectationResults: [{ position: 0, hasPassed: isMet }] } : {}),
    });
    return this.#mission.act(ADA, (draft) => submitTask(draft, { attempt: this.#attempt(node), submission }))
      .ok;
  }

  #commands(node: Node, act: Exclude<TaskAct, 'claim' | 'submit'>): boolean {
    const task = this.#ref(node);
    const reason = 'So it is.';
    const mission = this.#mission;
    const decisions = {
      fail: () =>
        mission.act(ADA, (draft) => failTask(draft, { attempt: this.#attempt(node), message: reason })),
      accept: () => mission.act(RITA, (draft) => acceptTask(draft, { task })),
      reject: () => mission.act(RITA, (draft) => rejectTask(draft, { task })),
      block: () => mission.act(RITA, (draft) => blockTask(draft, { task, cause: 'HUMAN', note: reason })),
      unblock: () => mission.act(RITA, (draft) => unblockTask(draft, task)),
      retry: () => mission.act(RITA, (draft) => retryTask(draft, task)),
      retryFrom: () => mission.act(RITA, (draft) => retryFromTask(draft, { task, reason })),
      reopen: () => mission.act(RITA, (draft) => reopenTask(draft, { task, reason })),
      skip: () => mission.act(RITA, (draft) => skipTask(draft, { task, reason })),
      cancel: () => mission.act(RITA, (draft) => cancelTask(draft, { task, reason })),
    } as const;
    return decisions[act]().ok;
  }

  #onElement(element: Node): void {
    const node = this.#ref(element);
    const id = `${element.kind} ${element.name}`;
    const reason = 'So it is.';
    if (element.kind === 'CHECKPOINT') this.#onCheckpoint(element);
    else if (element.kind === 'GATE') {
      const { ok } = this.#mission.act(RITA, (draft) => overrideGate(draft, { node, reason }));
      this.#note(`override ${id}`, [ok, override(this.#oracle, id)]);
    } else if (element.kind === 'DELAY') {
      const { ok } = this.#mission.act(RITA, (draft) => skipDelay(draft, { node, reason }));
      this.#note(`skip ${id}`, [ok, skipOracleDelay(this.#oracle, id)]);
    }
  }

  #onCheckpoint(node: Node): void {
    const checkpoint = this.#ref(node);
    const id = `CHECKPOINT ${node.name}`;
    const actor = this.#pick([RITA, OTTO]);
    if (this.#numbers() < 0.6) {
      this.#approve(node, actor);
      return;
    }
    const { before } = this.#oracle.node(id);
    const reopened = this.#numbers() < 0.3 ? [] : before.filter(() => this.#numbers() < 0.6);
    const reopen = reopened.map((task) => this.#ref(this.#mission.task(task.slice('TASK '.length))));
    const { ok } = this.#mission.act(actor, (draft) => rejectCheckpoint(draft, { checkpoint, reopen }));
    this.#note(`reject ${id} [${reopened}]`, [ok, reject(this.#oracle, id, reopened)]);
  }

  #approve(node: Node, actor: Actor): void {
    const checkpoint = this.#ref(node);
    const id = `CHECKPOINT ${node.name}`;
    const { ok } = this.#mission.act(actor, (draft) => approveCheckpoint(draft, { checkpoint }));
    this.#note(`approve ${id} ${actor.name}`, [ok, approve(this.#oracle, id, actor.name)]);
  }

  #ref({ index }: Node): NodeRef {
    return { missionId: this.#mission.head.id, runNumber: this.#mission.run.number, index };
  }

  #attempt(node: Node) {
    return { ...this.#ref(node), generation: node.kind === 'TASK' ? node.generation : 0 };
  }
}
