/** Writes the golden files that do not exist yet: `node tests/golden/write.ts`. Those that do are never touched. */
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { samples } from './samples.ts';

for (const [name, record] of Object.entries(samples())) {
  const file = join(import.meta.dirname, `${name}.json`);
  if (!existsSync(file)) writeFileSync(file, `${JSON.stringify(record, null, 2)}\n`);
}
