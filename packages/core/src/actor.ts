export const ACTOR_KINDS = ['USER', 'AGENT', 'SYSTEM'] as const;
export type ActorKind = (typeof ACTOR_KINDS)[number];

/** Who did it. Taken from the credential, never from an argument. `name` is unique within the workspace. */
export interface Actor {
  readonly kind: ActorKind;
  readonly name: string;
}

/** The engine itself: timers, leases, continuations. */
export const SYSTEM_ACTOR: Actor = { kind: 'SYSTEM', name: 'engine' };
