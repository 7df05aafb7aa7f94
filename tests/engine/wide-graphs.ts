/** Wide joins and fans, for every store: what many settle at once is told once, and nothing is lost on the way. */
import type { Claim } from '@muster/engine/engine';
import { expect, it } from 'vitest';
import { claim, claimTitles, headOf, launchMission, workAll } from '../support/a-launched-mission.ts';
import { aSubmission } from '../support/a-mission.ts';
import { ADA_IN_TESTS, answerOf, type EngineUnderTest, RITA_IN_TESTS } from '../support/an-engine.ts';

const WIDE = 500;
const FAN = 1_000;

/** To be called where tests are described; `timeout` in ms, of each of them. */
export function describeWideGraphs(
  open: () => EngineUnderTest,
  { timeout }: { readonly timeout: number },
): void {
  it(`${WIDE} predecessors of one join that settle at once release it once`, { timeout }, async () => {
    const under = open();
    const before = titles(WIDE);
    const missionId = await launchMission(under, {
      tasks: [...before, { title: 'Join', dependsOn: before }],
    });
    const claims: Claim[] = [];
    while (claims.length < WIDE) claims.push(...(await claim(under)));

    await Promise.all(parts(claims, 100).map((some) => completeInsistently(under, some)));
    await under.settle();

    expect(await claimTitles(under)).toEqual(['Join']);
    expect(await releasesOf(under, missionId, 'Join')).toBe(1);
  });

  it(`1 → ${FAN} → 1 completes`, { timeout }, async () => {
    const under = open();
    const fan = titles(FAN);
    const missionId = await launchMission(under, {
      tasks: [
        'First',
        ...fan.map((title) => ({ title, dependsOn: ['First'] })),
        { title: 'Last', dependsOn: fan },
      ],
    });

    await workAll(under);

    expect((await headOf(under, missionId)).run).toMatchObject({
      status: 'COMPLETED',
      openNodeCount: 0,
      taskCounts: { DONE: FAN + 2 },
    });
    expect(await releasesOf(under, missionId, 'Last')).toBe(1);
  });
}

function titles(count: number): readonly string[] {
  return Array.from({ length: count }, (_, place) => `T${place}`);
}

/** How often a task became READY. */
async function releasesOf(under: EngineUnderTest, missionId: Claim['ref']['missionId'], name: string) {
  let count = 0;
  for (let after = 0, more = true; more; ) {
    const page = answerOf(await under.engine.listEvents(RITA_IN_TESTS, { missionId, after, first: 100 }));
    for (const { node } of page.items) {
      after = node.sequence;
      if (node.type === 'TaskStatusChanged' && node.data.name === name && node.data.to === 'READY') count++;
    }
    more = page.hasNext;
  }
  return count;
}

function parts<T>(list: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, at) =>
    list.slice(at * size, at * size + size),
  );
}

/** Others commit to the same mission all the time: whoever loses too often is told to try again. */
async function completeInsistently(under: EngineUnderTest, claims: readonly Claim[]): Promise<void> {
  let left = claims.map(({ ref }) => ({ attempt: ref, submission: aSubmission() }));
  while (left.length > 0) {
    const answers = answerOf(await under.engine.completeTasks(ADA_IN_TESTS, { tasks: left }));
    const codes = answers.map((answer) => (answer.ok ? 'DONE' : answer.error.code));
    expect(codes.filter((code) => code !== 'DONE' && code !== 'CONFLICT')).toEqual([]);
    left = left.filter((_, position) => codes[position] === 'CONFLICT');
  }
}
