/** What functions tell of themselves: structured logs, and metrics that CloudWatch reads out of them. */
import { Logger as Powertools } from '@aws-lambda-powertools/logger';
import type { Logger } from '@muster/engine/context';

const powertools = new Powertools();

/** The engine's logger. What is logged under `err` is shown with its stack and its causes. */
export const log: Logger = {
  debug: (fields, message) => powertools.debug(message, withError(fields)),
  info: (fields, message) => powertools.info(message, withError(fields)),
  warn: (fields, message) => powertools.warn(message, withError(fields)),
  error: (fields, message) => powertools.error(message, withError(fields)),
};

function withError(fields: object): { [name: string]: unknown } {
  const { err, ...rest } = fields as { readonly err?: unknown };
  if (err === undefined) return rest;
  return { ...rest, error: err instanceof Error ? err : new Error(String(err)) };
}
