/**
 * A decision is a generator: it asks for the records it turns out to need and is resumed with them. So it stays pure,
 * loads nothing in vain, and the same code runs on any store, in a test, or in a simulation.
 */
import type { ArtifactVersions, Attempt } from '../run/attempt.ts';
import type { Node, NodeSpec } from '../run/node.ts';

export type Ask =
  | { readonly ask: 'NODES'; readonly indexes: readonly number[] }
  | { readonly ask: 'SPECS'; readonly indexes: readonly number[] }
  /** Both of each: one look into the store instead of two. */
  | { readonly ask: 'NODES_AND_SPECS'; readonly indexes: readonly number[] }
  | { readonly ask: 'ATTEMPTS'; readonly places: readonly AttemptPlace[] }
  /** Of one task. */
  | { readonly ask: 'ARTIFACT_VERSIONS'; readonly taskIndex: number }
  /** Nodes that wait for nobody, ascending. */
  | { readonly ask: 'ROOTS' };

/** In the order asked; undefined for what isn't there. */
export type Answer =
  | { readonly nodes: readonly (Node | undefined)[] }
  | { readonly specs: readonly (NodeSpec | undefined)[] }
  | { readonly nodes: readonly (Node | undefined)[]; readonly specs: readonly (NodeSpec | undefined)[] }
  | { readonly attempts: readonly (Attempt | undefined)[] }
  | { readonly artifactVersions: ArtifactVersions | undefined }
  | { readonly roots: readonly number[] };

export interface AttemptPlace {
  readonly index: number;
  readonly generation: number;
}

export type Decision<T> = Generator<Ask, T, Answer>;
