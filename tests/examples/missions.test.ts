import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { computePlan } from '../../packages/core/src/document/compute-plan.ts';
import { parseDocument } from '../../packages/core/src/document/parse-document.ts';

const FOLDER = join(import.meta.dirname, '../../examples/missions');
const names = await readdir(FOLDER);

async function parsed(name: string) {
  return parseDocument(JSON.parse(await readFile(join(FOLDER, name), 'utf8')));
}

describe('the missions to start from', () => {
  it.each(names)('have no problems: %s', async (name) => {
    const { problems } = await parsed(name);

    expect(problems).toEqual([]);
  });

  it.each(names)('claim every assertion of their contract: %s', async (name) => {
    const { document } = await parsed(name);
    if (!document) throw new Error(`${name} has no document`);

    expect(computePlan(document).coverage.unclaimed).toEqual([]);
  });

  it('are one to read in a minute, one for the demo, and one with data', () => {
    expect(names.sort()).toEqual(['hello.json', 'nightly-figures.json', 'product-launch.json']);
  });

  it('show in the demo what a mission can hold', async () => {
    const { document } = await parsed('product-launch.json');
    if (!document) throw new Error('the demo has no document');
    const { tasks, checkpoints, qualityGates, delays, milestones } = document;

    expect(tasks.length).toBeGreaterThanOrEqual(12);
    expect(computePlan(document).width).toBeGreaterThanOrEqual(3);
    expect(tasks.filter(({ review }) => review === 'REQUIRED').length).toBeGreaterThanOrEqual(1);
    expect(qualityGates[0]).toMatchObject({ minScore: 4, requireAllPassed: true });
    expect([checkpoints.length, delays.length, milestones.length]).toEqual([1, 1, 3]);
  });
});
