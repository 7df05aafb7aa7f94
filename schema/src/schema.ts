/** The whole schema. Importing a type's file adds it, with its queries, mutations and subscriptions. */
import './scalars.ts';
import './error-types.ts';
import './contract-error-types.ts';
import './mission.ts';
import './run.ts';
import './task.ts';
import './attempt.ts';
import './artifact.ts';
import './checkpoint.ts';
import './quality-gate.ts';
import './delay.ts';
import './milestone.ts';
import './assertion.ts';
import './validation.ts';
import './task-purpose.ts';
import './run-elements.ts';
import './addition.ts';
import './contract-lists.ts';
import './report.ts';
import './contract-report.ts';
import './work-report.ts';
import './dead-letter.ts';
import './channel.ts';
import './channel-commands.ts';
import './notification-rule.ts';
import './delivery.ts';
import './delivery-commands.ts';
import './event.ts';
import './watch.ts';
import './approval.ts';
import './attention.ts';
import './document-validation.ts';
import './mission-commands.ts';
import './schedule.ts';
import './pilot-commands.ts';
import './growth-commands.ts';
import './task-commands.ts';
import './contract-commands.ts';
import './standalone-task.ts';
import './work.ts';
import './api-key.ts';
import './node.ts';
import './service.ts';
import './large-answer.ts';
import { builder } from './builder.ts';

builder.queryType({ description: 'What can be asked.' });
builder.mutationType({
  description: 'What can be done. Every answer is a union of the success and the failures to expect.',
});
builder.subscriptionType({ description: 'What can be watched. Only what is committed is told.' });

export const schema = builder.toSchema();
