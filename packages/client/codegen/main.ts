/** `npm run client`: writes the typed operations anew. */
import { writeFile } from 'node:fs/promises';
import { GENERATED_PATH, generateOperations } from './generate.ts';

await writeFile(GENERATED_PATH, await generateOperations());
