import { describe, expect, it } from 'vitest';
import { titleFrom } from '../../../packages/cli/src/commands/launch.ts';

describe('the title of a mission that is launched from a file', () => {
  it.each([
    ['missions/release-notes.json', 'Release notes'],
    ['a_b.c.json', 'A b c'],
    ['élan.json', 'Élan'],
    ['-.json', 'Mission'],
  ])('is made out of its name: %s', (path, title) => {
    expect(titleFrom(path)).toBe(title);
  });
});
