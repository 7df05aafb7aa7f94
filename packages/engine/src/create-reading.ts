import { additionQuestions } from './addition-questions.ts';
import { attentionQuestions } from './attention.ts';
import type { EngineContext } from './context.ts';
import { deadLetterQuestions } from './dead-letter-questions.ts';
import type { Reading } from './engine.ts';
import type { FeedHub } from './feed-hub.ts';
import { largeAnswers } from './large-answers.ts';
import { notifyQuestions } from './notify/notify-questions.ts';
import { questions } from './questions.ts';
import { standaloneQuestions } from './standalone-questions.ts';
import { subscriptions } from './subscriptions.ts';

/** See `createEngine`. */
export function createReading(context: EngineContext, hub: FeedHub): Reading {
  return {
    ...questions(context),
    ...standaloneQuestions(context),
    ...deadLetterQuestions(context),
    ...notifyQuestions(context),
    ...attentionQuestions(context),
    ...additionQuestions(context),
    ...largeAnswers(context),
    ...subscriptions(context, hub),
  };
}
