/** Commands on checkpoints, quality gates and delays. */

import type { Decision } from '@muster/core/decide/ask';
import { approveCheckpoint, rejectCheckpoint } from '@muster/core/decide/checkpoint';
import { type Draft, isKind } from '@muster/core/decide/draft';
import { overrideGate, skipDelay } from '@muster/core/decide/element-commands';
import { notFound } from '@muster/core/error-table';
import { type NodeKind, nodeIdOf } from '@muster/core/ids';
import { err, ok, type Result } from '@muster/core/result';
import type { NodeOf } from '@muster/core/run/node';
import { subjectOf } from '@muster/core/subject';
import { commitDecision } from './commit-loop.ts';
import type { EngineContext } from './context.ts';
import type { ElementCommands, NodeAnswer, OnNode } from './engine.ts';
import { loadHeads, loadNodes } from './loading.ts';
import { checkReason, onBehalf } from './mission-use-cases.ts';
import type { Principal } from './principal.ts';
import { sequenceReceipt, withReceipt } from './receipts.ts';
import { isForeign } from './task-use-cases.ts';

export function elementUseCases(context: EngineContext): ElementCommands {
  return {
    approveCheckpoint: (principal, input) =>
      commitElement(context, principal, {
        kind: 'CHECKPOINT',
        command: 'approveCheckpoint',
        input,
        decide: function* (draft) {
          const decided = yield* approveCheckpoint(draft, { ...input, checkpoint: input.node });
          return decided.ok ? ok(decided.value.checkpoint) : decided;
        },
      }),
    rejectCheckpoint: (principal, input) =>
      commitElement(context, principal, {
        kind: 'CHECKPOINT',
        command: 'rejectCheckpoint',
        input,
        decide: function* (draft) {
          const decided = yield* rejectCheckpoint(draft, { ...input, checkpoint: input.node });
          return decided.ok ? ok(decided.value.checkpoint) : decided;
        },
      }),
    overrideGate: async (principal, input) =>
      checkReason(input.reason) ??
      commitElement(context, principal, {
        kind: 'GATE',
        command: 'overrideGate',
        input,
        decide: (draft) => overrideGate(draft, input),
      }),
    skipDelay: async (principal, input) =>
      checkReason(input.reason) ??
      commitElement(context, principal, {
        kind: 'DELAY',
        command: 'skipDelay',
        input,
        decide: (draft) => skipDelay(draft, input),
      }),
  };
}

export interface ElementCommand<Kind extends NodeKind> {
  readonly kind: Kind;
  readonly command: string;
  readonly input: OnNode;
  readonly decide: (draft: Draft) => Decision<Result<NodeOf<Kind>>>;
}

export function commitElement<Kind extends NodeKind>(
  context: EngineContext,
  principal: Principal,
  { kind, command, input, decide }: ElementCommand<Kind>,
): Promise<Result<NodeAnswer<Kind>>> {
  const ref = input.node;
  const missing = notFound(subjectOf(kind), nodeIdOf(kind, ref));
  return withReceipt<NodeAnswer<Kind>>(context, principal, {
    name: command,
    input,
    async again(receipt) {
      const [node] = await loadNodes(context, principal.workspaceId, [ref]);
      const [mission] = await loadHeads(context, principal.workspaceId, [ref.missionId]);
      if (!node || !isKind(node, kind) || !mission) return err(missing);
      return ok({ ref, node, mission, sequence: (receipt.answer as { sequence: number }).sequence });
    },
    async act(request) {
      const alsoPut = sequenceReceipt(context, request, ref.missionId);
      const committed = await commitDecision(context, onBehalf(principal, ref.missionId), {
        decide,
        alsoPut,
      });
      if (!committed.ok) return isForeign(committed) ? err(missing) : committed;
      const { value, head, sequence } = committed.value;
      return ok({ ref, node: value, mission: head, sequence });
    },
  });
}
