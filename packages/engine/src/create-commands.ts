import type { EngineContext } from './context.ts';
import { contractUseCases } from './contract-use-cases.ts';
import { deadLetterUseCases } from './dead-letter-use-cases.ts';
import { elementUseCases } from './element-use-cases.ts';
import type { Commands } from './engine.ts';
import { growthUseCases } from './growth-use-cases.ts';
import { missionUseCases } from './mission-use-cases.ts';
import { channelCommands } from './notify/channel-commands.ts';
import { deliveryCommands } from './notify/delivery-commands.ts';
import { pilotUseCases } from './pilot-use-cases.ts';
import { scheduleUseCases } from './schedule-use-cases.ts';
import { standaloneTasks } from './standalone-tasks.ts';
import { taskUseCases } from './task-use-cases.ts';

export function createCommands(context: EngineContext): Commands {
  return {
    ...missionUseCases(context),
    ...pilotUseCases(context),
    ...scheduleUseCases(context),
    ...taskUseCases(context),
    ...standaloneTasks(context),
    ...elementUseCases(context),
    ...contractUseCases(context),
    ...growthUseCases(context),
    ...deadLetterUseCases(context),
    ...channelCommands(context),
    ...deliveryCommands(context),
  };
}
