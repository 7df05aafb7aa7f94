/** Stands in for `@graphql-tools/executor` in bundles: `@muster/api/yoga` sets the executor of graphql-js anyway. */
import { type ExecutionArgs, execute } from 'graphql';

export function normalizedExecutor(args: ExecutionArgs) {
  return execute(args);
}
