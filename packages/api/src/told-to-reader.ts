import { type ExecutionResult, GraphQLError } from 'graphql';
import type { Services } from './services.ts';
import { whileAuthorised } from './while-authorised.ts';

/** Nothing is told before it is durable, and nothing to a key that was revoked: that one's last answer says why. */
export function toldToReader(
  services: Services,
  authorization: string | null | undefined,
  source: AsyncIterable<ExecutionResult>,
): AsyncIterableIterator<ExecutionResult> {
  return endedByAnswer(whileAuthorised(services, authorization, services.streams.follow(source)));
}

/** An event stream can't fail halfway: the last answer says why there are no more. */
function endedByAnswer(told: AsyncIterableIterator<ExecutionResult>): AsyncIterableIterator<ExecutionResult> {
  let isOver = false;
  const ended: AsyncIterableIterator<ExecutionResult> = {
    next: async () => {
      if (isOver) return { done: true, value: undefined };
      try {
        return await told.next();
      } catch (error) {
        if (!(error instanceof GraphQLError)) throw error;
        isOver = true;
        return { done: false, value: { errors: [error] } };
      }
    },
    // Not a generator: one could not be ended while it waits for its next event.
    return: async () => {
      await told.return?.();
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]: () => ended,
  };
  return ended;
}
