import type { Actor } from './actor.ts';
import type { Retried, Retrying } from './run/mission.ts';

/**
 * What a commit asks to be done next. Messages arrive twice, late and in any order: whoever handles one looks at the
 * state, does what is still to be done, and changes nothing when there is nothing left.
 */
export type Message =
  /** Tell successors number `cursor` and later of a settled node that it has settled. */
  | {
      readonly type: 'RELEASE';
      readonly runNumber: number;
      readonly from: number | 'START';
      readonly cursor: number;
    }
  /** Skip successors number `cursor` and later of a node because of its failure. */
  | { readonly type: 'SKIP'; readonly runNumber: number; readonly from: number; readonly cursor: number }
  /** Make successors number `cursor` and later of a reopened node wait for it again. */
  | { readonly type: 'REARM'; readonly runNumber: number; readonly from: number; readonly cursor: number }
  /**
   * Undo what stands behind these nodes, each after all that stand before it: behind the first of them from successor number
   * `cursor` on. `since`: the last event before it began.
   */
  | {
      readonly type: 'UNDO';
      readonly runNumber: number;
      readonly since: number;
      readonly indexes: readonly number[];
      readonly cursor: number;
      readonly reason: string;
    }
  /** Write out the rest of a launch. */
  | { readonly type: 'STAGE'; readonly runNumber: number }
  /** Cancel the open tasks of a cancelled run, from node `cursor` on. */
  | { readonly type: 'CANCEL_TASKS'; readonly runNumber: number; readonly cursor: number }
  /** Reset what failed, and what that stopped, from node `cursor` on. What is optional is absent in former releases. */
  | (Retried & {
      readonly type: 'RETRY_FAILED';
      readonly runNumber: number;
      readonly cursor: number;
      readonly since?: number;
      readonly phase?: Retrying['phase'];
      readonly by?: Actor;
    })
  /** Make ready what waits for nobody among the nodes that were added to the run: from `from` on, up to `to`. */
  | { readonly type: 'OPEN'; readonly runNumber: number; readonly from: number; readonly to: number }
  /** Something was added behind these tasks: their remaining paths are this long, in minutes. */
  | {
      readonly type: 'LENGTHEN';
      readonly runNumber: number;
      readonly paths: readonly { readonly index: number; readonly minutes: number }[];
    }
  /** Do what comes next in the validation at `index`. */
  | { readonly type: 'VALIDATE'; readonly runNumber: number; readonly index: number }
  /** Bring tasks that stand aside back into the claim queue: those in the lanes after `afterLane`, else in all. */
  | { readonly type: 'UNPARK'; readonly runNumber: number; readonly afterLane?: string }
  /** Write the report of an ended run. */
  | { readonly type: 'REPORT'; readonly runNumber: number };
