import type { EngineContext } from './context.ts';
import { deadLetterUseCases } from './dead-letter-use-cases.ts';
import { elementUseCases } from './element-use-cases.ts';
import type { Engine } from './engine.ts';
import type { FeedHub } from './feed-hub.ts';
import { growthUseCases } from './growth-use-cases.ts';
import { missionUseCases } from './mission-use-cases.ts';
import { pilotUseCases } from './pilot-use-cases.ts';
import { questions } from './questions.ts';
import { scheduleUseCases } from './schedule-use-cases.ts';
import { standaloneTasks } from './standalone-tasks.ts';
import { subscriptions } from './subscriptions.ts';
import { taskUseCases } from './task-use-cases.ts';

/** The engine on a store. Whoever follows the store's feed publishes to `hub`: it wakes the subscriptions. */
export function createEngine(context: EngineContext, hub: FeedHub): Engine {
  return {
    ...missionUseCases(context),
    ...pilotUseCases(context),
    ...scheduleUseCases(context),
    ...taskUseCases(context),
    ...standaloneTasks(context),
    ...elementUseCases(context),
    ...growthUseCases(context),
    ...deadLetterUseCases(context),
    ...questions(context),
    ...subscriptions(context, hub),
  };
}
