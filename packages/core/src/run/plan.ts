/** What a document compiles to: the nodes of a run as they stand before the first one is released. */
import type { DeadlineDefinition } from '../document/document.ts';
import type { NotifyingPart } from '../notify/notifying-parts.ts';
import type { NodeRange } from './mission.ts';
import type { Node, NodeSpec } from './node.ts';

export interface Plan {
  /** `nodes[i].index === specs[i].index === i`; ordered by kind: tasks, checkpoints, gates, delays, milestones, junctions, assertions, validations. */
  readonly nodes: readonly Node[];
  readonly specs: readonly NodeSpec[];
  readonly ranges: readonly NodeRange[];
  /** Nodes that wait for nobody, ascending. */
  readonly roots: readonly number[];
  /** Assertions and validations behind the graph's nodes, and the validation that holds the end of the run. */
  readonly contract?: { readonly nodeCount: number; readonly finalValidation?: number };
  readonly taskCount: number;
  readonly weightTotal: number;
  readonly deadline?: DeadlineDefinition;
  readonly qualityThreshold?: number;
  /** Agents of the team that may hold only so many tasks of the run at once. */
  readonly agentLimits?: readonly { readonly name: string; readonly max: number }[];
  /** Where it has rules or channels for notifications; absent when it has none. */
  readonly notifies?: readonly NotifyingPart[];
}
