import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { GENERATED_PATH, generateOperations } from '../../packages/client/codegen/generate.ts';

describe('the generated operations', () => {
  it('are what the schema and the operations say now: `npm run client` writes them anew', async () => {
    const committed = await readFile(GENERATED_PATH, 'utf8');

    const fresh = await generateOperations();

    expect(committed).toBe(fresh);
  });
});
