/** Each code of the table of problems, told of the plainest document, schedule or addition that has it, at its place. */
import { parseDocument } from '@muster/core/document/parse-document';
import { PROBLEM_CODES, type Problem, type ProblemCode } from '@muster/core/document/problem';
import { LIMITS } from '@muster/core/limits';
import { parseSchedule } from '@muster/core/schedule/parse-schedule';
import { describe, expect, it } from 'vitest';
import { START } from '../support/a-mission.ts';
import { answerOf, errorOf, RITA_IN_TESTS } from '../support/an-engine.ts';
import { aDraft, launched, type Standing, work } from './standing.ts';

type Bad =
  | { readonly document: object; readonly path: Problem['path'] }
  | { readonly schedule: object; readonly path: Problem['path'] }
  /** Of a run whose task T is DONE. */
  | { readonly addition: object; readonly path: Problem['path'] };

const T = { title: 'T' };
const CRON = { cron: '0 9 * * *', timeZone: 'UTC' };
const ELEMENT = { afterTasks: [], blocksTasks: [] };

/** A new code without an example is a type error. */
const BAD: { readonly [Code in ProblemCode]: Bad } = {
  UNKNOWN_KEY: { document: { tasks: [{ ...T, dependson: [] }] }, path: ['tasks', 0, 'dependson'] },
  MISSING: { document: { tasks: [{}] }, path: ['tasks', 0, 'title'] },
  WRONG_TYPE: { document: { tasks: [{ ...T, priority: 'high' }] }, path: ['tasks', 0, 'priority'] },
  OUT_OF_RANGE: { document: { tasks: [{ ...T, priority: 6 }] }, path: ['tasks', 0, 'priority'] },
  DUPLICATE_NAME: {
    document: {
      tasks: [
        { ...T, key: 'a' },
        { title: 'U', key: 'a' },
      ],
    },
    path: ['tasks', 1, 'key'],
  },
  UNKNOWN_NAME: { document: { tasks: [{ ...T, dependsOn: ['X'] }] }, path: ['tasks', 0, 'dependsOn', 0] },
  AMBIGUOUS_NAME: {
    document: {
      tasks: [
        { ...T, key: 'a' },
        { ...T, key: 'b' },
        { title: 'U', dependsOn: ['T'] },
      ],
    },
    path: ['tasks', 2, 'dependsOn', 0],
  },
  SELF_DEPENDENCY: { document: { tasks: [{ ...T, dependsOn: ['T'] }] }, path: ['tasks', 0, 'dependsOn', 0] },
  CYCLE: {
    document: {
      tasks: [
        { ...T, dependsOn: ['U'] },
        { title: 'U', dependsOn: ['T'] },
      ],
    },
    path: ['tasks', 0],
  },
  BAD_DURATION: {
    document: { delays: [{ name: 'D', ...ELEMENT, duration: '2 days' }] },
    path: ['delays', 0, 'duration'],
  },
  BAD_INSTANT: { document: { deadline: 'tomorrow' }, path: ['deadline'] },
  BAD_CONDITION: {
    document: { qualityGates: [{ name: 'G', ...ELEMENT, condition: 'avgScore >' }] },
    path: ['qualityGates', 0, 'condition'],
  },
  UNKNOWN_AGENT: {
    document: { team: [{ name: 'ada' }], tasks: [{ ...T, assignTo: 'bob' }] },
    path: ['tasks', 0, 'assignTo'],
  },
  UNKNOWN_ASSERTION: {
    document: { tasks: [{ ...T, fulfills: ['VAL-AUTH-001'] }] },
    path: ['tasks', 0, 'fulfills', 0],
  },
  BAD_ASSERTION_ID: {
    document: { contract: [{ id: 'one', title: 'It works.' }] },
    path: ['contract', 0, 'id'],
  },
  DUPLICATE_SEQUENCE: {
    document: {
      milestones: [
        { name: 'M', sequence: 1 },
        { name: 'N', sequence: 1 },
      ],
    },
    path: ['milestones', 1, 'sequence'],
  },
  SETTLED: {
    addition: { delays: [{ name: 'D', afterTasks: [], blocksTasks: ['T'], duration: 'PT1M' }] },
    path: ['delays', 0, 'blocksTasks', 0],
  },
  LIMIT_EXCEEDED: {
    document: { tasks: Array.from({ length: LIMITS.tasksPerRunMax + 1 }, (_, at) => ({ title: `T${at}` })) },
    path: ['tasks'],
  },
  BAD_CRON: { schedule: { ...CRON, cron: 'daily' }, path: ['cron'] },
  UNKNOWN_ZONE: { schedule: { ...CRON, timeZone: 'Mars/Olympus' }, path: ['timeZone'] },
  INSTANT_PAST: { schedule: { at: '2001-01-01T00:00:00Z' }, path: ['at'] },
  NO_OCCURRENCE: { schedule: { ...CRON, cron: '0 9 30 2 *' }, path: ['cron'] },
};

async function problemsOf(bad: Bad): Promise<readonly Problem[]> {
  if ('document' in bad) return parseDocument(bad.document).problems;
  if ('schedule' in bad) return parseSchedule(bad.schedule, START).problems;
  const standing = await launched({ tasks: [T, { title: 'Open' }] });
  await work(standing, 'SUBMIT');
  const error = errorOf(await add(standing, bad.addition));
  return error.code === 'INVALID_ADDITION' ? error.detail.problems : [];
}

function add({ under, missionId }: Standing, addition: object) {
  return under.engine.addElements(RITA_IN_TESTS, { missionId, ...addition });
}

describe('the problem', () => {
  it.each(PROBLEM_CODES)('%s is told with its place and the value there', async (code) => {
    const bad = BAD[code];

    const problems = await problemsOf(bad);

    expect(problems).toMatchObject([{ code, path: bad.path }]);
    expect(problems[0]?.message).toMatch(/[.]$/);
  });
});

/** There is no place inside to lead to: the path of the refusal names the argument. */
const WHOLE: readonly (readonly [string, unknown, ProblemCode])[] = [
  ['is no object', 7, 'WRONG_TYPE'],
  [
    'is larger than a document may be',
    { tasks: [{ ...T, description: 'x'.repeat(LIMITS.documentBytesMax) }] },
    'LIMIT_EXCEEDED',
  ],
  [
    'has more problems than are told',
    { tasks: Array.from({ length: LIMITS.problemsMax + 1 }, () => ({})) },
    'LIMIT_EXCEEDED',
  ],
];

describe('the path of a problem', () => {
  it.each(PROBLEM_CODES)('leads to a place: %s', (code) => {
    expect(BAD[code].path).not.toEqual([]);
  });

  it.each(WHOLE)('is empty for a document that %s as a whole', (_, document, code) => {
    const { problems } = parseDocument(document);

    expect(problems.at(-1)).toMatchObject({ code, path: [] });
  });
});

describe('what has the problem', () => {
  const documents = PROBLEM_CODES.filter((code) => 'document' in BAD[code] && code !== 'LIMIT_EXCEEDED');
  const schedules = PROBLEM_CODES.filter((code) => 'schedule' in BAD[code]);

  it.each(documents)(
    '%s can be saved, but neither launched nor scheduled; nothing is left of trying',
    async (code) => {
      const bad = BAD[code];
      const { under, missionId, dump } = await aDraft('document' in bad ? bad.document : {});
      const before = dump();

      const launch = errorOf(await under.engine.launchMission(RITA_IN_TESTS, { missionId }));
      const schedule = errorOf(
        await under.engine.scheduleMission(RITA_IN_TESTS, { missionId, schedule: CRON }),
      );
      const planning = errorOf(await under.engine.completePlanning(RITA_IN_TESTS, { missionId }));

      for (const error of [launch, schedule, planning])
        expect(error).toMatchObject({
          code: 'INVALID_DOCUMENT',
          detail: { problems: [{ code, path: bad.path }] },
        });
      expect(dump()).toBe(before);
    },
  );

  it.each(schedules)('%s is refused when a schedule is saved; nothing is left of it', async (code) => {
    const bad = BAD[code];
    const { under, missionId, dump } = await aDraft({ tasks: [T] });
    const before = dump();

    const schedule = 'schedule' in bad ? bad.schedule : {};
    const error = errorOf(await under.engine.scheduleMission(RITA_IN_TESTS, { missionId, schedule }));

    expect(error).toMatchObject({
      code: 'INVALID_SCHEDULE',
      detail: { problems: [{ code, path: bad.path }] },
    });
    expect(dump()).toBe(before);
  });

  it('SETTLED is not added; nothing is left of it', async () => {
    const standing = await launched({ tasks: [T, { title: 'Open' }] });
    await work(standing, 'SUBMIT');
    const before = standing.dump();
    const bad = BAD.SETTLED;

    errorOf(await add(standing, 'addition' in bad ? bad.addition : {}));

    expect(standing.dump()).toBe(before);
    answerOf(
      await standing.under.engine.addTasks(RITA_IN_TESTS, {
        missionId: standing.missionId,
        tasks: [{ title: 'New' }],
      }),
    );
  });
});
