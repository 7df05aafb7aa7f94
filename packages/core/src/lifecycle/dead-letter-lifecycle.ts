import { BY_ENGINE, type Lifecycle } from './lifecycle.ts';

export const DEAD_LETTER_STATUSES = ['DEAD', 'REDRIVEN'] as const;
export type DeadLetterStatus = (typeof DEAD_LETTER_STATUSES)[number];

export type DeadLetterCommand = 'redrive' | 'die';

export const DEAD_LETTER_LIFECYCLE: Lifecycle<DeadLetterStatus, DeadLetterCommand> = {
  subject: 'dead letter',
  moves: {
    redrive: ['DEAD'],
    die: ['REDRIVEN'],
  },
  verbs: {
    redrive: 'redriveDeadLetter',
    die: BY_ENGINE,
  },
};
