/** The functions as they are deployed, in this process: each keeps what it made, as a warm process on Lambda does. */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { FUNCTION_NAMES, FUNCTIONS, type FunctionName } from '@muster/infra/functions';
import type { LambdaFunction, LambdaHandler } from './gateway/lambda-function.ts';

export type LocalFunctions = Readonly<Record<FunctionName, LambdaFunction>>;

/**
 * From their sources, or from the folder of their bundles. Functions read their environment when they are loaded: it has
 * to be set before.
 */
export async function loadFunctions(bundles?: string): Promise<LocalFunctions> {
  const loaded = FUNCTION_NAMES.map(async (name) => {
    const { entry, timeoutSeconds } = FUNCTIONS[name];
    const { handler } = await (bundles === undefined ? SOURCES[name]() : bundled(bundles, entry));
    const called: LambdaFunction = {
      name,
      handler: handler as LambdaHandler,
      timeoutMs: timeoutSeconds * 1_000,
    };
    return [name, called] as const;
  });
  return Object.fromEntries(await Promise.all(loaded)) as LocalFunctions;
}

interface Loaded {
  readonly handler: unknown;
}

const SOURCES: Readonly<Record<FunctionName, () => Promise<Loaded>>> = {
  graphql: () => import('@muster/functions/graphql'),
  socket: () => import('@muster/functions/socket'),
  advance: () => import('@muster/functions/advance'),
  timers: () => import('@muster/functions/timers'),
  notify: () => import('@muster/functions/notify'),
  sweep: () => import('@muster/functions/sweep'),
  relay: () => import('@muster/functions/relay'),
  publish: () => import('@muster/functions/publish'),
  deadLetters: () => import('@muster/functions/dead-letters'),
};

/** Node loads it, also where something else loads our sources. */
function bundled(folder: string, entry: string): Loaded {
  return createRequire(import.meta.url)(join(folder, entry, 'index.mjs'));
}
