import { access, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buildSchema, parse, validate } from 'graphql';
import { describe, expect, it } from 'vitest';
import { createProgram } from '../../packages/cli/src/program.ts';
import { coverageOfInput } from '../../packages/core/src/document/coverage.ts';
import { parseDocument } from '../../packages/core/src/document/parse-document.ts';
import { MISSION_STATUSES } from '../../packages/core/src/lifecycle/mission-lifecycle.ts';

const ROOT = join(import.meta.dirname, '../..');
const readme = await readFile(join(ROOT, 'README.md'), 'utf8');

function matches(pattern: RegExp): readonly string[] {
  return [...readme.matchAll(pattern)].flatMap((match) => match[1] ?? []);
}

describe('the README', () => {
  it('names only npm scripts that exist', async () => {
    const { scripts } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'));
    const named = [...matches(/npm run ([a-z:]+)/g), ...matches(/npm (start|test)\b/g)];

    expect(named.length).toBeGreaterThan(5);
    expect(Object.keys(scripts)).toEqual(expect.arrayContaining([...named]));
  });

  it('names only files that exist, in links and in commands', async () => {
    const linked = matches(/\]\((?!https?:)([^)#]+)\)/g);
    const used = matches(/\s((?:examples|packages|schema|tests)\/[\w./-]+)/g);

    expect(linked.length).toBeGreaterThan(8);
    expect(used.length).toBeGreaterThan(1);
    for (const path of [...linked, ...used]) await access(join(ROOT, path));
  });

  it('shows only GraphQL that the schema takes', async () => {
    const schema = buildSchema(await readFile(join(ROOT, 'schema/schema.graphql'), 'utf8'));
    const blocks = matches(/```graphql\n([\s\S]*?)```/g);

    expect(blocks).toHaveLength(3);
    for (const block of blocks) expect(validate(schema, parse(block))).toEqual([]);
  });

  it('shows only documents without problems, whose contract is covered', () => {
    const blocks = matches(/```json\n([\s\S]*?)```/g);

    expect(blocks).toHaveLength(1);
    for (const block of blocks) {
      expect(parseDocument(JSON.parse(block)).problems).toEqual([]);
      expect(coverageOfInput(JSON.parse(block))).toMatchObject({ percent: 100, isSufficient: true });
    }
  });

  it('shows only commands and options that the command line knows', () => {
    const program = createProgram(async () => undefined);
    const shown = matches(/^npm run muster -- (.*)$/gm);

    expect(shown.length).toBeGreaterThan(5);
    for (const line of shown) {
      const [name, ...words] = line.split(' ');
      const command = program.commands.find((each) => each.name() === name);
      const options = words.filter((word) => word.startsWith('--'));

      expect([line, command?.options.map(({ long }) => long)]).toEqual([
        line,
        expect.arrayContaining(options),
      ]);
    }
  });

  it('lists every command of the command line that acts on a mission', () => {
    const known = createProgram(async () => undefined).commands.map((command) => command.name());
    const shown = new Set(matches(/npm run muster -- ([\w-]+)/g));

    expect(known.filter((name) => !shown.has(name))).toEqual(['start']);
  });

  it('maps every status of a mission to a plain word', () => {
    for (const status of MISSION_STATUSES) expect(readme).toContain(`\`${status}\``);
  });
});
