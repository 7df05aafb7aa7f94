/** What everything in a run shares, from tasks to assertions: they are nodes of it and load alike. */

import { type NodeKind, type NodeRef, nodeIdOf, parseNodeId, runIdOf } from '@muster/core/ids';
import type { SpecOf } from '@muster/core/run/node';
import type { Subject } from '@muster/core/subject';
import { dataloaderGetter } from '@pothos/plugin-dataloader';
import { type GraphContext, principalOf } from './context.ts';
import { LOADER_OPTIONS, loadBatch } from './loading.ts';
import type { NodeShape } from './shapes.ts';

export interface ElementType<Kind extends NodeKind, Name extends string> {
  readonly kind: Kind;
  readonly name: Name;
  /** As errors call it. */
  readonly subject: Subject;
}

export function idOf(kind: NodeKind, shape: { readonly ref: NodeRef }): string {
  return nodeIdOf(kind, shape.ref);
}

export function runIdOfElement(shape: { readonly ref: NodeRef }): string {
  return runIdOf(shape.ref);
}

/** Id of another node of the same run. */
export function idBeside(shape: { readonly ref: NodeRef }, kind: NodeKind, index: number): string {
  return nodeIdOf(kind, { ...shape.ref, index });
}

/** The nodes behind ids of one kind. */
export function loadElements<Kind extends NodeKind, Name extends string>(type: ElementType<Kind, Name>) {
  return (ids: readonly string[], context: GraphContext) =>
    loadBatch(ids, {
      subject: type.subject,
      parse: (id) => parseNodeId(type.kind, id),
      load: (refs: readonly NodeRef[]) => context.engine.nodes(principalOf(context), refs),
      shape: (node, ref): NodeShape<Kind, Name> | undefined =>
        isOfKind(node, type.kind) ? { __typename: type.name, ref, node } : undefined,
    });
}

/** What never changes about an element: at hand, or loaded together with those of its neighbours. */
export function specReader<Kind extends NodeKind, Name extends string>(type: ElementType<Kind, Name>) {
  const loaderOf = dataloaderGetter<string, SpecOf<Kind>, string>(
    LOADER_OPTIONS,
    (ids, context) => {
      const graphContext = context as GraphContext;
      return loadBatch(ids, {
        subject: type.subject,
        parse: (id) => parseNodeId(type.kind, id),
        load: (refs: readonly NodeRef[]) => graphContext.engine.specs(principalOf(graphContext), refs),
        shape: (spec) => (isOfKind(spec, type.kind) ? spec : undefined),
      });
    },
    undefined,
    undefined,
  );
  return <T>(
    shape: NodeShape<Kind, Name>,
    context: GraphContext,
    read: (spec: SpecOf<Kind>) => T,
  ): T | Promise<T> =>
    shape.spec === undefined
      ? loaderOf(context).load(nodeIdOf(type.kind, shape.ref)).then(read)
      : read(shape.spec);
}

function isOfKind<Kind extends NodeKind, T extends { readonly kind: NodeKind }>(
  value: T,
  kind: Kind,
): value is Extract<T, { kind: Kind }> {
  return value.kind === kind;
}
