/**
 * Stands in for `@aws-sdk/credential-provider-node` in bundles: a function has its credentials in its environment, for
 * as long as its process lives.
 */
import { fromEnv } from '@aws-sdk/credential-provider-env';

export function defaultProvider() {
  return fromEnv();
}
