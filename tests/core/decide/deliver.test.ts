import { deliverArtifacts } from '@muster/core/decide/deliver';
import { Draft } from '@muster/core/decide/draft';
import { submitTask } from '@muster/core/decide/submit';
import { reopenTask } from '@muster/core/decide/task-commands';
import { LIMITS } from '@muster/core/limits';
import type { NewArtifact } from '@muster/core/run/attempt';
import { describe, expect, it } from 'vitest';
import { ADA, aMission, aSubmission, claim, complete, launchAgain, RITA } from '../../support/a-mission.ts';
import type { MissionUnderTest } from '../../support/mission-under-test.ts';

function texts(...names: readonly string[]): { readonly artifacts: readonly NewArtifact[] } {
  return { artifacts: names.map((name) => ({ name, kind: 'RESEARCH', text: 'Found.' })) };
}

function versions(mission: MissionUnderTest): readonly (readonly [string, number | undefined])[] {
  return mission.artifacts.map(({ name, version }) => [name, version]);
}

function reopen(mission: MissionUnderTest, title: string): void {
  const task = mission.ref('TASK', title);
  mission.must(RITA, (draft) => reopenTask(draft, { task, reason: 'Again.' }));
}

describe('an artifact that is delivered', () => {
  it('is the next version of its name among those of its task, whatever the attempt (F1)', () => {
    const mission = aMission({ tasks: ['A', 'Hold'] });
    complete(mission, ['A'], texts('report.md', 'plan'));
    reopen(mission, 'A');
    complete(mission, ['A'], texts('sketch', 'report.md'));
    reopen(mission, 'A');
    complete(mission, ['A'], {});
    reopen(mission, 'A');

    complete(mission, ['A'], texts('report.md', 'plan'));

    expect(versions(mission)).toEqual([
      ['report.md', 1],
      ['plan', 1],
      ['sketch', 1],
      ['report.md', 2],
      ['report.md', 3],
      ['plan', 2],
    ]);
  });

  it('is another version than its namesake of the same submission', () => {
    const mission = aMission({ tasks: ['A'] });

    complete(mission, ['A'], texts('report.md', 'report.md'));

    expect(versions(mission)).toEqual([
      ['report.md', 1],
      ['report.md', 2],
    ]);
  });

  it('is told with its version', () => {
    const mission = aMission({ tasks: ['A', 'Hold'] });
    complete(mission, ['A'], texts('report.md'));
    reopen(mission, 'A');
    complete(mission, ['A'], texts('report.md'));

    const told = mission.events.filter(({ type }) => type === 'ArtifactDelivered');

    expect(told.map(({ data }) => data.version)).toEqual([1, 2]);
  });

  it('has nothing to do with namesakes of other tasks and other runs (F1)', () => {
    const mission = aMission({ tasks: ['A', 'B'] });
    complete(mission, ['A'], texts('report.md'));
    complete(mission, ['B'], texts('report.md'));
    launchAgain(mission);

    complete(mission, ['A'], texts('report.md'));

    expect(versions(mission).map(([, version]) => version)).toEqual([1, 1, 1]);
  });

  it.each([
    ['nothing for a first attempt', 1, undefined],
    ['one record for a later one', 2, { ask: 'ARTIFACT_VERSIONS', taskIndex: 0 }],
  ] as const)('asks for %s (F2)', (_, generation, asked) => {
    const mission = aMission({ tasks: ['A'] });
    const draft = new Draft(mission.head, ADA, mission.now);
    const ref = { ...mission.ref('TASK', 'A'), generation };

    const { done, value } = deliverArtifacts(draft, ref, texts('a', 'b', 'c').artifacts).next();

    expect(done ? undefined : value).toEqual(asked);
  });

  it('is refused with all of its submission when its task has delivered too many names', () => {
    const mission = aMission({ tasks: ['A', 'Hold'] });
    const names = Array.from({ length: LIMITS.artifactNamesPerTaskMax }, (_, at) => `n${at}`);
    for (let at = 0; at < names.length; at += LIMITS.artifactsPerAttemptMax) {
      complete(mission, ['A'], texts(...names.slice(at, at + LIMITS.artifactsPerAttemptMax)));
      reopen(mission, 'A');
    }
    claim(mission, ['A']);
    const attempt = mission.attemptRef('A');

    const refused = mission.refused(ADA, (draft) =>
      submitTask(draft, { attempt, submission: aSubmission(texts('n0', 'one more')) }),
    );
    complete(mission, ['A'], texts('n0'));

    expect(refused).toMatchObject({
      code: 'LIMIT_EXCEEDED',
      path: ['submission', 'artifacts'],
      detail: { limit: 'artifactNamesPerTaskMax', actual: LIMITS.artifactNamesPerTaskMax + 1 },
    });
    expect(versions(mission).at(-1)).toEqual(['n0', 2]);
  });
});
