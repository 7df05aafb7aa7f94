/** Spans as subsegments of what X-Ray knows about the invocation. */
import { Tracer } from '@aws-lambda-powertools/tracer';
import type { Trace } from '@muster/engine/tracing';

const tracer = new Tracer({ captureHTTPsRequests: false });
/** It stands for every invocation, and can be asked for only while this module is loaded. */
const anyInvocation = tracer.getSegment();

/** Looks up which trace the invocation is of: the library does so when it is asked for the segment. */
function thisInvocation() {
  return tracer.provider.getNamespace().runAndReturn(() => {
    if (anyInvocation) tracer.setSegment(anyInvocation);
    return tracer.getSegment();
  });
}

export const trace: Trace = async ({ name, annotations }, work) => {
  const segment = thisInvocation()?.addNewSubsegment(name);
  for (const [key, value] of Object.entries(annotations)) segment?.addAnnotation(key, value);
  try {
    return await work();
  } catch (error) {
    segment?.addError(error instanceof Error ? error : String(error));
    throw error;
  } finally {
    segment?.close();
  }
};
