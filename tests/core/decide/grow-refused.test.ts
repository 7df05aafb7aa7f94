/** What a run refuses to be given, with the place in what was sent. */
import { LIMITS } from '@muster/core/limits';
import { describe, expect, it } from 'vitest';
import { GrowingMission } from '../../support/a-growing-mission.ts';
import { complete } from '../../support/a-mission.ts';

const CHAIN = { tasks: ['A', { title: 'B', dependsOn: ['A'] }] };

describe('what is wrong with an addition', () => {
  const growing = new GrowingMission(CHAIN);

  it.each([
    [
      'an unknown name',
      { tasks: [{ title: 'C', dependsOn: ['Z'] }] },
      'UNKNOWN_NAME',
      ['tasks', 0, 'dependsOn', 0],
    ],
    ['a name that the run has', { tasks: ['C', 'A'] }, 'DUPLICATE_NAME', ['tasks', 1]],
    ['an unknown key', { tasks: [{ title: 'C', colour: 'red' }] }, 'UNKNOWN_KEY', ['tasks', 0, 'colour']],
    [
      'an unknown milestone',
      { tasks: [{ title: 'C', milestone: 'x' }] },
      'UNKNOWN_NAME',
      ['tasks', 0, 'milestone'],
    ],
    [
      'a bad duration',
      { delays: [{ name: 'D', duration: 'soon' }] },
      'BAD_DURATION',
      ['delays', 0, 'duration'],
    ],
    [
      'a cycle among what is new',
      {
        tasks: [
          { title: 'C', dependsOn: ['D'] },
          { title: 'D', dependsOn: ['C'] },
        ],
      },
      'CYCLE',
      ['tasks', 0],
    ],
    [
      'a cycle through the run',
      { checkpoints: [{ name: 'Look', afterTasks: ['B'], blocksTasks: ['A'] }] },
      'CYCLE',
      ['checkpoints', 0],
    ],
  ] as const)('%s is told with its place in the addition', (_, added, code, path) => {
    const problems = growing.problemsOf(added);

    expect(problems).toMatchObject([{ code, path: expect.arrayContaining([...path]) }]);
    expect(problems[0]?.path.slice(0, path.length)).toEqual(path);
  });

  it.each(['checkpoints', 'qualityGates', 'delays'] as const)(
    'what %s would hold back and has begun is told where it is named',
    (section) => {
      const begun = new GrowingMission({ tasks: [{ title: 'Build', key: 'a' }, 'B', 'C'] });
      complete(begun.mission, ['a']);
      const own = { checkpoints: {}, qualityGates: { minScore: 3 }, delays: { duration: 'PT1M' } };
      const element = { name: 'Two', blocksTasks: ['B', 'Build'], ...own[section] };

      const refused = begun.refused({
        [section]: [{ ...element, name: 'One', blocksTasks: ['C'] }, element],
      });

      expect(refused).toMatchObject({
        path: [section],
        detail: { problems: [{ code: 'SETTLED', path: [section, 1, 'blocksTasks', 1], value: 'a' }] },
      });
    },
  );

  it('a title that others name already is told of the task that has it again', () => {
    const named = new GrowingMission({
      tasks: [
        { title: 'A', key: 'a' },
        { title: 'B', dependsOn: ['A'] },
      ],
    });

    const problems = named.problemsOf({ tasks: ['C', { title: 'A', key: 'again' }] });

    expect(problems).toMatchObject([{ code: 'AMBIGUOUS_NAME', path: ['tasks', 1, 'title'], value: 'A' }]);
  });

  it.each([
    ['another key', { title: 'C', key: 'Write' }, ['tasks', 1, 'key']],
    ['a title alone', { title: 'Write' }, ['tasks', 1, 'title']],
    ['both', { title: 'Write', key: 'Write' }, ['tasks', 1, 'key']],
  ] as const)('a task takes over the title of one that was there by %s', (_what, task, path) => {
    const named = new GrowingMission({ tasks: [{ title: 'Write', key: 'w' }, 'B'] });

    const problems = named.problemsOf({ tasks: ['First', task] });

    expect(problems).toEqual([
      {
        code: 'DUPLICATE_NAME',
        path,
        value: 'Write',
        message: expect.stringContaining('is "Write", the title of the task "w": give it another key'),
      },
    ]);
  });

  it('the title of a task is the key of one that was there', () => {
    const named = new GrowingMission({ tasks: [{ title: 'A', key: 'write' }] });

    const problems = named.problemsOf({ tasks: [{ title: 'write', key: 'w' }] });

    expect(problems).toMatchObject([{ code: 'DUPLICATE_NAME', path: ['tasks', 0, 'title'], value: 'write' }]);
  });

  it('all of it is told at once', () => {
    const problems = growing.problemsOf({ tasks: [{ title: '' }, { title: 'C', dependsOn: ['Y', 'Z'] }] });

    expect(problems.map(({ code }) => code)).toEqual(['OUT_OF_RANGE', 'UNKNOWN_NAME', 'UNKNOWN_NAME']);
  });

  it.each([
    ['additionNodesMax', Array.from({ length: LIMITS.additionNodesMax + 1 }, (_, place) => `N${place}`)],
  ] as const)('over %s it is refused', (limit, tasks) => {
    expect(growing.refused({ tasks })).toMatchObject({
      code: 'LIMIT_EXCEEDED',
      path: ['tasks'],
      detail: { limit },
    });
  });

  it('over rangesPerRunMax it is refused', () => {
    const mixed = new GrowingMission({ tasks: ['A'] });
    for (let place = 1; place < LIMITS.rangesPerRunMax; place++) {
      mixed.add(
        place % 2 === 0 ? { tasks: [`T${place}`] } : { delays: [{ name: `D${place}`, duration: 'PT1H' }] },
      );
    }

    expect(mixed.refused({ tasks: ['One more'] })).toMatchObject({
      code: 'LIMIT_EXCEEDED',
      path: ['missionId'],
      detail: { limit: 'rangesPerRunMax' },
    });
  });

  it('over additionReachMax it is refused', () => {
    const many = new GrowingMission({
      tasks: Array.from({ length: LIMITS.additionReachMax + 1 }, (_, place) => `T${place}`),
    });
    const all = many.mission.nodes.map((node) => node.name);

    expect(many.refused({ checkpoints: [{ name: 'All', afterTasks: all }] })).toMatchObject({
      code: 'LIMIT_EXCEEDED',
      path: ['checkpoints'],
      detail: { limit: 'additionReachMax', actual: LIMITS.additionReachMax + 1 },
    });
  });
});
