import type { EngineContext } from '@muster/engine/context';
import { listUnaddressed, type Unaddressed } from '@muster/engine/unaddressed';

/** All that names no mission. */
export async function whatIsAside(context: Pick<EngineContext, 'store'>): Promise<readonly Unaddressed[]> {
  const all: Unaddressed[] = [];
  for await (const one of listUnaddressed(context)) all.push(one);
  return all;
}
