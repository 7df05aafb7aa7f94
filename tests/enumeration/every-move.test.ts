/**
 * Every status with every command that callers have, through the engine: what the table of the lifecycle allows is done;
 * all else is refused, with what is possible instead and the argument that names it, and leaves every stored byte as it was. The tables say what is
 * walked: a new one, a new status and a new command fail here until there is a way to walk them.
 */
import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { anEngine } from '../support/an-engine.ts';
import { argumentsOf } from './arguments-of.ts';
import { claimedCount } from './calls.ts';
import { type Pair, WALKS, type Walk } from './walks.ts';

const FOLDER = new URL('../../packages/core/src/lifecycle/', import.meta.url);
const TABLES = readdirSync(FOLDER)
  .filter((file) => file.endsWith('-lifecycle.ts'))
  .map((file) => file.slice(0, -'-lifecycle.ts'.length));

/** A table of a lifecycle, as its file exports it. */
async function tableOf(name: string) {
  const module: Record<string, unknown> = await import(new URL(`${name}-lifecycle.ts`, FOLDER).href);
  const exported = (ending: string) => Object.entries(module).find(([key]) => key.endsWith(ending))?.[1];
  const table = exported('_LIFECYCLE') as { moves: object; verbs: Record<string, string | undefined> };
  return { table, statuses: exported('_STATUSES') as readonly string[] };
}

describe('the walk over every status and command', () => {
  it('has a way for each lifecycle whose commands callers can give', async () => {
    const { engine } = anEngine();
    const withCallers: string[] = [];
    for (const name of TABLES) {
      const verbs = Object.values((await tableOf(name)).table.verbs).filter((verb) => verb !== undefined);
      // Until the engine knows all of its commands, a lifecycle is but a plan.
      if (verbs.length > 0 && verbs.every((verb) => verb in engine || verb === 'completeTask'))
        withCallers.push(name);
    }

    expect(Object.keys(WALKS).sort()).toEqual(withCallers.sort());
  });

  it.each(Object.keys(WALKS))('leaves out no status and no command: %s', async (name) => {
    const { table, statuses } = await tableOf(name);
    const walk = WALKS[name];
    const withVerb = Object.entries(table.verbs).flatMap(([command, verb]) => (verb ? [command] : []));

    expect(walk?.commands.map(({ command }) => command).sort()).toEqual(withVerb.sort());
    // The statuses that a pilot sets are some of a mission's.
    if (name !== 'pilot') expect(walk?.statuses).toEqual(statuses);
    for (const status of walk?.statuses ?? []) {
      const command = withVerb[0] ?? '';
      const ways = await Promise.all((walk?.ways ?? []).map((way) => way.at({ status, command })));
      expect(
        ways.some((standing) => standing !== undefined),
        `a way to ${status}`,
      ).toBe(true);
    }
  });
});

describe.each(Object.entries(WALKS))('%s', (_, walk) => {
  describe.each(walk.ways)('$name', (way) => {
    const pairs = walk.statuses.flatMap((status) =>
      walk.commands.map(({ command }) => ({ status, command })),
    );

    it.each(pairs)('that is $status: $command', async (pair: Pair) => {
      const standing = await way.at(pair);
      if (!standing) {
        // Another way leads there: the first test sees to it.
        expect(walk.ways.length).toBeGreaterThan(1);
        return;
      }
      const call = way.call(pair);
      const before = standing.dump();

      const result = await call?.(standing, { idempotencyKey: 'walked' });

      const outcome = way.outcome(pair);
      if (outcome === 'DONE') {
        expect(result).toMatchObject({ ok: true });
        expect(claimedCount(result)).not.toBe(0);
        return;
      }
      if (outcome === 'UNCHANGED') {
        expect(result).toMatchObject({ ok: true });
        expect(withoutReceipts(standing.dump())).toBe(before);
        return;
      }
      expect(sorted(result)).toMatchObject({ ok: false, error: outcome });
      if (result && !result.ok) expect(argumentsOf(mutationOf(walk, pair))).toContain(result.error.path[0]);
      expect(standing.dump()).toBe(before);
    });
  });
});

/** A verb may say in parentheses what its mutation is asked for. */
function mutationOf(walk: Walk, { command }: Pair): string {
  return walk.commands.find((one) => one.command === command)?.verb.replace(/\(.*/, '') ?? '';
}

/** That it was answered is remembered, under its key. */
function withoutReceipts(dump: string): string {
  return dump
    .split('\n')
    .filter((line) => !line.includes('#K#'))
    .join('\n');
}

/** The order of what is possible says nothing. */
function sorted(result: unknown): unknown {
  const copy = JSON.parse(JSON.stringify(result ?? null));
  copy?.error?.detail?.legal?.sort();
  return copy;
}
