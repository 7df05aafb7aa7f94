/** What the service refuses, as its JSON protocol tells it: a shape's name, and the code of the older query protocol. */
export class SqsFault extends Error {
  override readonly name = 'SqsFault';
  readonly shape: string;
  /** What the SDK takes for the name of the error. */
  readonly code: string;

  constructor(shape: string, code: string, message: string) {
    super(message);
    this.shape = shape;
    this.code = code;
  }
}

export function invalidValue(message: string): SqsFault {
  return new SqsFault('InvalidParameterValue', 'InvalidParameterValue', message);
}

export function missingParameter(name: string): SqsFault {
  const message = `The request must contain the parameter ${name}.`;
  return new SqsFault('MissingParameter', 'MissingParameter', message);
}

/** A fault whose code carries the prefix that the query protocol gave it. */
export function serviceFault(shape: string, message: string, code = shape): SqsFault {
  return new SqsFault(shape, `AWS.SimpleQueueService.${code}`, message);
}

export function noSuchQueue(): SqsFault {
  return serviceFault('QueueDoesNotExist', 'The specified queue does not exist.', 'NonExistentQueue');
}

export function throttled(): SqsFault {
  return new SqsFault('RequestThrottled', 'RequestThrottled', 'The request was denied: too many requests.');
}
