/** Traces, in stages that ask for them: loaded with the first call of a port. Elsewhere nothing of it is loaded. */
import type { Trace } from '@muster/engine/tracing';

/** Of the library, which reads it too. */
const isAsked = process.env.POWERTOOLS_TRACE_ENABLED === 'true';

export const trace: Trace | undefined = isAsked
  ? async (span, work) => (await import('./x-ray.ts')).trace(span, work)
  : undefined;
