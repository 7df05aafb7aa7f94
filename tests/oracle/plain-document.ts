/** Documents as a caller would send them, small and random, and their edges told in the plainest way. */
export type OnFailure = 'FAIL_RUN' | 'BLOCK' | 'SKIP_DEPENDENTS' | 'CONTINUE';
export type OnExpiry = 'APPROVE' | 'REJECT' | 'ESCALATE';

export interface PlainTask {
  readonly title: string;
  readonly dependsOn: readonly string[];
  readonly onFailure: OnFailure;
  readonly maxAttempts: number;
  readonly review: 'NONE' | 'REQUIRED';
  readonly sideEffects: boolean;
  readonly weight: number;
  readonly milestone?: string;
  readonly retryBackoff?: 'PT30S';
  /** Met or not met, as whoever submits says. */
  readonly expectations?: readonly [{ readonly type: 'test'; readonly command: string }];
  readonly escalateTo?: 'ada';
  readonly deadline?: '2026-11-21T08:03:00Z';
  readonly onBreach?: OnBreach;
}
export type OnBreach = 'NOTIFY' | 'FAIL';

export interface PlainElement {
  readonly name: string;
  readonly afterTasks: readonly string[];
  readonly blocksTasks: readonly string[];
}
export interface PlainCheckpoint extends PlainElement {
  readonly quorum: number;
  readonly onExpiry: OnExpiry;
  readonly expiresAfter?: 'PT2M';
}
export interface PlainGate extends PlainElement {
  readonly minScore?: number;
  readonly requireAllPassed: boolean;
  /** One of the `CONDITIONS`. */
  readonly condition?: string;
}
export interface PlainDelay extends PlainElement {
  readonly duration: 'PT1M';
}

export interface PlainDocument {
  readonly qualityThreshold?: number;
  readonly deadline?: 'PT5M';
  readonly onBreach?: OnBreach;
  /** Ada does all the work. */
  readonly team?: readonly [{ readonly name: 'ada'; readonly maxConcurrent: number }];
  readonly tasks: readonly PlainTask[];
  readonly milestones: readonly { readonly name: string; readonly sequence: number }[];
  readonly checkpoints: readonly PlainCheckpoint[];
  readonly qualityGates: readonly PlainGate[];
  readonly delays: readonly PlainDelay[];
}

const DENSITIES = [0.1, 0.3, 0.6] as const;

/** `numbers` is uniform in [0, 1). Tasks stand in an order that every edge follows; the document has another one. */
export function randomDocument(numbers: () => number): PlainDocument {
  const below = (max: number) => Math.floor(numbers() * max);
  const taskCount = 1 + below(8);
  const milestoneCount = below(3);
  const density = DENSITIES[below(DENSITIES.length)] ?? 0.3;
  const titles = Array.from({ length: taskCount }, (_, at) => `T${at}`);
  const some = (from: number, to: number) => titles.slice(from, to).filter(() => numbers() < density);
  const element = (prefix: string) => (_: unknown, at: number) => {
    const middle = below(taskCount + 1);
    return { name: `${prefix}${at}`, afterTasks: some(0, middle), blocksTasks: some(middle, taskCount) };
  };
  const elements = (prefix: string) => Array.from({ length: below(3) }).map(element(prefix));
  const tasks = titles.map((title, at) => ({
    ...randomTask(title, numbers),
    dependsOn: some(0, at),
    ...(milestoneCount > 0 && numbers() < 0.7
      ? { milestone: `M${Math.floor((at * milestoneCount) / taskCount)}` }
      : {}),
  }));
  return {
    ...(numbers() < 0.2 ? { qualityThreshold: 3 } : {}),
    ...(numbers() < 0.1 ? { deadline: 'PT5M' as const, onBreach: breachOf(numbers) } : {}),
    ...(numbers() < 0.2 ? { team: [{ name: 'ada' as const, maxConcurrent: 1 + below(2) }] as const } : {}),
    tasks: tasks
      .map((task) => ({ task, rank: numbers() }))
      .sort((a, b) => a.rank - b.rank)
      .map(({ task }) => task),
    milestones: Array.from({ length: milestoneCount }, (_, at) => ({ name: `M${at}`, sequence: at })),
    checkpoints: elements('C').map((checkpoint) => ({ ...checkpoint, ...randomDecision(numbers) })),
    qualityGates: elements('G').map((gate) => ({ ...gate, ...randomBar(numbers) })),
    delays: elements('D').map((delay) => ({ ...delay, duration: 'PT1M' as const })),
  };
}

const POLICIES: readonly OnFailure[] = ['FAIL_RUN', 'BLOCK', 'SKIP_DEPENDENTS', 'CONTINUE'];
const EXPIRIES: readonly OnExpiry[] = ['APPROVE', 'REJECT', 'ESCALATE'];

function randomTask(title: string, numbers: () => number): PlainTask {
  return {
    title,
    dependsOn: [],
    onFailure: POLICIES[Math.floor(numbers() * POLICIES.length)] ?? 'FAIL_RUN',
    maxAttempts: numbers() < 0.6 ? 1 : 2,
    review: numbers() < 0.25 ? 'REQUIRED' : 'NONE',
    sideEffects: numbers() < 0.1,
    weight: 1 + Math.floor(numbers() * 3),
    ...(numbers() < 0.2 ? { retryBackoff: 'PT30S' as const } : {}),
    ...(numbers() < 0.3 ? { expectations: [{ type: 'test' as const, command: 'npm test' }] as const } : {}),
    ...(numbers() < 0.15 ? { escalateTo: 'ada' as const } : {}),
    ...(numbers() < 0.15 ? { deadline: '2026-11-21T08:03:00Z' as const, onBreach: breachOf(numbers) } : {}),
  };
}

/** One to be added to a run, behind some of its tasks. */
export function randomAddition(document: PlainDocument, numbers: () => number): PlainTask {
  const { deadline: _, onBreach: __, ...task } = randomTask(`N${document.tasks.length}`, numbers);
  const milestone = document.milestones[Math.floor(numbers() * 4)]?.name;
  const dependsOn = document.tasks.map(({ title }) => title).filter(() => numbers() < 0.25);
  return { ...task, dependsOn, ...(milestone === undefined ? {} : { milestone }) };
}

function breachOf(numbers: () => number): OnBreach {
  return numbers() < 0.7 ? 'FAIL' : 'NOTIFY';
}

function randomDecision(numbers: () => number) {
  return {
    quorum: numbers() < 0.7 ? 1 : 2,
    onExpiry: EXPIRIES[Math.floor(numbers() * EXPIRIES.length)] ?? 'REJECT',
    ...(numbers() < 0.7 ? { expiresAfter: 'PT2M' as const } : {}),
  };
}

function randomBar(numbers: () => number) {
  const requireAllPassed = numbers() < 0.4;
  const texts = Object.keys(CONDITIONS);
  const condition = texts[Math.floor(numbers() * texts.length)];
  return {
    requireAllPassed,
    ...(numbers() < 0.4 ? { minScore: 3 } : {}),
    ...(numbers() < 0.5 && condition !== undefined ? { condition } : {}),
  };
}

/** A task before a gate, as a condition sees it. */
export interface TaskFacts {
  readonly status: string;
  readonly score: number | undefined;
  readonly attempts: number;
}

/** Conditions in CEL, and what each means. */
export const CONDITIONS: Readonly<Record<string, (tasks: readonly TaskFacts[], mean: number) => boolean>> = {
  'avgScore >= 3.0': (_, mean) => mean >= 3,
  'tasks.all(t, t.status == "DONE" || t.status == "CANCELLED")': (tasks) =>
    tasks.every(({ status }) => status === 'DONE' || status === 'CANCELLED'),
  'tasks.exists(t, t.status == "FAILED" || t.status == "SKIPPED")': (tasks) =>
    tasks.some(({ status }) => status === 'FAILED' || status === 'SKIPPED'),
  'tasks.exists_one(t, t.status == "DONE")': (tasks) =>
    tasks.filter(({ status }) => status === 'DONE').length === 1,
  'size(scores) >= 2 || size(tasks) < 2': (tasks) =>
    tasks.filter(({ score }) => score !== undefined).length >= 2 || tasks.length < 2,
  'tasks.all(t, t.score >= 3.0 || t.attempts > 1)': (tasks) =>
    tasks.every(({ score = 0, attempts }) => score >= 3 || attempts > 1),
  '!scores.exists(s, s < 3.0)': (tasks) => !tasks.some(({ score }) => score !== undefined && score < 3),
  // Nothing that could be evaluated: it holds.
  'tasks[7].score > 1.0': () => false,
};

/** What each node waits for, by "KIND name". */
export function predecessorsOf(document: PlainDocument): ReadonlyMap<string, readonly string[]> {
  const before = new Map<string, Set<string>>();
  const add = (node: string, ...others: readonly string[]) => {
    const known = before.get(node) ?? new Set();
    before.set(node, known);
    for (const other of others) known.add(other);
  };
  const elements = elementsOf(document);
  for (const task of document.tasks)
    add(`TASK ${task.title}`, ...task.dependsOn.map((title) => `TASK ${title}`));
  for (const { id, element } of elements) {
    add(id, ...element.afterTasks.map((title) => `TASK ${title}`));
    for (const title of element.blocksTasks) add(`TASK ${title}`, id);
  }
  for (const [at, { name }] of document.milestones.entries()) {
    const own = document.tasks.filter((task) => task.milestone === name);
    add(`MILESTONE ${name}`, ...own.map(({ title }) => `TASK ${title}`));
    const former = document.milestones[at - 1];
    if (!former) continue;
    add(`MILESTONE ${name}`, `MILESTONE ${former.name}`);
    for (const task of own)
      if (isFirstInside(document, task)) add(`TASK ${task.title}`, `MILESTONE ${former.name}`);
  }
  return new Map([...before].map(([node, others]) => [node, [...others]]));
}

/** Nothing of its own milestone comes before it, neither directly nor through an element. */
function isFirstInside(document: PlainDocument, task: PlainTask): boolean {
  const isInside = (title: string) =>
    document.tasks.find((one) => one.title === title)?.milestone === task.milestone;
  const through = elementsOf(document)
    .filter(({ element }) => element.blocksTasks.includes(task.title))
    .flatMap(({ element }) => element.afterTasks);
  return ![...task.dependsOn, ...through].some(isInside);
}

function elementsOf(
  document: PlainDocument,
): readonly { readonly id: string; readonly element: PlainElement }[] {
  return [
    ...document.checkpoints.map((element) => ({ id: `CHECKPOINT ${element.name}`, element })),
    ...document.qualityGates.map((element) => ({ id: `GATE ${element.name}`, element })),
    ...document.delays.map((element) => ({ id: `DELAY ${element.name}`, element })),
  ];
}
