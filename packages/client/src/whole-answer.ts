/** Answers that were too large for a message of a socket: fetched over HTTP by the id that came instead. */
import { LargeAnswerDocument } from './generated/operations.ts';
import { postOperation, type Target } from './post-operation.ts';
import { fieldOf, TransportError } from './transport-error.ts';

export interface Answer {
  readonly data?: unknown;
  readonly errors?: readonly unknown[] | undefined;
}

export async function wholeAnswer(target: Target, told: Answer, signal: AbortSignal): Promise<Answer> {
  const id = answerIdOf(told);
  if (id === undefined) return told;
  const { largeAnswer } = await postOperation(
    target,
    { operation: LargeAnswerDocument, variables: { id } },
    { signal },
  );
  const errors = fieldOf(largeAnswer, 'errors');
  const data = fieldOf(largeAnswer, 'data');
  if (data === undefined && errors === undefined) {
    throw new TransportError(
      'BAD_ANSWER',
      'An answer that was too large for its socket is not kept any more.',
    );
  }
  return { data, ...(Array.isArray(errors) && { errors }) };
}

function answerIdOf({ errors }: Answer): string | undefined {
  const id = fieldOf(fieldOf(errors?.[0], 'extensions'), 'answerId');
  return typeof id === 'string' ? id : undefined;
}
