import type { Actor as ActorShape } from '@muster/core/actor';
import type { Verdict as VerdictShape } from '@muster/core/run/node';
import { builder } from './builder.ts';
import { enumOf } from './enums.ts';

const ActorKindEnum = enumOf('ActorKind', 'What kind of actor did it.', {
  USER: 'A person, or a program in a person’s name.',
  AGENT: 'An agent of the workspace.',
  SYSTEM: 'The engine itself: timers, leases, continuations.',
});

export const Actor = builder.objectRef<ActorShape>('Actor').implement({
  description: 'Who did it, as the credential says.',
  fields: (t) => ({
    kind: t.expose('kind', { type: ActorKindEnum, description: 'What kind of actor.' }),
    name: t.exposeString('name', { description: 'Unique within the workspace and kind.' }),
  }),
});

export const Verdict = builder.objectRef<VerdictShape>('Verdict').implement({
  description: 'What one actor decided, and when.',
  fields: (t) => ({
    actor: t.expose('actor', { type: Actor, description: 'Who decided.' }),
    at: t.expose('at', { type: 'DateTime', description: 'When.' }),
    feedback: t.exposeString('feedback', {
      nullable: true,
      description: 'What was said with it; null when nothing was.',
    }),
  }),
});
