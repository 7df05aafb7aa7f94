/** The functions as they are deployed, in this process: each keeps what it made, as a warm process on Lambda does. */
import { FUNCTIONS, type FunctionName } from '@muster/infra/functions';
import type { LambdaFunction, LambdaHandler } from './gateway/lambda-function.ts';

export type LocalFunctions = Readonly<Record<FunctionName, LambdaFunction>>;

/** Functions read their environment when they are loaded: it has to be set before. */
export async function loadFunctions(): Promise<LocalFunctions> {
  const [graphql, socket, advance, timers, sweep, relay, publish, deadLetters] = await Promise.all([
    import('@muster/functions/graphql'),
    import('@muster/functions/socket'),
    import('@muster/functions/advance'),
    import('@muster/functions/timers'),
    import('@muster/functions/sweep'),
    import('@muster/functions/relay'),
    import('@muster/functions/publish'),
    import('@muster/functions/dead-letters'),
  ]);
  return {
    graphql: called('graphql', graphql),
    socket: called('socket', socket),
    advance: called('advance', advance),
    timers: called('timers', timers),
    sweep: called('sweep', sweep),
    relay: called('relay', relay),
    publish: called('publish', publish),
    deadLetters: called('deadLetters', deadLetters),
  };
}

function called(name: FunctionName, { handler }: { readonly handler: unknown }): LambdaFunction {
  return { name, handler: handler as LambdaHandler, timeoutMs: FUNCTIONS[name].timeoutSeconds * 1_000 };
}
