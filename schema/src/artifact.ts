import { artifactIdOf, attemptIdOf, type NodeRef, parseArtifactId, taskIdOf } from '@muster/core/ids';
import { LIMITS } from '@muster/core/limits';
import type { ArtifactKind, Artifact as ArtifactRecord } from '@muster/core/run/attempt';
import { Attempt } from './attempt.ts';
import { builder } from './builder.ts';
import { connectionOf, pageArguments, pageComplexity, pageOf } from './connection.ts';
import { type GraphContext, principalOf } from './context.ts';
import { enumOf } from './enums.ts';
import type { ArtifactShape } from './shapes.ts';
import { Task } from './task.ts';

const ARTIFACT_KIND_TEXT: Record<ArtifactKind, string> = {
  RESEARCH: 'Something found out.',
  AGENT: 'A temporary agent.',
  SCRIPT: 'A program written for the work.',
  ASSET: 'A thing used in the work.',
  DELIVERABLE: 'A result of the mission.',
};
export const ArtifactKindEnum = enumOf('ArtifactKind', 'What an artifact is for.', ARTIFACT_KIND_TEXT);

export const Artifact = builder.objectRef<ArtifactShape>('Artifact').implement({
  description: 'Something that an attempt delivered. One of text, url and json carries the content.',
  interfaces: [builder.nodeInterfaceRef()],
  fields: (t) => ({
    id: t.id({ description: '`art_…`', resolve: ({ ref }) => artifactIdOf(ref) }),
    task: t.field({ type: Task, description: 'The task it came from.', resolve: ({ ref }) => taskIdOf(ref) }),
    attempt: t.field({
      type: Attempt,
      description: 'The attempt that delivered it.',
      resolve: ({ ref }) => attemptIdOf(ref),
    }),
    name: t.string({ description: 'What it is called.', resolve: ({ artifact }) => artifact.name }),
    version: t.int({
      description:
        'Which one of this name the task has delivered in this run, whatever the attempt: 1, 2, 3, in order.',
      resolve: ({ artifact }) => artifact.version ?? 1,
    }),
    kind: t.field({
      type: ArtifactKindEnum,
      description: 'What it is for.',
      resolve: ({ artifact }) => artifact.kind,
    }),
    mediaType: t.string({
      nullable: true,
      description: 'IANA media type; null when not said.',
      resolve: ({ artifact }) => artifact.mediaType,
    }),
    text: t.string({
      nullable: true,
      description: 'The content as text; null when it is elsewhere.',
      resolve: ({ artifact }) => artifact.text,
    }),
    url: t.string({
      nullable: true,
      description: 'Where the content is; null when it is here.',
      resolve: ({ artifact }) => artifact.url,
    }),
    json: t.field({
      type: 'JSON',
      nullable: true,
      description: 'The content as JSON; null when it is elsewhere.',
      resolve: ({ artifact }) => artifact.json,
    }),
    createdAt: t.field({
      type: 'DateTime',
      description: 'When it was delivered.',
      resolve: ({ artifact }) => artifact.createdAt,
    }),
  }),
});

const ArtifactConnection = builder.connectionObject(
  { type: Artifact, name: 'ArtifactConnection', description: 'A page of artifacts.' },
  { name: 'ArtifactEdge', description: 'An artifact in a page.' },
);

builder.objectField(Task, 'artifacts', (t) =>
  t.field({
    type: ArtifactConnection,
    description: 'What its attempts delivered, in order.',
    complexity: pageComplexity,
    args: pageArguments(),
    resolve: async ({ ref }, args, context) => {
      const listed = await context.engine.listArtifacts(principalOf(context), {
        ...pageOf(args, 'ARTIFACT'),
        ...ref,
      });
      return connectionOf(listed, args, (artifact) => artifactShape(ref, artifact));
    },
  }),
);

/** Undefined when the id names none. Reads the artifacts of one task page by page, so its cost is bounded by the task. */
export async function loadArtifact(id: string, context: GraphContext): Promise<ArtifactShape | undefined> {
  const ref = parseArtifactId(id);
  if (ref === undefined) return undefined;
  const page = { ...ref, first: LIMITS.pageSizeMax };
  let listed = await context.engine.listArtifacts(principalOf(context), page);
  for (;;) {
    const found = listed.items.find(
      ({ node }) => node.generation === ref.generation && node.position === ref.position,
    );
    if (found !== undefined) return artifactShape(ref, found.node);
    const after = listed.items.at(-1)?.cursor;
    if (!listed.hasNext || after === undefined) return undefined;
    listed = await context.engine.listArtifacts(principalOf(context), { ...page, after });
  }
}

function artifactShape(ref: NodeRef, artifact: ArtifactRecord): ArtifactShape {
  const { generation, position } = artifact;
  return { __typename: 'Artifact', ref: { ...ref, generation, position }, artifact };
}
