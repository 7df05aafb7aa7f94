/**
 * The order of the files: those that take longest begin, so that none of them runs alone at the end. Vitest knows by
 * itself how long files took, but only on a machine that has run them before. It puts files with processes of their own
 * in front of all others; that stays, because a shared process ends when such a file comes next.
 */
import { relative } from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** What took more than twenty seconds on two busy cores, the slowest first. */
const SLOWEST = [
  'examples/demo.test.ts',
  'aws-local/local-cloud.test.ts',
  'sim/sim.test.ts',
  'dynamodb/engine-suites-tasks.test.ts',
  'oracle/oracle.test.ts',
  'functions/bundles.test.ts',
  'server/webhooks-and-kills.test.ts',
  'cli/main.test.ts',
  'dynamodb/cost.test.ts',
  'core/schedule/cron.test.ts',
];

export class SlowestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted.sort((a, b) => Number(isShared(a)) - Number(isShared(b)) || placeOf(a) - placeOf(b));
  }
}

function isShared({ project }: TestSpecification): boolean {
  return !project.config.isolate;
}

function placeOf({ moduleId }: TestSpecification): number {
  const place = SLOWEST.indexOf(relative(import.meta.dirname, moduleId).replaceAll('\\', '/'));
  return place < 0 ? SLOWEST.length : place;
}
