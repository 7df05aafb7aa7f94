import type { Actor } from './actor.ts';
import type { MissionId } from './ids.ts';
import type { Instant } from './instant.ts';
import type { DeadLetterStatus } from './lifecycle/dead-letter-lifecycle.ts';

export const DEAD_LETTER_ORIGINS = ['MESSAGE', 'TIMER'] as const;
export type DeadLetterOrigin = (typeof DEAD_LETTER_ORIGINS)[number];

/** Work of a mission that could not be done, however often it was tried, and that waits for a person to look at it. */
export interface DeadLetter {
  readonly missionId: MissionId;
  /** What has died, within its mission: the same whenever the same thing dies. */
  readonly name: string;
  readonly status: DeadLetterStatus;
  readonly origin: DeadLetterOrigin;
  /** The message as it was sent, or what came due when. */
  readonly content: unknown;
  /** For people: why it could not be handled the last time. */
  readonly reason: string;
  /** How often it has died. */
  readonly deathCount: number;
  /** Last. */
  readonly diedAt: Instant;
  readonly redrivenAt?: Instant;
  readonly redrivenBy?: Actor;
}
