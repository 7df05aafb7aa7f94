/** Retrying a run where that is more than fits into a commit. Rules Q1–Q5 of `retry-failed.ts`. */
import { pauseMission, resumeMission, retryFailed } from '@muster/core/decide/mission-commands';
import { skipTask } from '@muster/core/decide/task-commands';
import type { Message } from '@muster/core/message';
import { describe, expect, it } from 'vitest';
import type { DocumentInput } from '../../support/a-document.ts';
import { aMission, claim, complete, fail, MINUTE, RITA } from '../../support/a-mission.ts';
import type { MissionUnderTest } from '../../support/mission-under-test.ts';

const TOO_LOW = { selfScore: 2 };
const GOOD = { selfScore: 4 };

describe('a chain of 45 tasks that all scored too low', () => {
  it.each([
    ['in the order of the document', titles(45)],
    ['in the reverse order', [...titles(45)].reverse()],
  ])('is done again one after the other, %s', (_, listed) => {
    const mission = notGoodEnough(chain(listed));

    mission.must(RITA, retryFailed);
    mission.settle();

    expect(mission.namesIn('READY')).toEqual(['T0']);
    expect(mission.namesIn('WAITING')).toHaveLength(44);
    expectWorkedInOrder(mission);
  });
});

describe('joins of 70 tasks that all scored too low', () => {
  it('are waited for by each of the 30 tasks behind them', () => {
    const mission = notGoodEnough({ tasks: layers([70, 30]) });

    mission.must(RITA, retryFailed);
    mission.settle();

    expect(mission.namesIn('READY')).toHaveLength(70);
    expect(mission.namesIn('WAITING')).toHaveLength(30);
    expectWorkedInOrder(mission);
  });
});

describe('diamonds that are larger than a piece', () => {
  it('are done again from their top to their bottom, layer by layer', () => {
    const mission = notGoodEnough({ tasks: layers([1, 30, 1, 30, 1]) });

    mission.must(RITA, retryFailed);
    mission.settle();

    expect(mission.namesIn('READY')).toEqual(['0.0']);
    expectWorkedInOrder(mission);
  });
});

describe('between two pieces of a retry', () => {
  it('nothing is claimed; afterwards all that is ready is (Q1)', () => {
    const mission = notGoodEnough(chain([...titles(45)].reverse()));
    mission.must(RITA, retryFailed);
    expect(mission.namesIn('READY')).toEqual(['T25']);

    expect(claim(mission, ['T25'])).toEqual([]);
    mission.settle();

    expect(claim(mission, ['T25', 'T0'])).toEqual(['T0']);
  });

  it('the run does not end, whatever a person skips (Q1)', () => {
    const mission = withFailures();
    mission.must(RITA, retryFailed);

    for (const name of mission.namesIn('READY')) {
      mission.must(RITA, (draft) => skipTask(draft, { task: mission.ref('TASK', name), reason: 'No need.' }));
    }

    expect(mission.run).toMatchObject({ status: 'ACTIVE', openNodeCount: 0 });
    mission.settle();
    expect(mission.namesIn('READY')).toHaveLength(11);
  });

  it('a pause and a resume change nothing about it (Q1)', () => {
    const mission = notGoodEnough(chain(titles(45)));
    mission.must(RITA, retryFailed);

    mission.must(RITA, (draft) => pauseMission(draft, undefined));
    mission.must(RITA, resumeMission);

    expect(claim(mission, ['T0'])).toEqual([]);
    mission.settle();
    expect(claim(mission, ['T0'])).toEqual(['T0']);
  });

  it.each(['before the retry', 'between two pieces'])(
    'no delay elapses behind what a later one resets, when its time is over %s (Q1)',
    (when) => {
      const mission = withFailures({ delays: [{ name: 'D', afterTasks: ['T29'], duration: 'PT1M' }] });
      expect(mission.find('DELAY', 'D').status).toBe('RUNNING');

      if (when === 'before the retry') mission.wait(MINUTE);
      mission.must(RITA, retryFailed);
      mission.wait(MINUTE).settle();

      expect(mission.find('DELAY', 'D')).toMatchObject({
        status: 'PENDING',
        waitsFor: [mission.task('T29').index],
      });
    },
  );

  it('what stands aside stays there, also when the mission is paused and resumed (Q1)', () => {
    const mission = withFailures({
      delays: [{ name: 'D', duration: 'PT1M' }],
      checkpoints: [{ name: 'C', expiresAfter: 'PT2M', onExpiry: 'APPROVE' }],
    });
    mission.wait(MINUTE);
    mission.must(RITA, retryFailed);
    const pieces = mission.messages;
    mission.messages = [];

    mission.must(RITA, (draft) => pauseMission(draft, undefined));
    mission.wait(2 * MINUTE);
    mission.must(RITA, resumeMission);
    mission.settle();
    const aside = mission.parkedIndexes();
    mission.messages = pieces;
    mission.settle();

    expect(aside).toEqual([mission.find('DELAY', 'D').index, mission.find('CHECKPOINT', 'C').index].sort());
    expect(mission.eventsOf('DelayParked')).toHaveLength(1);
    expect(mission.parkedIndexes()).toEqual([]);
  });

  it('a delay behind nothing of that elapses when the last one is done (Q1)', () => {
    const mission = withFailures({ delays: [{ name: 'D', duration: 'PT1M' }] });
    mission.must(RITA, retryFailed);

    mission.wait(MINUTE);
    const between = mission.find('DELAY', 'D').status;
    mission.settle();

    expect([between, mission.find('DELAY', 'D').status]).toEqual(['RUNNING', 'ELAPSED']);
  });

  it('what stands behind a failure that a later one resets is not skipped for it (Q4)', () => {
    const late = { deadline: '2026-11-21T08:00:30Z', onBreach: 'FAIL', onFailure: 'BLOCK', milestone: 'M' };
    const mission = withFailures({
      first: [{ title: 'First', dependsOn: ['Last'], ...late }],
      last: [{ title: 'Last', maxAttempts: 1, onFailure: 'SKIP_DEPENDENTS' }],
      milestones: [{ name: 'M' }],
      afterMs: MINUTE,
    });
    expect([mission.task('First').status, mission.task('Last').status]).toEqual(['FAILED', 'FAILED']);

    mission.must(RITA, retryFailed);
    mission.settle();

    expect(mission.task('First')).toMatchObject({
      status: 'WAITING',
      waitsFor: [mission.task('Last').index],
    });
    expect(mission.find('MILESTONE', 'M').status).toBe('ACTIVE');
    expect(mission.eventsOf('TaskStatusChanged').some(({ data }) => data.to === 'SKIPPED')).toBe(false);
  });

  it('what comes to stand behind a failure for good is skipped in the end (Q4)', () => {
    const byDeadline = (at: string) => ({ deadline: `2026-11-21T08:0${at}Z`, onBreach: 'FAIL' });
    const mission = withFailures({
      first: [{ title: 'First', ...byDeadline('2:00'), onFailure: 'SKIP_DEPENDENTS' }],
      last: [{ title: 'Last', dependsOn: ['First'], ...byDeadline('0:30'), onFailure: 'BLOCK' }],
      afterMs: MINUTE,
    });
    expect([mission.task('First').status, mission.task('Last').status]).toEqual(['READY', 'FAILED']);

    mission.must(RITA, retryFailed);
    mission.wait(2 * MINUTE).settle();

    expect([mission.task('First').status, mission.task('Last').status]).toEqual(['FAILED', 'SKIPPED']);
    expect(mission.run.retrying).toBeUndefined();
  });
});

describe('a piece of a retry', () => {
  it('that comes again, even later, changes nothing (Q3)', () => {
    const mission = notGoodEnough(chain(titles(45)));
    mission.must(RITA, retryFailed);
    const pieces: Message[] = [];
    for (let message = mission.messages.shift(); message; message = mission.messages.shift()) {
      pieces.push(message);
      mission.deliver(message);
      const sequence = mission.head.sequence;
      mission.deliver(message);
      expect(mission.head.sequence).toBe(sequence);
    }
    complete(mission, ['T0'], TOO_LOW);
    mission.settle();

    for (const piece of pieces) mission.deliver(piece);

    expect(pieces.map(({ type }) => type)).toContain('RETRY_FAILED');
    expect(mission.namesIn('DONE')).toEqual(['T0']);
    expect(mission.namesIn('READY')).toEqual(['T1']);
  });

  it('sent by a former release is done, and those after it as now', () => {
    const mission = notGoodEnough(chain(titles(45)));
    mission.must(RITA, retryFailed);
    const { retrying: _, ...run } = mission.run;
    mission.head = { ...mission.head, run };

    mission.messages = mission.messages.map((message) => {
      const { since: __, phase: ___, by: ____, ...former } = { since: 0, phase: '', by: RITA, ...message };
      return former as Message;
    });
    mission.settle();

    expect(mission.namesIn('DONE')).toEqual([]);
    expect(mission.run.retrying).toBeUndefined();
  });

  it('has what may have side effects done again for a person who said so, whichever it is', () => {
    const tasks = titles(45).map((title) => ({ title, sideEffects: true }));
    const mission = notGoodEnough({ tasks });

    mission.must(RITA, retryFailed);
    mission.settle();

    expect(mission.namesIn('READY')).toHaveLength(45);
    expect(mission.task('T44').sentBack?.actor).toEqual(RITA);
  });
});

function titles(count: number): readonly string[] {
  return Array.from({ length: count }, (_, at) => `T${at}`);
}

/** Each behind the one with the number before, listed in whatever order. */
function chain(listed: readonly string[]): DocumentInput {
  const tasks = listed.map((title) => {
    const number = Number(title.slice(1));
    return number === 0 ? { title } : { title, dependsOn: [`T${number - 1}`] };
  });
  return { tasks };
}

/** Every task of a layer behind all of the layer before. */
function layers(widths: readonly number[]) {
  const layer = (at: number) => Array.from({ length: widths[at] ?? 0 }, (_, place) => `${at}.${place}`);
  return widths.flatMap((_, at) =>
    layer(at).map((title) => ({ title, dependsOn: at === 0 ? [] : layer(at - 1) })),
  );
}

interface WithFailures extends Pick<DocumentInput, 'delays' | 'milestones' | 'checkpoints'> {
  /** In the document before and after those that fail. */
  readonly first?: NonNullable<DocumentInput['tasks']>;
  readonly last?: NonNullable<DocumentInput['tasks']>;
  readonly afterMs?: number;
}

/** A run that failed with 31 tasks, of which it would have tolerated all but one. */
function withFailures({ first = [], last = [], afterMs = 0, ...rest }: WithFailures = {}): MissionUnderTest {
  const tolerated = titles(30).map((title) => ({ title, maxAttempts: 1, onFailure: 'CONTINUE' }));
  const tasks = [...first, { title: 'Fatal', maxAttempts: 1 }, ...tolerated, ...last];
  const mission = aMission({ ...rest, tasks })
    .checkingAtTheEnd()
    .wait(afterMs)
    .settle();
  for (const title of titles(30)) fail(mission, title);
  if (last.length > 0 && mission.task('Last').status === 'READY') fail(mission, 'Last');
  mission.settle();
  fail(mission, 'Fatal');
  mission.settle();
  expect(mission.run.status).toBe('FAILED');
  return mission;
}

/** All was done, and scored too low. */
function notGoodEnough(input: DocumentInput): MissionUnderTest {
  const mission = aMission({ ...input, qualityThreshold: 3 }).checkingAtTheEnd();
  workThrough(mission, TOO_LOW);
  expect(mission.run.status).toBe('FAILED');
  return mission;
}

/** Works at what is ready, until nothing is. Answers the names in the order in which they were done. */
function workThrough(mission: MissionUnderTest, told: { readonly selfScore: number }): readonly string[] {
  const done: string[] = [];
  for (let ready = mission.namesIn('READY'); ready.length > 0; ready = mission.namesIn('READY')) {
    complete(mission, ready, told);
    mission.settle();
    done.push(...ready);
  }
  return done;
}

/** Each is done once more, after all before it. */
function expectWorkedInOrder(mission: MissionUnderTest): void {
  const done = workThrough(mission, GOOD);

  expect(new Set(done).size).toBe(done.length);
  expect(done).toHaveLength(mission.run.taskCounts.DONE);
  const indexOf = (name: string) => mission.task(name).index;
  const place = new Map(done.map((name, at) => [indexOf(name), at]));
  for (const { index, successors } of mission.specs) {
    const at = place.get(index);
    if (at === undefined) continue;
    for (const successor of successors) expect(place.get(successor) ?? Infinity).toBeGreaterThan(at);
  }
  expect(mission.run.status).toBe('COMPLETED');
}
