import type { NotificationRule as RuleShape } from '@muster/core/document/document';
import { LIMITS } from '@muster/core/limits';
import type { Severity } from '@muster/core/notify/severity';
import type { RulesOfWorkspace } from '@muster/engine/notify/notify-records';
import { Actor } from './actor.ts';
import { builder } from './builder.ts';
import { defineCommand } from './command.ts';
import { principalOf } from './context.ts';
import { enumOf } from './enums.ts';
import { RULES_FAILURES } from './error-types.ts';
import { given } from './given.ts';

const SEVERITY_TEXT: Record<Severity, string> = {
  INFO: 'To know.',
  WARNING: 'To look at.',
  CRITICAL: 'To act on.',
};
export const SeverityEnum = enumOf('Severity', 'How loud a notification is.', SEVERITY_TEXT);

const NotificationRule = builder.objectRef<RuleShape>('NotificationRule').implement({
  description: 'Whom to tell of what.',
  fields: (t) => ({
    events: t.exposeStringList('events', {
      description: 'Types of events, or types and the status that is reached: `TaskStatusChanged:FAILED`.',
    }),
    condition: t.exposeString('condition', {
      nullable: true,
      description: 'In CEL over `{event: {type, subject, runNumber}, actor, data}`; null for always.',
    }),
    channels: t.exposeStringList('channels', { description: 'Names of channels; none: nobody is told.' }),
    severity: t.expose('severity', {
      type: SeverityEnum,
      nullable: true,
      description: 'How loud it is told; null when nothing was said.',
    }),
    cooldown: t.expose('cooldown', {
      type: 'Duration',
      nullable: true,
      description:
        'For so long nothing more is told about subjects of that kind in that mission; null for never.',
    }),
    action: t.exposeString('action', {
      nullable: true,
      description: '`APPROVE`, an address or a text for whoever is told; null when nothing was said.',
    }),
    inherit: t.boolean({
      description: 'Whether rules further out that name the event count too.',
      resolve: ({ inherit }) => inherit ?? false,
    }),
  }),
});

const NotificationRules = builder.objectRef<RulesOfWorkspace>('NotificationRules').implement({
  description: 'The rules of a workspace: they hold for events that no nearer rule names.',
  fields: (t) => ({
    rules: t.field({ type: [NotificationRule], description: 'In order.', resolve: ({ rules }) => rules }),
    changedAt: t.expose('changedAt', { type: 'DateTime', description: 'When they were set.' }),
    changedBy: t.expose('changedBy', { type: Actor, description: 'Who has set them.' }),
  }),
});

builder.queryField('notificationRules', (t) =>
  t.field({
    type: NotificationRules,
    nullable: true,
    description: 'The rules of the workspace; null when none were ever set.',
    authScopes: { may: 'READ' },
    resolve: (_root, _args, context) => context.engine.notificationRules(principalOf(context)),
  }),
);

const NotificationRuleInput = builder.inputType('NotificationRuleInput', {
  description: 'As in `notifications` of a document.',
  fields: (t) => ({
    events: t.stringList({
      required: true,
      description: 'Types of events, or types and the status that is reached: `TaskStatusChanged:FAILED`.',
    }),
    condition: t.string({
      description: 'In CEL over `{event: {type, subject, runNumber}, actor, data}`.',
    }),
    channels: t.stringList({ description: `Names of channels, at most ${LIMITS.ruleChannelsMax}.` }),
    severity: t.field({ type: SeverityEnum, description: 'How loud it is told.' }),
    cooldown: t.field({
      type: 'Duration',
      description: 'For so long nothing more is told about subjects of that kind in that mission.',
    }),
    action: t.string({ description: '`APPROVE`, an address or a text for whoever is told.' }),
    inherit: t.boolean({
      description: 'For rules of a workspace it says nothing: there is none further out.',
    }),
  }),
});

const SetNotificationRulesSuccess = builder
  .objectRef<RulesOfWorkspace>('SetNotificationRulesSuccess')
  .implement({
    description: 'The rules hold.',
    fields: (t) => ({
      notificationRules: t.field({
        type: NotificationRules,
        description: 'As they stand now.',
        resolve: (rules) => rules,
      }),
    }),
  });

defineCommand('setNotificationRules', {
  description:
    'Sets the rules of the workspace, instead of all that there were. Other processes see them within ' +
    `${LIMITS.notificationCacheMsMax / 1_000} seconds.`,
  permission: 'ADMINISTER',
  input: (t) => ({
    rules: t.field({
      type: [NotificationRuleInput],
      required: true,
      description: `At most ${LIMITS.notificationRulesMax}; none: nobody is told but by nearer rules.`,
    }),
  }),
  success: SetNotificationRulesSuccess,
  failures: RULES_FAILURES,
  run: (context, { rules }) =>
    context.engine.setNotificationRules(principalOf(context), { rules: rules.map((rule) => given(rule)) }),
});
