import { launch } from '@muster/core/decide/launch';
import { compile } from '@muster/core/graph/compile';
import fc from 'fast-check';
import { expect } from 'vitest';
import { aDraftMission, RITA } from '../../support/a-mission.ts';
import { MissionUnderTest } from '../../support/mission-under-test.ts';
import { numbersFrom } from '../../support/numbers.ts';
import { randomDocuments } from '../graph/random-document.ts';
import { actAtRandom, resolveEverything, withPolicies } from './random-walk.ts';

const ACTS_MAX = 120;

/** Anything is done to random missions, then everything that holds them is resolved: they complete. */
export function walkAtRandom(options: { readonly numRuns: number }): void {
  const seeds = fc.integer({ min: 1, max: 2 ** 31 - 2 });
  fc.assert(
    fc.property(randomDocuments(9), seeds, (document, seed) => {
      const numbers = numbersFrom(seed);
      const { head } = aDraftMission({});
      const mission = new MissionUnderTest(head, compile(withPolicies(document, numbers)));
      mission.must(RITA, (draft) => launch(draft, mission.plan));
      mission.settle();

      for (let act = 0; act < ACTS_MAX && mission.run.status !== 'COMPLETED'; act++) {
        actAtRandom(mission, numbers);
      }
      resolveEverything(mission);

      expect(mission.run.status, JSON.stringify(mission.nodes.map(told))).toBe('COMPLETED');
    }),
    options,
  );
}

function told({ kind, name, status, waitsFor }: MissionUnderTest['nodes'][number]): string {
  return `${kind} ${name} ${status} waits for [${waitsFor.join()}]`;
}
