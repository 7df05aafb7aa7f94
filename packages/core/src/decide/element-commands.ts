/** Passing a gate that holds, and ending a delay early: a person says so, with a reason. */
import { type NodeRef, nodeIdOf } from '../ids.ts';
import { DELAY_LIFECYCLE } from '../lifecycle/delay-lifecycle.ts';
import { GATE_LIFECYCLE } from '../lifecycle/gate-lifecycle.ts';
import { checkMove, verbOf } from '../lifecycle/lifecycle.ts';
import { ok, type Result } from '../result.ts';
import type { DelayNode, GateNode } from '../run/node.ts';
import type { Decision } from './ask.ts';
import type { Draft } from './draft.ts';
import { endRunWhenSettled } from './end-run.ts';
import { findNode } from './guard.ts';
import { closeNode, moveDelay, moveGate } from './move.ts';
import { releaseSuccessors } from './release.ts';

export interface ElementCommand {
  readonly node: NodeRef;
  readonly reason: string;
}

export function* overrideGate(draft: Draft, command: ElementCommand): Decision<Result<GateNode>> {
  const found = yield* findNode(draft, 'GATE', command.node, verbOf(GATE_LIFECYCLE, 'override'));
  if (!found.ok) return found;
  const gate = found.value;
  const legal = checkMove(GATE_LIFECYCLE, 'override', gate.status, nodeIdOf('GATE', command.node));
  if (!legal.ok) return legal;
  const override = { actor: draft.actor, at: draft.now, feedback: command.reason };
  const overridden: GateNode = { ...gate, status: 'OVERRIDDEN', override };
  moveGate(draft, gate, overridden, { command: 'override', data: { reason: command.reason } });
  yield* settled(draft, gate.index);
  return ok(overridden);
}

export function* skipDelay(draft: Draft, command: ElementCommand): Decision<Result<DelayNode>> {
  const found = yield* findNode(draft, 'DELAY', command.node, verbOf(DELAY_LIFECYCLE, 'skip'));
  if (!found.ok) return found;
  const delay = found.value;
  const legal = checkMove(DELAY_LIFECYCLE, 'skip', delay.status, nodeIdOf('DELAY', command.node));
  if (!legal.ok) return legal;
  const { isParked: _, ...rest } = delay;
  const skip = { actor: draft.actor, at: draft.now, feedback: command.reason };
  const skipped: DelayNode = { ...rest, status: 'SKIPPED', skip, settledAt: draft.now };
  moveDelay(draft, delay, skipped, { command: 'skip', data: { reason: command.reason } });
  yield* settled(draft, delay.index);
  return ok(skipped);
}

function* settled(draft: Draft, index: number): Decision<void> {
  closeNode(draft);
  yield* releaseSuccessors(draft, index);
  endRunWhenSettled(draft);
}
