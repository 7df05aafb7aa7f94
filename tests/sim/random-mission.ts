/** Documents as a caller would send them: any shape, any policy, never wrong. */
import type { Randomness } from './randomness.ts';

export const AGENTS = ['ada', 'ben', 'cyd'] as const;
export const PEOPLE = ['olga', 'pat', 'quin'] as const;
/** One of them: may do to a mission what else only its pilot may. */
export const ADMINISTRATOR = 'quin';
export const SPECIALTIES = ['rust', 'tests'] as const;

/** When simulations begin: 2026-01-01T00:00:00Z. */
const FIRST_INSTANT = 1_767_225_600_000;

export type MissionSize = 'SMALL' | 'MIDDLE' | 'LARGE' | 'HUGE';

const TASKS_MAX: Readonly<Record<MissionSize, readonly [number, number]>> = {
  SMALL: [1, 10],
  MIDDLE: [8, 30],
  LARGE: [30, 80],
  HUGE: [100, 260],
};

export function randomSize(random: Randomness): MissionSize {
  const toss = random.next();
  if (toss < 0.55) return 'SMALL';
  if (toss < 0.85) return 'MIDDLE';
  return toss < 0.97 ? 'LARGE' : 'HUGE';
}

/** Edges follow a hidden order of the tasks, so that there is no cycle; the document has another order. */
export function randomDocument(random: Randomness, size: MissionSize): unknown {
  const count = random.between(...TASKS_MAX[size]);
  const keys = Array.from({ length: count }, (_, place) => `t${place}`);
  const before = shape(random, count);
  const milestoneCount = random.chance(0.3) ? random.between(1, 3) : 0;
  const failureBias = random.oneOf('ANY', 'ANY', 'CONTINUE', 'SKIP_DEPENDENTS');
  const tasks = keys.map((key, place) => ({
    key,
    title: `Task ${key}`,
    dependsOn: before(place).map((other) => keys[other]),
    onFailure: onFailure(random, failureBias),
    ...(milestoneCount > 0 && random.chance(0.8)
      ? { milestone: `m${Math.floor((place * milestoneCount) / count)}` }
      : {}),
    ...policies(random),
  }));
  const contract = random.chance(0.35) ? randomContract(random, milestoneCount) : [];
  for (const task of tasks) {
    const fulfills = random.some(
      contract.map(({ id }) => id),
      0.3,
    );
    if (fulfills.length > 0) Object.assign(task, { fulfills });
  }
  const elements = <T>(most: number, make: (place: number) => T) =>
    Array.from({ length: random.chance(0.5) ? random.between(0, most) : 0 }, (_, place) => make(place));
  return {
    ...(random.chance(0.15)
      ? { deadline: random.oneOf('PT5S', 'PT1M'), onBreach: random.oneOf('NOTIFY', 'FAIL') }
      : {}),
    tasks: random.shuffled(tasks),
    ...(random.chance(0.3) ? { team: randomTeam(random) } : {}),
    ...(contract.length > 0 ? { contract, contractPolicy: { maxRounds: random.between(1, 3) } } : {}),
    ...(random.chance(0.2) ? { qualityThreshold: random.between(2, 4) } : {}),
    milestones: Array.from({ length: milestoneCount }, (_, place) => ({
      name: `m${place}`,
      sequence: place,
    })),
    checkpoints: elements(3, (place) => ({ ...element(random, keys, `c${place}`), ...checkpoint(random) })),
    qualityGates: elements(3, (place) => ({ ...element(random, keys, `g${place}`), ...gate(random) })),
    delays: elements(2, (place) => ({
      ...element(random, keys, `d${place}`),
      duration: random.oneOf('PT1S', 'PT5S', 'PT30S'),
    })),
  };
}

function randomTeam(random: Randomness): readonly object[] {
  return AGENTS.map((name) => ({
    name,
    maxConcurrent: random.between(1, 3),
    ...(random.chance(0.3) ? { role: 'validator' } : {}),
  }));
}

/** Some of it in milestones, which may turn out to have no tasks. */
function randomContract(random: Randomness, milestoneCount: number) {
  const count = random.oneOf(1, 2, 3, 40);
  return Array.from({ length: count }, (_, place) => ({
    id: `VAL-SIM-${String(place).padStart(3, '0')}`,
    title: 'It works.',
    ...(milestoneCount > 0 && random.chance(0.7)
      ? { milestone: `m${random.between(0, milestoneCount - 1)}` }
      : {}),
  }));
}

/** For a task in no mission. */
export function randomTask(random: Randomness): object {
  return { title: 'A task', onFailure: onFailure(random, 'ANY'), ...policies(random) };
}

function onFailure(random: Randomness, bias: string): string {
  if (bias !== 'ANY' && random.chance(0.8)) return bias;
  return random.oneOf('FAIL_RUN', 'BLOCK', 'SKIP_DEPENDENTS', 'CONTINUE');
}

/** Answers the places that come before a place. */
function shape(random: Randomness, count: number): (place: number) => readonly number[] {
  const all = (place: number) => Array.from({ length: place }, (_, other) => other);
  const width = random.between(2, 12);
  const density = random.oneOf(0.05, 0.15, 0.4) * Math.min(1, 20 / count);
  const kind = random.oneOf('SPARSE', 'LAYERS', 'FAN', 'JOIN', 'BOTH', 'CHAIN', 'NONE');
  switch (kind) {
    case 'SPARSE':
      return (place) => random.some(all(place), density);
    case 'LAYERS':
      return (place) =>
        all(place).filter((other) => Math.floor(other / width) === Math.floor(place / width) - 1);
    case 'FAN':
      return (place) => (place === 0 ? [] : [0]);
    case 'JOIN':
      return (place) => (place === count - 1 ? all(place) : []);
    case 'BOTH':
      return (place) => (place === 0 ? [] : place === count - 1 ? all(place) : [0]);
    case 'CHAIN':
      return (place) => (place === 0 ? [] : [place - 1]);
    case 'NONE':
      return () => [];
  }
}

function policies(random: Randomness): object {
  return {
    priority: random.between(1, 5),
    maxAttempts: random.oneOf(1, 2, 3),
    ...(random.chance(0.3) ? { weight: random.between(1, 9) / 2 } : {}),
    ...(random.chance(0.15) ? { estimate: { minutes: random.between(1, 60) } } : {}),
    ...(random.chance(0.2) ? { retryBackoff: random.oneOf('PT1S', 'PT3S') } : {}),
    ...(random.chance(0.2) ? { maxDuration: random.oneOf('PT1S', 'PT10S') } : {}),
    ...(random.chance(0.15) ? { review: 'REQUIRED' } : {}),
    ...(random.chance(0.1) ? { sideEffects: true } : {}),
    ...(random.chance(0.35) ? expectations(random) : {}),
    ...(random.chance(0.15) ? randomDeadline(random) : {}),
    ...(random.chance(0.2) ? { escalateTo: random.oneOf(...AGENTS) } : {}),
    ...lane(random),
  };
}

/** In the first two minutes: for what comes later it has passed. */
export function randomDeadline(random: Randomness): object {
  const at = new Date(FIRST_INSTANT + random.between(0, 120) * 1_000).toISOString();
  return { deadline: at, onBreach: random.oneOf('NOTIFY', 'FAIL') };
}

function expectations(random: Randomness): object {
  const test = { type: 'test', command: 'make check' };
  const review = {
    type: 'llm_review',
    dimensions: [{ name: 'truth', weight: 2 }, { name: 'style' }],
    threshold: random.between(1, 4),
  };
  return {
    expectations: random.oneOf<readonly object[]>([test], [test], [review], [review, test]),
    ...(random.chance(0.4)
      ? { reviewers: random.some(AGENTS, 0.5), reviewWithin: random.oneOf('PT1S', 'PT20S') }
      : {}),
  };
}

function lane(random: Randomness): object {
  const toss = random.next();
  if (toss < 0.12) return { assignTo: random.oneOf(...AGENTS) };
  return toss < 0.25 ? { specialty: random.oneOf(...SPECIALTIES) } : {};
}

function element(random: Randomness, keys: readonly string[], name: string) {
  const middle = random.between(0, keys.length);
  const density = Math.min(0.5, 6 / keys.length);
  return {
    name,
    afterTasks: random.some(keys.slice(0, middle), density),
    blocksTasks: random.some(keys.slice(middle), density),
  };
}

function checkpoint(random: Randomness) {
  return {
    quorum: random.oneOf(1, 1, 2),
    ...(random.chance(0.3) ? { approvers: PEOPLE.slice(0, 2) } : {}),
    ...(random.chance(0.4)
      ? {
          expiresAfter: random.oneOf('PT2S', 'PT20S'),
          onExpiry: random.oneOf('APPROVE', 'REJECT', 'ESCALATE'),
        }
      : {}),
  };
}

function gate(random: Randomness) {
  return {
    ...(random.chance(0.5) ? { minScore: random.between(2, 4) } : {}),
    ...(random.chance(0.4) ? { requireAllPassed: true } : {}),
    ...(random.chance(0.3)
      ? { condition: random.oneOf('size(tasks) < 3', 'avgScore >= 3.0', 'run.number > 0') }
      : {}),
  };
}
