/**
 * Two tasks before a third, each in every status that it can have, with every policy where it FAILED, settled in either
 * order, and with all that can stand between them and the third.
 */
import { blockTask, cancelTask, skipTask } from '@muster/core/decide/task-commands';
import type { TaskStatus } from '@muster/core/lifecycle/task-lifecycle';
import { LIMITS } from '@muster/core/limits';
import { describe, expect, it } from 'vitest';
import type { DocumentInput } from '../support/a-document.ts';
import { aMission, claim, complete, fail, RITA, submit } from '../support/a-mission.ts';
import type { MissionUnderTest } from '../support/mission-under-test.ts';

const POLICIES = ['FAIL_RUN', 'BLOCK', 'SKIP_DEPENDENTS', 'CONTINUE'] as const;
const STATUSES = [
  'WAITING',
  'READY',
  'IN_PROGRESS',
  'REVIEW',
  'BLOCKED',
  'DONE',
  'SKIPPED',
  'CANCELLED',
] as const;
type Standing = (typeof STATUSES)[number] | `FAILED ${(typeof POLICIES)[number]}`;
const STANDINGS: readonly Standing[] = [
  ...STATUSES,
  ...POLICIES.map((policy) => `FAILED ${policy}` as const),
];

/** What a task that stands there means to what waits for it. */
const MEANING: Readonly<Record<Standing, 'holds' | 'lets go' | 'skips'>> = {
  WAITING: 'holds',
  READY: 'holds',
  IN_PROGRESS: 'holds',
  REVIEW: 'holds',
  BLOCKED: 'holds',
  DONE: 'lets go',
  SKIPPED: 'lets go',
  CANCELLED: 'lets go',
  'FAILED FAIL_RUN': 'holds',
  'FAILED BLOCK': 'holds',
  'FAILED SKIP_DEPENDENTS': 'skips',
  'FAILED CONTINUE': 'lets go',
};

/** One that skips is enough; else both have to let go. A phase is over whoever was to be skipped. */
function expectedOf(a: Standing, b: Standing, between: Between): TaskStatus {
  const meanings = [MEANING[a], MEANING[b]];
  if (between !== 'a milestone' && meanings.includes('skips')) return 'SKIPPED';
  return meanings.includes('holds') ? 'WAITING' : 'READY';
}

const FILLERS = Array.from({ length: LIMITS.joinWidthMax - 1 }, (_, at) => `F${at}`);
type Told = Readonly<Record<string, unknown>> & { readonly title: string };
type Between = 'nothing' | 'one junction' | 'two junctions' | 'a delay' | 'a milestone';

/** A and B, where each stands in the document, with Next behind them. Held keeps the run open. */
const DOCUMENTS: Readonly<Record<Between, (a: Told, b: Told) => DocumentInput>> = {
  nothing: (a, b) => ({ tasks: [a, b, { title: 'Next', dependsOn: ['A', 'B'] }, 'Held'] }),
  'one junction': (a, b) => wide([a, b, ...FILLERS]),
  'two junctions': (a, b) => wide([a, ...FILLERS, 'F', b]),
  'a delay': (a, b) => ({
    tasks: [a, b, 'Next', 'Held'],
    delays: [{ name: 'D', afterTasks: ['A', 'B'], blocksTasks: ['Next'], duration: 'PT1S' }],
  }),
  'a milestone': (a, b) => ({
    milestones: [
      { name: 'First', sequence: 1 },
      { name: 'Second', sequence: 2 },
    ],
    tasks: [
      { ...a, milestone: 'First' },
      { ...b, milestone: 'First' },
      { title: 'Next', milestone: 'Second' },
      'Held',
    ],
  }),
};

function wide(before: readonly (string | Told)[]): DocumentInput {
  const names = before.map((task) => (typeof task === 'string' ? task : task.title));
  return { tasks: [...before, { title: 'Next', dependsOn: names }, 'Held'] };
}

function told(title: string, standing: Standing): Told {
  const [status, onFailure = 'FAIL_RUN'] = standing.split(' ');
  return {
    title,
    maxAttempts: 1,
    onFailure,
    ...(status === 'WAITING' ? { dependsOn: ['Held'] } : {}),
    ...(status === 'REVIEW' ? { review: 'REQUIRED' } : {}),
  };
}

const reason = 'So it is.';
const BRING: Readonly<Record<string, (mission: MissionUnderTest, title: string) => void>> = {
  REVIEW: (m, title) => submit(m, title),
  BLOCKED: (m, title) =>
    void m.must(RITA, (draft) =>
      blockTask(draft, { task: m.ref('TASK', title), cause: 'HUMAN', note: reason }),
    ),
  DONE: (m, title) => submit(m, title),
  SKIPPED: (m, title) =>
    void m.must(RITA, (draft) => skipTask(draft, { task: m.ref('TASK', title), reason })),
  CANCELLED: (m, title) =>
    void m.must(RITA, (draft) => cancelTask(draft, { task: m.ref('TASK', title), reason })),
  FAILED: (m, title) => fail(m, title),
};

interface Row {
  readonly a: Standing;
  readonly b: Standing;
}

/** Nothing is claimed any more once a run is failing: who has to be claimed is claimed before. */
function missionWith(between: Between, { a, b }: Row, order: readonly ('A' | 'B')[]): MissionUnderTest {
  const mission = aMission(DOCUMENTS[between](told('A', a), told('B', b))).checkingAtTheEnd();
  const standings = { A: a, B: b };
  const fillers = mission.namesIn('READY').filter((name) => name.startsWith('F'));
  complete(mission, fillers);
  claim(mission, ['Held']);
  for (const title of order) {
    if (/^(IN_PROGRESS|REVIEW|DONE|FAILED)/.test(standings[title])) claim(mission, [title]);
  }
  mission.settle();
  for (const title of order) {
    const [status = ''] = standings[title].split(' ');
    BRING[status]?.(mission, title);
    mission.settle();
  }
  return mission;
}

const PAIRS: readonly Row[] = STANDINGS.flatMap((a) => STANDINGS.map((b) => ({ a, b })));

describe.each(Object.keys(DOCUMENTS) as Between[])(
  'with %s in between, what waits for two tasks',
  (between) => {
    it.each(PAIRS)('$a and $b, settled in either order', (row) => {
      const expected = expectedOf(row.a, row.b, between);
      for (const order of [['A', 'B'] as const, ['B', 'A'] as const]) {
        const mission = missionWith(between, row, order);

        expect([mission.task('A').status, mission.task('B').status]).toEqual([
          row.a.split(' ')[0],
          row.b.split(' ')[0],
        ]);
        // A delay still has to elapse before it lets go.
        if (between === 'a delay') mission.wait(1_000).settle();
        expect(mission.task('Next').status, `${order[0]} first`).toBe(expected);
      }
    });
  },
);
