import type { WorkspaceId } from '@muster/core/ids';
import type { Instant } from '@muster/core/instant';
import type { DeliveryId } from '@muster/core/notify/notify-ids';
import type { TargetRules } from '@muster/core/notify/target-url';
import type { Key, Store, StoredRecord } from './ports/store.ts';

/** Everything the engine needs from outside. One seed can drive all of it. */
export interface EngineContext {
  readonly store: Store;
  readonly now: () => Instant;
  /** A fresh ULID: 26 characters of Crockford base 32, ascending within the process. */
  readonly nextId: () => string;
  /** Uniform in [0, 1): jitter. */
  readonly random: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  /** Collision-resistant digest of a text, hexadecimal. */
  readonly digest: (text: string) => string;
  readonly log: Logger;
  /** Told after a commit when something of it comes due: lets a timer wake up in time. A hint. */
  readonly onDue?: (due: Instant) => void;
  /** Told after a commit what is in it for the queues: a dispatcher's. Never throws. */
  readonly onCommitted?: (work: CommittedWork) => void;
  /** Told of what notifications make of commits and commands. */
  readonly notifying?: Notifying;
  /** Where people may have notifications sent: to public addresses unless told. */
  readonly targets?: TargetRules;
  /** 256 bits from a source that can't be guessed, as 43 characters of base64url. */
  readonly newSecret?: () => string;
  /**
   * Commits tell the relay what comes due, and those with messages can be found by `sweepOutbox`: for a committer that
   * may die before it has sent anything, and a feed that may lose what it was to carry.
   */
  readonly keepsOutbox?: boolean;
}

/** Hints, after the commit. Neither throws. */
export interface Notifying {
  /** They may be sent now. */
  readonly deliveriesDue: (deliveries: readonly DueDelivery[]) => void;
  /** What was remembered of the workspace's rules is old. */
  readonly rulesChanged: (workspaceId: WorkspaceId) => void;
}

export interface DueDelivery {
  readonly workspaceId: WorkspaceId;
  readonly id: DeliveryId;
}

/** What a commit has left to others. */
export interface CommittedWork {
  /** Its record in the log, when there is one. */
  readonly log: StoredRecord | undefined;
  /** Places in the due index that are new. */
  readonly comingDue: readonly Key[];
}

export interface Logger {
  readonly debug: (fields: object, message: string) => void;
  readonly info: (fields: object, message: string) => void;
  readonly warn: (fields: object, message: string) => void;
  readonly error: (fields: object, message: string) => void;
}
