import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readDocument } from '../../packages/cli/src/read-document.ts';

describe('a document in a file', () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'muster-cli-'));
  });

  afterAll(() => rm(folder, { recursive: true }));

  async function aFile(text: string): Promise<string> {
    const path = join(folder, 'mission.json');
    await writeFile(path, text);
    return path;
  }

  it('is read as JSON, with or without a byte order mark', async () => {
    const file = await readDocument(await aFile('\uFEFF{ "tasks": [] }'));

    expect(file.document).toEqual({ tasks: [] });
  });

  it('knows the line and column of every part', async () => {
    const file = await readDocument(
      await aFile('{\n  "tasks": [\n    { "title": "a" },\n    { "title": 7 }\n  ]\n}'),
    );

    expect(file.placeOf(['tasks', '1', 'title'])).toEqual({ line: 4, column: 16 });
  });

  it('points at the nearest part around one that is missing', async () => {
    const file = await readDocument(await aFile('{\n  "tasks": [\n    {}\n  ]\n}'));

    expect(file.placeOf(['tasks', '0', 'title'])).toEqual({ line: 3, column: 5 });
    expect(file.placeOf([])).toEqual({ line: 1, column: 1 });
  });

  it.each([
    ['a comma too many', '{ "tasks": [1,] }', { line: 1, column: 15 }],
    ['a comment', '{\n  // mine\n}', { line: 2, column: 3 }],
    ['an end that comes too early', '{\n  "tasks": [', { line: 2, column: 13 }],
    ['nothing at all', '', { line: 1, column: 1 }],
  ])('is BROKEN_JSON with its place for %s', async (_name, text, place) => {
    const path = await aFile(text);

    const failure = readDocument(path);

    await expect(failure).rejects.toMatchObject({
      code: 'BROKEN_JSON',
      exitCode: 2,
      detail: { path, ...place },
    });
    await expect(failure).rejects.toThrow(`${path}:${place.line}:${place.column}: this is not JSON.`);
  });

  it('shows the broken line with a mark under the place', async () => {
    const failure = readDocument(await aFile('{ "tasks": [1,] }'));

    await expect(failure).rejects.toMatchObject({
      remedy: expect.stringContaining(`  { "tasks": [1,] }\n  ${' '.repeat(14)}^\n`),
    });
  });

  it('is FILE_UNREADABLE where there is none, or a folder', async () => {
    await expect(readDocument(join(folder, 'nothing.json'))).rejects.toMatchObject({
      code: 'FILE_UNREADABLE',
    });
    await expect(readDocument(folder)).rejects.toThrow('this is a folder');
  });
});
