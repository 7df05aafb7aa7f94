/** What a report tells of how the work went: tries, deadlines, and what turned up. */
import { type RunRef, taskIdOf } from '@muster/core/ids';
import type { ReportDeadline as DeadlineShape, ReportIssue as IssueShape } from '@muster/core/work-report';
import { IssueSeverityEnum } from './attempt.ts';
import { builder } from './builder.ts';
import { Report, ReportTask } from './report.ts';

import { Task } from './task.ts';

const ReportDeadline = builder.objectRef<DeadlineShape>('ReportDeadline').implement({
  description: 'A deadline, and whether it was met.',
  fields: (t) => ({
    at: t.expose('at', { type: 'DateTime', description: 'The instant.' }),
    isBreached: t.exposeBoolean('isBreached', {
      description: 'Whether it passed before the end; else it was met.',
    }),
  }),
});

const ReportIssue = builder
  .objectRef<{ readonly run: RunRef; readonly issue: IssueShape }>('ReportIssue')
  .implement({
    description: 'Something that turned up during work that was accepted.',
    fields: (t) => ({
      severity: t.field({
        type: IssueSeverityEnum,
        description: 'How bad it is.',
        resolve: ({ issue }) => issue.severity,
      }),
      title: t.string({ description: 'What it is.', resolve: ({ issue }) => issue.title }),
      description: t.string({ description: 'In full.', resolve: ({ issue }) => issue.description }),
      foundAt: t.field({
        type: Task,
        description: 'The task that it was found at.',
        resolve: ({ run, issue }) => taskIdOf({ ...run, index: issue.foundAt }),
      }),
      became: t.field({
        type: Task,
        nullable: true,
        description: 'The task that it became; null when it became none.',
        resolve: ({ run, issue }) =>
          issue.became === undefined ? null : taskIdOf({ ...run, index: issue.became }),
      }),
    }),
  });

builder.objectFields(ReportTask, (t) => ({
  retryCount: t.int({
    description: 'Attempts after the first one, fix rounds left out.',
    resolve: ({ task }) => task.work?.retryCount ?? 0,
  }),
  fixRoundCount: t.int({
    description: 'Attempts of the same agent at what did not meet its expectations.',
    resolve: ({ task }) => task.work?.fixRoundCount ?? 0,
  }),
  escalatedTo: t.string({
    nullable: true,
    description: 'Who had a round of attempts when its own were spent; null when nobody had.',
    resolve: ({ task }) => task.work?.escalatedTo,
  }),
  startedAt: t.field({
    type: 'DateTime',
    nullable: true,
    description: 'When it was first claimed; null when it never was.',
    resolve: ({ task }) => task.work?.startedAt,
  }),
  settledAt: t.field({
    type: 'DateTime',
    nullable: true,
    description: 'When it came to its end; null when it did not.',
    resolve: ({ task }) => task.work?.settledAt,
  }),
  deadline: t.field({
    type: ReportDeadline,
    nullable: true,
    description: 'By when it was to be settled; null when its document says nothing.',
    resolve: ({ task }) => task.work?.deadline,
  }),
}));

builder.objectFields(Report, (t) => ({
  deadline: t.field({
    type: ReportDeadline,
    nullable: true,
    description: 'Until when the run was to have ended; null when its document says nothing.',
    resolve: ({ report }) => report.deadline,
  }),
  issues: t.field({
    type: [ReportIssue],
    description: 'What turned up during accepted work, by task.',
    complexity: { multiplier: 20 },
    resolve: ({ report }) => {
      const run = { missionId: report.missionId, runNumber: report.runNumber };
      return (report.issues ?? []).map((issue) => ({ run, issue }));
    },
  }),
}));
